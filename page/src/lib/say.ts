/** Sentences about verdicts and what moves them; the same words in every panel. */

import type { Rule, Split, Why } from "./answers";
import type { Proposition, Verdict } from "./types";
import { isIrrelevance, percent, percentRange, plain, spanOf } from "./words";

/** What a word claims, in shares of worlds. */
export function claims(band: [number, number] | null | undefined): string {
  if (!band) return "";
  const [low, high] = band;
  if (high >= 1) return low <= 0 ? "" : `${percent(low)} of worlds or more`;
  if (low <= 0) return `less than ${percent(high)} of worlds`;
  return `${percentRange(low, high)} of worlds`;
}

export function bandOf(claim: Proposition | undefined, why: Why | null): [number, number] | null {
  if (why?.band) return [why.band.low, why.band.high];
  return claim?.band ?? null;
}

/** How far what was found lies from what is claimed, in shares; 0 where it bears it out. */
export function distance(claim: Proposition, verdict: Verdict): number {
  const shares = [verdict.share, ...Object.values(verdict.shares ?? {})].filter(
    (share): share is number => typeof share === "number",
  );
  if (!shares.length || verdict.fit === null) return 0;
  if (isIrrelevance(claim.stated)) return Math.max(0, Math.max(...shares) - 0.05);
  if (!claim.band) return 0;
  const [low, high] = claim.band;
  return Math.max(...shares.map((share) => Math.max(low - share, share - high, 0)));
}

const RANK: Record<string, number> = { contradicted: 3, underdetermined: 2, contested: 1 };

/** Conclusions that do not hold, those that lie farthest from what they claim first. */
export function weakest(claims: Proposition[], by: Map<string, Verdict>): Proposition[] {
  return claims
    .map((claim) => ({ claim, verdict: by.get(claim.id) }))
    .filter(({ verdict }) => verdict && verdict.fit !== null && !verdict.passes)
    .map(({ claim, verdict }) => ({
      claim,
      far: distance(claim, verdict!),
      rank: RANK[verdict!.fit!] ?? 0,
    }))
    .sort((a, b) => Number(b.rank === 3) - Number(a.rank === 3) || b.far - a.far || b.rank - a.rank)
    .map(({ claim }) => claim);
}

/** The shares over shapes of draw. */
export function found(verdict: Verdict, claim?: Proposition): string {
  const span = spanOf([verdict.share, ...Object.values(verdict.shares ?? {})]);
  if (!span) return "no world answers it";
  return isIrrelevance(claim?.stated)
    ? `the premise moves it by ${percentRange(...span)}`
    : `it holds in ${percentRange(...span)} of worlds`;
}

/** The side of a split on which a claim holds more often, in words. */
export function sides(split: Split): { words: string; share: number; worlds: number; other: string }[] {
  const at = plain(split.threshold);
  const whole = at === "1";
  const below = whole ? `${split.name} is 0` : `${split.name} is below ${at}`;
  const above = whole ? `${split.name} is 1` : `${split.name} is ${at} or more`;
  return [
    { words: below, share: split.below, worlds: split.worlds_below, other: above },
    { words: above, share: split.above, worlds: split.worlds_above, other: below },
  ].sort((a, b) => b.share - a.share);
}

export function clauseWords(clause: Rule["clauses"][number]): string {
  const { low, high, kept } = clause.tested.restriction;
  const q = clause.quantity;
  const name = q.kind === "weight" ? `the weight of ${q.name}` : q.name;
  if (q.is_chance && (low !== null || high !== null))
    return low !== null && low > 0 ? `${name} is so` : `${name} is not so`;
  if (low !== null && high !== null) return `${name} is from ${plain(low)} to ${plain(high)}`;
  if (low !== null) return `${name} is at least ${plain(low)}`;
  if (high !== null) return `${name} is at most ${plain(high)}`;
  return `${name} is one of ${kept.join(", ")}`;
}

export function points(difference: number, error: number | null | undefined): string {
  const value = Math.abs(100 * difference).toFixed(0);
  const sign = Math.round(100 * difference) < 0 ? "−" : "+";
  return `${sign}${value}${typeof error === "number" ? ` ± ${Math.round(100 * error)}` : ""} points`;
}
