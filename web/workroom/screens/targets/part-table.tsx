/** The parts of a target: by who holds the items, or by their class. */
import { say } from "../../words/targets.ts";
import { number } from "../../words/words.ts";
import { Figure, shareText } from "./figures.tsx";
import { explainPath, type Part, type ShowList, type Target } from "./progress.ts";

interface PartTableProps {
  readonly by: "holder" | "class";
  readonly parts: readonly Part[];
  readonly target: Target;
  readonly show: ShowList;
}

/** Folded away; each figure leads to its list. */
export function PartTable({ by, parts, target, show }: PartTableProps) {
  if (parts.length === 0) return null;
  const title = say(by === "holder" ? "byHolder" : "byClass");
  return (
    <details>
      <summary>
        {title} ({number(parts.length)})
      </summary>
      <section class="scroll-x" aria-label={`${title}: ${target.name}`}>
        <table class="list">
          <thead>
            <tr>
              <th scope="col">{title}</th>
              <th scope="col" class="number">
                {say("items")}
              </th>
              <th scope="col" class="number">
                {say("pages")}
              </th>
            </tr>
          </thead>
          <tbody>
            {parts.map((part) => (
              <PartRow key={part.name} by={by} part={part} target={target} show={show} />
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}

function PartRow({ by, part: { name, items, pages }, target, show }: Omit<PartTableProps, "parts"> & { readonly part: Part }) {
  const title = say("listPart", { name: target.name, part: name || say("unnamed") });
  return (
    <tr>
      <th scope="row">{name || say("unnamed")}</th>
      <td class="number">
        <Figure
          value={items.numerator}
          title={`${title}, ${say("done")}`}
          path={explainPath(target, { [by]: name, only: "done" })}
          show={show}
        />
        {" / "}
        <Figure value={items.denominator} title={title} path={explainPath(target, { [by]: name })} show={show} />
        <br />
        <b>{shareText(items)}</b>
      </td>
      <td class="number">
        {number(pages.numerator)} / {number(pages.denominator)}
        <br />
        <b>{shareText(pages)}</b>
      </td>
    </tr>
  );
}
