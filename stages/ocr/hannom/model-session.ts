/**
 * The network in memory: started once a process and model, then kept. Inference runs on one thread, because the pipeline
 * already runs one process a core, and gives the same answer whatever was read before.
 */
import { InferenceSession, Tensor } from "onnxruntime-node";
import type { Model } from "./model-description.ts";
import { modelError, readModel } from "./model-description.ts";
import type { PreparedColumn } from "./prepare-column.ts";

/** What the network says about a column: for each frame that it looked at closely one log-probability (or logit) a class. */
export interface FrameScores {
  /** The frames, rising; those left out are blank. */
  readonly frames: readonly number[];
  readonly classes: number;
  readonly values: Float32Array;
}

/** A model with its running network. */
export interface Recognizer {
  readonly model: Model;
  /** Look at one column. @throws what the runtime throws when it is broken or out of memory. */
  look(column: PreparedColumn): Promise<FrameScores>;
}

const recognizers = new Map<string, Promise<Recognizer>>();

/** The recognizer of a model folder, started on first use. @throws {StageError} OCR-MODEL when the model is not usable. */
export async function recognizerOf(folder: string): Promise<Recognizer> {
  const running = recognizers.get(folder);
  if (running !== undefined) return running;
  const starting = start(folder);
  recognizers.set(folder, starting);
  starting.catch(() => recognizers.delete(folder));
  return starting;
}

async function start(folder: string): Promise<Recognizer> {
  const model = await readModel(folder);
  const { description } = model;
  const session = await open(folder, model.weightsPath);
  const look = async (column: PreparedColumn): Promise<FrameScores> => {
    const shape = [1, 1, column.rows, description.widthPixels];
    const results = await session.run({ [description.input]: new Tensor("float32", column.values, shape) });
    const scores = results[description.output];
    const frames = framesOf(results, description, column.rows / description.rowsPerFrame);
    const [, rows, classes] = scores?.dims ?? [];
    if (scores === undefined || frames === undefined || rows !== frames.length || classes !== model.characters.length)
      throw modelError(folder, new Error("the network's output does not fit its description"));
    return { frames, classes, values: scores.data as Float32Array };
  };
  return { model, look };
}

/** Which frames the scores are of, or undefined where the network does not say. */
function framesOf(
  results: InferenceSession.OnnxValueMapType,
  description: Model["description"],
  count: number,
): readonly number[] | undefined {
  if (description.frames === undefined) return Array.from({ length: count }, (_, t) => t);
  const named = results[description.frames]?.data as BigInt64Array | undefined;
  return named === undefined ? undefined : Array.from(named, Number);
}

async function open(folder: string, weightsPath: string): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(weightsPath, {
      executionProviders: ["cpu"],
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      executionMode: "sequential",
    });
  } catch (thrown) {
    throw modelError(folder, thrown);
  }
}
