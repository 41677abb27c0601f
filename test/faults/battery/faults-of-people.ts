/** Faults of people and of what they hand over. */
import type { Fault } from "./fault.ts";

export const faultsOfPeople: readonly Fault[] = [
  {
    id: "F13",
    fault: "two people add one folder",
    done: "two processes at the same moment",
    tests: [["faults/kill-adding", "by two people at the same moment gives one set of masters"]],
    open: "",
  },
  {
    id: "F14",
    fault: "two people save one page",
    done: "any interleaving of two with a bad connection; a base that is old; both texts shown",
    tests: [
      ["web/workroom/desk-saver", "after any interleaving of two people with a bad connection"],
      ["contracts/texts", "answer a stale base with both texts"],
      ["web/workroom/record-desk", "shows two people both texts of one field"],
    ],
    open: "",
  },
  {
    id: "F31",
    fault: "scan still being copied",
    done: "growing, allocated in full and filled, paused, under another name, replaced afterwards",
    tests: [
      ["cli/watch-folder", "is taken in once when it has come to rest"],
      ["cli/watch-folder", "with a copy that paused is not taken in"],
      ["cli/watch-folder", "waits for a copy under another name"],
      ["cli/watch-folder", "takes a file that was replaced afterwards again"],
      ["stages/ingest", "is refused when it grows, shrinks or is replaced meanwhile"],
    ],
    open: "no network share was mounted; the watcher looks and needs no events",
  },
  {
    id: "F32",
    fault: "events of a watched folder lost",
    done: "folders are taken in by looking, never by events: one moved in whole, one renamed while 80 files arrive",
    tests: [
      ["faults/watched-folders", "a folder moved in whole and one renamed while eighty files arrive"],
      ["cli/watch-folder", "takes in every folder at rest"],
    ],
    open: "",
  },
  {
    id: "F33",
    fault: "scan changed between adding and storing",
    done: "other bytes, shorter, longer",
    tests: [
      ["contracts/store", "refuses a file whose bytes are not the announced ones"],
      ["contracts/store", "refuses a file that is shorter or longer than announced"],
      ["stages/ingest", "is refused when it grows, shrinks or is replaced meanwhile"],
    ],
    open: "",
  },
  {
    id: "F36",
    fault: "no glyph for a character",
    done: "a page of rare, compound and private characters read back from the PDF, code point by code point",
    tests: [["stages/pdf", "keeps every code point of rare and compound characters"]],
    open: "the text of a PDF lies invisible on the picture of the page, so no glyph can be blank; screens take the fonts of the library",
  },
];
