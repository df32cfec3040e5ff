/** The map as Cytoscape draws it, fetched when it is first shown. */

import cytoscape, { type Core, type StylesheetJson } from "cytoscape";
import type { Edge, Node, View } from "./graph";
import { colour } from "./theme.svelte";

/** Cytoscape writes a style element, which the content policy refuses; this one keeps it from that.
 * The rule itself stands in Map.svelte. */
function keepStyleAway(): void {
  const id = "__________cytoscape_stylesheet";
  if (document.getElementById(id)) return;
  const mark = document.createElement("meta");
  mark.id = id;
  document.head.append(mark);
}

const WIDE = 130; // pixels of a line in a node

/** Room for a label, broken into lines at its words as Cytoscape breaks it. */
function size(label: string, font: string): { width: number; height: number } {
  const pen = document.createElement("canvas").getContext("2d")!;
  pen.font = font;
  const lines: string[] = [];
  for (const word of label.split(" ")) {
    const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
    if (lines.length && pen.measureText(longer).width <= WIDE) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return { width: Math.ceil(Math.max(...lines.map((line) => pen.measureText(line).width))) + 4, height: 15 * lines.length };
}

/** What one actor gives another, on one line. */
function together(edges: Edge[]): Edge[][] {
  const by = new Map<string, Edge[]>();
  for (const edge of edges) by.set(`${edge.from} ${edge.to}`, [...(by.get(`${edge.from} ${edge.to}`) ?? []), edge]);
  return [...by.values()];
}

export function draw(box: HTMLElement, nodes: Node[], edges: Edge[], view: View, chosen: (name: string) => void): Core {
  keepStyleAway();
  const font = `13px ${getComputedStyle(document.body).getPropertyValue("--hand") || "sans-serif"}`;
  const wide = view === "gives" ? 400 : 300;
  const around = (k: number) => {
    const angle = (2 * Math.PI * k) / nodes.length - Math.PI / 2;
    return { x: wide * Math.cos(angle), y: 260 * Math.sin(angle) };
  };
  cytoscape.warnings(false); // nodes that lie on each other are no fault of the reader's
  const core = cytoscape({
    container: box,
    elements: {
      nodes: nodes.map((node, k) => ({ data: { id: node.id, label: node.label, kind: node.kind, ...size(node.label, node.kind === "actor" ? `bold ${font}` : font) }, position: around(k) })),
      edges: (view === "gives" ? together(edges) : edges.map((edge) => [edge])).map((group) => ({
        data: {
          id: group[0]!.id,
          source: group[0]!.from,
          target: group[0]!.to,
          kind: group[0]!.kind,
          names: group.map((edge) => edge.name),
          label: group.map((edge) => edge.says).join("\n"),
          status: group[0]!.status,
        },
      })),
    },
    style: sheet(view),
    layout:
      view === "gives"
        ? { name: "preset", padding: 40 }
        : { name: "cose", animate: false, randomize: false, padding: 20, nodeRepulsion: () => 250000, idealEdgeLength: () => 95, nodeOverlap: 40, gravity: 0.5, numIter: 1500 },
    userZoomingEnabled: false,
    boxSelectionEnabled: false,
    autoungrabify: false,
    minZoom: 0.2,
    maxZoom: 3,
  });
  core.on("tap", "edge", (event) => chosen(event.target.data("names")[0]));
  core.on("tap", "node", (event) => chosen(event.target.id()));
  core.on("tap", (event) => {
    if (event.target === core) chosen("");
  });
  return core;
}

export function mark(core: Core, name: string): void {
  core.elements().removeClass("faint strong");
  if (!name) return;
  const hit = core.elements().filter((one) => (one.data("names") ?? []).includes(name) || one.id() === name);
  if (!hit.length) return;
  const near = hit.union(hit.connectedNodes()).union(hit.filter("node").connectedEdges()).union(hit.filter("node").neighborhood());
  core.elements().not(near).addClass("faint");
  near.filter("edge").addClass("strong");
}

export function sheet(view: View): StylesheetJson {
  const ink = colour("ink");
  const hand = getComputedStyle(document.body).getPropertyValue("--hand") || "sans-serif";
  const edge = (kind: string, line: string, style: "solid" | "dashed" | "dotted") => ({
    selector: `edge[kind = "${kind}"]`,
    style: { "line-color": line, "target-arrow-color": line, "line-style": style },
  });
  return [
    {
      selector: "node",
      style: {
        label: "data(label)",
        "font-family": hand,
        "font-size": 13,
        color: ink,
        shape: "round-rectangle",
        width: "data(width)",
        height: "data(height)",
        padding: "6px",
        "text-valign": "center",
        "text-halign": "center",
        "text-wrap": "wrap",
        "text-max-width": `${WIDE}px`,
        "background-color": colour("paper"),
        "border-width": 1,
        "border-color": colour("line"),
      },
    },
    { selector: 'node[kind = "actor"]', style: { "background-color": ink, color: colour("paper"), "border-color": ink, "font-weight": "bold" } },
    { selector: 'node[kind = "decision"]', style: { "border-width": 2, "border-color": ink, shape: "rectangle" } },
    { selector: 'node[kind = "level"]', style: { "background-color": colour("sheet") } },
    { selector: 'node[kind = "flow"]', style: { "border-style": "dashed" } },
    {
      selector: "edge",
      style: {
        ...(view === "gives"
          ? { "curve-style": "unbundled-bezier", "control-point-distances": [110], "control-point-weights": [0.5] }
          : { "curve-style": "bezier", "control-point-step-size": 30 }),
        "target-arrow-shape": "triangle",
        "arrow-scale": 0.8,
        width: 1.2,
        "line-color": colour("line"),
        "target-arrow-color": colour("line"),
        ...(view === "gives" ? { label: "data(label)" } : {}),
        "font-family": hand,
        "font-size": 11,
        color: colour("soft"),
        "text-background-color": colour("paper"),
        "text-background-opacity": 0.9,
        "text-background-padding": "2px",
        "text-wrap": "wrap",
        "text-max-width": "130px",
      },
    },
    edge("does", ink, "solid"),
    edge("wants", colour("line"), "dotted"),
    { selector: 'edge[status = "rival"]', style: { "line-style": "dashed" } },
    { selector: ".faint", style: { opacity: 0.15 } },
    { selector: "edge.strong", style: { label: "data(label)", width: 2.4, "line-color": ink, "target-arrow-color": ink } },
  ] as StylesheetJson;
}
