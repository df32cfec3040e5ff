/** Long questions: started once for a revision, followed while they run, stopped when asked. */

import { untrack } from "svelte";
import { ask, events, post, Refused } from "./api";

export type State = "idle" | "waiting" | "running" | "done" | "failed" | "stopped";

export class Run<T = unknown> {
  state = $state<State>("idle");
  progress = $state.raw<{ done: number; total: number } | null>(null);
  result = $state.raw<T | null>(null);
  error = $state.raw<{ message: string; help: string; status: number } | null>(null);
  #id = "";
  #stream: EventSource | null = null;

  constructor(
    readonly kind: string,
    readonly options: Record<string, unknown>,
  ) {}

  get busy(): boolean {
    return this.state === "waiting" || this.state === "running";
  }

  /** Starts what was never asked; what failed or was stopped waits for the reader. */
  begin(): void {
    untrack(() => {
      if (this.state === "idle") void this.start();
    });
  }

  async start(): Promise<void> {
    if (this.busy || this.state === "done") return;
    this.state = "waiting";
    this.error = null;
    this.progress = null;
    try {
      const begun = await post<{ id: string }>("runs", { kind: this.kind, options: this.options });
      this.#id = begun.id;
      this.#follow();
    } catch (error) {
      this.#fail(error);
    }
  }

  async stop(): Promise<void> {
    if (!this.busy) return;
    this.#close();
    this.state = "stopped";
    if (this.#id) await ask(`runs/${this.#id}`, { method: "DELETE" }).catch(() => undefined);
  }

  #follow(): void {
    const stream = events(`runs/${this.#id}/events`);
    this.#stream = stream;
    const on = (name: string, act: (data: any) => void) =>
      stream.addEventListener(name, (event) => {
        const text = (event as MessageEvent).data;
        if (typeof text !== "string") return;
        const data = text ? JSON.parse(text) : {};
        act(data);
      });
    const acts: Record<string, (data: any) => void> = {
      progress: (data) => {
        this.state = "running";
        this.progress = data;
      },
      partial: (data) => (this.result = data),
      result: (data) => this.#finish(data),
      error: (data) => this.#fail(new Refused(500, (data.error ?? data).message, (data.error ?? data).help)),
      stopped: () => {
        this.#close();
        this.state = "stopped";
      },
    };
    for (const [name, act] of Object.entries(acts)) on(name, act);
    on("message", (data) => acts[data.type]?.(data.data ?? data.result ?? data));
    stream.onerror = (event) => {
      if (!(event instanceof MessageEvent)) void this.#look();
    };
  }

  /** Asks how the run stands when its stream breaks off. */
  async #look(): Promise<void> {
    if (!this.busy) return;
    try {
      const now = await ask<{ state: string; result?: T; error?: { message: string; help: string } }>(
        `runs/${this.#id}`,
      );
      if (now.result !== undefined && now.result !== null) this.#finish(now.result);
      else if (now.error) this.#fail(new Refused(500, now.error.message, now.error.help));
      else if (now.state === "stopped") {
        this.#close();
        this.state = "stopped";
      }
    } catch (error) {
      this.#fail(error);
    }
  }

  #finish(result: T): void {
    this.#close();
    this.result = result;
    this.state = "done";
  }

  #fail(error: unknown): void {
    this.#close();
    const known = error instanceof Refused;
    this.error = {
      message: known ? error.message : String(error),
      help: known ? (error.help ?? "") : "",
      status: known ? error.status : 0,
    };
    this.state = "failed";
  }

  #close(): void {
    this.#stream?.close();
    this.#stream = null;
  }
}

/** Runs by what was asked of which revision, so that a question has one answer while it stands. */
const runs = new Map<string, Run<any>>();

export function runOf<T>(revision: string, kind: string, options: Record<string, unknown> = {}): Run<T> {
  const key = JSON.stringify([revision, kind, options]);
  let run = runs.get(key);
  if (!run) {
    run = new Run<T>(kind, options);
    runs.set(key, run);
    if (runs.size > 60) runs.delete(runs.keys().next().value!);
  }
  return run;
}

/** Questions about a revision that have been answered. */
export function kept(revision: string): Run<unknown>[] {
  return [...runs].filter(([key, run]) => run.state === "done" && JSON.parse(key)[0] === revision).map(([, run]) => run);
}
