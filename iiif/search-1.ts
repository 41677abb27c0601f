/** Answers of Content Search 1.0 (https://iiif.io/api/search/1.0/), which is what Mirador and Universal Viewer read. */
import { SEARCH_1_CONTEXT } from "./context.ts";
import { addressOf, annotationsOf, hitsOf, type PartAnnotation, type SearchReply } from "./search-reply.ts";
import type { Uris } from "./uri.ts";

const PRESENTATION_2_CONTEXT = "http://iiif.io/api/presentation/2/context.json";

/** An AnnotationList: in `resources` what was found, in `hits` what stands around it. */
export function searchReply1(reply: SearchReply, uris: Uris): object {
  const hits = hitsOf(reply, uris);
  const isAll = reply.after === undefined && reply.next === undefined;
  return {
    "@context": [PRESENTATION_2_CONTEXT, SEARCH_1_CONTEXT],
    "@id": addressOf(reply, reply.after),
    "@type": "sc:AnnotationList",
    within: {
      "@type": "sc:Layer",
      ...(isAll && { total: hits.length }),
      ...(!isAll && { first: addressOf(reply, undefined) }),
      ...(reply.ignored.length > 0 && { ignored: reply.ignored }),
    },
    ...(reply.next !== undefined && { next: addressOf(reply, reply.next) }),
    ...(reply.after === undefined && { startIndex: 0 }),
    resources: annotationsOf(hits).map((part) => annotation(part, reply, uris)),
    hits: hits.map(({ parts, before, after }) => ({
      "@type": "search:Hit",
      annotations: parts.map((part) => part.id),
      match: parts.map((part) => part.text).join(""),
      before,
      after,
    })),
  };
}

function annotation({ id, text, language, target, item }: PartAnnotation, { isOfOneItem }: SearchReply, uris: Uris): object {
  const within = { "@id": uris.manifest(item.itemId), "@type": "sc:Manifest", label: item.titles[0]?.text ?? "" };
  return {
    "@id": id,
    "@type": "oa:Annotation",
    motivation: "sc:painting",
    resource: { "@type": "cnt:ContentAsText", format: "text/plain", language, chars: text },
    on: isOfOneItem ? target : { "@id": target, within },
  };
}
