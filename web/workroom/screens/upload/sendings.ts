/** What this window is sending. It goes on while other screens are open; closing the window is warned of. */
import { useEffect, useState } from "preact/hooks";
import { get, post, Refusal, remove } from "../../api.ts";
import type { PickedFolder } from "./picked.ts";
import { Sending } from "./sending.ts";
import type { WholeUpload } from "./upload.ts";

const sendings = new Map<string, Sending>();
const changed = (): void => void dispatchEvent(new Event("sohoa-sendings"));

addEventListener("beforeunload", (event) => {
  if ([...sendings.values()].some(({ state }) => state === "sending" || state === "waiting")) event.preventDefault();
});

/** How a folder is to be handed in. */
export interface Wishes {
  readonly shelfmark: string;
  readonly profile: string;
}

/** The sending of this upload, where it is this window's. */
export const sendingOf = (id: string): Sending | undefined => sendings.get(id);

/** Called again whenever one of them gets on. */
export function useSendings(): void {
  const [, redraw] = useState(0);
  useEffect(() => {
    const again = (): void => redraw((count) => count + 1);
    addEventListener("sohoa-sendings", again);
    return () => removeEventListener("sohoa-sendings", again);
  }, []);
}

/** Announce a folder and send it; an unfinished upload of the same batch goes on instead. @throws {Refusal} */
export async function begin(folder: PickedFolder, { shelfmark, profile }: Wishes): Promise<void> {
  const files = folder.files.map(({ name, file }) => ({ name, sizeBytes: file.size }));
  const asked = { folder: folder.name || shelfmark, shelfmark, profile, files };
  const upload = await post<WholeUpload>("/api/uploads", asked).catch(async (thrown: unknown) => {
    const { upload: id } = ((thrown instanceof Refusal && thrown.body) || {}) as { readonly upload?: string };
    // Somebody else's upload of the same batch cannot be looked at: the refusal says whose it is.
    const known = id === undefined ? undefined : await get<WholeUpload>(`/api/uploads/${id}`).catch(() => undefined);
    if (!known || !isSame(known, folder)) throw thrown;
    return known;
  });
  resume(upload, folder);
}

/** Go on with an upload from the folder it was begun with. */
export function resume(upload: WholeUpload, folder: PickedFolder): void {
  sendings.get(upload.id)?.close();
  const sending = new Sending(upload, folder.files, changed);
  sendings.set(upload.id, sending);
  void sending.run();
}

/** Drop an upload with everything that came of it. @throws {Refusal} */
export async function drop(id: string): Promise<void> {
  sendings.get(id)?.close();
  await remove(`/api/uploads/${id}`);
  sendings.delete(id);
  changed();
}

/** True when every file that is still wanted is in the folder, by name and size. */
export function isSame({ list }: WholeUpload, { files }: PickedFolder): boolean {
  const there = new Set(files.map(({ name, file }) => `${name}\n${file.size}`));
  return list.every(
    ({ name, sizeBytes, verdict, isWhole }) => verdict !== "send" || isWhole || there.has(`${name}\n${sizeBytes}`),
  );
}
