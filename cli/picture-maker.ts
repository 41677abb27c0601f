/** What `sohoa serve` gives the quality desk to make pictures with: a child behind the same walls as those of a worker. */
import { randomUUID } from "node:crypto";
import { realpath, rm } from "node:fs/promises";
import { join } from "node:path";
import { SohoaError } from "../pipeline/errors.ts";
import { findJail } from "../pipeline/jail.ts";
import { prepareScratch } from "../pipeline/scratch.ts";
import { StageProcess } from "../pipeline/stage-process.ts";
import type { WorkerOptions } from "../pipeline/worker.ts";
import { deskPicture } from "../stages/desk-picture.ts";
import type { PictureMaker } from "../web/server/workroom/quality/picture-maker.ts";

/** No picture that is shown is larger. */
const MAX_FILE_MIB = 2048;

type Options = Pick<WorkerOptions, "scratch" | "owner" | "child" | "jail" | "cache">;

/** Nothing is started before the first picture is asked for. One picture at a time: a child has one task. */
export function pictureMakerOf(options: Options): PictureMaker {
  let opened: ReturnType<typeof openChild> | undefined;
  return {
    async make(source, form) {
      opened ??= openChild(options);
      const { child, folder } = await opened;
      const path = join(folder, randomUUID());
      const picture = { path: await options.cache.file(source), digest: source, role: "image/master", sizeBytes: 0 } as const;
      const reply = await child.run(
        {
          id: path,
          stage: deskPicture.name,
          version: deskPicture.version,
          params: { form },
          inputs: { picture: { ...picture, mediaType: "image/*" } },
          outputs: { shown: path },
          scratch: folder,
        },
        { timeoutSeconds: deskPicture.timeoutSeconds, signal: new AbortController().signal, maxFileMiB: MAX_FILE_MIB },
      );
      if (reply.ok) return path;
      await rm(path, { force: true });
      throw new SohoaError({ code: reply.code, subject: source, facts: reply.facts, retry: reply.retry, cause: reply.detail });
    },
    drop: (path) => rm(path, { force: true }),
    async close() {
      if (!opened) return;
      const { child, folder } = await opened;
      child.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function openChild({ scratch, owner, child, jail }: Options) {
  const folder = await realpath(await prepareScratch(scratch, `${owner}-desk`));
  return { folder, child: new StageProcess({ ...child, folder, jail: await findJail(jail ?? "off") }) };
}
