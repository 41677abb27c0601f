/** How far the library is from its targets, kept for a moment: the queue asks for it with every list. */
import { dayInVietnam } from "../../../../catalogue/calendar-day.ts";
import { matchHolding, type Progress, progressOf } from "../../../../catalogue/progress/progress.ts";
import type { Site } from "../../site.ts";
import type { Workroom } from "../workroom.ts";

const KEPT_MS = 60_000;

/** Progress of every target over the holdings; those over other counted registers say nothing about items. */
export function standingsOf({ services }: Site, { holdings }: Workroom): () => Promise<readonly Progress[]> {
  let kept: { readonly at: number; readonly standings: Promise<readonly Progress[]> } | undefined;
  const count = async (date: string): Promise<readonly Progress[]> => {
    const targets = (await holdings.targets()).filter(({ counted }) => counted === null);
    if (targets.length === 0) return [];
    const [register, organisations, evidence] = await Promise.all([
      holdings.register(),
      holdings.organisations(),
      holdings.digitized(),
    ]);
    const holding = matchHolding({ register, organisations, evidence });
    return targets.map((target) => progressOf(target, holding, date));
  };
  return () => {
    const now = services.clock.now();
    if (kept === undefined || now.getTime() - kept.at > KEPT_MS) {
      const standings = count(dayInVietnam(now));
      kept = { at: now.getTime(), standings };
      standings.catch(() => {
        kept = undefined;
      });
    }
    return kept.standings;
  };
}
