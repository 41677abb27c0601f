/** The second copy, opened late: a backup disk that is not plugged in must stop nothing but what needs it. */
import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { ServiceError } from "../errors.ts";
import type { FixityLog } from "../fixity-log.ts";
import type { Store } from "../store/store.ts";
import type { Copy } from "./look.ts";

/** Opens the second copy once, when somebody asks. */
export class SecondCopy {
  readonly #folder: string | undefined;
  readonly #ledger: Pick<FixityLog, "dueLooks">;
  readonly #openStore: (folder: string) => Promise<Store>;
  #opened: Store | undefined;

  /** `folder` is absent where the copy is no folder. */
  constructor(folder: string | undefined, ledger: Pick<FixityLog, "dueLooks">, openStore: (folder: string) => Promise<Store>) {
    this.#folder = folder === undefined ? undefined : resolve(folder);
    this.#ledger = ledger;
    this.#openStore = openStore;
  }

  /**
   * The copy. A mount point without its disk is a folder too: it would be filled instead of the disk, and all that the disk
   * holds would be reported missing. So a folder must be there, and must look filled when the catalogue says that it is.
   * @throws {ServiceError} SVC-COPY2
   */
  async open(): Promise<Copy> {
    if (this.#folder !== undefined) await this.#proveMounted(this.#folder);
    this.#opened ??= await this.#openStore(this.#folder ?? "");
    return { name: "copy2", store: this.#opened };
  }

  async close(): Promise<void> {
    await this.#opened?.close();
  }

  async #proveMounted(folder: string): Promise<void> {
    const holds = (await this.#ledger.dueLooks(1, "9999", ["copy2"])).length > 0;
    const needed = holds ? join(folder, "objects") : folder;
    const found = await stat(needed).catch(() => undefined);
    if (!found?.isDirectory()) throw new ServiceError({ code: "SVC-COPY2", subject: needed });
  }
}
