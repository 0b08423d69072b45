import { QueueError } from "../../errors.js";
import { persist } from "./patience.js";
import type { QueueStore, Topic } from "./store.js";

/** A queue's way to its server, until the queue is closed. */
export class Line {
  readonly store: QueueStore;
  readonly #patienceMs: number;
  readonly #listening = new Map<Topic, Promise<void>>();
  #isClosed = false;

  constructor(store: QueueStore, patienceMs: number) {
    this.store = store;
    this.#patienceMs = patienceMs;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  close(): void {
    this.#isClosed = true;
  }

  /** What `work` gives, tried again as long as patience lasts. */
  async call<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#isClosed) throw closed();
    return persist(this.store, this.#patienceMs, work, () => this.#isClosed);
  }

  /**
   * Hears of `topic` from now on. Notifications are only a hint, so what goes wrong with them is tried again at the next call and is no
   * failure.
   *
   * @param ready What happened before is not told: called once it is.
   */
  listen(topic: Topic, boot: string, heard: (id: string | undefined) => void, ready: () => void): void {
    if (this.#listening.has(topic)) return;
    const listening = this.store.listen(topic, boot, heard);
    this.#listening.set(topic, listening);
    listening.then(ready, () => this.#listening.delete(topic));
  }
}

export function closed(): QueueError {
  return new QueueError("The queue has been closed: make a new one.");
}
