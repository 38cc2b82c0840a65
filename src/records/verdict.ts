/** Data only: the words of judgement and how they add up. */

/** From best to worst; the whole is the last of these that any part has. */
export const VERDICTS = [
  'identical',
  'equivalent',
  'incomparable',
  'not-run',
  'different',
] as const;

/** The judgement of an output, a step or the whole. */
export type Verdict = (typeof VERDICTS)[number];

/** A step whose inputs were equal and whose outcome differs is a source; one whose inputs differed too, a carrier. */
export type Role = 'source' | 'carrier';

/** Whether a verdict is a reproduction. */
export function isReproducible(verdict: Verdict): boolean {
  return verdict === 'identical' || verdict === 'equivalent';
}

/** The worst of these; `incomparable` where there is nothing, because nothing was compared. */
export function worstOf(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.length === 0) return 'incomparable';
  return VERDICTS[Math.max(...verdicts.map((verdict) => VERDICTS.indexOf(verdict)))] as Verdict;
}
