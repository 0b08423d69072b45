import type { Automaton } from "./automaton.js";

/** A gap up to here, in bytes, is looked through rather than forgetting what is known before it. */
const WIDEST_GAP = 512;

/**
 * Where context words stand in one view's bytes. What is asked for is looked for once: questions about places near each other, as those
 * about one run after the other are, together cost one pass over the bytes that they touch.
 */
export class WordPlaces {
  readonly #automaton: Automaton;
  readonly #bytes: Buffer;
  /** What has been looked at: `[#from, #to)`. */
  #from = 0;
  #to = 0;
  /** Word, start and end of each hit in there, by their ends. */
  #hits: number[] = [];

  constructor(automaton: Automaton, bytes: Buffer) {
    this.#automaton = automaton;
    this.#bytes = bytes;
  }

  /** Calls `found(word, start, length)` for every word in `[from, to)`. */
  search(from: number, to: number, found: (word: number, start: number, length: number) => void): void {
    if (to <= from) return;
    this.#cover(from, to);
    const hits = this.#hits;
    for (let i = this.#firstEndingAfter(from); i < hits.length && hits[i + 2]! <= to; i += 3) {
      if (hits[i + 1]! >= from) found(hits[i]!, hits[i + 1]!, hits[i + 2]! - hits[i + 1]!);
    }
  }

  #cover(from: number, to: number): void {
    if (from < this.#from || from > this.#to + WIDEST_GAP) {
      this.#hits = [];
      this.#from = from;
      this.#to = from;
    }
    if (to <= this.#to) return;
    const known = this.#to;
    const start = Math.max(this.#from, known - this.#automaton.longest + 1);
    this.#automaton.search(this.#bytes, start, to, (word, at, length) => {
      if (at + length > known) this.#hits.push(word, at, at + length);
    });
    this.#to = to;
  }

  #firstEndingAfter(place: number): number {
    let low = 0;
    let high = this.#hits.length / 3;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#hits[middle * 3 + 2]! > place) high = middle;
      else low = middle + 1;
    }
    return low * 3;
  }
}
