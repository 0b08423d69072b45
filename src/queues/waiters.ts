interface Waiter {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Those who wait for an answer, by the proposal's id. */
export class Waiters {
  readonly #byId = new Map<string, Set<Waiter>>();
  readonly #onEmpty: () => void;

  /** @param onEmpty Called when nobody waits any longer. */
  constructor(onEmpty: () => void = () => {}) {
    this.#onEmpty = onEmpty;
  }

  /** How many proposals are waited for. */
  get size(): number {
    return this.#byId.size;
  }

  has(id: string): boolean {
    return this.#byId.has(id);
  }

  ids(): string[] {
    return [...this.#byId.keys()];
  }

  /** Resolves with what `settle` brings; rejects with the signal's reason when it aborts. */
  wait(id: string, signal: AbortSignal): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason);
        return;
      }
      const abort = (): void => {
        this.#remove(id, waiter);
        reject(signal.reason);
      };
      const done = (): void => signal.removeEventListener("abort", abort);
      const waiter: Waiter = {
        resolve: (answer) => {
          done();
          resolve(answer);
        },
        reject: (error) => {
          done();
          reject(error);
        },
      };
      signal.addEventListener("abort", abort, { once: true });
      const waiters = this.#byId.get(id);
      if (waiters === undefined) this.#byId.set(id, new Set([waiter]));
      else waiters.add(waiter);
    });
  }

  settle(id: string, answer: unknown): void {
    for (const waiter of this.#take(id)) waiter.resolve(answer);
  }

  fail(id: string, error: unknown): void {
    for (const waiter of this.#take(id)) waiter.reject(error);
  }

  failAll(error: unknown): void {
    for (const id of this.ids()) this.fail(id, error);
  }

  /** Forgets who waits for `id`. Each of them still ends with its own signal, which alone holds on to it now. */
  forget(id: string): void {
    if (this.#byId.delete(id) && this.#byId.size === 0) this.#onEmpty();
  }

  #take(id: string): Iterable<Waiter> {
    const waiters = this.#byId.get(id) ?? [];
    this.forget(id);
    return waiters;
  }

  #remove(id: string, waiter: Waiter): void {
    const waiters = this.#byId.get(id);
    if (waiters?.delete(waiter) && waiters.size === 0) this.forget(id);
  }
}
