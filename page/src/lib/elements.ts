/** What a name of the case stands for: its sentence, its line, and where to go on from it. */

import { session } from "./session.svelte";
import type { Names } from "./types";

export type ElementKind = "premise" | "mechanism" | "belief" | "interest" | "option" | "stock" | "scenario" | "other";

export interface Element {
  id: string;
  kind: ElementKind;
  says: string;
  line: number | null;
  source: Names;
}

let known = new Map<string, Element>();
let of: unknown = null;

function gather(): Map<string, Element> {
  const found = new Map<string, Element>();
  const c = session.case;
  if (!c) return found;
  const add = (id: string, kind: ElementKind, says: string | undefined, line: number, source: Names) =>
    found.set(id, { id, kind, says: says ?? "", line, source });
  for (const e of c.premises) add(e.id, "premise", e.says, e.line, e.source);
  for (const e of c.mechanisms) add(e.id, "mechanism", e.says, e.line, e.source);
  for (const e of c.beliefs) add(e.id, "belief", e.says ? `${actorName(e.actor)} believes: ${e.says}` : believes(e.actor, e.name), e.line, e.source);
  for (const e of c.interests) add(`${e.actor}.${e.id}`, "interest", e.name ?? e.says, e.line, e.source);
  for (const d of c.decisions)
    for (const e of d.options) add(`${d.id}.${e.id}`, "option", e.says, e.line, e.source);
  for (const e of c.stocks ?? []) add(e.id, "stock", e.says, e.line, e.source);
  for (const e of c.scenarios) add(e.id, "scenario", e.says, e.line, e.source);
  return found;
}

function believes(actor: string, name: string): string {
  const who = session.case?.actors.find((one) => one.id === actor)?.name ?? actor;
  return `what ${who} takes ${name} to be`;
}

/** The element of a name; names that the case does not have stand for themselves. */
export function element(id: string): Element {
  if (of !== session.case) {
    of = session.case;
    known = gather();
  }
  return known.get(id) ?? { id, kind: "other", says: "", line: null, source: null };
}

export function actorName(id: string): string {
  return session.case?.actors.find((actor) => actor.id === id)?.name ?? id;
}

/** Options of a decision and what they are. */
export function optionSays(decision: string): Record<string, string> {
  const found = session.case?.decisions.find((one) => one.id === decision);
  return Object.fromEntries((found?.options ?? []).map((option) => [option.id, option.says ?? ""]));
}

/** A name read as words: `ferry_brings_visitors` is a sentence already. */
export function spoken(id: string): string {
  return id.replace(/_/g, " ");
}
