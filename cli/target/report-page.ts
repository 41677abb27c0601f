/** A report of targets as a page to be printed: it stands alone, runs nothing and loads nothing. */

import type { FullReport } from "../../catalogue/progress/gather-report.ts";
import type { Part, TargetStanding } from "../../catalogue/progress/report.ts";
import { type Html, html } from "../../web/server/views/html.ts";
import type { Messages } from "../messages.ts";
import { burnUpChart } from "./burn-up-chart.ts";
import { countText, dayText, deadlineText, forecastText, percentText, unitText } from "./report-words.ts";
import { type WorkTable, workTables } from "./work-words.ts";

const STYLE = `
body { font: 11pt/1.45 "Noto Serif", "Times New Roman", serif; max-width: 190mm; margin: 12mm auto; color: #111; }
h1 { font-size: 16pt; margin: 0 0 2mm; } h2 { font-size: 13pt; margin: 8mm 0 1mm; break-after: avoid; } h3 { font-size: 11pt; margin: 5mm 0 1mm; break-after: avoid; }
.work table { font-size: 8.5pt; } .work th, .work td { padding: .4mm 1mm; }
.figure { font-size: 22pt; font-weight: bold; } .source { color: #444; font-style: italic; }
table { border-collapse: collapse; width: 100%; margin: 2mm 0; } th, td { border-bottom: .3mm solid #bbb; padding: .6mm 2mm; text-align: left; vertical-align: top; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; } tr { break-inside: avoid; }
svg { width: 100%; height: auto; } svg text { font-size: 10px; } .axis { stroke: #888; } polyline { fill: none; stroke-width: 2; }
.done { stroke: #14532d; stroke-width: 3; } .scope { stroke: #555; stroke-dasharray: 6 4; } .goal { stroke: #b45309; }
@media print { body { margin: 0; } }`;

/** The whole document. */
export function reportPage(messages: Messages, report: FullReport, library: string): string {
  const title = messages.say("target.report-title", { date: dayText(report.date) });
  return html`<!doctype html>
<html lang="${messages.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${title}</h1>
<p>${library}</p>
${report.targets.map((at) => section(messages, at))}
${workSection(messages, report)}
</body>
</html>
`.text;
}

function section(messages: Messages, at: TargetStanding): Html {
  const say = (key: string) => messages.say(key);
  return html`<section>
<h2>${at.target.name}</h2>
<p><span class="figure">${percentText(messages, at.share)}</span> / ${at.target.percentage.toLocaleString(messages.language)} %
· ${countText(messages, at.share)} ${unitText(messages, at)} · ${say("target.deadline")}: ${deadlineText(messages, at)}</p>
<p>${say("target.forecast")}: ${forecastText(messages, at)}</p>
${at.target.source !== undefined && html`<p class="source">${say("target.source")}: ${at.target.source}</p>`}
${burnUpChart(messages, at)}
${at.burnUp.length > 0 && months(messages, at)}
${partTable(messages, say("target.by-holder"), at.byHolder)}
${partTable(messages, say("target.by-class"), at.byClass)}
${at.withoutExtent > 0 && html`<p>${messages.say("target.without-extent", { count: at.withoutExtent })}</p>`}
${at.rows.length > 0 && rowTable(messages, at)}
</section>`;
}

function months(messages: Messages, { burnUp }: TargetStanding): Html {
  const say = (key: string) => messages.say(key);
  return html`<table><thead><tr><th>${say("target.date")}</th><th class="number">${say("target.count")}</th><th class="number">${say("target.percent")}</th></tr></thead>
<tbody>${burnUp.map(
    ({ date, share }) => html`<tr><td>${dayText(date)}</td><td class="number">${countText(messages, share)}</td>
<td class="number">${percentText(messages, share)}</td></tr>`,
  )}</tbody></table>`;
}

function partTable(messages: Messages, heading: string, parts: readonly Part[]): Html {
  if (parts.length === 0) return html``;
  const say = (key: string) => messages.say(key);
  const rowOf = ({ name, items, pages }: Part) => html`<tr><td>${name || say("target.unnamed")}</td>
<td class="number">${countText(messages, items)}</td><td class="number">${percentText(messages, items)}</td>
<td class="number">${countText(messages, pages)}</td><td class="number">${percentText(messages, pages)}</td></tr>`;
  return html`<table><thead><tr><th>${heading}</th><th class="number">${say("target.items")}</th><th class="number">${say("target.percent")}</th>
<th class="number">${say("target.pages")}</th><th class="number">${say("target.percent")}</th></tr></thead><tbody>${parts.map(rowOf)}</tbody></table>`;
}

function rowTable(messages: Messages, { rows }: TargetStanding): Html {
  const say = (key: string) => messages.say(key);
  return html`<table><thead><tr><th>${say("target.shelfmark")}</th><th>${say("target.title")}</th><th>${say("target.holder")}</th><th>${say("target.decision")}</th><th>${say("target.provenance")}</th><th>${say("target.digitized")}</th>
<th>${say("target.digest")}</th></tr></thead><tbody>${rows.map(
    (
      row,
    ) => html`<tr><td>${row.key}</td><td>${row.label}</td><td>${row.holder}</td><td>${row.decision}</td><td>${row.provenance}</td><td>${say(row.isDigitized ? "target.yes" : "target.no")}</td>
<td>${(row.digest ?? "").slice(0, 16)}${row.damaged.length > 0 && html` ⚠ ${row.damaged.map((each) => each.slice(0, 16)).join(" ")}`}</td></tr>`,
  )}</tbody></table>`;
}

function workSection(messages: Messages, { work, date }: FullReport): Html {
  const title = messages.say("work.title", { weeks: work.throughput.weeks.length, date: dayText(date) });
  return html`<section class="work">
<h2>${title}</h2>
${workTables(messages, work).map((each) => workTable(messages, each))}
${!work.backlog && html`<p>${messages.say("work.only-now")}</p>`}
</section>`;
}

function workTable(messages: Messages, { title, heads, rows, notes }: WorkTable): Html {
  const isFigure = heads.map((head) => head.startsWith(">"));
  const head = heads.map((name, at) => html`<th${isFigure[at] && html` class="number"`}>${name.replace(/^>/, "")}</th>`);
  const line = (row: WorkTable["rows"][number]) =>
    html`<tr>${row.map((each, at) => html`<td${isFigure[at] && html` class="number"`}>${typeof each === "number" ? each.toLocaleString(messages.language) : each}</td>`)}</tr>`;
  return html`<h3>${title}</h3>
${rows.length > 0 && html`<table><thead><tr>${head}</tr></thead><tbody>${rows.map(line)}</tbody></table>`}
${notes.map((note) => html`<p>${note}</p>`)}`;
}
