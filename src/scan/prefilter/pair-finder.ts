import { bucketsOf, type FinderString, type Window, windowOf } from "../../views/kernel/windows.js";
import type { Automaton } from "./automaton.js";

/** Texts shorter than this are little but ends. */
const SHORTEST = 64;
/** Bytes at either end of a text whose windows go beyond it. */
const EDGE = 2;
const WINDOW = 4;

/** Pairs that are looked at before what was found is compared, and the most places of theirs that are. */
const CHUNK = 2048;
const MOST_PLACES = 128;

/** Reused by every search: a scan is synchronous. */
const places: Int32Array = new Int32Array(MOST_PLACES + 4);
const placeBits: Int32Array = new Int32Array(MOST_PLACES + 4);

function markPlace(count: number, pair: number, bits: number): number {
  places[count] = pair;
  placeBits[count] = bits;
  return count + 1;
}

const isLittleEndian: boolean = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/**
 * Finds fixed strings, in any ASCII case, in long texts: two bytes at a time, several times as fast as an automaton, which has to look at
 * every byte in turn. Of each string it knows two windows of four bytes, one that starts at an even place of it and one at an odd one:
 * whichever way a text falls into pairs of bytes, both pairs of one window are seen. The strings are in buckets, each with one bit in
 * two tables over all pairs; only where both tables have the bit of a bucket, its strings are compared. (So does Hyperscan's Teddy, with
 * half-bytes and vectors.)
 */
export class PairFinder {
  readonly #first: Int32Array = new Int32Array(65_536);
  readonly #second: Int32Array = new Int32Array(65_536);
  readonly #buckets: readonly (readonly Window[])[];
  /** Where the even and the odd window of each string begin. */
  readonly #offsets: readonly number[];
  readonly #strings: readonly FinderString[];
  readonly #automaton: Automaton;

  /** `automaton`: for the same strings in the same order, for short texts and the ends of long ones. */
  constructor(strings: readonly FinderString[], automaton: Automaton) {
    this.#strings = strings;
    this.#automaton = automaton;
    const windows = strings.flatMap((string, index) => [windowOf(string, index, 0), windowOf(string, index, 1)]);
    this.#offsets = windows.map(({ offset }) => offset);
    this.#buckets = bucketsOf(windows);
    this.#buckets.forEach((windows, bucket) => {
      for (const { bytes } of windows) {
        addPairs(this.#first, bytes[0]!, bytes[1]!, 1 << bucket);
        addPairs(this.#second, bytes[2]!, bytes[3]!, 1 << bucket);
      }
    });
  }

  /** Calls `found(string, start, length)` for every occurrence in `[from, to)`, nearly in the order of their starts. */
  search(
    bytes: Buffer,
    from: number,
    to: number,
    found: (string: number, start: number, length: number) => void,
  ): void {
    if (to - from <= SHORTEST) {
      this.#automaton.search(bytes, from, to, found);
      return;
    }
    const { longest } = this.#automaton;
    const low = from + EDGE;
    const high = to - EDGE;
    this.#automaton.search(bytes, from, Math.min(to, low + longest), (string, start, length) => {
      if (start < low) found(string, start, length);
    });
    this.#searchPairs(bytes, from, to, (string, start, length) => {
      if (start >= low && start + length <= high) found(string, start, length);
    });
    this.#automaton.search(bytes, Math.max(low, high - longest), to, (string, start, length) => {
      if (start + length > high) found(string, start, length);
    });
  }

  #searchPairs(
    bytes: Buffer,
    from: number,
    to: number,
    found: (string: number, start: number, length: number) => void,
  ): void {
    const base = from + ((bytes.byteOffset + from) & 1);
    const pairs = new Uint16Array(bytes.buffer, bytes.byteOffset + base, (to - base) >> 1);
    for (let low = 0; low < pairs.length; low += CHUNK) {
      const high = Math.min(pairs.length, low + CHUNK);
      const count = this.#markPlaces(pairs, low, high);
      if (count > MOST_PLACES) this.#searchChunk(bytes, from, to, base + 2 * low, base + 2 * high, base & 1, found);
      else for (let i = 0; i < count; i++) this.#compare(placeBits[i]!, bytes, base + 2 * places[i]!, found);
    }
  }

  /** Writes down where windows begin, as far as the tables tell, of those whose second pair is in `[low, high)`; gives their number. */
  #markPlaces(pairs: Uint16Array, low: number, high: number): number {
    const first = this.#first;
    const second = this.#second;
    let before = low === 0 ? 0 : first[pairs[low - 1]!]!;
    let count = 0;
    let i = low;
    for (; i + 4 <= high && count <= MOST_PLACES; i += 4) {
      const a = pairs[i]!;
      const b = pairs[i + 1]!;
      const c = pairs[i + 2]!;
      const d = pairs[i + 3]!;
      const atA = before & second[a]!;
      const atB = first[a]! & second[b]!;
      const atC = first[b]! & second[c]!;
      const atD = first[c]! & second[d]!;
      before = first[d]!;
      if ((atA | atB | atC | atD) === 0) continue;
      if (atA !== 0) count = markPlace(count, i - 1, atA);
      if (atB !== 0) count = markPlace(count, i, atB);
      if (atC !== 0) count = markPlace(count, i + 1, atC);
      if (atD !== 0) count = markPlace(count, i + 2, atD);
    }
    for (; i < high && count <= MOST_PLACES; i++) {
      const at = before & second[pairs[i]!]!;
      before = first[pairs[i]!]!;
      if (at !== 0) count = markPlace(count, i - 1, at);
    }
    return count;
  }

  /** The same for the windows whose second pair begins in `[low, high)`, where so many of them are strings' that looking at each is slower. */
  #searchChunk(
    bytes: Buffer,
    from: number,
    to: number,
    low: number,
    high: number,
    parity: number,
    found: (string: number, start: number, length: number) => void,
  ): void {
    const margin = this.#automaton.longest + WINDOW;
    this.#automaton.search(
      bytes,
      Math.max(from, low - margin),
      Math.min(to, high + margin),
      (string, start, length) => {
        const second = start + this.#offsets[2 * string + ((start & 1) ^ parity)]! + 2;
        if (second >= low && second < high) found(string, start, length);
      },
    );
  }

  /** Compares the strings of the buckets whose bits are set, for a window at `place`. */
  #compare(
    bits: number,
    bytes: Buffer,
    place: number,
    found: (string: number, start: number, length: number) => void,
  ): void {
    for (let left = bits; left !== 0; left &= left - 1) {
      const windows = this.#buckets[31 - Math.clz32(left & -left)]!;
      for (let i = 0; i < windows.length; i++) {
        const { string, offset } = windows[i]!;
        const { text } = this.#strings[string]!;
        if (isAt(text, bytes, place - offset)) found(string, place - offset, text.length);
      }
    }
  }
}

function isAt(text: Uint8Array, bytes: Buffer, start: number): boolean {
  if (start < 0 || start + text.length > bytes.length) return false;
  for (let i = 0; i < text.length; i++) {
    const byte = bytes[start + i]!;
    if (byte !== text[i] && (byte > 0x5a || byte < 0x41 || byte + 0x20 !== text[i])) return false;
  }
  return true;
}

function addPairs(table: Int32Array, lows: readonly number[], highs: readonly number[], bit: number): void {
  for (const low of lows) {
    for (const high of highs) table[isLittleEndian ? low | (high << 8) : (low << 8) | high]! |= bit;
  }
}
