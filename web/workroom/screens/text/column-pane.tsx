/** All columns of the page as text, in reading order from right to left; beside the one under work stands its picture. */
import { useMemo } from "preact/hooks";
import type { Column, PageColumns } from "../../../../pipeline/columns/column.ts";
import { addressOf } from "../../api.ts";
import { say } from "../../words/text.ts";
import { ActiveColumn, StillColumn } from "./column-text.tsx";
import type { Caret } from "./editor-state.ts";

interface ColumnPaneProps {
  readonly page: string;
  readonly columns: PageColumns;
  readonly script: string;
  readonly caret: Caret | undefined;
  readonly marked: readonly string[];
  readonly isLevel: boolean;
  readonly isReadOnly: boolean;
  readonly onChoose: (id: string, offset: number, isAdding: boolean) => void;
  readonly onType: (text: string, offset: number) => boolean;
  readonly onCaret: (offset: number) => void;
}

/** The pane. */
export function ColumnPane(props: ColumnPaneProps) {
  const { columns, caret, isLevel } = props;
  const isVertical = columns.writingMode === "vertical-rl" && !isLevel;
  const language = props.script === "han-nom" ? "vi-Hani" : props.script === "latin" ? "fr" : "vi";
  return (
    <div class={`column-pane ${isVertical ? "is-vertical" : "is-level"}`}>
      {columns.columns.map((column, index) => {
        const name = nameOf(column, index);
        if (column.id !== caret?.column) {
          const isMarked = props.marked.includes(column.id);
          return (
            <StillColumn
              key={column.id}
              column={column}
              number={index + 1}
              isMarked={isMarked}
              language={language}
              name={name}
              onChoose={props.onChoose}
            />
          );
        }
        return (
          <div class="under-work" key={column.id}>
            <ColumnCrop page={props.page} column={column} />
            <ActiveColumn
              column={column}
              offset={caret.offset}
              language={language}
              name={name}
              isReadOnly={props.isReadOnly}
              onType={props.onType}
              onCaret={props.onCaret}
            />
          </div>
        );
      })}
      {columns.columns.length === 0 && <p class="empty">{say("noColumns")}</p>}
    </div>
  );
}

const nameOf = ({ kind }: Column, index: number): string => say("columnName", { number: index + 1, kind: say(`kind_${kind}`) });

/** The picture of one column, cut out of the page. */
function ColumnCrop({ page, column }: { readonly page: string; readonly column: Column }) {
  const { x, y, width, height } = column.box;
  const source = useMemo(() => {
    const region = [x, y, Math.max(1, width), Math.max(1, height)].map((each) => Math.max(0, Math.round(each))).join(",");
    return addressOf(`/api/pages/${page}/image/${region}/!600,1200/0/default.jpg`);
  }, [page, x, y, width, height]);
  return <img class="crop" src={source} alt="" draggable={false} />;
}
