/** The parts of pdfkit that the bench uses; it ships no types. */
declare module "pdfkit" {
  import type { Readable } from "node:stream";

  interface Reference {
    readonly data: object;
    end(bytes?: Uint8Array): void;
  }
  // biome-ignore lint/style/noDefaultExport: it is how the library exports
  export default class PDFDocument extends Readable {
    constructor(options: { readonly autoFirstPage: boolean });
    readonly page: { readonly fonts: Record<string, unknown> };
    addPage(options: { readonly size: readonly number[]; readonly margin: number }): this;
    image(path: string, x: number, y: number, options: { readonly width: number; readonly height: number }): this;
    addContent(operators: string): this;
    ref(entries: object): Reference;
    end(): void;
  }
}
