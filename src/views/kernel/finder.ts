import type { Memory } from "./memory.js";
import { frequencyOf } from "./windows.js";

/** A fixed string to find, and where. */
export interface KernelString {
  /** In lower case. */
  readonly text: Uint8Array;
  /** Whether it counts only where a word begins. */
  readonly begins: boolean;
  /** Of a string that is one byte over and over: behind so many more of them it does not count. 0: it does. */
  readonly repeats: number;
}

/** Shortest and longest string that the kernel finds; the longest as in finder.h. */
export const SHORTEST_STRING = 2;
export const LONGEST_STRING = 200;
/** More bytes before a string are not at hand. */
export const MOST_REPEATS = 256;
/** More strings have no numbers. */
export const MOST_STRINGS = 32_767;

/** Bytes into a string at which its windows may begin: as in context.h. */
const MOST_OFFSET = 12;

/** Bytes of a string that stand in pairs, and where in it they begin; -1: one byte before it. */
interface Window {
  readonly string: number;
  readonly offset: number;
  /** With bit 0x20 set in each; undefined: any byte. Six, four or three. */
  readonly bytes: readonly (number | undefined)[];
}

/**
 * Writes the tables in which fixed strings are looked for (finder.h), and the strings; gives the fields of `literals` there, but for the
 * last one.
 */
export function putFinder(memory: Memory, strings: readonly KernelString[]): readonly number[] {
  if (strings.length === 0) return new Array<number>(19).fill(0);
  const windows = strings.flatMap(({ text }, string) => [windowOf(text, string, 0), windowOf(text, string, 1)]);
  const { pairs, thirds, ofKind } = pairTables(windows);
  const put = (...kinds: readonly Kind[]) =>
    putWindows(
      memory,
      windows.filter((window) => kinds.includes(kindOf(window))),
      strings,
    );
  return [
    memory.put(pairs),
    memory.put(thirds),
    ofKind("three"),
    ofKind("two"),
    ofKind("two later"),
    ...put("six", "four"),
    ...put("three"),
    ...put("two", "two later"),
    ...putStrings(memory, strings),
  ];
}

type Kind = "six" | "four" | "three" | "two" | "two later";

/** How many bytes of a window are known, and whether that which is not is the first. */
function kindOf({ bytes }: Window): Kind {
  if (bytes[0] === undefined) return "two later";
  if (bytes.length === 3) return bytes[2] === undefined ? "two" : "three";
  return bytes.length === 4 ? "four" : "six";
}

/** Writes the strings themselves, to which every finder points; gives their fields. */
function putStrings(memory: Memory, strings: readonly KernelString[]): readonly number[] {
  const table = new Uint16Array(Math.max(1, strings.length) * 4);
  let at = 0;
  strings.forEach(({ text, begins, repeats }, index) => {
    table[4 * index] = at & 0xffff;
    table[4 * index + 1] = at >>> 16;
    table[4 * index + 2] = text.length | (begins ? 0x100 : 0);
    table[4 * index + 3] = repeats;
    at += text.length;
  });
  const bytes = new Uint8Array(at);
  at = 0;
  for (const { text } of strings) {
    bytes.set(text, at);
    at += text.length;
  }
  return [memory.put(table), memory.put(bytes)];
}

/** How much more than its own bytes a window lets pass that begins one byte before its string. */
const BEFORE_STRING = 16;

/** The rarest window of a string that starts at a place of it with this parity: of as many bytes as it has windows of at both. */
function windowOf(text: Uint8Array, string: number, parity: 0 | 1): Window {
  const length = text.length > 6 ? 6 : text.length > 4 ? 4 : 3;
  let offset = 0;
  let least = Infinity;
  // Of a short string, one byte may be any: the one before it or the one behind it.
  const last = text.length < 4 ? 1 : Math.min(text.length - length, MOST_OFFSET);
  for (let other = parity === 1 && text.length < 4 ? -1 : parity; other <= last; other += 2) {
    // The pairs of a window that begins before its string tell little.
    const frequency = frequencyOf(text, other, length) * (other < 0 ? BEFORE_STRING : 1);
    if (frequency >= least) continue;
    offset = other;
    least = frequency;
  }
  const bytes = Array.from({ length }, (_, i) => {
    const byte = text[offset + i];
    return byte === undefined ? undefined : byte | 0x20;
  });
  return { string, offset, bytes };
}

/** Bits of a table's entry, and codes of bytes: as `codesOf` in finder.h has them. */
const BUCKETS = 32;
const CODES: readonly number[] = Array.from({ length: 64 }, (_, code) => code);
const codeOf = (byte: number): number => (byte & 0x1f) | ((byte >> 1) & 0x20);

/** The tables over all pairs of codes; and which buckets have the windows of a kind. */
function pairTables(windows: readonly Window[]): {
  pairs: Uint32Array;
  thirds: Uint32Array;
  ofKind: (kind: Kind) => number;
} {
  const pairs = new Uint32Array(2 * 4096);
  const thirds = new Uint32Array(4096);
  const buckets = bucketsOf(windows);
  const bitsOf = (counts: (kind: Kind) => boolean) =>
    buckets.reduce((bits, [first], bucket) => (first && counts(kindOf(first)) ? bits | (1 << bucket) : bits), 0) >>> 0;
  thirds.fill(bitsOf((kind) => kind !== "six"));
  buckets.forEach((list, bucket) => {
    const bit = 1 << bucket;
    for (const { bytes } of list) {
      addPair(pairs, 2, 0, bytes[0], bytes[1], bit);
      addPair(pairs, 2, 1, bytes[2], bytes[3], bit);
      if (bytes.length === 6) addPair(thirds, 1, 0, bytes[4], bytes[5], bit);
    }
  });
  return { pairs, thirds, ofKind: (kind) => bitsOf((other) => other === kind) };
}

function addPair(
  table: Uint32Array,
  size: number,
  part: number,
  low: number | undefined,
  high: number | undefined,
  bit: number,
): void {
  for (const first of low === undefined ? CODES : [codeOf(low)])
    for (const second of high === undefined ? CODES : [codeOf(high)])
      table[size * (first | (second << 6)) + part]! |= bit;
}

/** How much a window lets pass beside itself, as a share of the buckets. */
const WEIGHTS: Readonly<Record<Kind, number>> = { six: 1, four: 3, three: 10, two: 20, "two later": 20 };

/**
 * Deals the windows out to the buckets: by how many bytes they have and which of them can be any, because one such would let pass what the
 * others of its bucket do not; and in the order of their bytes, so that those which begin alike share a bucket and few pairs have many bits.
 */
function bucketsOf(windows: readonly Window[]): readonly (readonly Window[])[] {
  const kinds = new Map<Kind, Window[]>();
  for (const window of windows) {
    const kind = kindOf(window);
    const list = kinds.get(kind);
    if (list === undefined) kinds.set(kind, [window]);
    else list.push(window);
  }
  const weightOf = (list: readonly Window[]) => list.length * WEIGHTS[kindOf(list[0]!)];
  const left = (BUCKETS - kinds.size) / [...kinds.values()].reduce((sum, list) => sum + weightOf(list), 0);
  return [...kinds.values()].flatMap((list) => {
    const shares = 1 + Math.floor(left * weightOf(list));
    const size = Math.ceil(list.length / shares);
    const sorted = [...list].sort((one, other) => orderOf(one) - orderOf(other));
    return Array.from({ length: shares }, (_, i) => sorted.slice(i * size, (i + 1) * size));
  });
}

function orderOf({ bytes }: Window): number {
  return bytes.reduce<number>((order, byte) => order * 256 + (byte ?? 0), 0);
}

function hashOf(value: number): number {
  return Math.imul(value, 0x9e3779b1) >>> 0;
}

const NO_MORE = 0xff;

/** Writes a `Windows`; gives its fields. */
function putWindows(memory: Memory, windows: readonly Window[], strings: readonly KernelString[]): readonly number[] {
  const keyed = distinct(windows);
  const log = Math.max(4, Math.ceil(Math.log2(4 * keyed.length)));
  const heads = new Uint16Array((1 << log) + 1);
  const used = new Uint8Array((1 << log) / 8);
  const table = new DataView(new ArrayBuffer(Math.max(1, keyed.length) * 12));
  let head = 0;
  keyed.forEach(({ string, offset, bytes, value }, index) => {
    const own = hashOf(value) >>> (32 - log);
    for (; head <= own; head++) heads[head] = index;
    used[own >> 3]! |= 1 << (own & 7);
    const { text } = strings[string]!;
    const moreAt = text.length < 4 ? NO_MORE : moreOf(text.length, offset, bytes.length);
    table.setUint32(12 * index, value, true);
    table.setUint32(12 * index + 4, moreAt === NO_MORE ? 0 : fold(text.subarray(moreAt, moreAt + 4)), true);
    table.setUint16(12 * index + 8, string, true);
    table.setUint8(12 * index + 10, offset);
    table.setUint8(12 * index + 11, moreAt);
  });
  heads.fill(keyed.length, head);
  return [memory.put(heads), memory.put(used), 32 - log, memory.put(new Uint8Array(table.buffer))];
}

/** Windows as they are compared, in the order of their hashes. A string of two bytes has the same one twice. */
function distinct(windows: readonly Window[]): readonly (Window & { readonly value: number })[] {
  const kept = new Map<string, Window & { readonly value: number }>();
  for (const window of windows) {
    const offset = Math.max(0, window.offset);
    kept.set(`${window.string} ${offset}`, { ...window, offset, value: numberOf(window) });
  }
  return [...kept.values()].sort((one, other) => hashOf(one.value) - hashOf(other.value));
}

/** Where four bytes of a string stand that tell most beside a window: behind it, before it, or where it is long enough. */
function moreOf(length: number, offset: number, known: number): number {
  if (length - offset - 4 >= 4 || offset === 0) return Math.min(length - 4, offset + 4);
  return known === 6 ? offset + 2 : Math.max(0, offset - 4);
}

/** The bytes of a window that are known, but for the fifth and sixth, as one number. */
function numberOf({ bytes }: Window): number {
  return fold(bytes.filter((byte) => byte !== undefined).slice(0, 4));
}

function fold(bytes: Iterable<number>): number {
  let value = 0;
  let shift = 0;
  for (const byte of bytes) {
    value |= (byte | 0x20) << shift;
    shift += 8;
  }
  return value >>> 0;
}
