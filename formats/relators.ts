/** Roles of the list `roles` and their MARC relator codes (id.loc.gov/vocabulary/relators). */
import { foldColumnName } from "./column-name.ts";

const CODES: Readonly<Record<string, string>> = {
  author: "aut",
  compiler: "com",
  editor: "edt",
  commentator: "cwt",
  translator: "trl",
  transcriber: "trc",
  copyist: "scr",
  calligrapher: "cll",
  carver: "wdc",
  engraver: "egr",
  printer: "prt",
  publisher: "pbl",
  distributor: "dst",
  illustrator: "ill",
  patron: "pat",
  donor: "dnr",
  "former-owner": "fmo",
  owner: "own",
  issuer: "isb",
  recipient: "rcp",
  dedicatee: "dte",
  honoree: "hnr",
  "preface-author": "aui",
  reviewer: "rev",
  "thesis-advisor": "ths",
  "degree-grantor": "dgg",
  collector: "col",
  surveyor: "srv",
  witness: "wit",
  "rubbing-maker": "prm",
};

const ROLES: ReadonlyMap<string, string> = new Map(Object.entries(CODES).map(([role, code]) => [code, role]));

/** The relator code of a role, or undefined for a role that MARC has no code for. */
export function relatorCode(role: string): string | undefined {
  return CODES[role];
}

/** The role of a relator code. */
export function roleOfRelator(code: string): string | undefined {
  return ROLES.get(code.trim().toLowerCase());
}

/** A role as other programs write it, as an id: "Former owner." becomes former-owner. */
export function roleId(term: string): string | undefined {
  const id = foldColumnName(term).replaceAll(" ", "-");
  return id === "" ? undefined : id;
}
