/** Where folders of scans are handed in: dropped or chosen, sent piece by piece, and told of until the last file. */
import { useEffect, useRef, useState } from "preact/hooks";
import { useLive } from "../../live.ts";
import { RefusalBox } from "../../parts/refusal-box.tsx";
import { toast } from "../../parts/toasts.tsx";
import { say as sayFrame } from "../../words/frame.ts";
import { say } from "../../words/upload.ts";
import { ChooseFolder } from "./choose-folder.tsx";
import { FolderCard } from "./folder-card.tsx";
import { foldersDropped, type PickedFolder } from "./picked.ts";
import { sendingOf, useSendings } from "./sendings.ts";
import { UploadCard } from "./upload-card.tsx";
import "./upload.css";
import type { UploadHead, Uploads } from "./upload.ts";

/** While the server takes something in that this window does not send, it is asked this often. */
const LOOK_MS = 2000;

/** The screen. */
export function Upload() {
  const { value, refusal, reload } = useLive<Uploads>("/api/uploads");
  const [picked, setPicked] = useState<readonly PickedFolder[]>([]);
  useSendings();
  useReload(value?.uploads ?? [], reload);
  if (refusal && !value) return <RefusalBox refusal={refusal} onTryAgain={reload} />;
  if (!value) return <p class="waiting">{sayFrame("loading")}</p>;
  const add = (folders: readonly PickedFolder[]): void => {
    if (folders.length === 0) toast(say("nothingChosen"), "bad");
    setPicked((before) => [...before.filter(({ path }) => !folders.some((each) => each.path === path)), ...folders]);
  };
  const underWay = value.uploads.filter(({ outcome }) => outcome === null);
  const taken = value.uploads.filter(({ outcome }) => outcome !== null);
  return (
    <section class="upload">
      <h1>{say("title")}</h1>
      <p>{say("intro")}</p>
      <DropPlace onPicked={add} />
      {picked.length > 0 && <h2>{say("chosen")}</h2>}
      {picked.map((folder) => (
        <FolderCard
          key={folder.path}
          folder={folder}
          profiles={value.profiles}
          onGone={() => {
            setPicked((all) => all.filter((each) => each !== folder));
            reload();
          }}
        />
      ))}
      {underWay.length > 0 && <h2>{say("underWay")}</h2>}
      {underWay.map((upload) => (
        <UploadCard key={upload.id} upload={upload} onChanged={reload} />
      ))}
      {taken.length > 0 && <h2>{say("taken")}</h2>}
      {taken.map((upload) => (
        <UploadCard key={upload.id} upload={upload} onChanged={reload} />
      ))}
      {value.uploads.length === 0 && picked.length === 0 && <p class="empty">{say("none")}</p>}
    </section>
  );
}

/** The list is asked for again when a sending of this window is over, and while the server takes in what another one sent. */
function useReload(uploads: readonly UploadHead[], reload: () => void): void {
  const over = uploads.filter(({ id, outcome }) => outcome === null && sendingOf(id)?.state === "done").length;
  const foreign = uploads.some(({ id, state }) => state === "taking" && !sendingOf(id));
  const again = useRef(reload);
  again.current = reload;
  useEffect(() => {
    if (over > 0) again.current();
  }, [over]);
  useEffect(() => {
    if (!foreign) return;
    const timer = setInterval(() => again.current(), LOOK_MS);
    return () => clearInterval(timer);
  }, [foreign]);
}

function DropPlace({ onPicked }: { readonly onPicked: (folders: readonly PickedFolder[]) => void }) {
  const [isOver, setIsOver] = useState(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut; the button inside does the same by keyboard
    <div
      class={`drop-place ${isOver ? "is-over" : ""}`}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setIsOver(false);
        if (event.dataTransfer) void foldersDropped(event.dataTransfer).then(onPicked);
      }}
    >
      <p>
        <b>{say("drop")}</b> {say("or")}
      </p>
      <ChooseFolder words={say("choose")} isMain onChosen={onPicked} />
    </div>
  );
}
