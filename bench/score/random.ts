/** Choices that follow from a seed alone (mulberry32), so that every run makes the same texts. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** From 0 on, below 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  /** A whole number from `least` to `most`. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)]!;
  }

  text(characters: string, length: number): string {
    let text = "";
    while (text.length < length) text += characters[this.below(characters.length)];
    return text;
  }

  hex(length: number): string {
    return this.text("0123456789abcdef", length);
  }

  alnum(length: number): string {
    return this.text(ALNUM, length);
  }

  bytes(length: number): Buffer {
    return Buffer.from(Array.from({ length }, () => this.below(256)));
  }

  /** RFC 9562, version 4. */
  uuid(): string {
    const hex = this.hex(30);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-${this.pick([..."89ab"])}${hex.slice(15, 18)}-${hex.slice(18)}`;
  }
}

export const DIGITS = "0123456789";
export const LOWER = "abcdefghijklmnopqrstuvwxyz";
export const UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
export const ALNUM: string = DIGITS + UPPER + LOWER;
