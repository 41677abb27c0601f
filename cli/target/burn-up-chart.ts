/** The burn-up of a target as a drawing: what was digitized, what there was, and the goal between them. */
import type { TargetStanding } from "../../catalogue/progress/report.ts";
import { type Html, html } from "../../web/server/views/html.ts";
import type { Messages } from "../messages.ts";
import { dayText } from "./report-words.ts";

const WIDTH = 640;
const HEIGHT = 200;
const LEFT = 64;
const BOTTOM = 24;

/** The drawing; its figures stand in the table beside it. */
export function burnUpChart(messages: Messages, { burnUp, target }: TargetStanding): Html {
  const first = burnUp[0];
  const last = burnUp.at(-1);
  if (!first || !last) return html``;
  const top = Math.max(1, ...burnUp.map(({ share }) => share.denominator));
  const span = Math.max(1, Date.parse(last.date) - Date.parse(first.date));
  const x = (date: string) => LEFT + ((Date.parse(date) - Date.parse(first.date)) / span) * (WIDTH - LEFT - 8);
  const y = (value: number) => HEIGHT - BOTTOM - (value / top) * (HEIGHT - BOTTOM - 8);
  const line = (value: (at: (typeof burnUp)[number]) => number) =>
    burnUp.map((at) => `${x(at.date).toFixed(1)},${y(value(at)).toFixed(1)}`).join(" ");
  const goal = line(({ share }) => (share.denominator * target.percentage) / 100);
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${messages.say("target.burn-up")}">
<line class="axis" x1="${LEFT}" y1="${y(0)}" x2="${WIDTH - 8}" y2="${y(0)}"/>
<text x="${LEFT - 6}" y="${y(0)}" text-anchor="end">0</text>
<text x="${LEFT - 6}" y="${y(top) + 8}" text-anchor="end">${top.toLocaleString(messages.language)}</text>
<text x="${LEFT}" y="${HEIGHT - 6}">${dayText(first.date)}</text>
<text x="${WIDTH - 8}" y="${HEIGHT - 6}" text-anchor="end">${dayText(last.date)}</text>
<polyline class="scope" points="${line(({ share }) => share.denominator)}"/>
<polyline class="goal" points="${goal}"/>
<polyline class="done" points="${line(({ share }) => share.numerator)}"/>
</svg>`;
}
