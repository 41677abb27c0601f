/**
 * Take a look at everything a technician hands over, before anything is stored: what is a page, what is refused and
 * why, in which order the pages go, what seems missing. The folder is only read. Nothing is left out silently: every
 * file ends as accepted, rejected with a code, or skipped with a reason.
 */
import { resolve } from "node:path";
import type { Finding } from "../formats/image-structure.ts";
import { InputError } from "../pipeline/errors.ts";
import { type Accepted, type Arrival, type Rejected, rejection, type Skipped } from "./ingest/arrival.ts";
import { examineFile } from "./ingest/examine-file.ts";
import { isPictureName } from "./ingest/file-kind.ts";
import { clashKey, shownName } from "./ingest/file-name.ts";
import { groupBy } from "./ingest/group-by.ts";
import { type Candidate, type Listing, listFolder } from "./ingest/list-folder.ts";
import { inPageOrder } from "./ingest/page-order.ts";
import { DEFAULT_POLICY, type IngestPolicy } from "./ingest/policy.ts";
import { judgeSequence } from "./ingest/sequence.ts";
import { splitPages } from "./ingest/split-pages.ts";

/** Different findings that are remembered, so that equal ones are held once. */
const MOST_NOTED = 1000;

/** How a folder is surveyed. */
export interface SurveyOptions {
  readonly policy?: Partial<IngestPolicy>;
  /** Stops between two reads; the survey then throws the signal's reason. */
  readonly signal?: AbortSignal;
  /** A folder for the pages of split files, kept by the caller until they are stored; without it nothing is split. */
  readonly scratch?: string;
  /** Files examined at a time; more than two help on network folders only. */
  readonly concurrency?: number;
}

/** What is kept of a sound file until it is stored: of a hundred thousand, the facts of each picture would be a burden. */
export type AcceptedFile = Omit<Accepted, "image">;

/** What a folder holds. `found` = accepted + rejected; what is skipped was never meant as a page. */
export interface Survey {
  readonly folder: string;
  readonly found: number;
  /** In page order. */
  readonly accepted: readonly AcceptedFile[];
  readonly rejected: readonly Rejected[];
  readonly skipped: readonly Skipped[];
  /** Folders inside, not looked into: each may be a batch of its own. */
  readonly subfolders: readonly string[];
  /** What concerns the folder as a whole: gaps, doubtful order, files with the same content. */
  readonly warnings: readonly Finding[];
}

/** `listed` comes once, `examined` once a file in page order, `surveyed` last. */
export type SurveyEvent =
  | { readonly kind: "listed"; readonly files: number }
  | { readonly kind: "examined"; readonly done: number; readonly arrival: Arrival }
  | { readonly kind: "surveyed"; readonly survey: Survey };

/**
 * Survey one folder, telling each file as soon as it is known.
 * @throws {InputError} SRC-MISSING, SRC-NOTDIR, SRC-DENIED, SRC-EMPTY, or SRC-NESTED when there are only folders inside.
 */
export async function* survey(folder: string, options: SurveyOptions = {}): AsyncGenerator<SurveyEvent, void> {
  const policy: IngestPolicy = { ...DEFAULT_POLICY, ...options.policy };
  const path = resolve(folder);
  const listing = await listFolder(path, options.signal);
  refuseEmpty(path, listing);
  const { clashing, clear } = partClashing(inPageOrder(listing.candidates));
  yield { kind: "listed", files: listing.candidates.length + listing.rejected.length };
  const arrivals: (AcceptedFile | Rejected | Skipped)[] = [...listing.rejected, ...clashing, ...listing.skipped];
  const keep = keeper();
  let done = 0;
  for (const arrival of [...listing.rejected, ...clashing]) yield { kind: "examined", done: ++done, arrival };
  for await (const arrival of examineAll(clear, policy, options)) {
    arrivals.push(keep(arrival));
    yield { kind: "examined", done: ++done, arrival };
  }
  yield { kind: "surveyed", survey: summary(path, listing, arrivals) };
}

/** The small form of arrivals: what is noted of many files in the same words is held once. */
function keeper(): (arrival: Arrival) => AcceptedFile | Rejected | Skipped {
  const noted = new Map<string, readonly Finding[]>();
  return (arrival) => {
    if (arrival.verdict !== "accept") return arrival;
    const { image: _, ...file } = arrival;
    const words = JSON.stringify(file.findings);
    const findings = noted.get(words) ?? file.findings;
    if (noted.size < MOST_NOTED) noted.set(words, findings);
    return { ...file, findings };
  };
}

function refuseEmpty(folder: string, listing: Listing): void {
  if (listing.candidates.length + listing.rejected.length > 0) return;
  const { subfolders } = listing;
  if (subfolders.length === 0) throw new InputError({ code: "SRC-EMPTY", subject: folder });
  const shown = subfolders.slice(0, 10).map(shownName).join(", ") + (subfolders.length > 10 ? ", …" : "");
  throw new InputError({ code: "SRC-NESTED", subject: folder, facts: { count: subfolders.length, folders: shown } });
}

/** Files whose names are one name elsewhere: nobody here can know which of them is the page, so none is taken. */
function partClashing(candidates: readonly Candidate[]): { clashing: Rejected[]; clear: Candidate[] } {
  const keyOf = ({ name }: Candidate) => (isPictureName(name) ? clashKey(name) : name);
  const times = new Map<string, number>();
  for (const each of candidates) times.set(keyOf(each), (times.get(keyOf(each)) ?? 0) + 1);
  const isClear = (each: Candidate) => times.get(keyOf(each)) === 1;
  const groups = groupBy(
    candidates.filter((each) => !isClear(each)),
    keyOf,
  );
  const clashing = [...groups.values()].flatMap((group) => group.map((each) => clash(each, group)));
  return { clashing, clear: candidates.filter(isClear) };
}

function clash(file: Candidate, group: readonly Candidate[]): Rejected {
  const other = shownName(group.find((each) => each !== file)?.name ?? "");
  return rejection(file.path, file.name, shownName(file.name), [{ code: "NAME-CLASH", severity: "reject", facts: { other } }]);
}

/** Examine files a few at a time and give the answers in order. */
async function* examineAll(
  candidates: readonly Candidate[],
  policy: IngestPolicy,
  options: SurveyOptions,
): AsyncGenerator<Arrival> {
  const running: Promise<readonly Arrival[]>[] = [];
  const width = Math.max(1, options.concurrency ?? 2);
  let next = 0;
  try {
    while (running.length > 0 || next < candidates.length) {
      for (; running.length < width && next < candidates.length; next++)
        running.push(examine(candidates[next]?.path ?? "", policy, options));
      const first = running.shift();
      if (first !== undefined) yield* await first;
    }
  } finally {
    await Promise.allSettled(running);
  }
}

async function examine(path: string, policy: IngestPolicy, options: SurveyOptions): Promise<readonly Arrival[]> {
  const arrival = await examineFile(path, policy, options.signal);
  const isSplit = arrival.verdict === "reject" && arrival.code === "IMG-MULTIPAGE" && policy.multiPage === "split";
  return isSplit && options.scratch !== undefined ? await splitPages(path, options.scratch, policy, options.signal) : [arrival];
}

function summary(folder: string, listing: Listing, arrivals: readonly (AcceptedFile | Rejected | Skipped)[]): Survey {
  const accepted = arrivals.filter((each) => each.verdict === "accept");
  const rejected = inPageOrder(arrivals.filter((each) => each.verdict === "reject"));
  const skipped = arrivals.filter((each) => each.verdict === "skip");
  const pages = [...accepted, ...rejected].map((each) => each.name).filter((name) => isPictureName(name));
  const { subfolders } = listing;
  const nested: Finding[] =
    subfolders.length === 0
      ? []
      : [
          {
            code: "SRC-NESTED",
            severity: "warning",
            facts: { subject: folder, count: subfolders.length, folders: subfolders.slice(0, 10).join(", ") },
          },
        ];
  return {
    folder,
    found: accepted.length + rejected.length,
    accepted,
    rejected,
    skipped,
    subfolders,
    warnings: [...judgeSequence(pages), ...duplicates(accepted), ...nested],
  };
}

/** Files with the same bytes: the store keeps them once, the book keeps both pages until a person says otherwise. */
function duplicates(accepted: readonly AcceptedFile[]): Finding[] {
  const first = new Map<string, string>();
  const findings: Finding[] = [];
  for (const { digest, name } of accepted) {
    const other = first.get(digest);
    if (other === undefined) first.set(digest, name);
    else findings.push({ code: "DUP-SAME", severity: "warning", facts: { subject: shownName(name), other: shownName(other) } });
  }
  return findings;
}
