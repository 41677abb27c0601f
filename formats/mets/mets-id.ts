/** XML identifiers of a METS document. */
import type { MetsObject } from "./mets-object.ts";

/** The identifier of a part, unique also where several objects stand in one document. */
export function xmlId({ idPrefix = "" }: Pick<MetsObject, "idPrefix">, name: string): string {
  return `${idPrefix}${name}`;
}
