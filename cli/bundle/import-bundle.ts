/** `sohoa bundle import`: a bundle read whole, its signer trusted or named by a person, then its items taken in. */
import { stat } from "node:fs/promises";
import { InputError } from "../../pipeline/errors.ts";
import type { Context } from "../command.ts";
import type { ImportProblem } from "../import/carried.ts";
import { holdingsProblems, takeHoldings } from "../import/holdings.ts";
import { HOLDINGS_FILES } from "../package/holdings-files.ts";
import { personAtWork } from "../person.ts";
import type { Outcome } from "../print.ts";
import { workUntilDone } from "../wait.ts";
import type { BundleContents } from "./bundle-file.ts";
import { carriedItems } from "./carried-items.ts";
import { type Met, meetItems } from "./meet-items.ts";
import { peekInto } from "./peek.ts";
import { type ReadBundle, readBundle, unpack } from "./read-bundle.ts";
import { type Taken, takeItems } from "./take-items.ts";
import { trustedKeys } from "./trusted-keys.ts";

/** How to take it in. */
export interface BundleImport {
  readonly check?: boolean;
  readonly wait?: boolean;
  /** The fingerprint of a signer that a person vouches for this once; `unsigned` for a bundle without one. */
  readonly accept?: string;
}

const MOST_TOLD = 50;

/** Take in a bundle. With any problem of the bundle itself nothing is written. */
export async function importBundle(context: Context, path: string, options: BundleImport): Promise<Outcome> {
  if (!(await stat(path).catch(() => undefined))) throw new InputError({ code: "IMPORT-NOTHING", subject: path });
  const bundle = await readBundle(path);
  const problems = bundle.problems.length > 0 ? bundle.problems : await trustProblems(context, bundle, options.accept);
  const { contents } = bundle;
  if (problems.length > 0 || !contents) return refusal(context, bundle, problems);
  const services = await context.services();
  const unpacked = await unpack(bundle);
  const carried = await carriedItems(services.store, bundle, unpacked);
  const register = new Map(carried.register === "" ? [] : [[HOLDINGS_FILES.register, carried.register]]);
  const wrong = [...unpacked.problems, ...carried.problems, ...holdingsProblems(register)];
  if (wrong.length > 0) return refusal(context, bundle, wrong);
  const here = [];
  for (const item of carried.items) if (await services.ledger.item(item.id)) here.push(item);
  const peek = await peekInto(services, bundle, here);
  const met = await meetItems(services, carried.items, peek);
  if (options.check) return foreseen(context, contents, met);
  const taken = await takeItems(context, services, bundle, { met, peek });
  const lists = await takeHoldings(services, register);
  const facts = { items: contents.items.map(({ id }) => id).join(" "), signer: bundle.signer?.fingerprint ?? "" };
  await services.users.note({ actor: personAtWork(undefined), action: "bundle-taken", subject: contents.library, facts });
  if (options.wait) for (const { item } of met) await workUntilDone(context, services, item.id);
  return summary(context, contents, { ...taken, rows: lists.rows });
}

/** What a person must say first. */
async function trustProblems(
  { config }: Context,
  { signer, path }: ReadBundle,
  accepted: string | undefined,
): Promise<readonly ImportProblem[]> {
  if (!signer) return accepted === "unsigned" ? [] : [{ code: "BUNDLE-UNSIGNED", facts: { subject: path } }];
  if (accepted === signer.fingerprint) return [];
  const keys = await trustedKeys(config.home);
  if (keys.some(({ publicKey }) => publicKey === signer.publicKey)) return [];
  return [{ code: "BUNDLE-UNTRUSTED", facts: { subject: path, signer: signer.fingerprint } }];
}

function refusal(context: Context, { wanted, bag, contents }: ReadBundle, problems: readonly ImportProblem[]): Outcome {
  const isDenied = problems.some(({ code }) => code === "BUNDLE-UNSIGNED" || code === "BUNDLE-UNTRUSTED");
  const parts = [...bag.files.keys()].filter((name) => name.startsWith("data/")).length;
  const counts = { problems: problems.length, parts, wanted: wanted.length, imported: 0 };
  const again = wanted.length > 0 ? [context.say("bundle.wanted", counts)] : [];
  return {
    exit: isDenied ? "denied" : "input",
    counts,
    data: { wanted, items: contents?.items ?? [] },
    errors: problems.map(({ code, facts }) => ({ code, facts })),
    text: [context.say("import.refused", { problems: problems.length }), ...lines(context, problems), ...again],
  };
}

function foreseen(context: Context, contents: BundleContents, met: readonly Met[]): Outcome {
  const of = (kind: Met["kind"]) => met.filter((each) => each.kind === kind).length;
  const here = met.flatMap((each) => (each.kind === "here" ? [each.met] : []));
  const changes = here.reduce((sum, { taken }) => sum + taken.length, 0);
  const conflicts = here.reduce((sum, each) => sum + each.conflicts.length, 0) + of("refused");
  const counts = { found: met.length, fresh: of("new"), here: of("here"), changes, conflicts, imported: 0 };
  return {
    counts,
    data: { items: contents.items },
    text: [context.say("bundle.checked", counts), ...restricted(context, contents)],
  };
}

function summary(context: Context, contents: BundleContents, taken: Taken & { readonly rows: number }): Outcome {
  const { conflicts, ...tally } = taken;
  const counts = { found: contents.items.length, ...tally, conflicts: conflicts.length };
  const text = [context.say("bundle.taken", counts), ...restricted(context, contents), ...lines(context, conflicts)];
  return {
    ...(conflicts.length > 0 ? { exit: "partial" as const } : {}),
    counts,
    data: { items: contents.items },
    errors: conflicts.map(({ code, facts }) => ({ code, facts })),
    text,
  };
}

/** Items that not everybody may see are named, whatever becomes of them. */
function restricted(context: Context, { items }: BundleContents): readonly string[] {
  return items
    .filter(({ access }) => access !== "public")
    .map(({ id, access }) => `  ${context.printer.mark("warn")} ${context.say(`bundle.access.${access}`, { item: id })}`);
}

function lines(context: Context, problems: readonly ImportProblem[]): readonly string[] {
  const told = problems.slice(0, MOST_TOLD).map(({ code, facts }) => {
    const { message, advice } = context.messages.failure(code, facts);
    return `  ${context.printer.mark("bad")} ${message} [${code}]\n      ${advice}`;
  });
  return problems.length > MOST_TOLD ? [...told, `  … ${problems.length}`] : told;
}
