/** What the longer questions are answered with, as far as the page reads it. */

import type { Finding, Names, Removal, Swing } from "./types";

export interface Why {
  finding: Finding & { because?: string[]; hold?: string[]; differences?: Record<string, number> };
  band: { word: string; yardstick: string; low: number; high: number; edge: number | null; distance: number | null } | null;
  without_reasons: Removal | null;
  swings: Record<string, Swing[]>;
  drivers: { name: string; is_weight: boolean; holds: number; fails: number; difference: number }[];
  splits: Split[];
  causes: { name: string; to: string; formula: string; says: string; status: string; chance: string; sources: string[] }[];
  lines: Record<string, number>;
  worlds: number;
  scenario_says?: string;
  region: Rule | null;
}

export interface Split {
  name: string;
  is_weight: boolean;
  threshold: number;
  below: number;
  above: number;
  worlds_below: number;
  worlds_above: number;
}

export interface Rule {
  box: { cases: number; hits: number; all_cases: number; all_hits: number };
  clauses: {
    quantity: { name: string; kind: string; is_chance: boolean; says: string; today: string; line: number };
    tested: { restriction: { low: number | null; high: number | null; kept: unknown[] } };
  }[];
}

export interface Flip {
  at: number;
  before: string;
  after: string;
  error: [number, number] | null;
  flipping?: number;
  distance?: number;
}

interface Asked {
  name: string;
  decision: string;
  by: string;
  owner: string;
  says: string;
  stated: string;
  scenario: string | null;
  sources: string[];
  line: number;
}

export interface Course extends Asked {
  values: number[];
  answers: (string | null)[];
  shares: Record<string, number[]>;
  authored: Record<string, number>;
  authored_answer: string;
  left_out: number;
  flips: Flip[];
}

export interface Swept {
  name: string;
  says: string;
  status: string;
  unit: string;
  sources: string[];
  line: number;
  low: number;
  high: number;
  declared: [number, number] | null;
  today: number;
  today_is: string;
  is_chance: boolean;
  believed_by: string[];
}

export interface Tipping {
  subject: { worlds: number; seed: number };
  swept: Swept;
  courses: Course[];
  unmoved: number;
}

export interface TippingMap {
  subject: { worlds: number; seed: number };
  first: Swept;
  second: Swept;
  first_values: number[];
  second_values: number[];
  plans: (Asked & {
    answers: (string | null)[][];
    shares: number[][];
    here: string;
    nearest: { first: number; second: number; answer: string; distances: [number, number] } | null;
  })[];
  unmoved: number;
}

export interface Stress {
  worlds: number;
  variants: Record<string, number>;
  tested: {
    name: string;
    says: string;
    stated: string;
    source: Names;
    line: number;
    share: number;
    passes: boolean;
    flips: StressFlip[];
    pairs: StressFlip[];
    cut: { elements: string[]; after: number; tried: string } | null;
    wide: { passes: number; trials: number; low: number; high: number } | null;
    unneeded: string[];
    needed: string[];
  }[];
  carriers: { element: string; line: number; source: Names; says: string; turns: string[] }[];
  leading: string[];
  names: Record<string, string[]>;
}

export interface StressFlip {
  variant: string;
  before: number;
  after: number;
  difference: number;
  error: number;
  worlds: number;
}

export interface Weights {
  subject: { worlds: number };
  decision: string;
  owner: string;
  options: { option: string; says: string; source: string[]; line: number }[];
  interests: Record<string, string>;
  lines: Record<string, number>;
  orders: {
    rule: string;
    order: string[][];
    typical: Record<string, number>;
    tied: number;
    options: {
      option: string;
      first: number;
      error: number;
      ranks: number[];
      once: number | null;
      central: Record<string, number> | null;
      unlike: string[];
      confidence: number | null;
      some: unknown;
    }[];
  }[];
}

export interface What {
  name: string;
  kind: string;
  says: string;
  source: string[];
  line: number;
}

interface Knowing {
  value: number;
  error: number;
  changes: number;
}

export interface Worth {
  subject: { worlds: number };
  actor: {
    decision: string;
    owner: string;
    once: string;
    payoff: number;
    everything: Knowing;
    weights: Knowing | null;
    singles: { what: What[]; knowing: Knowing }[];
    nothing: string[];
    pairs: { what: What[]; knowing: Knowing }[];
  } | null;
  reader: { found: { what: What; moved: string[]; points: number; turned: Record<string, number> }[] } | null;
}

interface Bounds {
  low: number;
  high: number;
}

interface Likelihood extends Bounds {
  value: number;
  holds: number | null;
  of: number | null;
  by_hand: boolean;
}

interface Ratio extends Bounds {
  one: string;
  other: string;
  ratio: { value: number | null; low: number | null; high: number | null; by_hand: boolean };
  discriminates?: boolean;
}

export interface Weighing {
  subject: { worlds: number };
  hypotheses: { name: string; says: string; when: string; source: string[]; line: number; worlds: number | null; share: number | null; low: number | null; high: number | null; prior: Bounds; stated: boolean }[];
  compared: string[];
  under_none: number;
  under_several: number;
  items: { name: string; says: string; expect: string; source: string[]; line: number; likelihoods: Record<string, Likelihood>; ratios: Ratio[]; share: number | null }[];
  independent: Posterior | null;
  same_worlds: Posterior | null;
  left_out: { item: string; order: string[]; changes_first: boolean; shift: number | null }[];
}

export interface Posterior {
  order: string[];
  even: Record<string, Bounds> | null;
  banded: Record<string, Bounds> | null;
}

export interface Watch {
  subject: { worlds: number };
  choices: { name: string; decision: string; by: string; owner: string; shares: Record<string, number> }[];
  propositions: number;
  indicators: Indicator[];
  systems: Record<string, string>;
  actors: Record<string, string>;
}

export interface Indicator {
  name: string;
  kind: string;
  says: string;
  status: string;
  unit: string;
  sources: string[];
  line: number;
  system: string | null;
  sign: string;
  observable: boolean;
  level: number | null;
  today: number;
  today_is: string;
  span: [number, number];
  months: number | null;
  distance: number;
  actors: string[];
  consequences: {
    name: string;
    decision: string;
    by: string;
    owner: string;
    says: string;
    stated: string;
    before: string;
    after: string;
    shares: [number, number];
    level: number | null;
    at_edge: boolean;
  }[];
}

export interface Diff {
  before: string;
  after: string;
  worlds: number;
  edits: { name: string; kind: string; before: string; after: string }[];
  changes: {
    name: string;
    says: string;
    fit_before: string | null;
    fit_after: string | null;
    share_before: number | null;
    share_after: number | null;
    rewritten: boolean;
    edits: { edit: string; base: number | null; alone: number | null; without: number | null; turns: boolean }[];
    after_seeing: boolean;
  }[];
  added: string[];
  removed: string[];
  same: number;
  seen: string;
}

export interface Strategic {
  states: { number: number; pattern: string; name: string; says: string; holds: Record<string, string>; today: boolean }[];
  subject: { kind: string; worlds: number; states: number; concepts: string[]; epsilon: number };
  players: { actor: string; name: string; decisions: Record<string, string[]>; now: Record<string, string> }[];
  today: number | null;
  rows: { state: number; worth: Record<string, string | null>; equilibrium: Record<string, number | null>; stable: Record<string, Record<string, number | null>> }[];
  game: {
    matrix: { rows: string; columns: string; row_names: string[]; column_names: string[]; cells: { row: string; column: string; state: number; worth: [string, string]; best: string[] }[] } | null;
    dominated_strictly: { round: number; actor: string; strategy: string; by: string }[];
    pure: number[] | null;
    mixed: { chances: Record<string, Record<string, string>>; pure: boolean }[] | null;
  } | null;
  over: {
    leading: { state: number; leads: string[]; equilibrium: Record<string, number>; error: Record<string, [number, number]>; stances: Stance[] }[];
    numbers: Record<string, Record<string, number>>;
    dominated: Record<string, Record<string, number>>;
    erring: { precision: number; choices: Record<string, Record<string, number>>; worlds: number }[];
  } | null;
  from_today: {
    today: number;
    path: { steps: [string, number][]; end: number | null; cycle: number[] } | null;
    ways: { state: number; improving: [string, number][] | null; any: [string, number][] | null }[];
    unreachable: number[];
  } | null;
}

export interface Stance {
  actor: string;
  stable: Record<string, number>;
  margins: Record<string, { median: number; low: number; high: number }>;
  turns_on: { name: string; ends: [number, number] | null; first: number; second: number; error: number }[];
}
