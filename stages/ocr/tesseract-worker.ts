/**
 * Starting and keeping Tesseract's worker threads: one a language, kept between pages, thrown away after any error.
 * Language data come from installed packages; nothing is downloaded and nothing is cached on disk.
 */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Worker as Thread } from "node:worker_threads";
import { createWorker, OEM, PSM, type Worker } from "tesseract.js";
import { StageError } from "../../pipeline/errors.ts";

const require = createRequire(import.meta.url);
const workers = new Map<string, Promise<Worker>>();
const crashes = new WeakMap<Worker, Promise<never>>();

/** Folder of the trained data of a language. @throws {StageError} OCR-DATA when its package is not installed. */
export function dataFolder(language: string): string {
  try {
    const folder = join(dirname(require.resolve(`@tesseract.js-data/${language}/package.json`)), "4.0.0_best_int");
    if (existsSync(join(folder, `${language}.traineddata.gz`))) return folder;
  } catch {
    // Not installed: the same answer as an empty package.
  }
  throw new StageError({ code: "OCR-DATA", facts: { language }, retry: "person", exit: "dependency" });
}

/** Version of an installed package, for provenance. */
export function packageVersion(name: string): string {
  const { version } = require(`${name}/package.json`) as { version: string };
  return version;
}

/** The worker of a language, started on first use. */
export async function workerFor(language: string): Promise<Worker> {
  const running = workers.get(language);
  if (running !== undefined) return running;
  const langPath = dataFolder(language);
  const starting = startWorker(language, langPath);
  workers.set(language, starting);
  // By then another worker may have taken the place.
  const forget = () => workers.get(language) === starting && workers.delete(language);
  starting.then(crashOf).catch(forget);
  return starting;
}

/** Stop the worker of a language: after an error its memory is not to be trusted. */
export async function dropWorker(language: string): Promise<void> {
  const running = workers.get(language);
  workers.delete(language);
  const worker = await running?.catch(() => undefined);
  await worker?.terminate();
}

/** Never fulfilled; rejects when the worker's thread dies, which the library itself would wait for without end. */
export function crashOf(worker: Worker): Promise<never> {
  return crashes.get(worker) ?? new Promise<never>(() => {});
}

/** Keep the process alive while the worker reads, and only then. */
export function holdProcess(worker: Worker, isBusy: boolean): void {
  const thread = threadOf(worker);
  if (isBusy) thread?.ref();
  else thread?.unref();
}

/** The thread behind a worker; the library has it, but not in its types. */
export function threadOf(worker: Worker): Thread | undefined {
  return (worker as Worker & { readonly worker?: Thread }).worker;
}

async function startWorker(language: string, langPath: string): Promise<Worker> {
  // The library answers some failures of starting only through its error handler.
  const worker = await new Promise<Worker>((resolve, reject) => {
    createWorker(language, OEM.LSTM_ONLY, { langPath, cacheMethod: "none", gzip: true, errorHandler: reject }).then(
      resolve,
      reject,
    );
  });
  const crash = new Promise<never>((_, reject) => {
    threadOf(worker)?.once("error", reject);
    threadOf(worker)?.once("exit", (code) => reject(new Error(`the engine's thread ended with code ${code}`)));
  });
  crash.catch(() => undefined);
  crashes.set(worker, crash);
  await worker.setParameters({
    tessedit_pageseg_mode: language.endsWith("_vert") ? PSM.SINGLE_BLOCK_VERT_TEXT : PSM.SINGLE_LINE,
    // The pictures are always dark on white; looking for the opposite costs a quarter of the time.
    tessedit_do_invert: "0",
    // Words of earlier pages must not sway later ones: output depends on the picture alone.
    tessedit_enable_doc_dict: "0",
    classify_enable_learning: "0",
    lstm_choice_mode: "2",
    user_defined_dpi: "300",
  });
  return worker;
}
