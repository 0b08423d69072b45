import { setImmediate } from "node:timers";

/** Longest stretch of work, in milliseconds, and most jobs, before other requests have their turn. */
const MOST_TIME = 8;
const MOST_JOBS = 128;

/**
 * Runs jobs at once as long as that takes little time, and the rest in slices between which the event loop turns: one answer can
 * release thousands of requests, and each is scanned again. Jobs keep their order and must not throw.
 */
export class Turns {
  #waiting: (() => void)[] = [];
  #next = 0;
  #spent = 0;
  #done = 0;
  #scheduled = false;
  #running = false;

  run(job: () => void): void {
    this.#waiting.push(job);
    if (!this.#running) this.#drain();
  }

  #drain(): void {
    this.#running = true;
    while (this.#next < this.#waiting.length && this.#spent < MOST_TIME && this.#done < MOST_JOBS) {
      const job = this.#waiting[this.#next++]!;
      const start = performance.now();
      job();
      this.#spent += performance.now() - start;
      this.#done += 1;
    }
    this.#running = false;
    if (this.#next === this.#waiting.length) {
      this.#waiting = [];
      this.#next = 0;
    }
    this.#renew();
  }

  /** A new turn of the event loop is a new budget. */
  #renew(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#spent = 0;
      this.#done = 0;
      if (this.#waiting.length > 0) this.#drain();
    });
  }
}
