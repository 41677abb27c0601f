/** Register rows, organisations and targets of a package: what is not here yet is kept, what is here stays as it is. */
import { organisationSchema } from "../../catalogue/organisation/organisation.ts";
import type { CountedEntry } from "../../catalogue/progress/counted-register.ts";
import type { RegisterRow } from "../../catalogue/register.ts";
import { targetSchema } from "../../catalogue/target.ts";
import { canonicalJson } from "../../pipeline/derive.ts";
import type { Services } from "../compose.ts";
import { HOLDINGS_FILES } from "../package/holdings-files.ts";
import type { HoldingsTexts, ImportProblem } from "./carried.ts";

/** What was kept, and what is another here than there. */
export interface HoldingsTaken {
  readonly rows: number;
  readonly targets: number;
  readonly organisations: number;
  readonly conflicts: readonly ImportProblem[];
}

interface Read {
  readonly counted: Readonly<Record<string, readonly CountedEntry[]>>;
  readonly rows: readonly RegisterRow[];
  readonly organisations: readonly { readonly id: string }[];
  readonly targets: readonly ReturnType<typeof targetSchema.parse>[];
}

/** What is wrong with the files, before anything of them is kept. */
export function holdingsProblems(texts: HoldingsTexts): readonly ImportProblem[] {
  try {
    read(texts);
    return [];
  } catch (error) {
    return [
      { code: "IMPORT-HOLDINGS", facts: { detail: (error instanceof Error ? error.message : String(error)).slice(0, 300) } },
    ];
  }
}

/** Keep what is new. */
export async function takeHoldings({ holdings }: Pick<Services, "holdings">, texts: HoldingsTexts): Promise<HoldingsTaken> {
  const { rows, organisations, targets, counted } = read(texts);
  const conflicts: ImportProblem[] = [];
  const known = new Set((await holdings.register()).map(({ shelfmark }) => shelfmark));
  const fresh = rows.filter(({ shelfmark }) => shelfmark !== undefined && !known.has(shelfmark));
  if (fresh.length > 0) await holdings.importRows(fresh);
  const hasOrganisations = (await holdings.organisations()).length > 0;
  const taken = hasOrganisations ? [] : organisations;
  if (taken.length > 0) await holdings.setOrganisations(taken);
  else if (organisations.length > 0 && canonicalJson(await holdings.organisations()) !== canonicalJson(organisations))
    conflicts.push({ code: "IMPORT-ORGANISATIONS", facts: {} });
  for (const [name, entries] of Object.entries(counted))
    if ((await holdings.counted(name)).length === 0) await holdings.setCounted(name, entries);
  const here = new Map((await holdings.targets()).map((target) => [target.name, target]));
  let count = 0;
  for (const target of targets) {
    const ours = here.get(target.name);
    if (!ours) {
      await holdings.setTarget(target);
      count += 1;
    } else if (canonicalJson(ours) !== canonicalJson(target))
      conflicts.push({ code: "IMPORT-TARGET", facts: { name: target.name } });
  }
  return { rows: fresh.length, targets: count, organisations: taken.length, conflicts };
}

function read(texts: HoldingsTexts): Read {
  const json = (name: string): readonly unknown[] => JSON.parse(texts.get(name) ?? "[]") as readonly unknown[];
  const lines = (texts.get(HOLDINGS_FILES.register) ?? "").split("\n").filter((line) => line !== "");
  const counted = JSON.parse(texts.get(HOLDINGS_FILES.counted) ?? "{}") as Read["counted"];
  return {
    counted,
    rows: lines.map((line) => JSON.parse(line) as RegisterRow),
    organisations: json(HOLDINGS_FILES.organisations).map((each) => organisationSchema.parse(each)),
    targets: json(HOLDINGS_FILES.targets).map((each) => targetSchema.parse(each)),
  };
}
