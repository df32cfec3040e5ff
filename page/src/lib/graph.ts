/** What acts on what, read from the case: the nodes and edges of its map. */

import type { Case } from "./types";
import { actorName, spoken } from "./elements";

export type View = "gives" | "acts";

export interface Node {
  id: string;
  label: string;
  kind: "actor" | "decision" | "level" | "flow";
}

export interface Edge {
  id: string;
  from: string;
  to: string;
  kind: "gives" | "acts" | "does" | "wants";
  /** The element of the case that it is. */
  name: string;
  says: string;
  formula: string;
  line: number;
  status: string;
}

const NAME = /[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*/g;

export function names(formula: string | undefined | null): string[] {
  return [...new Set(String(formula ?? "").match(NAME) ?? [])];
}

/** Who gives what to whom. */
export function gives(c: Case): { nodes: Node[]; edges: Edge[] } {
  const part = new Set(c.transfers.flatMap((entry) => [entry.from, entry.to]));
  return {
    nodes: c.actors
      .filter((actor) => part.has(actor.id))
      .map((actor) => ({ id: actor.id, label: actor.name ?? actor.id, kind: "actor" })),
    edges: c.transfers.map((entry) => ({
      id: `gives:${entry.id}`,
      from: entry.from,
      to: entry.to,
      kind: "gives",
      name: entry.id,
      says: entry.says || spoken(entry.id),
      formula: entry.formula ?? "",
      line: entry.line,
      status: entry.status ?? "",
    })),
  };
}

/** Which choices, levels and flows act on which, and who wants what of them. */
export function acts(c: Case, kept: ((name: string) => boolean) | null, system: string): { nodes: Node[]; edges: Edge[] } {
  const levels = new Map((c.stocks ?? []).map((one) => [one.id, one] as const));
  const flows = new Map([...(c.auxiliaries ?? []), ...c.transfers].map((one) => [one.id, one] as const));
  const decisions = new Set(c.decisions.map((one) => one.id));
  const isNode = (name: string) => levels.has(name) || flows.has(name) || decisions.has(name);
  const edges: Edge[] = [];
  for (const m of c.mechanisms) {
    if ((kept && !kept(m.id)) || (!kept && system && m.system !== system)) continue;
    const sources = names(m.formula).filter((name) => isNode(name) && name !== m.to);
    const common = { to: m.to, kind: "acts" as const, name: m.id, says: m.says || spoken(m.id), formula: `${m.kind ?? "adds"} ${m.formula ?? ""}`, line: m.line, status: m.status ?? "" };
    if (!sources.length) edges.push({ id: `acts:${m.id}`, from: m.to, ...common });
    for (const from of sources) edges.push({ id: `acts:${m.id}:${from}`, from, ...common });
  }
  for (const d of c.decisions)
    for (const o of d.options)
      for (const [to, formula] of Object.entries(o.does ?? {})) {
        const name = `${d.id}.${o.id}`;
        if ((kept && !kept(name)) || (!kept && system && o.system !== system && d.system !== system)) continue;
        edges.push({ id: `does:${name}:${to}`, from: d.id, to, kind: "does", name, says: o.says || spoken(o.id), formula: `adds ${formula}`, line: o.line, status: "" });
      }
  const seen = new Set(edges.flatMap((edge) => [edge.from, edge.to]));
  // What is computed from other quantities stands between them.
  for (let grown = true; grown; ) {
    grown = false;
    for (const [id, entry] of flows) {
      if (!seen.has(id)) continue;
      for (const from of names(entry.formula).filter((name) => isNode(name) && name !== id)) {
        const key = `is:${id}:${from}`;
        if (edges.some((edge) => edge.id === key)) continue;
        edges.push({ id: key, from, to: id, kind: "acts", name: id, says: `${spoken(id)} follows from it`, formula: `is ${entry.formula}`, line: entry.line, status: entry.status ?? "" });
        if (!seen.has(from)) {
          seen.add(from);
          grown = true;
        }
      }
    }
  }
  for (const row of c.interests) {
    const name = `${row.actor}.${row.id}`;
    if (kept && !kept(name)) continue;
    for (const from of names((row as { value?: string }).value).filter((one) => seen.has(one) && !decisions.has(one)))
      edges.push({ id: `wants:${name}:${from}`, from, to: row.actor, kind: "wants", name, says: `${actorName(row.actor)} wants ${row.name ?? row.id}`, formula: "", line: row.line, status: "" });
  }
  const all = new Set(edges.flatMap((edge) => [edge.from, edge.to]));
  const node = (id: string): Node => ({
    id,
    label: decisions.has(id) ? `${actorName(id.split(".")[0]!)}: ${spoken(id.split(".")[1] ?? "")}` : c.actors.some((a) => a.id === id) ? actorName(id) : spoken(id),
    kind: decisions.has(id) ? "decision" : levels.has(id) ? "level" : flows.has(id) ? "flow" : "actor",
  });
  return { nodes: [...all].map(node), edges };
}
