/** The case at hand and its verdicts, kept up with the file and with what the reader changes. */

import { events, getCase, getText, getVerdicts, Refused } from "./api";
import { runOf, type Run } from "./runs.svelte";
import type { Broken, Case, Changes, Dossier, Verdict, Verdicts } from "./types";

export const FEW = 200;
export const MANY = 2000;

/** Milliseconds after which few worlds are answered with what is known by then. */
const SOON = 220;

/** A board that takes less than this is followed by the whole test without being asked for. */
const QUICK = 2500;

export interface Board extends Verdicts {
  by: Map<string, Verdict>;
}

export const noChanges = (): Changes => ({
  scenario: null,
  premises: {},
  off: [],
  beliefs: {},
  weighting: {},
});

class Session {
  case = $state.raw<Case | null>(null);
  broken = $state.raw<Broken | null>(null);
  lines = $state.raw<string[]>([]);
  away = $state(false);
  refusal = $state.raw<Refused | null>(null);
  /** Verdicts as authored, by number of worlds. */
  few = $state.raw<Board | null>(null);
  /** What is known of the first board while it is being counted. */
  partial = $state.raw<Board | null>(null);
  settled = $state.raw<Board | null>(null);
  counting = $state(false);
  dossier = $state.raw<Run<Dossier> | null>(null);

  changes = $state<Changes>(noChanges());
  changed = $state.raw<Board | null>(null);
  weighing = $state(false);
  trouble = $state.raw<Refused | null>(null);
  #asked: AbortController | null = null;
  #later: ReturnType<typeof setTimeout> | undefined;
  #waiting = false;
  #reads = 0;

  start(): void {
    void this.read();
    const stream = events("events");
    stream.onopen = () => {
      if (this.away) void this.read();
      this.away = false;
    };
    stream.onerror = () => (this.away = true);
    const moved = (event: Event) => {
      const text = (event as MessageEvent).data;
      const data = typeof text === "string" && text.startsWith("{") ? JSON.parse(text) : {};
      const known = this.broken?.revision ?? this.case?.revision;
      if (data.revision && data.revision !== known) void this.read();
    };
    stream.addEventListener("case", moved);
    stream.addEventListener("message", moved);
  }

  get best(): Board | null {
    return this.settled ?? this.few ?? this.partial;
  }

  /** Whether this case is so small that longer questions need not be asked for. */
  get quick(): boolean {
    return (this.settled?.milliseconds ?? Infinity) < QUICK / 2;
  }

  get stale(): boolean {
    return this.broken !== null && this.case !== null;
  }

  get count(): number {
    const c = this.changes;
    return (
      Object.keys(c.premises).length +
      c.off.length +
      Object.keys(c.beliefs).length +
      Object.keys(c.weighting).length +
      (c.scenario === null ? 0 : 1)
    );
  }

  verdict(id: string): Verdict | undefined {
    return this.best?.by.get(id);
  }

  /** What the whole test found of a proposition, once it has been run. */
  finding(id: string) {
    return this.dossier?.result?.propositions.find((finding) => finding.id === id);
  }

  async read(): Promise<void> {
    const turn = ++this.#reads;
    try {
      const found = await getCase();
      if (turn !== this.#reads) return;
      this.refusal = null;
      if (found.broken) {
        this.broken = found;
        if (found.text) this.lines = found.text;
        return;
      }
      const mended = this.broken !== null;
      this.broken = null;
      if (this.case?.revision === found.revision && !mended && this.settled) return;
      const fresh = this.case?.revision !== found.revision;
      this.case = found;
      void getText().then(
        (text) => (this.lines = text.lines),
        () => undefined,
      );
      if (!fresh && this.settled) return;
      this.dossier = runOf<Dossier>(found.revision, "test", {});
      this.#forget(found);
      if (found.propositions.some((claim) => claim.claim)) await this.#count(turn);
    } catch (error) {
      if (error instanceof Refused && error.isAway) this.away = true;
      else this.refusal = error instanceof Refused ? error : new Refused(500, String(error));
    }
  }

  /** Verdicts as authored: at once on few worlds, then on many. */
  async #count(turn: number): Promise<void> {
    this.counting = true;
    try {
      let few = await getVerdicts(noChanges(), FEW, undefined, 2 * SOON);
      while (few.pending?.length && turn === this.#reads) {
        if (!this.few && few.verdicts.length) this.partial = board(few);
        few = await getVerdicts(noChanges(), FEW, undefined, 4 * SOON);
      }
      if (turn !== this.#reads) return;
      this.few = board(few);
      this.partial = this.settled = null;
      this.change();
      const many = board(await getVerdicts(noChanges(), MANY));
      if (turn !== this.#reads) return;
      this.settled = many;
      if ((many.milliseconds ?? Infinity) < QUICK) this.dossier?.begin();
    } finally {
      if (turn === this.#reads) this.counting = false;
    }
  }

  /** Changes of what the case no longer has are dropped. */
  #forget(found: Case): void {
    const c = this.changes;
    const premises = new Set(found.premises.map((premise) => premise.id));
    for (const name of Object.keys(c.premises)) if (!premises.has(name)) delete c.premises[name];
    const beliefs = new Set(found.beliefs.map((belief) => belief.id));
    const switches = new Set([
      ...beliefs,
      ...found.mechanisms.map((mechanism) => mechanism.id),
      ...found.decisions.flatMap((d) => d.options.map((option) => `${d.id}.${option.id}`)),
    ]);
    if (c.off.some((name) => !switches.has(name))) c.off = c.off.filter((name) => switches.has(name));
    for (const name of Object.keys(c.beliefs)) if (!beliefs.has(name)) delete c.beliefs[name];
    for (const [actor, rule] of Object.entries(c.weighting)) {
      const rows = found.interests.filter((row) => row.actor === actor);
      const isTop = rule.startsWith("top:");
      if (!rows.length || (isTop && !rows.some((row) => rule === `top:${row.id}`))) delete c.weighting[actor];
    }
    if (c.scenario && !found.scenarios.some((scenario) => scenario.id === c.scenario)) c.scenario = null;
  }

  // -- what the reader changes --------------------------------------------------------------------

  /** Asks for verdicts under the changes as they are now: few worlds at once, many when it rests. */
  change(): void {
    clearTimeout(this.#later);
    this.trouble = null;
    if (this.count === 0) {
      this.#asked?.abort();
      this.changed = null;
      this.weighing = false;
      return;
    }
    this.weighing = true;
    if (this.#asked) this.#waiting = true;
    else void this.#weigh(FEW);
  }

  reset(): void {
    this.changes = noChanges();
    this.change();
  }

  async #weigh(worlds: number): Promise<void> {
    const asked = new AbortController();
    this.#asked = asked;
    this.#waiting = false;
    try {
      const told = await getVerdicts($state.snapshot(this.changes), worlds, asked.signal, SOON);
      const before = this.changed ?? this.best;
      const old = (told.pending ?? []).flatMap((id) => {
        const verdict = before?.by.get(id);
        return verdict ? [{ ...verdict, pending: true }] : [];
      });
      if (this.count > 0) this.changed = board({ ...told, verdicts: [...told.verdicts, ...old] });
      if (told.pending?.length && !this.#waiting && this.count > 0) return void this.#weigh(worlds);
    } catch (error) {
      if (!(error instanceof DOMException)) {
        this.trouble = error instanceof Refused ? error : new Refused(500, String(error));
        if (this.trouble.isAway) this.away = true;
      }
    }
    this.#asked = null;
    if (this.count === 0) return;
    if (this.#waiting) return void this.#weigh(FEW);
    if (worlds === FEW && !this.trouble) this.#later = setTimeout(() => this.#settle(), 350);
    else this.weighing = false;
  }

  #settle(): void {
    if (this.#asked) this.#waiting = true;
    else void this.#weighSettled();
  }

  /** The slow question gives way at once when the reader moves on. */
  async #weighSettled(): Promise<void> {
    const asked = new AbortController();
    const given = $state.snapshot(this.changes);
    try {
      this.#settling = asked;
      const found = board(await getVerdicts(given, MANY, asked.signal));
      if (!asked.signal.aborted && this.count > 0 && same(given, $state.snapshot(this.changes))) {
        this.changed = found;
        this.weighing = false;
      }
    } catch (error) {
      if (error instanceof Refused) {
        this.trouble = error;
        this.weighing = false;
      }
    }
  }
  #settling: AbortController | null = null;

  /** Called before every change: what is being settled no longer matters. */
  touch(): void {
    this.#settling?.abort();
    this.#settling = null;
    this.change();
  }
}

function same(one: Changes, other: Changes): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function board(found: Verdicts): Board {
  return { ...found, by: new Map(found.verdicts.map((verdict) => [verdict.id, verdict])) };
}

export const session = new Session();
