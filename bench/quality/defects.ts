/**
 * What can go wrong with a scan, one fault each, from the least strength that a person would send back to the worst. Every
 * fault is drawn beyond the limit of the default profile, most by a quarter of it or more (show-through from 0.19 of the paper's
 * light against 0.15, lines of dust from 15 levels against 12, JPEG up to quality 28 against 40), by what is drawn, not by what
 * `inspect` makes of it.
 * A fault changes the plan of the page, what happens on the way to the sensor, or how the file is written.
 */
import type { Random } from "../../cli/sample/random.ts";
import { crosscut } from "./defects-crop.ts";
import { clipped, fogged, scaled, shaded, tinted } from "./defects-light.ts";
import { blurred, defocused, moved } from "./defects-optics.ts";
import { noisy, patterned, streaked } from "./defects-sensor.ts";
import type { PagePlan } from "./page-plan.ts";
import type { PaintedPage, Picture } from "./paint-page.ts";

export interface Defect {
  readonly name: string;
  /** The finding that it must lead to, one of them. */
  readonly codes: readonly string[];
  /** Names of faults that it brings with it: whether they are told of its pages does not count. */
  readonly implies?: readonly string[];
  readonly plan?: (plan: PagePlan, random: Random) => PagePlan;
  readonly capture?: (picture: Picture, page: PaintedPage, plan: PagePlan, random: Random) => Picture | Promise<Picture>;
}

/** On brown or dyed paper nobody sees a cast that happens to make it white. */
const inColourOnLightPaper = (plan: PagePlan): PagePlan => ({
  ...plan,
  paper: [228, 219, 200],
  tone: "colour",
  hasWhitePadding: false,
});
const withTones = (plan: PagePlan): PagePlan => (plan.tone === "bitonal" ? { ...plan, tone: "grey" } : plan);
const withText = (plan: PagePlan): PagePlan => (plan.kind === "sparse" ? { ...plan, kind: "woodblock" } : plan);
/** What is known is that little is written, not that it is pale. */
const inDarkInk = (plan: PagePlan): PagePlan => ({ ...plan, inkStrength: Math.max(0.85, plan.inkStrength) });
/** Strong compression smooths the sensor's noise away: then it is no longer in the picture, and what is left has another name. */
const keepingNoise = (plan: PagePlan): PagePlan =>
  typeof plan.encoding === "string" ? plan : { ...plan, encoding: { jpegQuality: Math.max(95, plan.encoding.jpegQuality) } };
const unpadded = (plan: PagePlan): PagePlan => ({ ...withTones(plan), hasWhitePadding: false });

export const DEFECTS: readonly Defect[] = [
  { name: "low resolution", codes: ["LOW-DPI"], plan: (plan, random) => ({ ...plan, resolutionDpi: random.whole(120, 240) }) },
  {
    name: "wrong resolution tag",
    codes: ["DPI-SUSPECT"],
    plan: (plan, random) => ({ ...plan, resolutionDpi: random.chance(0.5) ? 30 : 1200 }),
  },
  {
    name: "defocus",
    codes: ["QC-BLUR"],
    plan: withTones,
    capture: (picture, page, _, random) => (random.chance(0.5) ? blurred : defocused)(picture, page, random),
  },
  { name: "motion", codes: ["QC-MOTION"], plan: withTones, capture: (picture, page, _, random) => moved(picture, page, random) },
  {
    name: "too dark",
    codes: ["QC-DARK"],
    implies: ["faint ink", "colour cast"],
    plan: withTones,
    capture: (picture, _, plan, random) => scaled(picture, random.between(35, 70) / plan.paper[1]),
  },
  {
    name: "too bright",
    codes: ["QC-BRIGHT"],
    implies: ["faint ink", "nearly blank", "blank"],
    plan: unpadded,
    capture: (picture, _, plan, random) => scaled(picture, random.between(1.12, 1.5) * (255 / Math.min(...plan.paper))),
  },
  {
    name: "crushed shadows",
    codes: ["QC-CLIPPED-DARK"],
    implies: ["too dark", "uneven light", "colour cast", "show-through"],
    plan: (plan) => withText(unpadded({ ...plan, ground: null })),
    capture: (picture, _, plan, random) => clipped(picture, plan, random),
  },
  {
    name: "lens cap",
    codes: ["QC-BLACK"],
    plan: unpadded,
    capture: (picture, _, _plan, random) => scaled(picture, random.between(0, 0.05)),
  },
  { name: "uneven light", codes: ["QC-LIGHT"], plan: unpadded, capture: (picture, _, _plan, random) => shaded(picture, random) },
  {
    name: "colour cast",
    codes: ["QC-CAST"],
    plan: inColourOnLightPaper,
    capture: (picture, _, _plan, random) => tinted(picture, random),
  },
  {
    name: "noise",
    codes: ["QC-NOISE"],
    plan: (plan) => keepingNoise(unpadded(plan)),
    capture: (picture, _, plan, random) => noisy(picture, random.between(9, 24), plan.seed),
  },
  {
    name: "skew",
    codes: ["QC-SKEW"],
    plan: (plan, random) => ({ ...plan, skewDegrees: random.between(3.5, 10) * (random.chance(0.5) ? 1 : -1) }),
  },
  {
    name: "text cut off",
    codes: ["QC-CROP"],
    implies: ["wrong resolution tag"],
    plan: (plan) => ({ ...withText(plan), hasWhitePadding: false, wormHoles: 0 }),
    capture: (picture, page, plan, random) => crosscut(picture, page, plan, random),
  },
  { name: "blank", codes: ["BLANK"], plan: (plan) => ({ ...plan, kind: "blank", hasVermilion: false, tone: "colour" }) },
  {
    name: "nearly blank",
    codes: ["NEARLY-BLANK"],
    plan: (plan) => ({ ...inDarkInk(plan), kind: "nearly-blank", hasVermilion: false }),
  },
  {
    name: "show-through",
    codes: ["QC-SHOWTHROUGH"],
    plan: (plan, random) => ({ ...withText(withTones(plan)), showThrough: random.between(0.19, 0.5) }),
  },
  {
    name: "faint ink",
    codes: ["QC-FAINT"],
    plan: (plan) => withText(withTones(plan)),
    capture: (picture, _, _plan, random) => fogged(picture, random),
  },
  { name: "moiré", codes: ["QC-MOIRE"], plan: unpadded, capture: (picture, _, _plan, random) => patterned(picture, random) },
  {
    name: "JPEG artefacts",
    codes: ["QC-JPEG", "QC-BLOCKS"],
    plan: (plan, random) => ({
      ...withTones(plan),
      encoding: { jpegQuality: random.whole(6, 28), isSavedAgainAsTiff: random.chance(0.4) },
    }),
  },
  {
    name: "streak",
    codes: ["QC-STREAK"],
    plan: unpadded,
    capture: (picture, _, plan, random) => streaked(picture, plan.paper, random),
  },
];
