/** Questions that a person said no to a short while ago, by the hash that names them. */
export class Rejections {
  /** In the order of their end: each lasts equally long. */
  readonly #ends = new Map<string, number>();
  readonly #milliseconds: number;

  constructor(seconds: number) {
    this.#milliseconds = seconds * 1000;
  }

  remember(question: string): void {
    const now = performance.now();
    for (const [old, end] of this.#ends) {
      if (end > now) break;
      this.#ends.delete(old);
    }
    this.#ends.delete(question);
    if (this.#milliseconds > 0) this.#ends.set(question, now + this.#milliseconds);
  }

  has(question: string): boolean {
    const end = this.#ends.get(question);
    return end !== undefined && performance.now() < end;
  }
}
