/** The further layers of the column under work: how it is read, what it means, what is to be said of it. */
import type { Column } from "../../../../pipeline/columns/column.ts";
import { say } from "../../words/text.ts";
import type { LayerName } from "./edits.ts";

const LAYERS: readonly LayerName[] = ["phienAm", "translation", "note"];

interface LayerFieldsProps {
  readonly column: Column | undefined;
  readonly isReadOnly: boolean;
  readonly onChange: (layer: LayerName, text: string) => void;
}

/** The fields. Quốc ngữ is composed (NFC) when the field is left, never while it is typed. */
export function LayerFields({ column, isReadOnly, onChange }: LayerFieldsProps) {
  if (!column) return null;
  return (
    <div class="layers">
      {LAYERS.map((layer) => (
        <label key={layer}>
          {say(layer)}
          <input
            lang="vi"
            data-layer={layer}
            value={column[layer] ?? ""}
            readOnly={isReadOnly}
            onInput={(event) => onChange(layer, event.currentTarget.value)}
            onBlur={(event) => {
              const composed = event.currentTarget.value.normalize("NFC");
              if (composed !== event.currentTarget.value) onChange(layer, composed);
            }}
          />
        </label>
      ))}
    </div>
  );
}
