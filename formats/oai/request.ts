/** Requests of OAI-PMH 2.0 (sections 3.1 and 4): what is asked, or everything that is wrong with it. */
import { type Datestamp, readDatestamp } from "./datestamp.ts";
import { METADATA_PREFIXES, type MetadataPrefix, metadataPrefix } from "./metadata-formats.ts";
import type { OaiProblem } from "./problem.ts";
import { type RecordsPlace, readResumptionToken, type SetsPlace } from "./resumption-token.ts";
import { readSetSpec, type WantedSet } from "./set-spec.ts";

/** A list that is begun. */
export interface ListQuery {
  readonly prefix: MetadataPrefix;
  readonly from?: string;
  readonly until?: string;
  /** `unknown` for a set that cannot be one of ours: nothing is in it. */
  readonly set?: WantedSet | "unknown";
}

/** A request that can be answered. */
export type OaiRequest =
  | { readonly verb: "Identify" }
  | { readonly verb: "ListMetadataFormats"; readonly identifier?: string }
  | { readonly verb: "ListSets"; readonly place?: SetsPlace }
  | { readonly verb: "GetRecord"; readonly identifier: string; readonly prefix: MetadataPrefix }
  | { readonly verb: "ListRecords" | "ListIdentifiers"; readonly query: ListQuery; readonly place?: never }
  | { readonly verb: "ListRecords" | "ListIdentifiers"; readonly place: RecordsPlace; readonly query?: never };

/** What was asked, as the answer repeats it. */
export type OaiArguments = readonly (readonly [name: string, value: string])[];

type Read = OaiRequest | readonly OaiProblem[];
type Values = Readonly<Record<string, string>>;

interface Verb {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  readonly isList?: true;
  readonly read: (values: Values) => Read;
}

const LIST = { required: ["metadataPrefix"], optional: ["from", "until", "set"], isList: true } as const;

const VERBS: ReadonlyMap<string, Verb> = new Map<string, Verb>([
  ["Identify", { required: [], optional: [], read: () => ({ verb: "Identify" }) }],
  ["ListMetadataFormats", { required: [], optional: ["identifier"], read: readFormats }],
  ["ListSets", { required: [], optional: [], isList: true, read: readSets }],
  ["GetRecord", { required: ["identifier", "metadataPrefix"], optional: [], read: readGet }],
  ["ListRecords", { ...LIST, read: (values) => readList("ListRecords", values) }],
  ["ListIdentifiers", { ...LIST, read: (values) => readList("ListIdentifiers", values) }],
]);

/** Read a request. */
export function readOaiRequest(given: OaiArguments): Read {
  const verbs = given.filter(([name]) => name === "verb").map(([, value]) => value);
  const verb = verbs.length === 1 ? VERBS.get(verbs[0] ?? "") : undefined;
  if (!verb)
    return [
      problem(
        "badVerb",
        verbs.length > 1 ? "The verb is given more than once." : `Use one of these verbs: ${[...VERBS.keys()].join(", ")}.`,
      ),
    ];
  const rest = given.filter(([name]) => name !== "verb");
  const values: Values = Object.fromEntries(rest);
  const hasToken = verb.isList === true && values["resumptionToken"] !== undefined;
  const problems = [
    ...repeated(rest),
    ...rest.flatMap(([name, value]) => misspelt(name, value)),
    ...rest.flatMap(([name]) => refusal(name, verb, hasToken)),
    ...(hasToken
      ? []
      : verb.required
          .filter((name) => values[name] === undefined)
          .map((name) => badArgument(`The argument ${name} is missing.`))),
  ];
  return problems.length > 0 ? problems : verb.read(values);
}

function repeated(given: OaiArguments): readonly OaiProblem[] {
  const names = given.map(([name]) => name);
  const twice = [...new Set(names.filter((name, at) => names.indexOf(name) !== at))];
  return twice.map((name) => badArgument(`The argument ${shown(name)} is given more than once.`));
}

/** What the schema of the protocol allows as value; an answer could not even repeat anything else. */
const FORMS: ReadonlyMap<string, RegExp> = new Map([
  ["metadataPrefix", /^[A-Za-z0-9_.!~*'()-]+$/],
  ["set", /^[A-Za-z0-9_.!~*'()-]+(:[A-Za-z0-9_.!~*'()-]+)*$/],
  ["identifier", /^[A-Za-z][A-Za-z0-9+.-]*:([\w.~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+$/],
]);

function misspelt(name: string, value: string): readonly OaiProblem[] {
  const form = FORMS.get(name);
  return form === undefined || (form.test(value) && (name !== "identifier" || URL.canParse(value)))
    ? []
    : [badArgument(`This cannot be a value of ${name}: ${shown(value)}`)];
}

function refusal(name: string, verb: Verb, hasToken: boolean): readonly OaiProblem[] {
  if (name === "resumptionToken" && verb.isList) return [];
  const isKnown = verb.required.includes(name) || verb.optional.includes(name);
  if (!isKnown) return [badArgument(`This verb has no argument ${shown(name)}.`)];
  return hasToken ? [badArgument(`A resumptionToken stands alone: leave out ${name}.`)] : [];
}

function readFormats({ identifier }: Values): Read {
  return { verb: "ListMetadataFormats", ...(identifier === undefined ? {} : { identifier }) };
}

function readSets({ resumptionToken }: Values): Read {
  if (resumptionToken === undefined) return { verb: "ListSets" };
  const place = readResumptionToken(resumptionToken);
  return place?.of === "ListSets" ? { verb: "ListSets", place } : [BAD_TOKEN];
}

function readGet({ identifier = "", metadataPrefix: text = "" }: Values): Read {
  const prefix = metadataPrefix(text);
  return prefix ? { verb: "GetRecord", identifier, prefix } : [noFormat(text)];
}

function readList(verb: "ListRecords" | "ListIdentifiers", values: Values): Read {
  const { resumptionToken, metadataPrefix: text = "", set } = values;
  if (resumptionToken !== undefined) {
    const place = readResumptionToken(resumptionToken);
    return place?.of === verb ? { verb, place } : [BAD_TOKEN];
  }
  const prefix = metadataPrefix(text);
  const bounds = readBounds(values);
  const problems = [...(prefix ? [] : [noFormat(text)]), ...bounds.problems];
  if (!prefix || problems.length > 0) return problems;
  return { verb, query: { prefix, ...bounds.query, ...(set === undefined ? {} : { set: readSetSpec(set) ?? "unknown" }) } };
}

function readBounds({ from, until }: Values): {
  readonly query: Pick<ListQuery, "from" | "until">;
  readonly problems: readonly OaiProblem[];
} {
  const [first, last] = [bound(from, "from"), bound(until, "until")];
  const problems = [first, last].flatMap((each) => (each !== undefined && "code" in each ? [each] : []));
  const query = { ...secondOf("from", first), ...secondOf("until", last) };
  if (problems.length > 0 || !first || !last || "code" in first || "code" in last) return { query, problems };
  if (first.granularity !== last.granularity)
    return { query, problems: [badArgument("from and until must have the same granularity.")] };
  return { query, problems: first.second > last.second ? [badArgument("from is later than until.")] : [] };
}

function bound(text: string | undefined, name: "from" | "until"): Datestamp | OaiProblem | undefined {
  if (text === undefined) return undefined;
  const hint = `${name} must be a day or a second of UTC, such as 2026-11-20 or 2026-11-20T08:00:00Z.`;
  return readDatestamp(text, name) ?? badArgument(hint);
}

function secondOf(name: "from" | "until", stamp: Datestamp | OaiProblem | undefined): Partial<Record<"from" | "until", string>> {
  return stamp && "second" in stamp ? { [name]: stamp.second } : {};
}

const BAD_TOKEN: OaiProblem = problem("badResumptionToken", "This is no resumptionToken of this list. Begin the list again.");

function noFormat(text: string): OaiProblem {
  return problem(
    "cannotDisseminateFormat",
    `There is no format ${shown(text)}. Use one of these: ${METADATA_PREFIXES.join(", ")}.`,
  );
}

function badArgument(message: string): OaiProblem {
  return problem("badArgument", message);
}

function problem(code: OaiProblem["code"], message: string): OaiProblem {
  return { code, message };
}

/** Names and values come from anybody and may be of any length. */
function shown(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
