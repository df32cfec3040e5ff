/** Asking the server: every answer is data, every refusal a `Refused` that a reader understands. */

import type { Broken, Case, Changes, Verdicts } from "./types";

export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly help = "",
  ) {
    super(message);
  }
  get isAway(): boolean {
    return this.status === 0;
  }
}

/** A server that listens beyond this machine gives its address with a token. */
const token = (() => {
  const given = new URLSearchParams(location.search).get("token");
  try {
    if (given) {
      sessionStorage.setItem("kautilya-token", given);
      history.replaceState(null, "", location.pathname + location.hash); // out of sight
    }
    return given ?? sessionStorage.getItem("kautilya-token") ?? "";
  } catch {
    return given ?? "";
  }
})();

function address(path: string): string {
  return new URL(`api/${path}`, document.baseURI.split("#")[0]).href;
}

export async function ask<T>(path: string, init: RequestInit = {}): Promise<T> {
  const headers = new Headers(init.headers);
  if (token) headers.set("Authorization", `Bearer ${token}`);
  if (init.body) headers.set("Content-Type", "application/json");
  let response: Response;
  try {
    response = await fetch(address(path), { ...init, headers });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Refused(0, "The server does not answer.", "Start it again with `kautilya open`.");
  }
  if (!response.ok) throw await refusal(response);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

async function refusal(response: Response): Promise<Refused> {
  try {
    const said = await response.json();
    const error = said.error ?? said;
    if (typeof error.message === "string")
      return new Refused(response.status, error.message, error.help ?? "");
    if (typeof said.detail === "string") return new Refused(response.status, said.detail);
  } catch {
    // not JSON: the status is all there is to say
  }
  return new Refused(response.status, `The server refused (${response.status}).`);
}

export const post = <T>(path: string, body: unknown, init: RequestInit = {}): Promise<T> =>
  ask<T>(path, { ...init, method: "POST", body: JSON.stringify(body) });

export const getCase = (): Promise<Case | Broken> => ask("case");
export const getText = (): Promise<{ revision: string; lines: string[] }> => ask("text");
export const getSource = (
  id: string,
): Promise<{ paragraphs: { number: number; text: string }[] }> =>
  ask(`source/${encodeURIComponent(id)}`);

export const getVerdicts = (
  changes: Changes,
  worlds: number,
  signal?: AbortSignal,
  within?: number,
): Promise<Verdicts> =>
  post("verdicts", { changes, worlds, ...(within ? { within } : {}) }, signal ? { signal } : {});

/** A stream of events; the browser goes on asking while the server is away. */
export function events(path: string): EventSource {
  const url = new URL(address(path));
  if (token) url.searchParams.set("token", token);
  return new EventSource(url);
}
