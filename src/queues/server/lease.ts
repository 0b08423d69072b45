/** How long a proxy counts as alive after its last sign of life, in milliseconds, on the server's clock. */
export const LEASE_MS = 10_000;

/** How often a proxy that holds something gives one, in milliseconds. */
const BEAT_MS = 2_500;

/** Gives signs of life between `start` and `stop`; does not keep the process running. */
export class Heart {
  readonly #beat: () => Promise<void>;
  #timer: NodeJS.Timeout | undefined;

  constructor(beat: () => Promise<void>) {
    this.#beat = beat;
  }

  start(): void {
    // A beat that fails is followed by the next.
    this.#timer ??= setInterval(() => void this.#beat().catch(() => {}), BEAT_MS).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
