import type { Memory } from "./memory.js";
import { ALL, BUCKETS, bucketsOf, type FinderString, type Window, windowOf } from "./windows.js";

/** A fixed string to find, and where. */
export interface KernelString extends FinderString {
  /** Whether it counts only where a word begins. */
  readonly begins: boolean;
  /** Whether it is looked for in and beside runs alone; only for what begins a word. */
  readonly nearRuns: boolean;
}

/** Longest string that the kernel finds wherever it stands: what it sees behind a chunk. */
export const LONGEST_STRING = 200;

const WINDOW_SIZE = 16;
const STRING_SIZE = 8;
const ENTRY_SIZE = 8;

/** Writes the tables of a `Finder` (finder.h) into the memory; gives its fields. */
export function putFinder(memory: Memory, strings: readonly KernelString[]): Uint32Array {
  const near = strings.map(({ begins, nearRuns }) => begins && nearRuns);
  const windows = strings.flatMap((string, index) =>
    near[index] ? [] : [windowOf(string, index, 0), windowOf(string, index, 1)],
  );
  const buckets = bucketsOf(windows);
  const isLoose = buckets.map((list) => list.some(({ bytes }) => bytes.includes(ALL)));
  const loose = buckets.map((list, bucket) => (isLoose[bucket] ? list : []));
  const exact = buckets.flatMap((list, bucket) => (isLoose[bucket] ? [] : list));
  exact.sort((one, other) => keyOf(one, strings) - keyOf(other, strings));
  const ordered = [...loose.flat(), ...exact];
  const bounds = new Uint16Array(BUCKETS + 1);
  for (let bucket = 0; bucket < BUCKETS; bucket++) bounds[bucket + 1] = bounds[bucket]! + (loose[bucket]?.length ?? 0);
  const { entries, mask } = entriesOf(exact, bounds[BUCKETS]!, strings);
  const { places, bytes } = stringsOf(strings);
  const { starts, lists } = startsOf(strings, near);
  const isAny = near.some(Boolean);
  return Uint32Array.of(
    memory.put(windowTable(ordered, strings)),
    memory.put(pairsOf(buckets)),
    memory.put(bounds),
    isLoose.reduce((bits, is, bucket) => (is ? bits | (1 << bucket) : bits), 0),
    memory.put(entries),
    mask,
    memory.put(places),
    memory.put(bytes),
    isAny ? memory.put(starts) : 0,
    isAny ? memory.put(lists) : 0,
  );
}

/** For each pair of bytes: buckets whose windows begin with it, and buckets whose windows end with it. */
function pairsOf(buckets: readonly (readonly Window[])[]): Int32Array {
  const pairs = new Int32Array(2 * 65_536);
  buckets.forEach((list, bucket) => {
    for (const { bytes } of list) {
      for (let half = 0; half < 2; half++) {
        for (const low of bytes[2 * half]!)
          for (const high of bytes[2 * half + 1]!) pairs[2 * (low | (high << 8)) + half]! |= 1 << bucket;
      }
    }
  });
  return pairs;
}

/** The bytes of a window in lower case as one number; only what is known counts. */
function keyOf({ string, offset }: Window, strings: readonly KernelString[]): number {
  const { text } = strings[string]!;
  let value = 0;
  for (let i = 3; i >= 0; i--) value = value * 256 + ((text[offset + i] ?? 0) | 0x20);
  return value;
}

function windowTable(windows: readonly Window[], strings: readonly KernelString[]): Uint8Array {
  const table = new DataView(new ArrayBuffer(Math.max(1, windows.length) * WINDOW_SIZE));
  windows.forEach(({ string, offset }, index) => {
    const { text } = strings[string]!;
    for (let i = 0; i < 4; i++) {
      const byte = text[offset + i];
      if (byte === undefined) continue;
      table.setUint8(index * WINDOW_SIZE + i, byte);
      table.setUint8(index * WINDOW_SIZE + 4 + i, 0xff);
      table.setUint8(index * WINDOW_SIZE + 8 + i, byte >= 0x61 && byte <= 0x7a ? 0x20 : 0);
    }
    table.setUint16(index * WINDOW_SIZE + 12, string, true);
    table.setInt16(index * WINDOW_SIZE + 14, offset, true);
  });
  return new Uint8Array(table.buffer);
}

/** An open hash table of the windows, ordered by their values, of which the first stands at `first`. */
function entriesOf(
  windows: readonly Window[],
  first: number,
  strings: readonly KernelString[],
): { entries: Uint8Array; mask: number } {
  let size = 16;
  while (size < 4 * windows.length) size *= 2;
  const table = new DataView(new ArrayBuffer(size * ENTRY_SIZE));
  const mask = size - 1;
  for (let i = 0; i < windows.length; ) {
    const value = keyOf(windows[i]!, strings);
    let count = 1;
    while (i + count < windows.length && keyOf(windows[i + count]!, strings) === value) count++;
    let slot = (Math.imul(value, 0x9e3779b1) >>> 16) & mask;
    while (table.getUint16(slot * ENTRY_SIZE + 6, true) !== 0) slot = (slot + 1) & mask;
    table.setUint32(slot * ENTRY_SIZE, value, true);
    table.setUint16(slot * ENTRY_SIZE + 4, first + i, true);
    table.setUint16(slot * ENTRY_SIZE + 6, count, true);
    i += count;
  }
  return { entries: new Uint8Array(table.buffer), mask };
}

function stringsOf(strings: readonly KernelString[]): { places: Uint8Array; bytes: Uint8Array } {
  const table = new DataView(new ArrayBuffer(Math.max(1, strings.length) * STRING_SIZE));
  let at = 0;
  strings.forEach(({ text, begins }, index) => {
    table.setUint32(index * STRING_SIZE, at, true);
    table.setUint16(index * STRING_SIZE + 4, text.length, true);
    table.setUint16(index * STRING_SIZE + 6, begins ? 1 : 0, true);
    at += text.length;
  });
  return { places: new Uint8Array(table.buffer), bytes: Buffer.concat(strings.map(({ text }) => text)) };
}

/** For each pair of bytes, the strings near runs that begin with it. */
function startsOf(
  strings: readonly KernelString[],
  near: readonly boolean[],
): { starts: Uint16Array; lists: Uint16Array } {
  const byPair = new Map<number, number[]>();
  strings.forEach(({ text }, index) => {
    if (!near[index]) return;
    for (const low of casesOf(text[0]!))
      for (const high of text.length > 1 ? casesOf(text[1]!) : ALL) {
        const pair = low | (high << 8);
        byPair.set(pair, [...(byPair.get(pair) ?? []), index]);
      }
  });
  const starts = new Uint16Array(65_536);
  const lists: number[] = [];
  const known = new Map<string, number>();
  for (const [pair, list] of byPair) {
    const key = list.join();
    let place = known.get(key);
    if (place === undefined) {
      place = lists.length + 1;
      known.set(key, place);
      lists.push(list.length, ...list);
    }
    starts[pair] = place;
  }
  return { starts, lists: Uint16Array.from(lists) };
}

function casesOf(byte: number): readonly number[] {
  return byte >= 0x61 && byte <= 0x7a ? [byte, byte - 0x20] : [byte];
}
