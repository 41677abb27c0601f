/** A part of both pictures, pixel for pixel, around the place that the pointer was at last. */
import { useEffect, useState } from "preact/hooks";
import { addressOf } from "../../api.ts";
import { say } from "../../words/quality.ts";
import type { JudgedPage } from "./desk.ts";
import { inOriginal } from "./plane.ts";

interface MagnifierProps {
  readonly page: JudgedPage;
  /** In pixels of the cleaned picture, or of the original where there is no other. */
  readonly place: { readonly x: number; readonly y: number };
  readonly onMove: (x: number, y: number) => void;
}

/** Side of what is shown, in pixels of the picture and of the screen. */
const SIDE = 300;
const STEP = SIDE / 2;
/** The pointer rests before a part is asked for: it is cut out of a large picture. */
const REST_MILLISECONDS = 120;
const WAYS = [
  ["←", "left", -1, 0],
  ["↑", "up", 0, -1],
  ["↓", "down", 0, 1],
  ["→", "right", 1, 0],
] as const;

/** Both parts, and buttons that move them. */
export function Magnifier({ page, place, onMove }: MagnifierProps) {
  const [rested, setRested] = useState(place);
  useEffect(() => {
    const timer = setTimeout(() => setRested(place), REST_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [place.x, place.y]);
  const original = page.after ? inOriginal(page, rested.x, rested.y) : rested;
  return (
    <section class="magnifier" aria-label={say("magnifier")}>
      <p class="tools">
        <b>{say("magnifier")}</b>
        {WAYS.map(([sign, name, x, y]) => (
          <button
            key={name}
            type="button"
            aria-label={say(`move_${name}`)}
            onClick={() => onMove(place.x + x * STEP, place.y + y * STEP)}
          >
            {sign}
          </button>
        ))}
      </p>
      <Part page={page} kind="before" middle={original} />
      <Part page={page} kind="after" middle={rested} />
    </section>
  );
}

interface PartProps {
  readonly page: JudgedPage;
  readonly kind: "before" | "after";
  readonly middle: { readonly x: number; readonly y: number };
}

function Part({ page, kind, middle }: PartProps) {
  const whole = page[kind];
  if (!whole) return null;
  // The server cuts what lies on the picture; it is laid where it belongs, so that both parts show the same place.
  const start = (at: number, size: number): number => Math.round(Math.min(size - 1, Math.max(0, at - SIDE / 2)));
  const [x, y] = [start(middle.x, whole.width), start(middle.y, whole.height)];
  const source = kind === "before" ? page.master : page.clean;
  const query = new URLSearchParams({ x: `${x}`, y: `${y}`, width: `${SIDE}`, height: `${SIDE}`, of: source ?? "" });
  const shift = (at: number, from: number): string => `${Math.max(0, Math.round(from - (at - SIDE / 2)))}px`;
  return (
    <figure>
      <div class="glass" style={{ width: `${SIDE}px`, height: `${SIDE}px` }}>
        <img
          src={addressOf(`/api/pages/${page.id}/quality/${kind}/part?${query}`)}
          alt={`${say(kind)}, ${say("magnifier")}`}
          style={{ left: shift(middle.x, x), top: shift(middle.y, y) }}
        />
      </div>
      <figcaption>{say(kind)}</figcaption>
    </figure>
  );
}
