/** A button that lets a folder be chosen. */
import { foldersChosen, type PickedFolder } from "./picked.ts";

interface ChooseFolderProps {
  readonly words: string;
  readonly isMain?: boolean;
  readonly onChosen: (folders: readonly PickedFolder[]) => void;
}

/** Looks like a button; it is the browser's own control. */
export function ChooseFolder({ words, isMain = false, onChosen }: ChooseFolderProps) {
  return (
    <label class={`button choose-folder ${isMain ? "main" : ""}`}>
      {words}
      <input
        type="file"
        class="visually-hidden"
        multiple
        {...{ webkitdirectory: true }}
        onChange={({ currentTarget }) => {
          const folders = foldersChosen(currentTarget.files ?? []);
          // The same folder may be chosen again.
          currentTarget.value = "";
          onChosen(folders);
        }}
      />
    </label>
  );
}
