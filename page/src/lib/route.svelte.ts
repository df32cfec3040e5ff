/** Which panel is shown: everything stands in the address, so that every view has a link. */

export const PANELS = [
  ["overview", "Overview"],
  ["verdicts", "Verdicts"],
  ["argument", "Argument"],
  ["map", "Map"],
  ["choices", "Choices"],
  ["premises", "Premises"],
  ["why", "Why"],
  ["tipping", "Tipping points"],
  ["stress", "Stress"],
  ["weights", "Weights"],
  ["evidence", "Evidence"],
  ["watch", "Watch-list"],
  ["compare", "Compare"],
  ["run", "Run"],
] as const;

export type Panel = (typeof PANELS)[number][0];

export interface Route {
  panel: Panel;
  id: string;
  query: Record<string, string>;
}

function read(): Route {
  const [path = "", query = ""] = location.hash.replace(/^#\/?/, "").split("?");
  const [panel = "", ...rest] = path.split("/");
  const known = PANELS.some(([name]) => name === panel);
  return {
    panel: known ? (panel as Panel) : "overview",
    id: decode(rest.join("/")),
    query: Object.fromEntries(new URLSearchParams(query)),
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

class Place {
  now = $state.raw<Route>(read());
  /** Whether another panel is being entered; its head takes the focus when it is there. */
  arriving = false;
  constructor() {
    addEventListener("hashchange", () => {
      const next = read();
      if (next.panel !== this.now.panel) {
        this.arriving = true;
        scrollTo(0, 0);
      }
      this.now = next;
    });
  }
}

/** The head of a panel: a reader who came by the keyboard, or listens, goes on from here. */
export function head(title: HTMLElement): void {
  if (!place.arriving) return;
  place.arriving = false;
  title.focus({ preventScroll: true });
}

export const place = new Place();

export function link(panel: Panel, id = "", query: Record<string, string> = {}): string {
  const kept = Object.entries(query).filter(([, value]) => value !== "");
  const asked = kept.length ? `?${new URLSearchParams(kept)}` : "";
  return `#/${panel}${id ? `/${encodeURIComponent(id)}` : ""}${asked}`;
}

/** Goes there without a new entry in the history where only a filter changes. */
export function go(to: string, replace = false): void {
  if (replace) {
    history.replaceState(null, "", to);
    place.now = read();
  } else location.hash = to;
}
