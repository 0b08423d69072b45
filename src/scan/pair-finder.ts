import type { Automaton } from "./automaton.js";

/** Up to here, in bytes, the automaton alone is cheaper. */
const SHORT = 256;

/** A string that a pair of bytes stands in, and where in it. */
interface Candidate {
  readonly string: number;
  /** Folded to lower case. */
  readonly text: Uint8Array;
  readonly offset: number;
}

/** Letters of ordinary text from the most frequent on; what is no letter is rarer than all of them, but for blanks and digits. */
const FREQUENT = ' etaoinsrhldcumfgpwybvkxjzq0123456789"/,.-_';

const isLittleEndian: boolean = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/**
 * Finds fixed strings, in any ASCII case, in long texts: looks at two bytes at a time, and only where the two stand in a string, at it.
 * Of each string it knows two pairs, the rarest that start at an even place of it and at an odd one: whichever way the text falls into
 * pairs, one of them is seen. Three times as fast as an automaton, which has to look at every byte in turn.
 */
export class PairFinder {
  /** For each two bytes, as a number, the place in `#candidates` of the strings that they stand in; 0 for none. */
  readonly #candidatesOf: Uint16Array = new Uint16Array(65_536);
  readonly #candidates: (readonly Candidate[])[] = [[]];
  readonly #automaton: Automaton;
  readonly #shortest: number;

  constructor(strings: readonly string[], automaton: Automaton) {
    this.#automaton = automaton;
    const texts = strings.map((string) => Buffer.from(string.toLowerCase(), "utf8"));
    this.#shortest = Math.min(...texts.map((text) => text.length));
    const lists = new Map<number, Candidate[]>();
    texts.forEach((text, string) => {
      for (const offset of [rarestPair(text, 0), rarestPair(text, 1)]) {
        for (const pair of pairsAt(text, offset)) {
          const list = lists.get(pair) ?? [];
          lists.set(pair, list);
          list.push({ string, text, offset });
        }
      }
    });
    for (const [pair, list] of lists) {
      this.#candidatesOf[pair] = this.#candidates.length;
      this.#candidates.push(list);
    }
  }

  /** Calls `found(string, start, length)` for every occurrence, in no order. */
  search(bytes: Buffer, found: (string: number, start: number, length: number) => void): void {
    if (bytes.length <= SHORT || this.#shortest < 2) {
      this.#automaton.search(bytes, 0, bytes.length, found);
      return;
    }
    const odd = bytes.byteOffset & 1;
    const pairs = new Uint16Array(bytes.buffer, bytes.byteOffset + odd, (bytes.length - odd) >> 1);
    const candidatesOf = this.#candidatesOf;
    const last = pairs.length - 3;
    let i = 0;
    for (; i < last; i += 4) {
      const a = candidatesOf[pairs[i]!]!;
      const b = candidatesOf[pairs[i + 1]!]!;
      const c = candidatesOf[pairs[i + 2]!]!;
      const d = candidatesOf[pairs[i + 3]!]!;
      if ((a | b | c | d) === 0) continue;
      if (a !== 0) this.#compare(a, bytes, odd + 2 * i, found);
      if (b !== 0) this.#compare(b, bytes, odd + 2 * i + 2, found);
      if (c !== 0) this.#compare(c, bytes, odd + 2 * i + 4, found);
      if (d !== 0) this.#compare(d, bytes, odd + 2 * i + 6, found);
    }
    for (; i < pairs.length; i++) {
      const candidates = candidatesOf[pairs[i]!]!;
      if (candidates !== 0) this.#compare(candidates, bytes, odd + 2 * i, found);
    }
    this.#searchEnd(bytes, odd + 2 * pairs.length, found);
  }

  /** A string of two bytes can end with the byte that is left over after the last pair. */
  #searchEnd(bytes: Buffer, end: number, found: (string: number, start: number, length: number) => void): void {
    if (end === bytes.length || this.#shortest > 2) return;
    this.#automaton.search(bytes, end - 1, bytes.length, found);
  }

  #compare(
    candidates: number,
    bytes: Buffer,
    at: number,
    found: (string: number, start: number, length: number) => void,
  ): void {
    const list = this.#candidates[candidates]!;
    for (let i = 0; i < list.length; i++) {
      const { string, text, offset } = list[i]!;
      if (isAt(text, bytes, at - offset)) found(string, at - offset, text.length);
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

/** Offset, even or odd as `parity` is, of the pair that is rarest in ordinary text; of a string of two bytes, 1 is its end. */
function rarestPair(text: Uint8Array, parity: 0 | 1): number {
  let best: number = parity;
  for (let offset = parity + 2; offset + 1 < text.length; offset += 2) {
    if (frequencyOf(text, offset) < frequencyOf(text, best)) best = offset;
  }
  return best;
}

function frequencyOf(text: Uint8Array, offset: number): number {
  return weightOf(text[offset]!) * weightOf(text[offset + 1]!);
}

function weightOf(byte: number): number {
  const rank = FREQUENT.indexOf(String.fromCharCode(byte));
  return rank < 0 ? 1 : FREQUENT.length + 1 - rank;
}

/** The pair at `offset` in every case, as numbers; where it goes beyond the end, with any byte after it. */
function* pairsAt(text: Uint8Array, offset: number): Generator<number> {
  const seconds =
    offset + 1 < text.length ? casesOf(text[offset + 1]!) : Uint8Array.from({ length: 256 }, (_, byte) => byte);
  for (const first of casesOf(text[offset]!)) {
    for (const second of seconds) yield isLittleEndian ? first | (second << 8) : (first << 8) | second;
  }
}

function casesOf(byte: number): Iterable<number> {
  return byte >= 0x61 && byte <= 0x7a ? [byte, byte - 0x20] : [byte];
}
