/** How numbers and verdicts are put into words, everywhere alike. */

import type { Names } from "./types";

export type Kind = "pass" | "contested" | "underdetermined" | "contradicted" | "untested";

export const KINDS: Kind[] = ["contradicted", "contested", "underdetermined", "pass", "untested"];

export const SIGNS: Record<Kind, string> = {
  pass: "✔",
  contested: "~",
  underdetermined: "?",
  contradicted: "✘",
  untested: "·",
};

/** What each verdict means, for a reader who meets it for the first time. */
export const MEANS: Record<Kind, string> = {
  pass: "holds as often as the text says, or oftener",
  contested: "holds in most worlds, but not as often as the text says",
  underdetermined: "the answer depends on how the ranges are filled",
  contradicted: "fails more often than the text can bear",
  untested: "has no test yet",
};

export function kindOf(verdict: { fit: string | null; passes?: boolean } | undefined): Kind {
  if (!verdict || verdict.fit === null) return "untested";
  if (verdict.passes ?? ["as stated", "understated"].includes(verdict.fit)) return "pass";
  return (KINDS as string[]).includes(verdict.fit) ? (verdict.fit as Kind) : "untested";
}

/** A share in whole per cent; 0 and 100 are said of no world and of every world alone. */
export function percent(share: number): string {
  return `${whole(share)}%`;
}

export function percentRange(low: number, high: number): string {
  const [one, other] = [whole(low), whole(high)];
  return one === other ? `${one}%` : `${one}–${other}%`;
}

function whole(share: number): number {
  if (share <= 0) return 0;
  if (share >= 1) return 100;
  return Math.min(99, Math.max(1, Math.floor(100 * share + 0.5)));
}

/** Lowest and highest of some shares; null where there is none. */
export function spanOf(shares: (number | null | undefined)[]): [number, number] | null {
  const known = shares.filter((share): share is number => typeof share === "number");
  return known.length ? [Math.min(...known), Math.max(...known)] : null;
}

export function isIrrelevance(stated: string | undefined): boolean {
  return (stated ?? "").startsWith("irrelevant:");
}

/** A number in as few figures as it needs. */
export function plain(value: number | null | undefined, figures = 3): string {
  if (value === null || value === undefined) return "–";
  if (!Number.isFinite(value)) return String(value);
  return String(Number(value.toPrecision(figures)));
}

export function signed(value: number, digits = 2): string {
  const text = Math.abs(value).toFixed(digits);
  return `${value < 0 ? "−" : "+"}${text}`;
}

export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}

export function many(names: Names): string[] {
  if (names === null || names === undefined || names === "") return [];
  return Array.isArray(names) ? names : [names];
}

export function listed(names: string[], most = 4): string {
  const more = names.length - most;
  return names.slice(0, most).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

export function andList(parts: string[]): string {
  if (parts.length < 2) return parts.join("");
  return `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

/** The number of the first paragraph that an entry cites; those that cite none come last. */
export function paragraphOf(source: Names): number {
  for (const cited of many(source)) {
    const number = Number(cited.split("#")[1]);
    if (Number.isFinite(number)) return number;
  }
  return Infinity;
}

/** Citations, the paragraphs of one source together: `osw#12, 17`. */
export function citations(source: Names): string {
  const by = new Map<string, string[]>();
  for (const cited of many(source)) {
    const [name, paragraph] = cited.split("#");
    by.set(name!, [...(by.get(name!) ?? []), ...(paragraph ? [paragraph] : [])]);
  }
  return [...by].map(([name, ps]) => (ps.length ? `${name}#${ps.join(", ")}` : name)).join("; ");
}

/** What a standing says, in a few words; empty where it was not examined. */
export function standingWords(found: {
  standing?: string;
  rests_on?: string[];
  vacuity?: string;
  untested?: string;
}): string {
  const names = listed(found.rests_on ?? [], 3);
  switch (found.standing) {
    case undefined:
    case "unknown":
    case "not examined":
    case "":
      return "";
    case "vacuous":
      return found.vacuity ? `vacuous: ${found.vacuity}` : "vacuous";
    case "resting on":
      return `rests on ${names}`;
    case "would hold without":
      return `would hold without ${names}`;
    case "entailed":
      return "entailed: it restates one mechanism";
    case "robust":
      return "robust: no single removal overturns it";
    case "fails in all":
      return "no single removal mends it";
    default:
      return found.standing;
  }
}
