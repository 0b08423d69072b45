/** What a desk's `changes()` gives: changes fall together until the reader asks for the next step. */

const DONE: IteratorResult<void> = Object.freeze({ done: true, value: undefined });
const STEP: IteratorResult<void> = Object.freeze({ done: false, value: undefined });

interface Reader {
  readonly resolve: (step: IteratorResult<void>) => void;
  readonly reject: (error: unknown) => void;
}

/** One reader's side: subscribed from the moment it is made until it ends. */
class Subscription implements AsyncIterableIterator<void> {
  #changed = false;
  #ended = false;
  #failure: { readonly error: unknown } | undefined;
  #readers: Reader[] = [];
  readonly #onEnd: (subscription: Subscription) => void;

  constructor(onEnd: (subscription: Subscription) => void) {
    this.#onEnd = onEnd;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<void>> {
    if (this.#failure !== undefined) {
      const { error } = this.#failure;
      this.#failure = undefined;
      return Promise.reject(error);
    }
    if (this.#ended) return Promise.resolve(DONE);
    if (this.#changed) {
      this.#changed = false;
      return Promise.resolve(STEP);
    }
    return new Promise((resolve, reject) => this.#readers.push({ resolve, reject }));
  }

  return(): Promise<IteratorResult<void>> {
    this.end();
    return Promise.resolve(DONE);
  }

  change(): void {
    const reader = this.#readers.shift();
    if (reader === undefined) this.#changed = true;
    else reader.resolve(STEP);
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const reader of this.#readers.splice(0)) reader.resolve(DONE);
    this.#onEnd(this);
  }

  /** The next read rejects with `error`; after it there is nothing more. */
  fail(error: unknown): void {
    const reader = this.#readers.shift();
    if (reader === undefined) this.#failure = { error };
    else reader.reject(error);
    this.end();
  }
}

/** All readers of one queue's changes. */
export class Steps {
  readonly #subscriptions = new Set<Subscription>();
  readonly #onEmpty: () => void;

  /** @param onEmpty Called when the last reader has ended. */
  constructor(onEmpty: () => void = () => {}) {
    this.#onEmpty = onEmpty;
  }

  get size(): number {
    return this.#subscriptions.size;
  }

  subscribe(signal: AbortSignal): AsyncIterable<void> {
    const abort = (): void => subscription.end();
    const subscription = new Subscription((ended) => {
      signal.removeEventListener("abort", abort);
      if (this.#subscriptions.delete(ended) && this.#subscriptions.size === 0) this.#onEmpty();
    });
    if (signal.aborted) subscription.end();
    else {
      this.#subscriptions.add(subscription);
      signal.addEventListener("abort", abort, { once: true });
    }
    return subscription;
  }

  change(): void {
    for (const subscription of this.#subscriptions) subscription.change();
  }

  fail(error: unknown): void {
    for (const subscription of [...this.#subscriptions]) subscription.fail(error);
  }

  /** Every reader's changes end, quietly. */
  end(): void {
    for (const subscription of [...this.#subscriptions]) subscription.end();
  }
}
