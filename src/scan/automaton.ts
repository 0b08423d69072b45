/**
 * Finds many fixed strings at once, in any ASCII case: Aho and Corasick's automaton as a table over classes of bytes. Bytes that
 * stand in no string share a class, which keeps the table within the processor's cache.
 */
export class Automaton {
  readonly #classOf: Uint8Array;
  readonly #next: Int32Array;
  /** States from here on end a string. */
  readonly #ending: number;
  /** For each ending state, the strings that end there, by index. */
  readonly #ends: readonly (readonly number[])[];
  readonly #lengths: readonly number[];
  readonly isEmpty: boolean;
  /** Length of the longest string, in bytes. */
  readonly longest: number;

  constructor(strings: readonly string[]) {
    const folded = strings.map((text) => Buffer.from(text.toLowerCase(), "utf8"));
    const classes = byteClasses(folded);
    const trie = buildTrie(folded, classes.classOf, classes.count);
    const table = orderEndingLast(trie, classes.count);
    this.#classOf = classes.classOf;
    this.#next = table.next;
    this.#ending = table.ending;
    this.#ends = table.ends;
    this.#lengths = folded.map((text) => text.length);
    this.isEmpty = strings.length === 0;
    this.longest = Math.max(0, ...this.#lengths);
  }

  /** Calls `found(string, start, length)` for every occurrence that lies in `[from, to)`, in the order of their ends. */
  search(
    bytes: Uint8Array,
    from: number,
    to: number,
    found: (string: number, start: number, length: number) => void,
  ): void {
    const next = this.#next;
    const classOf = this.#classOf;
    const ending = this.#ending;
    let state = 0;
    for (let i = from; i < to; i++) {
      state = next[state + classOf[bytes[i]!]!]!;
      if (state >= ending) this.#report(state, i + 1, found);
    }
  }

  #report(state: number, end: number, found: (string: number, start: number, length: number) => void): void {
    for (const string of this.#ends[state - this.#ending]!) {
      const length = this.#lengths[string]!;
      found(string, end - length, length);
    }
  }
}

interface Trie {
  /** Next state by state and class, states as plain numbers. */
  readonly next: number[][];
  readonly ends: number[][];
}

/** One class for each byte that stands in a string (both cases of a letter share one), class 0 for all others. */
function byteClasses(strings: readonly Uint8Array[]): { classOf: Uint8Array; count: number } {
  const classOf = new Uint8Array(256);
  let count = 1;
  for (const text of strings) {
    for (const byte of text) {
      if (classOf[byte] !== 0) continue;
      classOf[byte] = count;
      if (byte >= 0x61 && byte <= 0x7a) classOf[byte - 0x20] = count;
      count++;
    }
  }
  return { classOf, count };
}

function buildTrie(strings: readonly Uint8Array[], classOf: Uint8Array, classes: number): Trie {
  const next: number[][] = [new Array<number>(classes).fill(-1)];
  const ends: number[][] = [[]];
  strings.forEach((text, index) => {
    let state = 0;
    for (const byte of text) {
      const symbol = classOf[byte]!;
      if (next[state]![symbol] === -1) {
        next[state]![symbol] = next.length;
        next.push(new Array<number>(classes).fill(-1));
        ends.push([]);
      }
      state = next[state]![symbol]!;
    }
    ends[state]!.push(index);
  });
  addFailureLinks(next, ends, classes);
  return { next, ends };
}

/** Fills every missing transition with that of the longest proper suffix that is a state, breadth first. */
function addFailureLinks(next: number[][], ends: number[][], classes: number): void {
  const failure = new Array<number>(next.length).fill(0);
  const queue: number[] = [];
  for (let symbol = 0; symbol < classes; symbol++) {
    const state = next[0]![symbol]!;
    if (state === -1) next[0]![symbol] = 0;
    else queue.push(state);
  }
  for (let head = 0; head < queue.length; head++) {
    const state = queue[head]!;
    const fallback = failure[state]!;
    ends[state]!.push(...ends[fallback]!);
    for (let symbol = 0; symbol < classes; symbol++) {
      const target = next[state]![symbol]!;
      if (target === -1) next[state]![symbol] = next[fallback]![symbol]!;
      else {
        failure[target] = next[fallback]![symbol]!;
        queue.push(target);
      }
    }
  }
}

/** Renumbers the states so that one comparison tells an ending state, and multiplies them out to offsets of the table. */
function orderEndingLast(trie: Trie, classes: number): { next: Int32Array; ending: number; ends: number[][] } {
  const plain = trie.ends.flatMap((ends, state) => (ends.length === 0 ? [state] : []));
  const ending = trie.ends.flatMap((ends, state) => (ends.length > 0 ? [state] : []));
  const renumbered = new Array<number>(trie.next.length);
  [...plain, ...ending].forEach((state, index) => {
    renumbered[state] = index;
  });
  const table = new Int32Array(trie.next.length * classes);
  trie.next.forEach((row, state) => {
    row.forEach((target, symbol) => {
      table[renumbered[state]! * classes + symbol] = renumbered[target]! * classes;
    });
  });
  const sparse: number[][] = [];
  ending.forEach((state, index) => {
    sparse[index * classes] = trie.ends[state]!;
  });
  return { next: table, ending: plain.length * classes, ends: sparse };
}
