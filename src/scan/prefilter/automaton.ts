import { lazily } from "../lazily.js";

const LINE_END = 0x0a;
/** Not worked out yet. */
const UNKNOWN = -1;
/** States that the table has room for at first. */
const FIRST_STATES = 64;

/**
 * Finds many fixed strings at once, in any ASCII case: Aho and Corasick's automaton as a table over classes of bytes, of which a state is
 * worked out when a text first leads to it. Of thousands of strings texts lead to few: all states took a hundred times as long to make, and
 * megabytes. A state is a beginning that some of the strings share: a range of them, in the order of their bytes, and a depth.
 */
export class Automaton {
  readonly isEmpty: boolean;
  /** Length of the longest string, in bytes. */
  readonly longest: number;
  /** As strings of bytes, in lower case. */
  readonly #sorted: readonly string[];
  /** Of each of those, its places among what was given. */
  readonly #placesOf: () => ReadonlyMap<string, readonly number[]>;
  readonly #classOf: Uint8Array;
  readonly #classes: number;
  /**
   * For each state and class of a byte, what follows, times two, and one more where that ends a string. States are told by where their rows
   * begin.
   */
  #next: Int32Array;
  readonly #states: State[] = [];

  constructor(strings: readonly string[]) {
    const isAscii = !/[^\0-\x7e]/.test(strings.join(""));
    const folded = isAscii ? strings.map((text) => text.toLowerCase()) : strings.map(foldedBytes);
    this.#sorted = [...new Set(folded)].sort();
    this.#placesOf = lazily(() => placesOf(folded));
    this.#classOf = isAscii ? ASCII : ANY;
    this.#classes = isAscii ? 128 : 256;
    this.#next = new Int32Array(FIRST_STATES * this.#classes).fill(UNKNOWN);
    this.#states.push({ low: 0, high: this.#sorted.length, depth: 0, failure: 0, ends: NONE });
    this.isEmpty = strings.length === 0;
    this.longest = folded.reduce((most, { length }) => Math.max(most, length), 0);
  }

  /**
   * Calls `found(string, start, length)` for every occurrence that lies in `[from, to)`, in the order of their ends. Where `to` is one more
   * than the bytes are, a line's end is read behind them.
   */
  search(
    bytes: Uint8Array,
    from: number,
    to: number,
    found: (string: number, start: number, length: number) => void,
  ): void {
    const classOf = this.#classOf;
    let next = this.#next;
    let row = 0;
    for (let i = from; i < to; i++) {
      const symbol = i < bytes.length ? classOf[bytes[i]!]! : LINE_END;
      let step = next[row + symbol]!;
      if (step === UNKNOWN) {
        step = this.#stepFrom(row, symbol);
        next = this.#next;
      }
      row = step >> 1;
      if ((step & 1) === 1) this.#report(row, i + 1, found);
    }
  }

  #report(row: number, end: number, found: (string: number, start: number, length: number) => void): void {
    for (const text of this.#states[row / this.#classes]!.ends)
      for (const place of this.#placesOf().get(text)!) found(place, end - text.length, text.length);
  }

  /** The entry of the table. */
  #stepFrom(row: number, symbol: number): number {
    const known = this.#next[row + symbol]!;
    if (known !== UNKNOWN) return known;
    const state = this.#states[row / this.#classes]!;
    const child = this.#childOf(state, symbol);
    const step = child ?? (state.depth === 0 ? 0 : this.#stepFrom(state.failure, symbol));
    this.#next[row + symbol] = step;
    return step;
  }

  /** The step to the state that is one byte longer; undefined where no string begins so. */
  #childOf({ low, high, depth, failure }: State, symbol: number): number | undefined {
    const first = this.#firstFrom(symbol, low, high, depth);
    const last = this.#firstFrom(symbol + 1, first, high, depth);
    if (first === last) return undefined;
    const fallback = depth === 0 ? 0 : this.#stepFrom(failure, symbol) >> 1;
    const shorter = this.#states[fallback / this.#classes]!.ends;
    const ends = this.#sorted[first]!.length === depth + 1 ? [this.#sorted[first]!, ...shorter] : shorter;
    const row = this.#states.push({ low: first, high: last, depth: depth + 1, failure: fallback, ends }) - 1;
    this.#makeRoom();
    return (row * this.#classes * 2) | (ends.length > 0 ? 1 : 0);
  }

  /** Of the strings `[low, high)`, the first whose byte at `depth` is no less than `byte`. */
  #firstFrom(byte: number, low: number, high: number, depth: number): number {
    let [from, to] = [low, high];
    while (from < to) {
      const middle = (from + to) >> 1;
      const own = this.#sorted[middle]!;
      if (own.length > depth && own.charCodeAt(depth) >= byte) to = middle;
      else from = middle + 1;
    }
    return from;
  }

  #makeRoom(): void {
    const size = this.#states.length * this.#classes;
    if (size <= this.#next.length) return;
    const larger = new Int32Array(2 * this.#next.length).fill(UNKNOWN, this.#next.length);
    larger.set(this.#next);
    this.#next = larger;
  }
}

/** A beginning of strings. */
interface State {
  /** The strings that begin so: `[low, high)` of the sorted ones. */
  readonly low: number;
  readonly high: number;
  /** Its length in bytes. */
  readonly depth: number;
  /** Row of its longest end that is a beginning too. */
  readonly failure: number;
  /** The strings that end here, the longest first. */
  readonly ends: readonly string[];
}

const NONE: readonly string[] = [];

/** The class of a byte is itself, in lower case; of strings in ASCII, all other bytes are as DEL is, which none of them has. */
const ANY: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte,
);
const ASCII: Uint8Array = ANY.map((byte) => Math.min(byte, 0x7f));

/** The bytes of a text in lower case, a character for each. */
function foldedBytes(text: string): string {
  const lower = text.toLowerCase();
  return /[^\0-\x7f]/.test(lower) ? Buffer.from(lower, "utf8").toString("latin1") : lower;
}

function placesOf(strings: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  strings.forEach((text, place) => {
    const others = places.get(text);
    if (others === undefined) places.set(text, [place]);
    else others.push(place);
  });
  return places;
}
