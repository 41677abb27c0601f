/** The XML of workbooks as events, told by local names: some programs write `x:row` for `row`. */
import { SaxesParser } from "saxes";

/** What a reader of a part listens to. */
export interface XmlListener {
  opened?(name: string, attribute: (name: string) => string | undefined): void;
  text?(text: string): void;
  closed?(name: string): void;
}

/** Feed it the text of a part piece by piece, then end it. @throws {Error} when it is no XML */
export interface XmlFeed {
  write(text: string): void;
  end(): void;
}

/** Calls the listener for all that is fed. Document types, which workbooks have none of, are refused: they may name other files. */
export function xmlFeed(listener: XmlListener): XmlFeed {
  const parser = new SaxesParser({ xmlns: false });
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("doctype", () => {
    throw new Error("a workbook has no document type");
  });
  parser.on("opentag", ({ name, attributes }) => listener.opened?.(localName(name), (wanted) => attributeOf(attributes, wanted)));
  parser.on("closetag", ({ name }) => listener.closed?.(localName(name)));
  if (listener.text) parser.on("text", (text) => listener.text?.(text));
  return {
    write: (text) => {
      parser.write(text);
    },
    end: () => {
      parser.close();
    },
  };
}

function attributeOf(attributes: Readonly<Record<string, string>>, wanted: string): string | undefined {
  if (attributes[wanted] !== undefined) return attributes[wanted];
  for (const name in attributes) if (name.endsWith(wanted) && localName(name) === wanted) return attributes[name];
  return undefined;
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

/** Feed all pieces and end. */
export function feedAll(pieces: Iterable<string>, listener: XmlListener): void {
  const feed = xmlFeed(listener);
  let isEmpty = true;
  for (const piece of pieces) {
    feed.write(piece);
    isEmpty = false;
  }
  if (!isEmpty) feed.end();
}
