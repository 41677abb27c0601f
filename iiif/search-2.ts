/** Answers of Content Search 2.0 (https://iiif.io/api/search/2.0/). */
import { SEARCH_2_CONTEXT } from "./context.ts";
import { languageMap } from "./language.ts";
import { addressOf, annotationsOf, type HitAnnotations, hitsOf, type PartAnnotation, type SearchReply } from "./search-reply.ts";
import type { Uris } from "./uri.ts";

/**
 * An AnnotationPage: in `items` what was found, in `annotations` what stands around it (section 4.3.1; a hit that runs over
 * several lines names all of them, section 4.3.4). In parts, when there is more than one answer holds (section 4.2.2).
 */
export function searchReply2(reply: SearchReply, uris: Uris): object {
  const hits = hitsOf(reply, uris);
  const id = addressOf(reply, reply.after);
  return {
    "@context": SEARCH_2_CONTEXT,
    id,
    type: "AnnotationPage",
    ...(reply.ignored.length > 0 && { ignored: reply.ignored }),
    ...pagingOf(reply),
    items: annotationsOf(hits).map((part) => annotation(part, reply, uris)),
    ...(hits.length > 0 && {
      annotations: [{ type: "AnnotationPage", items: hits.map((hit, index) => contextOf(hit, `${id}#hit-${index + 1}`)) }],
    }),
  };
}

function pagingOf(reply: SearchReply): object {
  if (reply.after === undefined && reply.next === undefined) return {};
  const page = (after: number | undefined) => ({ id: addressOf(reply, after), type: "AnnotationPage" });
  return {
    partOf: { id: `${addressOf(reply, undefined)}#all`, type: "AnnotationCollection", first: page(undefined) },
    ...(reply.next !== undefined && { next: page(reply.next) }),
    ...(reply.after === undefined && { startIndex: 0 }),
  };
}

function annotation({ id, text, language, target, item }: PartAnnotation, { isOfOneItem }: SearchReply, uris: Uris): object {
  const partOf = { id: uris.manifest(item.itemId), type: "Manifest", label: languageMap(item.titles) };
  return {
    id,
    type: "Annotation",
    motivation: "supplementing",
    body: { type: "TextualBody", value: text, language, format: "text/plain" },
    target: isOfOneItem ? target : { id: target, type: "Canvas", partOf },
  };
}

function contextOf({ parts, before, after }: HitAnnotations, id: string): object {
  const targets = parts.map((part, index) => ({
    type: "SpecificResource",
    source: part.id,
    selector: [
      {
        type: "TextQuoteSelector",
        prefix: index === 0 ? before : (parts[index - 1]?.text ?? ""),
        exact: part.text,
        suffix: index === parts.length - 1 ? after : (parts[index + 1]?.text ?? ""),
      },
    ],
  }));
  return { id, type: "Annotation", motivation: "contextualizing", target: targets.length === 1 ? targets[0] : targets };
}
