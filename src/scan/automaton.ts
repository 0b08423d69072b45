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
  /** Next state by state × number of classes + class, states as plain numbers. */
  readonly next: Int32Array;
  readonly ends: readonly (readonly number[])[];
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
  const most = strings.reduce((sum, text) => sum + text.length, 1);
  const next = new Int32Array(most * classes).fill(-1);
  const ends: number[][] = [[]];
  strings.forEach((text, index) => {
    let state = 0;
    for (const byte of text) {
      const place = state * classes + classOf[byte]!;
      if (next[place] === -1) {
        next[place] = ends.length;
        ends.push([]);
      }
      state = next[place]!;
    }
    ends[state]!.push(index);
  });
  const used = next.subarray(0, ends.length * classes);
  addFailureLinks(used, ends, classes);
  return { next: used, ends };
}

/** Fills every missing transition with that of the longest proper suffix that is a state, breadth first. */
function addFailureLinks(next: Int32Array, ends: number[][], classes: number): void {
  const failure = new Int32Array(ends.length);
  const queue: number[] = [];
  for (let symbol = 0; symbol < classes; symbol++) {
    const state = next[symbol]!;
    if (state === -1) next[symbol] = 0;
    else queue.push(state);
  }
  for (let head = 0; head < queue.length; head++) {
    const state = queue[head]! * classes;
    const fallback = failure[queue[head]!]!;
    if (ends[fallback]!.length > 0) ends[queue[head]!]!.push(...ends[fallback]!);
    for (let symbol = 0; symbol < classes; symbol++) {
      const target = next[state + symbol]!;
      const beyond = next[fallback * classes + symbol]!;
      if (target === -1) next[state + symbol] = beyond;
      else {
        failure[target] = beyond;
        queue.push(target);
      }
    }
  }
}

/** Renumbers the states so that one comparison tells an ending state, and multiplies them out to offsets of the table. */
function orderEndingLast(
  { next, ends }: Trie,
  classes: number,
): { next: Int32Array; ending: number; ends: number[][] } {
  const plain = ends.reduce((count, list) => count + (list.length === 0 ? 1 : 0), 0);
  const offsets = new Int32Array(ends.length);
  const sparse: number[][] = [];
  let plainSeen = 0;
  let endingSeen = 0;
  ends.forEach((list, state) => {
    if (list.length === 0) offsets[state] = plainSeen++ * classes;
    else {
      sparse[endingSeen * classes] = [...list];
      offsets[state] = (plain + endingSeen++) * classes;
    }
  });
  const table = new Int32Array(next.length);
  for (let state = 0; state < ends.length; state++) {
    for (let symbol = 0; symbol < classes; symbol++) {
      table[offsets[state]! + symbol] = offsets[next[state * classes + symbol]!]!;
    }
  }
  return { next: table, ending: plain * classes, ends: sparse };
}
