/** What of an item needs a person: tasks that ended badly, and files that were refused when they were handed over. */
import type { Facts } from "./errors.ts";
import type { Ledger } from "./ledger.ts";
import type { ItemRow, TaskRow } from "./ledger-rows.ts";

/** One thing that went wrong. */
export interface ItemFailure {
  readonly code: string;
  readonly batch: string;
  /** Name of the file, as it was handed over. */
  readonly path: string;
  /** The page or item, where there is one; refused files never became pages. */
  readonly page?: string;
  readonly facts: Facts;
  /** ISO 8601; unknown of refused files. */
  readonly at?: string;
}

type Reading = Pick<Ledger, "pages" | "tasks" | "batches" | "rejections">;

/** Everything, tasks first. */
export async function failuresOf(ledger: Reading, item: ItemRow): Promise<readonly ItemFailure[]> {
  return [...(await failed(ledger, item)), ...(await rejected(ledger, item))];
}

async function failed(ledger: Reading, item: ItemRow): Promise<readonly ItemFailure[]> {
  const tasks = await ledger.tasks({ itemId: item.id, states: ["failed", "quarantined"] });
  if (tasks.length === 0) return [];
  const names = new Map((await ledger.pages(item.id)).map((page) => [page.id, page.sourceName]));
  return tasks.map((task) => ofTask(task, item, names));
}

function ofTask(task: TaskRow, item: ItemRow, names: ReadonlyMap<string, string>): ItemFailure {
  const name = names.get(task.subject) ?? task.subject;
  return {
    code: task.failure?.code ?? "TASK-POISON",
    batch: item.id,
    path: name,
    page: task.subject,
    facts: { file: name, stage: task.stage, ...task.failure?.facts },
    at: task.updatedAt,
  };
}

async function rejected(ledger: Reading, item: ItemRow): Promise<readonly ItemFailure[]> {
  const batches = (await ledger.batches()).filter((batch) => batch.itemId === item.id);
  const all = await Promise.all(
    batches.map(async (batch) => (await ledger.rejections(batch.id)).map((each) => ({ ...each, batch: batch.id }))),
  );
  return all.flat().map(({ batch, code, sourcePath, facts }) => ({ code, batch, path: sourcePath, facts }));
}
