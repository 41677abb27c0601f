/** The notation of gaps as elements of TEI P5 (chapters 3.5 "Simple Editorial Changes" and 11.3 "Scope of Transcriptions"). */
import type { NotedPart } from "./gap-notation.ts";

/** Text, or an element; whoever writes XML escapes both. */
export type TeiNode =
  | string
  | { readonly name: string; readonly attributes: Readonly<Record<string, string>>; readonly children: readonly TeiNode[] };

/** The parts as TEI. */
export function notationToTei(parts: readonly NotedPart[]): readonly TeiNode[] {
  return parts.map(nodeOf);
}

function nodeOf(part: NotedPart): TeiNode {
  switch (part.kind) {
    case "text":
      return part.text;
    case "illegible":
    case "unread":
      return element("gap", { reason: part.kind, quantity: String(part.count), unit: "chars" });
    case "unknown-count":
      return element("gap", { reason: "illegible", extent: "unknown" });
    case "damaged":
      return element("unclear", { reason: "damage" }, [part.text]);
    case "supplied":
      return element("supplied", {}, [part.text]);
    case "deleted":
      return element("del", {}, [part.text]);
    case "taboo":
      return element("choice", {}, [element("orig", {}, [part.text]), element("reg", { type: "taboo" }, [part.base])]);
  }
}

function element(name: string, attributes: Readonly<Record<string, string>>, children: readonly TeiNode[] = []): TeiNode {
  return { name, attributes, children };
}

/** TEI that this module wrote, as parts again; an element that it does not write is taken as its text. */
export function notationFromTei(nodes: readonly TeiNode[]): readonly NotedPart[] {
  return nodes.map(partOf);
}

function partOf(node: TeiNode): NotedPart {
  if (typeof node === "string") return { kind: "text", text: node };
  const { name, attributes, children } = node;
  const text = textOf(node);
  if (name === "gap") return gapOf(attributes);
  if (name === "unclear") return { kind: "damaged", text };
  if (name === "supplied") return { kind: "supplied", text };
  if (name === "del") return { kind: "deleted", text };
  const child = (wanted: string) => children.find((each) => typeof each !== "string" && each.name === wanted);
  const [orig, reg] = [child("orig"), child("reg")];
  if (name === "choice" && orig !== undefined && reg !== undefined)
    return { kind: "taboo", text: textOf(orig), base: textOf(reg) };
  return { kind: "text", text };
}

function gapOf(attributes: Readonly<Record<string, string>>): NotedPart {
  const count = Number(attributes["quantity"]);
  if (!Number.isInteger(count) || count < 1) return { kind: "unknown-count" };
  return { kind: attributes["reason"] === "unread" ? "unread" : "illegible", count };
}

function textOf(node: TeiNode): string {
  return typeof node === "string" ? node : node.children.map(textOf).join("");
}
