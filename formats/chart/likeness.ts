import type { ReferencePatch } from "./kinds.ts";
import type { Lab } from "./lab.ts";

/**
 * How well measured colours follow the reference, 1 at best: the correlation over the patches of L*, a* and b* about
 * their own means. A cast, a wrong exposure or a wrong tone curve moves colours but keeps their order, so it costs little;
 * other colours, or the right ones in another turn, cost much. Patches that were not measured are left out.
 */
export function likeness(measured: readonly (Lab | undefined)[], reference: readonly ReferencePatch[], channels: 1 | 3): number {
  const axes = channels === 1 ? (["l"] as const) : (["l", "a", "b"] as const);
  const pairs = measured.flatMap((lab, at) => (lab ? [{ lab, wanted: (reference[at] as ReferencePatch).lab }] : []));
  if (pairs.length < 3) return 0;
  let [product, one, other] = [0, 0, 0];
  for (const axis of axes) {
    const meanOne = pairs.reduce((sum, pair) => sum + pair.lab[axis], 0) / pairs.length;
    const meanOther = pairs.reduce((sum, pair) => sum + pair.wanted[axis], 0) / pairs.length;
    for (const { lab, wanted } of pairs) {
      product += (lab[axis] - meanOne) * (wanted[axis] - meanOther);
      one += (lab[axis] - meanOne) ** 2;
      other += (wanted[axis] - meanOther) ** 2;
    }
  }
  return one === 0 || other === 0 ? 0 : product / Math.sqrt(one * other);
}
