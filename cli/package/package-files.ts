/** Turns a writer that pushes files into a sequence that is pulled: one file at a time is under way, however large the package. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { VersionFile } from "../../formats/ocfl/write-object.ts";
import { digestOfText } from "../../pipeline/derive.ts";
import type { PackageSink } from "../../stages/archive/package-content.ts";

/** What a writer puts into its sink, as files one after the other; texts lie in `scratch` until they are taken. */
export async function* packageFiles(scratch: string, write: (sink: PackageSink) => Promise<void>): AsyncGenerator<VersionFile> {
  const waiting: VersionFile[] = [];
  let wake = () => {};
  let taken = () => {};
  const hand = async (file: VersionFile) => {
    waiting.push(file);
    const done = new Promise<void>((resolve) => {
      taken = resolve;
    });
    wake();
    await done;
  };
  const sink: PackageSink = {
    copy: (path, source) => hand({ path, sha256: source.digest, file: () => source.file() }),
    async text(path, text) {
      const file = join(scratch, "text");
      await writeFile(file, text);
      await hand({ path, sha256: digestOfText(text), file: async () => file });
    },
  };
  let isOver = false;
  const writing = write(sink).finally(() => {
    isOver = true;
    wake();
  });
  writing.catch(() => {});
  while (true) {
    const file = waiting.shift();
    if (file) {
      yield file;
      taken();
    } else if (isOver) break;
    else
      await new Promise<void>((resolve) => {
        wake = resolve;
        if (waiting.length > 0 || isOver) resolve();
      });
  }
  await writing;
}
