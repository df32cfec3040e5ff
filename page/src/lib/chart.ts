/** Curves of Observable Plot, fetched when the first one is shown. */

import { areaY, axisX, axisY, dot, line, plot, ruleX, ruleY, text } from "@observablehq/plot";
import type { Course, Swept } from "./answers";

const COLOURS = ["var(--pass)", "var(--contested)", "var(--underdetermined)", "var(--link)", "var(--contradicted)", "var(--soft)"];

/** How a share changes with a premise: for a claim one line over its band, for a choice one for each option. */
export function curve(course: Course, swept: Swept, band: [number, number] | null, word: string, width: number): Element {
  const claim = !course.decision;
  const names = Object.keys(course.shares).filter((name) => claim || course.shares[name]!.some((share) => share >= 0.02));
  const rows = names.flatMap((name) => course.values.map((x, k) => ({ x, name, share: course.shares[name]![k]! })));
  const tone = (name: string) => (claim ? "var(--ink)" : COLOURS[Object.keys(course.shares).indexOf(name) % COLOURS.length]!);
  const ends = names.map((name) => ({ name, x: course.values.at(-1)!, share: course.shares[name]!.at(-1)! }));
  const apart = spread(ends.map((end) => end.share));
  const right = claim ? 14 : Math.min(130, 18 + 6.4 * Math.max(...names.map((name) => name.length)));
  const near = course.flips.find((flip) => Math.abs(flip.at - swept.today) < 0.15 * (swept.high - swept.low));
  const side = near && near.at < swept.today ? "start" : "end";
  return plot({
    width,
    height: 170,
    marginLeft: 46,
    marginRight: right,
    marginTop: 20,
    marginBottom: 30,
    className: "plot",
    style: { fontSize: "12px" },
    x: { domain: [swept.low, swept.high], label: null },
    y: { domain: [0, 1], label: null },
    marks: [
      ...(claim && band ? [areaY([swept.low, swept.high], { x: (x: number) => x, y1: () => band[0], y2: () => band[1], fill: "var(--sheet)", stroke: "var(--rule)" })] : []),
      axisY({ ticks: [0, 0.5, 1], tickFormat: (share: number) => `${Math.round(100 * share)}%`, tickSize: 0, color: "var(--soft)" }),
      axisX({ ticks: 4, tickSize: 3, color: "var(--soft)" }),
      ruleY([0, 1], { stroke: "var(--rule)" }),
      ...(claim && band ? [text([band[1]], { x: swept.low, y: (y: number) => y, text: () => word, textAnchor: "start", lineAnchor: "top", dx: 4, dy: 3, fill: "var(--soft)" })] : []),
      text([swept.today], { x: (x: number) => x, y: 1, text: () => "today", lineAnchor: "bottom", textAnchor: side, dx: side === "end" ? 3 : -3, dy: -6, fill: "var(--soft)" }),
      ruleX([swept.today], { stroke: "var(--line)", strokeDasharray: "2,3" }),
      ...names.map((name) => line(rows.filter((row) => row.name === name), { x: "x", y: "share", stroke: tone(name), strokeWidth: 1.8 })),
      ruleX(course.flips.map((flip) => flip.at), { stroke: "var(--contradicted)", strokeWidth: 1.2 }),
      dot(course.flips.map((flip) => flip.at), { x: (x: number) => x, y: () => 1, r: 3, fill: "var(--contradicted)", stroke: "none" }),
      ...(claim ? [] : [text(ends, { x: "x", y: (_: unknown, k: number) => apart[k]!, text: "name", textAnchor: "start", dx: 6, fill: (end: { name: string }) => tone(end.name) })]),
    ],
  });
}

/** Heights of labels, so that none lies on another. */
function spread(shares: number[]): number[] {
  const order = shares.map((share, k) => [share, k] as const).sort((a, b) => a[0] - b[0]);
  const placed = [...shares];
  let last = -1;
  for (const [share, k] of order) {
    last = Math.max(share, last + 0.11);
    placed[k] = last;
  }
  const over = Math.max(0, last - 1);
  return placed.map((share) => share - over);
}
