/** The report of an evaluation as one HTML file: figures, confusions, and the worst lines with their pictures. */
import { sharp } from "../../formats/locked-sharp.ts";
import { alignCharacters } from "../../hannom/align-characters.ts";
import { characterErrors } from "../../hannom/character-error.ts";
import type { Confusion, ReadLine } from "../../hannom/score/reading-score.ts";
import { type Html, html } from "../../web/server/views/html.ts";
import type { Messages } from "../messages.ts";

/** What the report shows. */
export interface Report {
  readonly title: string;
  /** Headings and cells of the figures, as printed. */
  readonly figures: readonly (readonly string[])[];
  readonly confusions: readonly Confusion[];
  readonly lines: readonly (ReadLine & { readonly path?: string })[];
}

const WORST = 80;
const SHOWN_CONFUSIONS = 60;
/** Height of a column in the report, in pixels. */
const COLUMN_PIXELS = 420;

/** The whole document. Pictures are inside it, so that it can be handed on as one file. */
export async function reportPage(report: Report, messages: Messages): Promise<string> {
  const say = messages.say.bind(messages);
  const cards: Html[] = [];
  for (const line of worstOf(report.lines)) cards.push(await card(line));
  const [heading = [], ...rows] = report.figures;
  return html`<!doctype html>
<html lang="${messages.language}">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${report.title}</title>
<style>
body { font: 16px/1.5 sans-serif; margin: 2rem; color: #1a1a1a; background: #fff }
table { border-collapse: collapse } td, th { padding: .2rem .8rem; text-align: right; border-bottom: 1px solid #ccc }
td:first-child, th:first-child { text-align: left }
.lines { display: flex; flex-wrap: wrap; gap: 1.2rem } figure { margin: 0; display: flex; gap: .5rem; align-items: flex-start }
figure ol { margin: 0; padding: 0; list-style: none; font-size: 20px; line-height: 1.25 }
li { display: grid; grid-template-columns: 1.4em 1.4em; text-align: center } img { border: 1px solid #ccc }
.wrong { background: #ffd9d0; outline: 1px solid #b3261e } .confusions { columns: 6 10rem }
</style>
<h1>${report.title}</h1>
<table><thead><tr>${heading.map((cell) => html`<th scope="col">${cell.replace(/^>/u, "")}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody></table>
<h2>${say("evaluate.confusions")}</h2>
<div class="confusions">${report.confusions.slice(0, SHOWN_CONFUSIONS).map((each) => html`<div>${each.truth || "∅"} → ${each.read || "∅"} ${each.count}</div>`)}</div>
<h2>${say("evaluate.worst")}</h2>
<p>${say("evaluate.worst-how")}</p>
<div class="lines">${cards}</div>
</html>
`.text;
}

function worstOf(lines: Report["lines"]): Report["lines"] {
  const rate = (line: ReadLine) => {
    const { distance, length } = characterErrors(line.truth, line.characters.map((each) => each.text).join(""));
    return distance / Math.max(1, length);
  };
  return lines
    .map((line) => ({ line, rate: rate(line) }))
    .filter((each) => each.rate > 0)
    .sort((a, b) => b.rate - a.rate)
    .slice(0, WORST)
    .map((each) => each.line);
}

async function card(line: Report["lines"][number]): Promise<Html> {
  const truth = [...line.truth.replace(/[\s\uFEFF]/gu, "")];
  const read = line.characters.map((each) => each.text);
  const pairs = alignCharacters(truth, read);
  const rows = pairs.map((pair) => {
    const [wanted, given] = [truth[pair.truth ?? -1] ?? "", read[pair.read ?? -1] ?? ""];
    return html`<li class="${wanted === given ? "right" : "wrong"}"><span>${wanted}</span><span>${given}</span></li>`;
  });
  return html`<figure>${line.path === undefined ? "" : await picture(line.path)}<ol>${rows}</ol></figure>
`;
}

async function picture(path: string): Promise<Html> {
  const { data, info } = await sharp(path)
    .resize({ height: COLUMN_PIXELS, width: 160, fit: "inside" })
    .jpeg({ quality: 70 })
    .toBuffer({ resolveWithObject: true });
  return html`<img alt="" width="${info.width}" height="${info.height}" src="data:image/jpeg;base64,${data.toString("base64")}">`;
}
