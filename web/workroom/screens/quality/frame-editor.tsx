/** Drawing the page's rectangle on the original: with the pointer, or by numbers. */
import type { TargetedPointerEvent } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { addressOf } from "../../api.ts";
import { say as sayFrame } from "../../words/frame.ts";
import { say } from "../../words/quality.ts";
import type { JudgedPage, PageFrame, Size } from "./desk.ts";
import { cutOf } from "./plane.ts";

interface FrameEditorProps {
  readonly page: JudgedPage;
  readonly onDone: (frame: PageFrame) => void;
  readonly onClose: () => void;
}

/** Height of the picture on the screen, as a share of the window's. */
const HEIGHT_SHARE = 0.45;
/** As the server says: a page is no smaller. */
const LEAST_SIDE = 32;
const SIDES = ["x", "y", "width", "height"] as const;

/** The original with the rectangle on it. */
export function FrameEditor({ page, onDone, onClose }: FrameEditorProps) {
  const picture = page.before ?? { width: 1, height: 1 };
  const [frame, setFrame] = useState<PageFrame>(page.treatment?.kind === "framed" ? page.treatment.frame : cutOf(page));
  const room = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(600);
  useEffect(() => setWidth(room.current?.clientWidth ?? 600), []);
  const scale = Math.min(width / picture.width, (innerHeight * HEIGHT_SHARE) / picture.height);
  const isReady = frame.width >= LEAST_SIDE && frame.height >= LEAST_SIDE;
  return (
    <form
      class="frame-editor"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) onDone(frame);
      }}
      onKeyDown={(event) => event.key === "Escape" && onClose()}
    >
      <p>{say("frameHow")}</p>
      <p class="tools">
        {SIDES.map((side) => (
          <label key={side}>
            {say(`frame_${side}`)}{" "}
            <input
              type="number"
              name={side}
              min={0}
              max={side === "x" || side === "width" ? picture.width : picture.height}
              value={frame[side]}
              onInput={(event) => setFrame(within({ ...frame, [side]: Number(event.currentTarget.value) || 0 }, picture))}
            />
          </label>
        ))}
        <button type="submit" class="main" disabled={!isReady}>
          {say("frameDone")}
        </button>
        <button type="button" onClick={onClose}>
          {sayFrame("cancel")}
        </button>
      </p>
      <div ref={room}>
        <Sheet page={page} picture={picture} frame={frame} scale={scale} onDraw={setFrame} />
      </div>
    </form>
  );
}

interface SheetProps {
  readonly page: JudgedPage;
  readonly picture: Size;
  readonly frame: PageFrame;
  readonly scale: number;
  readonly onDraw: (frame: PageFrame) => void;
}

function Sheet({ page, picture, frame, scale, onDraw }: SheetProps) {
  const start = useRef<{ readonly x: number; readonly y: number }>(undefined);
  const at = (event: TargetedPointerEvent<HTMLDivElement>) => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    return { x: (event.clientX - left) / scale, y: (event.clientY - top) / scale };
  };
  const draw = (event: TargetedPointerEvent<HTMLDivElement>): void => {
    if (!start.current) return;
    const [from, to] = [start.current, at(event)];
    const drawn = {
      x: Math.min(from.x, to.x),
      y: Math.min(from.y, to.y),
      width: Math.abs(to.x - from.x),
      height: Math.abs(to.y - from.y),
    };
    onDraw(within(drawn, picture));
  };
  return (
    <div
      class="plane drawable"
      style={{ width: `${picture.width * scale}px`, height: `${picture.height * scale}px` }}
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = at(event);
      }}
      onPointerMove={draw}
      onPointerUp={(event) => {
        draw(event);
        start.current = undefined;
      }}
    >
      <img
        class="whole"
        src={addressOf(`/api/pages/${page.id}/quality/before?of=${page.master}`)}
        alt={`${say("before")}, ${page.title}`}
        draggable={false}
      />
      <svg viewBox={`0 0 ${picture.width} ${picture.height}`} aria-hidden="true">
        <path
          class="outside"
          d={`M0 0H${picture.width}V${picture.height}H0Z M${frame.x} ${frame.y}v${frame.height}h${frame.width}v${-frame.height}Z`}
        />
        <rect class="drawn" x={frame.x} y={frame.y} width={frame.width} height={frame.height} />
      </svg>
    </div>
  );
}

/** Whole pixels of the picture. */
function within({ x, y, width, height }: PageFrame, picture: Size): PageFrame {
  const clip = (value: number, size: number): number => Math.round(Math.min(size, Math.max(0, value)));
  const [left, top] = [clip(x, picture.width - 1), clip(y, picture.height - 1)];
  return { x: left, y: top, width: clip(width, picture.width - left), height: clip(height, picture.height - top) };
}
