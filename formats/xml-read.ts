/**
 * The one place where XML is read (XML 1.0, fifth edition; Namespaces in XML 1.0). A document type declaration is refused, so
 * that there is nothing that could define an entity or fetch one; only the five entities of XML and character references count.
 */
import { SaxesParser } from "saxes";

/** An element as it was read. */
export interface ReadElement {
  /** Namespace name, empty for none. */
  readonly namespace: string;
  /** Local name. */
  readonly name: string;
  /** By local name; those of a namespace begin with `xml:` or `xlink:`, others of a namespace are left out. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Elements and text in their order; comments and processing instructions are left out. */
  readonly children: readonly (ReadElement | string)[];
}

/** The root element, or why there is none; `line` counts from 1. */
export type ReadXml =
  | { readonly root: ReadElement; readonly problem?: never }
  | { readonly root?: never; readonly problem: XmlProblem };

/** What is wrong with a document. */
export interface XmlProblem {
  readonly code: "XML-DOCTYPE" | "XML-FORM" | "XML-DEPTH";
  readonly line: number;
  readonly detail: string;
}

const DEEPEST = 60;
const PREFIXES: Readonly<Record<string, string>> = {
  "": "",
  "http://www.w3.org/XML/1998/namespace": "xml:",
  "http://www.w3.org/1999/xlink": "xlink:",
};

class Refused extends Error {
  readonly code: XmlProblem["code"];
  constructor(code: XmlProblem["code"], detail: string) {
    super(detail);
    this.code = code;
  }
}

/** Read a whole document. Time and memory grow with its length only. */
export function readXml(text: string): ReadXml {
  const parser = new SaxesParser({ xmlns: true });
  let root: ReadElement | undefined;
  const open: { element: ReadElement; children: (ReadElement | string)[] }[] = [];
  parser.on("doctype", () => {
    throw new Refused("XML-DOCTYPE", "<!DOCTYPE");
  });
  parser.on("error", (error) => {
    throw new Refused("XML-FORM", error.message.replace(/^\d+:\d+: /, ""));
  });
  parser.on("opentag", (tag) => {
    if (open.length >= DEEPEST) throw new Refused("XML-DEPTH", tag.name);
    const attributes = Object.values(tag.attributes).flatMap(({ uri, local, value }) => {
      const prefix = PREFIXES[uri];
      return prefix === undefined ? [] : [[prefix + local, value] as const];
    });
    const children: (ReadElement | string)[] = [];
    const element = { namespace: tag.uri, name: tag.local, attributes: Object.fromEntries(attributes), children };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push({ element, children });
  });
  const characters = (each: string) => open.at(-1)?.children.push(each);
  parser.on("text", characters);
  parser.on("cdata", characters);
  parser.on("closetag", () => void open.pop());
  try {
    parser.write(text).close();
  } catch (error) {
    const code = error instanceof Refused ? error.code : "XML-FORM";
    return { problem: { code, line: parser.line, detail: error instanceof Error ? error.message : String(error) } };
  }
  return root ? { root } : { problem: { code: "XML-FORM", line: 1, detail: "no element" } };
}

/** The elements directly inside, of this name when one is given. Only those of the element's own namespace. */
export function childrenOf(parent: ReadElement, name?: string): readonly ReadElement[] {
  return parent.children.filter(
    (child): child is ReadElement =>
      typeof child !== "string" && child.namespace === parent.namespace && (name === undefined || child.name === name),
  );
}

/** All text inside, as it stands. */
export function textOf(parent: ReadElement): string {
  return parent.children.map((child) => (typeof child === "string" ? child : textOf(child))).join("");
}

/** The text of the first child of this name, or undefined where that is missing or empty. */
export function childText(parent: ReadElement, name: string): string | undefined {
  const child = childrenOf(parent, name)[0];
  return child === undefined ? undefined : textOf(child) || undefined;
}
