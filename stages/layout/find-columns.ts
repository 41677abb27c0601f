import { writeFile } from "node:fs/promises";
import { type Layout, layoutSchema } from "../../pipeline/layout.ts";
import { analysePage } from "./analyse-page.ts";
import { readReduced } from "./read-reduced.ts";
import { toLayout } from "./to-layout.ts";

/** What is read and written. */
export interface LayoutRun {
  readonly inputs: { readonly text: { readonly path: string } };
  readonly outputs: { readonly columns: string };
  readonly params: { readonly writingMode: "auto" | "vertical-rl" | "horizontal-tb" };
}

/** Find the columns of one page's picture. */
export async function findColumns({ inputs, outputs, params }: LayoutRun): Promise<void> {
  const { grey, full } = await readReduced(inputs.text.path);
  const columns: Layout = layoutSchema.parse(toLayout(analysePage(grey, params.writingMode), grey, full));
  await writeFile(outputs.columns, JSON.stringify(columns));
}
