/**
 * The picture of the page with its columns drawn on it. It follows the caret: the character under work stays in sight. In a mode of
 * pointing, a click or a drag on the picture is told in pixels of the page.
 */
import OpenSeadragon from "openseadragon";
import { useEffect, useRef } from "preact/hooks";
import type { Box } from "../../../../pipeline/geometry.ts";
import { addressOf, get } from "../../api.ts";

/** One column on the picture. */
export interface DrawnColumn {
  readonly id: string;
  readonly box: Box;
  readonly kind: string;
  /** Place in the reading order, from 1. */
  readonly order: number;
}

interface PagePictureProps {
  readonly page: string;
  readonly label: string;
  readonly columns: readonly DrawnColumn[];
  readonly active: string | undefined;
  readonly marked: readonly string[];
  /** What stays in sight: the character under work. */
  readonly focus: Box | undefined;
  /** What the pointer does. */
  readonly pointing: "choose" | "split" | "draw";
  readonly onChoose: (id: string, isAdding: boolean) => void;
  readonly onPoint: (x: number, y: number) => void;
  readonly onDraw: (box: Box) => void;
}

const SVG = "http://www.w3.org/2000/svg";

/** The picture. */
export function PagePicture(props: PagePictureProps) {
  const place = useRef<HTMLDivElement>(null);
  const viewer = useRef<OpenSeadragon.Viewer>(undefined);
  const layer = useRef<SVGGElement>(undefined);
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    if (!place.current) return;
    const opened = openViewer(place.current);
    const asked = new AbortController();
    void showPicture(opened, props.page, asked.signal);
    viewer.current = opened;
    layer.current = addLayer(opened);
    listen(opened, latest);
    opened.addHandler("open", () => keepInSight(opened, latest.current.focus));
    return () => {
      asked.abort();
      opened.destroy();
      viewer.current = undefined;
    };
  }, [props.page]);

  useEffect(() => draw(layer.current, props), [props.columns, props.active, props.marked, props.page]);
  useEffect(() => keepInSight(viewer.current, props.focus), [props.focus]);
  useEffect(() => {
    viewer.current?.setMouseNavEnabled(true);
  }, [props.pointing]);

  return <section class={`page-picture is-${props.pointing}`} ref={place} aria-label={props.label} />;
}

/** The picture from the server that this page came from, whatever name the server knows itself by. */
async function showPicture(viewer: OpenSeadragon.Viewer, page: string, signal: AbortSignal): Promise<void> {
  const own = `/api/pages/${page}/image`;
  const info = await get<object>(`${own}/info.json`, signal).catch(() => undefined);
  if (info && !signal.aborted) viewer.open({ ...info, id: new URL(addressOf(own), location.href).href } as never);
}

const VIEWER_STYLE = "data-openseadragon-mobile-css";

function openViewer(element: HTMLElement): OpenSeadragon.Viewer {
  // The viewer would write a style into the page, which its content policy forbids; an element that is only called the same keeps it from that.
  if (!document.querySelector(`style[${VIEWER_STYLE}]`)) {
    const style = document.createElementNS("urn:sohoa", "style");
    style.setAttribute(VIEWER_STYLE, "");
    document.head.append(style);
  }
  return OpenSeadragon({
    element,
    // The other drawers write styles into the page, which its content policy forbids.
    drawer: "canvas",
    showNavigationControl: false,
    gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: false },
    visibilityRatio: 0.3,
    maxZoomPixelRatio: 4,
    animationTime: 0.25,
    springStiffness: 12,
    keyboardNavEnabled: false,
    tabIndex: -1,
  } as OpenSeadragon.Options);
}

/** A layer in pixels of the page over the picture, moved along with it. */
function addLayer(viewer: OpenSeadragon.Viewer): SVGGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.classList.add("column-layer");
  const group = document.createElementNS(SVG, "g");
  svg.append(group);
  viewer.canvas.append(svg);
  const move = (): void => {
    const image = viewer.world.getItemAt(0);
    if (!image) return;
    const zero = image.imageToViewerElementCoordinates(new OpenSeadragon.Point(0, 0));
    const one = image.imageToViewerElementCoordinates(new OpenSeadragon.Point(1000, 0));
    group.setAttribute("transform", `translate(${zero.x} ${zero.y}) scale(${(one.x - zero.x) / 1000})`);
  };
  for (const event of ["update-viewport", "open", "resize"] as const) viewer.addHandler(event, move);
  return group;
}

function draw(group: SVGGElement | undefined, { columns, active, marked }: PagePictureProps): void {
  if (!group) return;
  group.replaceChildren(
    ...columns.flatMap(({ id, box, kind, order }) => {
      const rect = document.createElementNS(SVG, "rect");
      for (const name of ["x", "y", "width", "height"] as const) rect.setAttribute(name, String(box[name]));
      const states = [id === active ? "is-active" : "", marked.includes(id) ? "is-marked" : ""];
      rect.setAttribute("class", `column is-${kind} ${states.join(" ")}`);
      const number = document.createElementNS(SVG, "text");
      number.setAttribute("x", String(box.x + box.width / 2));
      number.setAttribute("y", String(Math.max(0, box.y - 6)));
      number.setAttribute("font-size", String(Math.max(14, box.width * 0.4)));
      number.textContent = String(order);
      return [rect, number];
    }),
  );
}

type Latest = { readonly current: PagePictureProps };

function listen(viewer: OpenSeadragon.Viewer, latest: Latest): void {
  const pixel = (position: OpenSeadragon.Point): OpenSeadragon.Point | undefined =>
    viewer.world.getItemAt(0)?.viewerElementToImageCoordinates(position);
  let from: OpenSeadragon.Point | undefined;
  viewer.addHandler("canvas-click", (event) => {
    const at = event.quick ? pixel(event.position) : undefined;
    if (at) clicked(latest.current, at, event.originalEvent as MouseEvent);
  });
  viewer.addHandler("canvas-press", (event) => {
    from = latest.current.pointing === "draw" ? pixel(event.position) : undefined;
  });
  viewer.addHandler("canvas-drag", (event) => {
    if (from) event.preventDefaultAction = true;
  });
  viewer.addHandler("canvas-drag-end", (event) => {
    const to = from && pixel(event.position);
    if (from && to) latest.current.onDraw(boxBetween(from, to));
    from = undefined;
  });
}

function clicked(props: PagePictureProps, at: OpenSeadragon.Point, event: MouseEvent): void {
  if (props.pointing === "split") {
    props.onPoint(at.x, at.y);
    return;
  }
  // Of boxes that lie over each other the smaller one is meant: small columns stand within others.
  const [hit] = props.columns
    .filter(({ box }) => at.x >= box.x && at.x <= box.x + box.width && at.y >= box.y && at.y <= box.y + box.height)
    .sort((a, b) => a.box.width * a.box.height - b.box.width * b.box.height);
  if (hit) props.onChoose(hit.id, event.ctrlKey || event.metaKey || event.shiftKey);
}

function boxBetween(one: OpenSeadragon.Point, other: OpenSeadragon.Point): Box {
  const [x, y] = [Math.min(one.x, other.x), Math.min(one.y, other.y)];
  return {
    x: Math.round(x),
    y: Math.round(y),
    width: Math.round(Math.abs(one.x - other.x)),
    height: Math.round(Math.abs(one.y - other.y)),
  };
}

/** Move only when the character is not in sight: a picture that jumps at every key is worse than one that stands. */
function keepInSight(viewer: OpenSeadragon.Viewer | undefined, focus: Box | undefined): void {
  const image = viewer?.world.getItemAt(0);
  if (!viewer || !image || !focus) return;
  const middle = image.imageToViewportCoordinates(focus.x + focus.width / 2, focus.y + focus.height / 2);
  const bounds = viewer.viewport.getBounds(true);
  const [marginX, marginY] = [bounds.width * 0.08, bounds.height * 0.08];
  const isInSight =
    middle.x > bounds.x + marginX &&
    middle.x < bounds.x + bounds.width - marginX &&
    middle.y > bounds.y + marginY &&
    middle.y < bounds.y + bounds.height - marginY;
  if (!isInSight) viewer.viewport.panTo(middle);
}
