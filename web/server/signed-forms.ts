/** The signed form of the PDF that readers are given. */
import type { Artifact } from "../../pipeline/artifact.ts";
import type { Publication } from "../../pipeline/publication.ts";
import { signedFormOf } from "../../pipeline/signed-pdf.ts";
import { Recent } from "./recent.ts";
import type { PublicLedger } from "./services.ts";

const KNOWN_FORMS = 4096;

/**
 * Looks for the newest signed form of the PDF that the public sees; there is none when what is signed is an earlier or a later
 * one. Viewers ask for a PDF in many parts: what was found holds until the item is signed again.
 */
export function signedForms(ledger: PublicLedger): (publication: Publication) => Promise<Artifact | undefined> {
  const known = new Recent<string, { readonly form: Artifact | undefined }>(KNOWN_FORMS);
  return async ({ item, pdf }) => {
    const newest = (await ledger.currentOf([item])).find((each) => each.role === "pdf/signed");
    if (!newest) return undefined;
    const key = `${newest.artifact.digest} ${pdf} ${item}`;
    const found = known.get(key) ?? { form: await signedFormOf(ledger, item, pdf) };
    known.set(key, found, 1);
    return found.form;
  };
}
