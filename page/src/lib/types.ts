/** What the server says, as far as the page reads it. Fields that a server may leave out are optional. */

export interface Diagnostic {
  code: string;
  severity: "error" | "warning" | "advice";
  message: string;
  line?: number | null;
  column?: number | null;
  length?: number | null;
  text?: string;
  why?: string;
  help?: string;
}

export type Names = string | string[] | null | undefined;

export interface Entry {
  says?: string;
  source?: Names;
  line: number;
  system?: string | null;
  status?: string | null;
}

export interface Premise extends Entry {
  id: string;
  value?: number | boolean | null;
  range?: [number, number] | null;
  chance?: string | number | null;
  unit?: string;
  reached?: boolean;
}

export interface Mechanism extends Entry {
  id: string;
  to: string;
  from?: Names;
  kind?: string;
  reached?: boolean;
  formula?: string;
  chance?: string | number | null;
}

export interface Belief extends Entry {
  id: string;
  actor: string;
  name: string;
  form: unknown;
}

export interface Interest extends Entry {
  id: string;
  actor: string;
  name?: string;
  tier?: number | null;
  absolute?: boolean;
  weight?: number | null;
}

export interface Proposition extends Entry {
  id: string;
  claim?: string | null;
  given?: string | null;
  stated?: string;
  voice?: string;
  in?: string | null;
  row?: Names;
  because?: Names;
  untested?: string | null;
  hold?: string[];
  reply?: string;
  band?: [number, number] | null;
}

export interface Option extends Entry {
  id: string;
  does?: Record<string, string>;
  if?: string | null;
}

export interface Decision {
  id: string;
  owner: string;
  now?: string | null;
  system?: string | null;
  line?: number;
  options: Option[];
}

export interface Scenario extends Entry {
  id: string;
  set?: Record<string, unknown>;
  off?: string[];
  start?: Record<string, unknown>;
  hold?: unknown;
}

export interface Transfer extends Entry {
  id: string;
  from: string;
  to: string;
  formula?: string;
  unit?: string;
}

export interface Variable extends Entry {
  id: string;
  start?: unknown;
  toward?: unknown;
  formula?: string;
  unit?: string;
  scale?: unknown;
}

export interface Source {
  id: string;
  title?: string;
  publisher?: string;
  year?: number | null;
  authors?: string[] | string;
  url?: string;
  has_text?: boolean;
}

export interface Case {
  revision: string;
  file: string;
  broken?: false;
  name: string;
  title: string;
  question?: string;
  focal?: string | null;
  horizon?: number;
  as_of?: string | null;
  yardstick?: string;
  is_conflict?: boolean;
  sources: Source[];
  systems: { id: string; title?: string; source?: Names }[];
  actors: { id: string; name?: string; iso3?: string }[];
  decisions: Decision[];
  premises: Premise[];
  mechanisms: Mechanism[];
  beliefs: Belief[];
  interests: Interest[];
  transfers: Transfer[];
  stocks?: Variable[];
  auxiliaries?: Variable[];
  events?: (Entry & { id: string; rate?: string; ends?: string[] })[];
  agreements?: (Entry & { id: string; parties: string[]; when: string[] })[];
  hypotheses?: (Entry & { id: string; when?: string | null })[];
  scenarios: Scenario[];
  propositions: Proposition[];
  diagnostics?: Diagnostic[];
}

export interface Broken {
  revision: string;
  file: string;
  broken: true;
  diagnostics: Diagnostic[];
  text?: string[];
}

export interface Changes {
  scenario: string | null;
  premises: Record<string, number>;
  off: string[];
  beliefs: Record<string, number>;
  weighting: Record<string, string>;
}

export interface Verdict {
  id: string;
  fit: string | null;
  passes: boolean;
  share: number | null;
  interval?: [number, number] | null;
  shares?: Record<string, number | null> | null;
  near_edge?: boolean;
  n?: number;
  missing?: number;
  /** Not known yet under the changes; what stands here is from before. */
  pending?: boolean;
}

export interface Verdicts {
  revision: string;
  worlds: number;
  milliseconds?: number;
  shapes?: string[];
  verdicts: Verdict[];
  pending?: string[];
}

export interface Removal {
  name: string;
  share: number;
  difference: number;
  error: number | null;
  passes: boolean;
  flips: boolean;
}

/** A proposition of a dossier. */
export interface Finding {
  id: string;
  says: string;
  claim?: string;
  given?: string;
  stated: string;
  scenario?: string | null;
  voice?: string;
  source?: Names;
  sources?: Names;
  row?: Names;
  rows?: Names;
  file?: string;
  line: number;
  fit: string | null;
  passes?: boolean;
  standing?: string;
  rests_on?: string[];
  vacuity?: string;
  untested?: string;
  reply?: string;
  n?: number;
  share?: number | null;
  interval?: [number, number] | null;
  error?: [number, number];
  near_edge?: boolean;
  saturated?: boolean;
  base?: number | null;
  orders?: [number, number] | null;
  shapes?: Record<string, Tally>;
  tallies?: Record<string, Tally>;
  removals?: Removal[];
}

export interface Tally {
  holds: number;
  counted: number;
  missing: number;
  excluded: number;
  share?: number | null;
}

export interface Swing {
  interest: string;
  name: string;
  weight: number;
  swing: number;
  carried?: number;
}

export interface Choices {
  decision: string;
  best: Record<string, number>;
  foresees: Record<string, number>;
  settled: Record<string, number>;
  ex_ante_best?: string;
  ex_ante_foresees?: string;
  tied?: number;
  converged: number;
  nash: number;
  agreements?: Record<string, number>;
  equilibria: Record<string, number>;
  at_rest: Record<string, number>;
  swings: Swing[];
}

export interface Observed {
  expectations: { says: string; expect: string; source: string[]; line: number; share: number }[];
  kept: Record<string, number>;
  worlds: Record<string, number>;
  share?: number;
  scarce?: boolean;
}

export interface Dossier {
  version: string;
  result_hash: string;
  heading: {
    worlds: number;
    shape_worlds: number;
    seed: number;
    yardstick: string;
    yardstick_version?: string;
    profiles: number;
    case_hash: string;
    file: string;
    scenario?: string | null;
    [key: string]: unknown;
  };
  carried_by: string[];
  propositions: Finding[];
  choices: Choices | null;
  audit?: { clipped: Record<string, number>; clamped: Record<string, number>; months: number; judged: string[] };
  observed?: Observed | null;
}
