/** The library that stands behind the items: name, home page, logo, and how it wants to be named. */
import type { ContentResource, InternationalString } from "@iiif/presentation-3";
import { z } from "zod";
import { slugOf } from "../formats/slug.ts";
import type { ItemRecord } from "../pipeline/record.ts";
import { bilingual, neutral } from "./language.ts";
import { type LinkedPage, linkedPage } from "./linked-page.ts";
import type { Uris } from "./uri.ts";

const text = z.string().min(1);
const inLanguages = z.object({ vi: text, en: text.optional() });

/** The identity of the library that runs this site. */
export const providerSchema = z.object({
  name: inLanguages,
  /** The library's own site; this one when absent. */
  homepage: z.url({ protocol: /^https?$/ }).optional(),
  /** Picture served at `uris.logo()`, with its size in pixels. */
  logo: z
    .object({ format: z.enum(["image/png", "image/jpeg"]), width: z.int().positive(), height: z.int().positive() })
    .optional(),
  /** What must be shown with the items, such as how to cite them. */
  requiredStatement: inLanguages.optional(),
});

/** The identity of a library. */
export type Provider = Readonly<z.infer<typeof providerSchema>>;

/** An organisation as `provider` names it. */
export interface Agent {
  readonly id: string;
  readonly type: "Agent";
  readonly label: InternationalString;
  readonly homepage: LinkedPage[];
  readonly logo?: ContentResource[];
}

/** True when the record's holder is the library itself, however its name is typed. */
export function isOwnHolder(holder: string, provider: Provider | undefined): boolean {
  const slug = slugOf(holder);
  return slug !== undefined && (slug === slugOf(provider?.name.vi ?? "") || slug === slugOf(provider?.name.en ?? ""));
}

/** Who gives the item: the holder where it is another library, then the one that runs the site. Empty when neither is known. */
export function agentsOf({ holder }: Pick<ItemRecord, "holder">, provider: Provider | undefined, uris: Uris): Agent[] {
  const own = provider ? [ownAgent(provider, uris)] : [];
  const slug = slugOf(holder ?? "");
  if (holder === undefined || slug === undefined || isOwnHolder(holder, provider)) return own;
  const homepage = [linkedPage(uris.home(), "text/html", "Sưu tập số", "Digital collection")];
  return [{ id: uris.provider(slug), type: "Agent", label: neutral(holder), homepage }, ...own];
}

function ownAgent(provider: Provider, uris: Uris): Agent {
  const { name, homepage, logo } = provider;
  return {
    id: uris.provider(slugOf(name.vi) ?? "library"),
    type: "Agent",
    label: inBoth(name),
    homepage: [linkedPage(homepage ?? uris.home(), "text/html", name.vi, name.en ?? name.vi)],
    ...(logo && { logo: [{ id: uris.logo(), type: "Image", ...logo }] }),
  };
}

/** A text that may lack its English. */
export function inBoth({ vi, en }: z.infer<typeof inLanguages>): InternationalString {
  return en === undefined ? { vi: [vi] } : bilingual(vi, en);
}
