/** What a recognizer's folder says about its network: `models/<name>/model.json`. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { StageError } from "../../../pipeline/errors.ts";

const share = z.number().min(0).max(1);

export const modelDescriptionSchema = z.object({
  name: z.string().min(1),
  /** Changes with the weights, so that provenance tells models apart. */
  version: z.string().min(1),
  /** Width to which a column is scaled, in pixels. */
  widthPixels: z.int().min(8).max(128),
  /** Rows of paper above and below the column. */
  paddingRows: z.int().min(0).max(64),
  /** Rows of the scaled column to one frame of the output. */
  rowsPerFrame: z.int().min(1).max(32),
  input: z.string().default("x"),
  output: z.string().default("logp"),
  /** Output that names the frames which the scores are of, rising; all others are blank. Absent: scores of every frame. */
  frames: z.string().optional(),
  outputKind: z.enum(["log-probabilities", "logits"]).default("log-probabilities"),
  /** Text beside this description: line i holds the character of class i; class 0, the blank, has no line. */
  characters: z.string().regex(/^[\w.-]+$/u),
  /** Classes that stand for "somebody could not type this": shown as unreadable. */
  unreadable: z.array(z.string()).default([]),
  /** Score of the network to share of right characters: a rising broken line, fitted by `bench/calibration.ts`. */
  calibration: z
    .array(z.tuple([share, share]))
    .min(2)
    .optional(),
});

/** A recognizer's description. */
export type ModelDescription = Readonly<z.infer<typeof modelDescriptionSchema>>;

/** A description with its character table and the place of its weights. */
export interface Model {
  readonly description: ModelDescription;
  /** Class number to character; 0 is the blank. */
  readonly characters: readonly string[];
  readonly weightsPath: string;
}

/**
 * Read the model in a folder.
 * @throws {StageError} OCR-MODEL when a part is missing or does not fit the others; only a person can mend it.
 */
export async function readModel(folder: string): Promise<Model> {
  try {
    const description = modelDescriptionSchema.parse(JSON.parse(await readFile(join(folder, "model.json"), "utf8")));
    const table = await readFile(join(folder, description.characters), "utf8");
    const characters = ["", ...table.trimEnd().split("\n")];
    if (characters.length < 2 || characters.includes("", 1))
      throw new Error(`${description.characters}: a class without character`);
    return { description, characters, weightsPath: join(folder, "model.onnx") };
  } catch (thrown) {
    throw modelError(folder, thrown);
  }
}

/** OCR-MODEL: this folder holds no usable model, and why. */
export function modelError(folder: string, thrown: unknown): StageError {
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  return new StageError({ code: "OCR-MODEL", facts: { folder, detail }, retry: "person", exit: "dependency", cause: thrown });
}
