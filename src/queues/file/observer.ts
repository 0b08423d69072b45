import { type FSWatcher, watch } from "node:fs";
import type { QueueDirectory } from "./directory.js";

/** The safety net under the watch: how often the directory is listed anyway, in milliseconds. */
const POLL_MS = 1_000;

/** Least time between two listings that changes asked for, in milliseconds: changes that come together share one. */
const GAP_MS = 20;

/** After so many failed listings in a row nobody is kept waiting any longer. */
const MOST_FAILURES = 3;

export interface ObserverEvents {
  /** A name came, went or changed. */
  readonly onName: (name: string) => void;
  /** The directory's names now. A rejection counts as a failed listing. */
  readonly onListing: (names: ReadonlySet<string>) => Promise<void>;
  /** Nothing more will be seen: the observer has stopped. */
  readonly onFailure: (error: unknown) => void;
}

/**
 * Sees what happens in the directory, for all that wait on one queue: one watch (inotify, kqueue) and one slow poll. Both
 * keep the process running, and exist only between `start` and `stop`.
 */
export class Observer {
  readonly #directory: QueueDirectory;
  readonly #events: ObserverEvents;
  /** The run that `start` began; what an ended run still does is ignored. */
  #run: object | undefined;
  #started: Promise<void> | undefined;
  #watcher: FSWatcher | undefined;
  #inode: bigint | undefined;
  #timer: NodeJS.Timeout | undefined;
  #asked = false;
  #failures = 0;

  constructor(directory: QueueDirectory, events: ObserverEvents) {
    this.#directory = directory;
    this.#events = events;
  }

  /** Resolves once what happens from now on is seen. */
  start(): Promise<void> {
    if (this.#started === undefined) {
      const run = {};
      this.#run = run;
      this.#started = this.#observe(run);
    }
    return this.#started;
  }

  stop(): void {
    this.#run = undefined;
    this.#started = undefined;
    this.#failures = 0;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#detach();
  }

  /** Lists the directory shortly. */
  listSoon(): void {
    if (this.#asked) return;
    this.#asked = true;
    if (this.#timer !== undefined && this.#run !== undefined) this.#arm(this.#run);
  }

  async #observe(run: object): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#asked = false;
    try {
      const inode = await this.#directory.check();
      if (this.#run !== run) return;
      this.#attach(inode);
    } catch (error) {
      this.#fail(run, error);
      return;
    }
    await this.#list(run);
    if (this.#run === run) this.#arm(run);
  }

  async #list(run: object): Promise<void> {
    try {
      const names = new Set(await this.#directory.list());
      if (this.#run !== run) return;
      await this.#events.onListing(names);
      this.#failures = 0;
    } catch (error) {
      if (this.#run !== run) return;
      this.#failures += 1;
      if (this.#failures >= MOST_FAILURES) this.#fail(run, error);
    }
  }

  #fail(run: object, error: unknown): void {
    if (this.#run !== run) return;
    this.stop();
    this.#events.onFailure(error);
  }

  #arm(run: object): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#observe(run), this.#asked ? GAP_MS : POLL_MS);
  }

  /** A watch that cannot be had (a limit of inotify) or that breaks is tried again at the next poll, which goes on without it. */
  #attach(inode: bigint): void {
    if (this.#watcher !== undefined && this.#inode === inode) return;
    this.#detach();
    try {
      const watcher = watch(this.#directory.path, (_event, name) => {
        if (typeof name === "string") this.#events.onName(name);
        else this.listSoon();
      });
      watcher.on("error", () => {
        if (this.#watcher === watcher) this.#detach();
      });
      this.#watcher = watcher;
      this.#inode = inode;
    } catch {
      this.#watcher = undefined;
    }
  }

  #detach(): void {
    this.#watcher?.close();
    this.#watcher = undefined;
  }
}
