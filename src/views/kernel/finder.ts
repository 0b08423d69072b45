import type { Memory } from "./memory.js";
import { ALL, frequencyOf } from "./windows.js";

/** A fixed string to find, and where. */
export interface KernelString {
  /** In lower case. */
  readonly text: Uint8Array;
  /** Whether it counts only where a word begins. */
  readonly begins: boolean;
}

/** Shortest and longest string that the kernel finds; the longest as in finder.h. */
export const SHORTEST_STRING = 2;
export const LONGEST_STRING = 200;
/** More strings have no numbers. */
export const MOST_STRINGS = 65_535;

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
  if (strings.length === 0) return new Array<number>(17).fill(0);
  const windows = strings.flatMap(({ text }, string) => [windowOf(text, string, 0), windowOf(text, string, 1)]);
  const { pairs, thirds, ofThree } = pairTables(windows);
  const isThree = ({ bytes }: Window) => bytes.length === 3;
  return [
    memory.put(pairs),
    memory.put(thirds),
    ofThree,
    ...putWindows(
      memory,
      windows.filter((window) => !isThree(window)).map((window) => ({ ...window, value: valuesOf(window)[0]! })),
    ),
    ...putWindows(
      memory,
      windows.filter(isThree).flatMap((window) => valuesOf(window).map((value) => ({ ...window, value }))),
    ),
    ...putStrings(memory, strings),
  ];
}

/** Writes the strings themselves, to which every finder points; gives their fields. */
function putStrings(memory: Memory, strings: readonly KernelString[]): readonly number[] {
  const table = new Uint16Array(Math.max(1, strings.length) * 4);
  let at = 0;
  strings.forEach(({ text, begins }, index) => {
    table[4 * index] = at & 0xffff;
    table[4 * index + 1] = at >>> 16;
    table[4 * index + 2] = text.length;
    table[4 * index + 3] = begins ? 1 : 0;
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

const ANY_BYTE: readonly number[] = [...new Set(ALL.map((byte) => byte | 0x20))];

/** The first four bytes of a window, or its three, as one number; for each byte that the one which can be any can be. */
function valuesOf({ bytes }: Window): readonly number[] {
  const any = bytes.indexOf(undefined);
  const value = bytes.slice(0, 4).reduce<number>((sum, byte, i) => sum | ((byte ?? 0) << (8 * i)), 0) >>> 0;
  return any < 0 ? [value] : ANY_BYTE.map((byte) => (value | (byte << (8 * any))) >>> 0);
}

/** Bits of a table's entry, and codes of bytes: as `codesOf` in finder.h has them. */
const BUCKETS = 32;
const CODES: readonly number[] = Array.from({ length: 64 }, (_, code) => code);
const codeOf = (byte: number): number => (byte & 0x1f) | ((byte >> 1) & 0x20);

/** The tables over all pairs of codes. */
function pairTables(windows: readonly Window[]): { pairs: Uint32Array; thirds: Uint32Array; ofThree: number } {
  const pairs = new Uint32Array(2 * 4096);
  const thirds = new Uint32Array(4096);
  let ofThree = 0;
  bucketsOf(windows).forEach((list, bucket) => {
    const bit = 1 << bucket;
    if (list[0]?.bytes.length === 3) ofThree |= bit;
    if ((list[0]?.bytes.length ?? 0) < 6) for (let code = 0; code < 4096; code++) thirds[code]! |= bit;
    for (const { bytes } of list) {
      addPair(pairs, 2, 0, bytes[0], bytes[1], bit);
      addPair(pairs, 2, 1, bytes[2], bytes[3], bit);
      if (bytes.length === 6) addPair(thirds, 1, 0, bytes[4], bytes[5], bit);
    }
  });
  return { pairs, thirds, ofThree: ofThree >>> 0 };
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

/** By the bytes of a window, how much it lets pass beside itself, as a share of the buckets; the same where one byte can be any. */
const WEIGHTS: Readonly<Record<number, number>> = { 6: 1, 4: 3, 3: 10 };
const WEIGHT_OF_WILD = 20;

/**
 * Deals the windows out to the buckets: by how many bytes they have and which of them can be any, because one such would let pass what the
 * others of its bucket do not; and in the order of their bytes, so that those which begin alike share a bucket and few pairs have many bits.
 */
function bucketsOf(windows: readonly Window[]): readonly (readonly Window[])[] {
  const kinds = new Map<string, Window[]>();
  for (const window of windows) {
    const kind = window.bytes.map((byte) => (byte === undefined ? "?" : "x")).join("");
    const list = kinds.get(kind);
    if (list === undefined) kinds.set(kind, [window]);
    else list.push(window);
  }
  const weightOf = (list: readonly Window[]) => {
    const { bytes } = list[0]!;
    return list.length * (bytes.includes(undefined) ? WEIGHT_OF_WILD : WEIGHTS[bytes.length]!);
  };
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

/** Bits for each window, so that few other places have one; and the most, which a first-level cache holds beside the text. */
const BITS_PER_WINDOW = 16;
const MOST_BITS = 1 << 17;

/** Writes a `Windows`; gives its fields. */
function putWindows(memory: Memory, windows: readonly (Window & { readonly value: number })[]): readonly number[] {
  if (windows.length === 0) return [0, 0, 0, 0, 0, 0];
  const ordered = [...windows].sort((one, other) => hashOf(one.value) - hashOf(other.value) || one.value - other.value);
  const logBits = Math.ceil(Math.log2(Math.min(MOST_BITS, Math.max(1024, BITS_PER_WINDOW * windows.length))));
  const logHeads = Math.max(4, Math.ceil(Math.log2(windows.length)));
  const bits = new Uint32Array((1 << logBits) / 32);
  const heads = new Uint32Array((1 << logHeads) + 1);
  const entries: number[] = [];
  const table = new Uint16Array(2 * ordered.length);
  let head = 0;
  ordered.forEach(({ string, offset, value }, index) => {
    const hash = hashOf(value);
    if (value !== ordered[index - 1]?.value) {
      bits[hash >>> (37 - logBits)]! |= 1 << ((hash >>> (32 - logBits)) & 31);
      for (; head <= hash >>> (32 - logHeads); head++) heads[head] = entries.length / 2;
      entries.push(value, index);
    }
    table[2 * index] = string;
    table[2 * index + 1] = offset & 0xffff;
  });
  heads.fill(entries.length / 2, head);
  entries.push(0, ordered.length);
  const places = [bits, heads, Uint32Array.from(entries), table].map((one) => memory.put(one));
  return [places[0]!, 32 - logBits, places[1]!, 32 - logHeads, places[2]!, places[3]!];
}
