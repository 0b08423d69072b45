import { QueueError } from "../../errors.js";
import { attempt, persist } from "./patience.js";
import type { QueueStore, Topic } from "./store.js";

/** Longest wait for the server when the queue closes, in milliseconds. */
const CLOSING_MS = 1_000;

/** A queue's way to its server, until the queue is closed. */
export class Line {
  readonly #store: QueueStore;
  readonly #patienceMs: number;
  readonly #listening = new Map<Topic, Promise<void>>();
  #isClosed = false;

  constructor(store: QueueStore, patienceMs: number) {
    this.#store = store;
    this.#patienceMs = patienceMs;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** @param boot The run of a proxy that leaves: without the server's hearing of it, its lease runs out. */
  async close(boot: string | undefined): Promise<void> {
    this.#isClosed = true;
    if (boot !== undefined) await attempt(CLOSING_MS, () => this.#store.leave(boot)).catch(() => {});
    await attempt(CLOSING_MS, () => this.#store.close()).catch(() => {});
  }

  /** What `work` gives, tried again as long as patience lasts. */
  async call<Result>(work: (store: QueueStore) => Promise<Result>): Promise<Result> {
    if (this.#isClosed) throw closed();
    return persist(
      this.#store,
      this.#patienceMs,
      () => work(this.#store),
      () => this.#isClosed,
    );
  }

  /** What `work` gives, tried once, within so many milliseconds where they are bounded. */
  once<Result>(work: (store: QueueStore) => Promise<Result>, milliseconds?: number): Promise<Result> {
    return milliseconds === undefined ? work(this.#store) : attempt(milliseconds, () => work(this.#store));
  }

  /**
   * Hears of `topic` from now on. Notifications are only a hint, so what goes wrong with them is tried again at the next call and is no
   * failure.
   *
   * @param ready What happened before is not told: called once it is.
   */
  listen(topic: Topic, boot: string, heard: (id: string | undefined) => void, ready: () => void): void {
    if (this.#listening.has(topic)) return;
    const listening = this.#store.listen(topic, boot, heard);
    this.#listening.set(topic, listening);
    listening.then(ready, () => this.#listening.delete(topic));
  }
}

export function closed(): QueueError {
  return new QueueError("The queue has been closed: make a new one.");
}
