import type { QueueError } from "../../errors.js";
import { attempt, isHung } from "./patience.js";
import type { QueueStore } from "./store.js";

/** How often everything is read again, whether a notification came or not, in milliseconds. */
const REREAD_MS = 1_000;

/** Least time between two readings that notifications asked for, in milliseconds: those that come together share one. */
const GAP_MS = 20;

/** Longest time that one reading may take, in milliseconds. */
const READING_MS = 5_000;

export interface RereaderEvents {
  /** Reads what is waited for. A rejection counts as a failed reading. */
  readonly read: () => Promise<void>;
  /** Readings have failed for too long, or will fail for ever: the rereader has stopped. */
  readonly onFailure: (error: QueueError) => void;
}

/** The safety net under the notifications: reads again and again between `start` and `stop`, and keeps the process running meanwhile. */
export class Rereader {
  readonly #store: QueueStore;
  readonly #patienceMs: number;
  readonly #events: RereaderEvents;
  /** The run that `start` began; what an ended run still does is ignored. */
  #run: object | undefined;
  #timer: NodeJS.Timeout | undefined;
  #asked = false;
  #failingSince: number | undefined;

  constructor(store: QueueStore, patienceMs: number, events: RereaderEvents) {
    this.#store = store;
    this.#patienceMs = patienceMs;
    this.#events = events;
  }

  start(): void {
    if (this.#run !== undefined) return;
    this.#run = {};
    this.#failingSince = undefined;
    this.#asked = true;
    this.#arm(this.#run);
  }

  stop(): void {
    this.#run = undefined;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Reads shortly. */
  soon(): void {
    if (this.#asked) return;
    this.#asked = true;
    if (this.#timer !== undefined && this.#run !== undefined) this.#arm(this.#run);
  }

  async #read(run: object): Promise<void> {
    this.#timer = undefined;
    this.#asked = false;
    const start = performance.now();
    try {
      await attempt(Math.min(READING_MS, this.#patienceMs), this.#events.read);
      this.#failingSince = undefined;
    } catch (error) {
      if (this.#run === run) this.#failed(error, start);
    }
    if (this.#run === run) this.#arm(run);
  }

  #failed(error: unknown, start: number): void {
    if (isHung(error)) this.#store.reset();
    const { error: failure, isPassing } = this.#store.failure(error);
    this.#failingSince ??= start;
    if (isPassing && performance.now() - this.#failingSince < this.#patienceMs) return;
    this.stop();
    this.#events.onFailure(failure);
  }

  #arm(run: object): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#read(run), this.#asked ? GAP_MS : REREAD_MS);
  }
}
