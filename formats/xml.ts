/**
 * The one place where XML is written (XML 1.0, fifth edition). Elements are plain values; nothing is pretty-printed,
 * because white space between elements is content in some schemas and never read by anybody.
 */

/** An element and what is in it. An attribute that is undefined is left out. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number | undefined>>;
  readonly children: readonly XmlNode[];
}

/** An element that another writer has serialised already, such as a MODS record inside METS. It must declare its own namespaces. */
export interface XmlFragment {
  readonly serialized: string;
}

/** An element, or text. */
export type XmlNode = XmlElement | XmlFragment | string;

/** A serialised element, and the code points that XML cannot hold and that were therefore left out. */
export interface XmlText {
  readonly xml: string;
  /** In order of appearance, each as often as it was met. Report them: something is missing from the text. */
  readonly droppedCodePoints: readonly number[];
}

/** An element with its attributes and children. @throws {TypeError} when a name is no XML name. */
export function element(name: string, attributes: XmlElement["attributes"] = {}, ...children: readonly XmlNode[]): XmlElement {
  for (const each of [name, ...Object.keys(attributes)]) {
    if (!/^[A-Za-z_][\w.-]*(:[A-Za-z_][\w.-]*)?$/.test(each)) throw new TypeError(`not an XML name: ${each}`);
  }
  return { name, attributes, children };
}

/** A complete UTF-8 document with its declaration. */
export function xmlDocument(root: XmlElement): XmlText {
  const { xml, droppedCodePoints } = serialize(root);
  return { xml: `<?xml version="1.0" encoding="UTF-8"?>\n${xml}\n`, droppedCodePoints };
}

/** An element alone, to be put into something else such as an XMP packet. */
export function serialize(root: XmlElement): XmlText {
  const droppedCodePoints: number[] = [];
  const clean = (text: string) =>
    text.replace(XML_FORBIDDEN, (character) => {
      droppedCodePoints.push(character.codePointAt(0) ?? 0);
      return "";
    });
  return { xml: write(root, clean), droppedCodePoints };
}

/** Everything outside production [2] Char: most control characters, half surrogate pairs, U+FFFE and U+FFFF. */
export const XML_FORBIDDEN = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** True when XML can hold all of the text. */
export function isXmlText(text: string): boolean {
  return text.search(XML_FORBIDDEN) === -1;
}

function write(node: XmlNode, clean: (text: string) => string): string {
  if (typeof node === "string") return clean(node).replace(/[&<>\r]/g, escaped);
  if ("serialized" in node) return node.serialized;
  const attributes = Object.entries(node.attributes)
    .filter((entry): entry is [string, string | number] => entry[1] !== undefined)
    .map(([name, value]) => ` ${name}="${clean(String(value)).replace(/[&<>"\t\n\r]/g, escaped)}"`)
    .join("");
  if (node.children.length === 0) return `<${node.name}${attributes}/>`;
  return `<${node.name}${attributes}>${node.children.map((child) => write(child, clean)).join("")}</${node.name}>`;
}

/** Line ends and tabs become references, since a parser would turn them into spaces (3.3.3) or newlines (2.11). */
function escaped(character: string): string {
  const names: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return names[character] ?? `&#${character.codePointAt(0)};`;
}
