/** The two pictures of a page: over each other with a bar between them, or beside each other; findings are drawn on them. */
import type { TargetedPointerEvent } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { addressOf } from "../../api.ts";
import { say } from "../../words/quality.ts";
import type { JudgedPage } from "./desk.ts";
import { type Frame, frameOf, transformOf } from "./plane.ts";

interface PicturePairProps {
  readonly page: JudgedPage;
  readonly isSideBySide: boolean;
  /** The original is shown whole for as long as this holds. */
  readonly isHeld: boolean;
  /** Where a pointer is, in pixels of the cleaned picture. */
  readonly onPoint?: (x: number, y: number) => void;
}

/** Height of a picture on the screen, as a share of the window's. */
const HEIGHT_SHARE = 0.58;

/** The pictures. */
export function PicturePair({ page, isSideBySide, isHeld, onPoint }: PicturePairProps) {
  const [share, setShare] = useState(50);
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(600);
  useEffect(() => {
    const measure = (): void => setWidth(place.current?.clientWidth ?? 600);
    measure();
    addEventListener("resize", measure);
    return () => removeEventListener("resize", measure);
  }, []);
  const frame = frameOf(page);
  const room = isSideBySide ? (width - 16) / 2 : width;
  const scale = Math.min(room / frame.width, (innerHeight * HEIGHT_SHARE) / frame.height);
  const canCompare = page.before !== null && page.after !== null;
  const shown = isHeld ? 100 : page.before === null ? 0 : page.after === null ? 100 : share;
  const box = { width: `${frame.width * scale}px`, height: `${frame.height * scale}px` };
  const point = (event: TargetedPointerEvent<HTMLDivElement>): void => {
    const plane = (event.target as HTMLElement).closest(".plane")?.getBoundingClientRect();
    if (plane) onPoint?.((event.clientX - plane.left) / scale + frame.x, (event.clientY - plane.top) / scale + frame.y);
  };
  return (
    <div ref={place} class="picture-pair" onPointerMove={onPoint && point} onPointerDown={onPoint && point}>
      {isSideBySide ? (
        <>
          <div class="plane" style={box}>
            <Layer page={page} kind="before" frame={frame} scale={scale} />
          </div>
          <div class="plane" style={box}>
            <Layer page={page} kind={isHeld ? "before" : "after"} frame={frame} scale={scale} />
          </div>
        </>
      ) : (
        <div>
          <input
            type="range"
            min={0}
            max={100}
            value={share}
            disabled={!canCompare}
            aria-label={say("slider")}
            style={{ width: box.width }}
            onInput={(event) => setShare(Number(event.currentTarget.value))}
          />
          <div class="plane" style={box}>
            <Layer page={page} kind="before" frame={frame} scale={scale} clipPath={`inset(0 ${100 - shown}% 0 0)`} />
            <Layer page={page} kind="after" frame={frame} scale={scale} clipPath={`inset(0 0 0 ${shown}%)`} />
          </div>
        </div>
      )}
    </div>
  );
}

interface LayerProps {
  readonly page: JudgedPage;
  readonly kind: "before" | "after";
  readonly frame: Frame;
  readonly scale: number;
  readonly clipPath?: string;
}

function Layer({ page, kind, frame, scale, clipPath = "none" }: LayerProps) {
  const whole = page[kind];
  // Without a map the original is shown as it is, on a plane of its own.
  const map = kind === "before" && page.after ? page.toClean : null;
  return (
    <div class="layer" style={{ clipPath }}>
      {whole ? (
        <img
          src={addressOf(`/api/pages/${page.id}/quality/${kind}?of=${kind === "after" ? page.clean : page.master}`)}
          alt={`${say(kind)}, ${page.title}`}
          style={{ transform: transformOf(whole, map, frame, scale) }}
        />
      ) : (
        <p class="empty">{say("noPicture")}</p>
      )}
      {whole && (
        <svg viewBox={`${frame.x} ${frame.y} ${frame.width} ${frame.height}`} aria-hidden="true">
          {page.findings.map((finding, at) => {
            // Places on the original lie on the plane where the cleaned picture shows them.
            const points = page.after ? finding.onClean : finding.onMaster;
            return points && <polygon key={String(at)} points={points.join(" ")} class={`is-${finding.severity}`} />;
          })}
        </svg>
      )}
    </div>
  );
}
