/** A folder that was chosen and is not sent yet: what it will be called, and how it will be processed. */
import { useState } from "preact/hooks";
import { Refusal } from "../../api.ts";
import { RefusalBox } from "../../parts/refusal-box.tsx";
import { say } from "../../words/upload.ts";
import type { PickedFolder } from "./picked.ts";
import { begin } from "./sendings.ts";
import { size } from "./sizes.ts";
import type { Uploads } from "./upload.ts";

interface FolderCardProps {
  readonly folder: PickedFolder;
  readonly profiles: Uploads["profiles"];
  /** It is on its way, or was left. */
  readonly onGone: () => void;
}

/** The card. */
export function FolderCard({ folder, profiles, onGone }: FolderCardProps) {
  const [shelfmark, setShelfmark] = useState(folder.name.normalize("NFC"));
  const [profile, setProfile] = useState(profiles.preferred);
  const [refusal, setRefusal] = useState<Refusal>();
  const [isBusy, setIsBusy] = useState(false);
  const send = async (): Promise<void> => {
    setIsBusy(true);
    setRefusal(undefined);
    try {
      await begin(folder, { shelfmark, profile });
      onGone();
    } catch (thrown) {
      setRefusal(thrown instanceof Refusal ? thrown : new Refusal(0, "OFFLINE", String(thrown)));
      setIsBusy(false);
    }
  };
  const bytes = folder.files.reduce((sum, { file }) => sum + file.size, 0);
  return (
    <form
      class="upload-card"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <h3>
        <bdi>{folder.path || say("unnamed")}</bdi>
      </h3>
      <p>{say("folderFiles", { count: folder.files.length, size: size(bytes) })}</p>
      <p class="tools">
        <label>
          {say("shelfmark")}{" "}
          <input
            name="shelfmark"
            required
            maxLength={80}
            value={shelfmark}
            onInput={(event) => setShelfmark(event.currentTarget.value)}
          />
        </label>
        <label>
          {say("profile")}{" "}
          <select name="profile" value={profile} onChange={(event) => setProfile(event.currentTarget.value)}>
            {profiles.names.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" class="main" disabled={isBusy || shelfmark.trim() === ""}>
          {say("send")}
        </button>
        <button type="button" onClick={onGone} disabled={isBusy}>
          {say("leave")}
        </button>
      </p>
      {refusal && <RefusalBox refusal={refusal} />}
    </form>
  );
}
