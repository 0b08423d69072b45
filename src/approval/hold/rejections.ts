/** What a person said no to a short while ago, by the hash of value and machine. */
export class Rejections {
  /** In the order of their end: each lasts equally long. */
  readonly #ends = new Map<string, number>();
  readonly #milliseconds: number;

  constructor(seconds: number) {
    this.#milliseconds = seconds * 1000;
  }

  remember(what: string): void {
    const now = performance.now();
    for (const [old, end] of this.#ends) {
      if (end > now) break;
      this.#ends.delete(old);
    }
    this.#ends.delete(what);
    if (this.#milliseconds > 0) this.#ends.set(what, now + this.#milliseconds);
  }

  has(what: string): boolean {
    const end = this.#ends.get(what);
    return end !== undefined && performance.now() < end;
  }
}
