import { member } from "./path.js";

const AMPERSAND = 0x26;
const EQUALS = 0x3d;

/** More bytes of a name than a path quotes. */
const LONGEST_NAME = 288;

/**
 * Finds paths in the name=value pairs that stand in `[from, to)` of `bytes`. `kind`: "query" or "form". Asked in ascending order, all
 * answers together cost one pass over the bytes.
 */
export class PairPaths {
  readonly #bytes: Buffer;
  readonly #kind: string;
  readonly #from: number;
  readonly #to: number;
  /** The pair that was asked about last: its place in the list, where it starts and ends, and the "=" in it. */
  #index = 0;
  #low: number;
  #high: number;
  #equals: number;

  constructor(bytes: Buffer, kind: string, from: number, to: number) {
    this.#bytes = bytes;
    this.#kind = kind;
    this.#from = from;
    this.#to = to;
    this.#low = from;
    this.#high = from - 1;
    this.#equals = -1;
  }

  /** "query.key" for a value, "query[2].name" for a name, "query[2]" for both or a pair without a name, "query" for more than one pair. */
  pathOf(start: number, end: number): string {
    if (start < this.#low) {
      this.#index = 0;
      this.#low = this.#from;
      this.#high = this.#from - 1;
    }
    if (this.#high < this.#low) this.#readPair();
    while (this.#high < start && this.#high < this.#to) {
      this.#index++;
      this.#low = this.#high + 1;
      this.#readPair();
    }
    const kind = this.#kind;
    if (end > this.#high) return kind;
    const equals = this.#equals;
    if (equals < this.#low + 1) return `${kind}[${this.#index}]`;
    if (end <= equals) return `${kind}[${this.#index}].name`;
    if (start <= equals) return `${kind}[${this.#index}]`;
    return kind + member(this.#bytes.toString("utf8", this.#low, Math.min(equals, this.#low + LONGEST_NAME)));
  }

  /** Reads the pair that starts at `#low`. */
  #readPair(): void {
    const bytes = this.#bytes;
    const to = this.#to;
    let at = this.#low;
    while (at < to && bytes[at] !== EQUALS && bytes[at] !== AMPERSAND) at++;
    this.#equals = at < to && bytes[at] === EQUALS ? at : -1;
    while (at < to && bytes[at] !== AMPERSAND) at++;
    this.#high = at;
  }
}
