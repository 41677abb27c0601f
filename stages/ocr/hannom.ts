/** Our own recognizer as an engine: a network over whole columns of Hán-Nôm, on the CPU, from files of this package. */
import { StageError } from "../../pipeline/errors.ts";
import { type Engine, type LinePicture, type LineReading, NOTHING_READ, type ReadingRequest } from "./engine.ts";
import { believePage } from "./hannom/believe-page.ts";
import { findColumnInk } from "./hannom/column-ink.ts";
import { type InkedColumn, lookAtColumn } from "./hannom/look-at-column.ts";
import { lookAtPage } from "./hannom/look-at-page.ts";
import { modelFolder } from "./hannom/model-folder.ts";
import { recognizerOf } from "./hannom/model-session.ts";
import { toReading } from "./hannom/to-reading.ts";

/** The network of `models/<name>/`; its languages are the names of models. */
export const hannom: Engine = {
  name: "hannom",
  version: async (model) => {
    const { description } = (await recognizerOf(modelFolder(model))).model;
    return `${description.name} ${description.version}`;
  },
  read: readColumns,
};

async function readColumns(lines: readonly LinePicture[], request: ReadingRequest): Promise<readonly LineReading[]> {
  const recognizer = await recognizerOf(modelFolder(request.language));
  const columns = lines.map((picture): InkedColumn | undefined => {
    const ink = findColumnInk(picture);
    return ink === undefined ? undefined : { picture, ink };
  });
  const inked = columns.filter((column) => column !== undefined);
  try {
    const look = (column: InkedColumn, stretch: number) => {
      request.signal.throwIfAborted();
      return lookAtColumn(column, stretch, recognizer);
    };
    const sights = await believePage(inked, await lookAtPage(inked, look), recognizer.model, look);
    const readings = new Map(inked.map((column, i) => [column, sights[i]]));
    return columns.map((column) => {
      const sight = column === undefined ? undefined : readings.get(column);
      return column === undefined || sight === undefined ? NOTHING_READ : toReading(column, sight, recognizer.model);
    });
  } catch (thrown) {
    if (thrown instanceof StageError) throw thrown;
    const detail = thrown instanceof Error ? thrown.message : String(thrown);
    throw new StageError({ code: "OCR-ENGINE", facts: { engine: "hannom", detail }, retry: "later", cause: thrown });
  }
}
