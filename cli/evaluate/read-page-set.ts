/** Take whole pages through the line, from the raw picture to the text, and compare with their truth. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { orderErrors } from "../../hannom/score/order-errors.ts";
import type { ReadLine } from "../../hannom/score/reading-score.ts";
import { ROLES, type Role } from "../../pipeline/artifact.ts";
import { cleanupReportSchema } from "../../pipeline/cleanup-report.ts";
import { digestFile } from "../../pipeline/digest-file.ts";
import { mapPoint, type Projective } from "../../pipeline/geometry.ts";
import { type AnyStage, type InputFile, rolesOf, type Source } from "../../pipeline/stage.ts";
import { type TextLayer, textLayerSchema } from "../../pipeline/text-layer.ts";
import { imageCleanup } from "../../stages/image-cleanup.ts";
import { inspect } from "../../stages/inspect.ts";
import { layout } from "../../stages/layout.ts";
import { ocr } from "../../stages/ocr.ts";
import { charactersOf } from "./read-column-set.ts";
import type { TruePage } from "./truth-set.ts";

/** A page read, scored as one line in reading order. */
export interface PageReading {
  readonly line: ReadLine;
  readonly trueColumns: number;
  readonly readColumns: number;
  /** Pairs of neighbouring columns that stand in the wrong order, and how many pairs there are. */
  readonly order: { readonly wrong: number; readonly pairs: number };
  readonly cpuSeconds: number;
}

const CHAIN: readonly AnyStage[] = [inspect, imageCleanup, layout, ocr];

/** Read one page. `params` are stage parameters by stage name. @throws what the stages throw. */
export async function readPageOfSet(
  page: TruePage,
  params: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): Promise<PageReading> {
  const folder = await mkdtemp(join(tmpdir(), "sohoa-evaluate-"));
  const before = process.cpuUsage();
  try {
    const made = new Map<Role, string>([["image/master", page.path]]);
    for (const stage of CHAIN) await runStage(stage, made, { folder, params: params[stage.name] ?? {}, signal });
    const layer = textLayerSchema.parse(JSON.parse(await readFile(made.get("text/machine") as string, "utf8")));
    const { user, system } = process.cpuUsage(before);
    const { toMaster } = cleanupReportSchema.parse(JSON.parse(await readFile(made.get("report/cleanup") as string, "utf8")));
    return { ...compared(page, layer, toMaster), cpuSeconds: (user + system) / 1e6 };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function runStage(
  stage: AnyStage,
  made: Map<Role, string>,
  { folder, params, signal }: { readonly folder: string; readonly params: unknown; readonly signal: AbortSignal },
): Promise<void> {
  const inputs: Record<string, InputFile> = {};
  for (const [key, source] of Object.entries<Source>(stage.inputs)) {
    const role = rolesOf(source).find((each) => made.has(each));
    if (role !== undefined) inputs[key] = await inputOf(made.get(role) as string, role);
  }
  const outputs: Record<string, string> = {};
  for (const [key, role] of Object.entries(stage.outputs) as [string, Role][]) {
    outputs[key] = join(folder, `${stage.name}-${key}`);
    made.set(role, outputs[key]);
  }
  await stage.run({ inputs, outputs, scratch: folder, params: stage.params.parse(params), signal });
}

async function inputOf(path: string, role: Role): Promise<InputFile> {
  return { path, role, ...(await digestFile(path)), mediaType: ROLES[role].mediaType };
}

/** Whether the text covers a place of the picture. */
function isCovered({ covered }: TruePage, { x, y }: { readonly x: number; readonly y: number }): boolean {
  if (covered === undefined) return true;
  return covered.some((box) => x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height);
}

/** What was read on the part of a page that its text covers, beside that text. `toMaster`: from the layer's pixels to the picture's. */
export function compared(page: TruePage, layer: TextLayer, toMaster: Projective): Omit<PageReading, "cpuSeconds"> {
  const columns = layer.lines
    .filter((line) => line.kind === "body" || line.kind === "commentary")
    .filter(({ box }) => isCovered(page, mapPoint(toMaster, box.x + box.width / 2, box.y + box.height / 2)));
  return {
    line: {
      page: page.name,
      kind: page.name,
      truth: page.columns.join(""),
      characters: columns.flatMap((line) => charactersOf(line)),
    },
    trueColumns: page.columns.length,
    readColumns: columns.filter((line) => line.text !== "").length,
    order: orderErrors(
      page.columns,
      columns.map((line) => line.text),
    ),
  };
}
