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

const WINDOW_SIZE = 4;
const STRING_SIZE = 8;
const ENTRY_SIZE = 8;

/** Writes the tables of a `Finder` (finder.h) into the memory; gives its fields. */
export function putFinder(memory: Memory, strings: readonly KernelString[]): Uint32Array {
  const near = strings.map(({ begins, nearRuns }) => begins && nearRuns);
  const windows = strings.flatMap((string, index) =>
    near[index] ? [] : [windowOf(string, index, 0), windowOf(string, index, 1)],
  );
  const buckets = bucketsOf(windows);
  const known = Uint32Array.from({ length: BUCKETS }, (_, bucket) => knownOf(buckets[bucket]?.[0]));
  const keyed = windows.map((window) => ({ window, key: keyOf(window, strings) }));
  keyed.sort((one, other) => one.key - other.key);
  const { entries, mask } = entriesOf(keyed.map(({ key }) => key));
  const { places, bytes } = stringsOf(strings);
  const { starts, lists } = startsOf(strings, near);
  const isAny = near.some(Boolean);
  return Uint32Array.of(
    memory.put(windowTable(keyed.map(({ window }) => window))),
    memory.put(pairsOf(buckets)),
    memory.put(known),
    known.reduce((bits, bytes, bucket) => (bytes === ALL_KNOWN ? bits : bits | (1 << bucket)), 0),
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

const ALL_KNOWN = 0xffffffff;

/** Which bytes the windows of a bucket know, of which this is one. */
function knownOf(window: Window | undefined): number {
  let known = 0;
  window?.bytes.forEach((bytes, i) => {
    if (bytes !== ALL) known |= 0xff << (8 * i);
  });
  return known >>> 0;
}

/** The bytes of a window as one number, with bit 0x20 set; 0xff for those that can be anything. */
function keyOf({ string, offset, bytes }: Window, strings: readonly KernelString[]): number {
  const { text } = strings[string]!;
  let key = 0;
  for (let i = 3; i >= 0; i--) key = key * 256 + (bytes[i] === ALL ? 0xff : text[offset + i]! | 0x20);
  return key;
}

function windowTable(windows: readonly Window[]): Uint8Array {
  const table = new DataView(new ArrayBuffer(Math.max(1, windows.length) * WINDOW_SIZE));
  windows.forEach(({ string, offset }, index) => {
    table.setUint16(index * WINDOW_SIZE, string, true);
    table.setInt16(index * WINDOW_SIZE + 2, offset, true);
  });
  return new Uint8Array(table.buffer);
}

/** An open hash table of the windows by their keys, which are in order. */
function entriesOf(keys: readonly number[]): { entries: Uint8Array; mask: number } {
  let size = 16;
  while (size < 4 * keys.length) size *= 2;
  const table = new DataView(new ArrayBuffer(size * ENTRY_SIZE));
  const mask = size - 1;
  for (let i = 0; i < keys.length; ) {
    const key = keys[i]!;
    let count = 1;
    while (keys[i + count] === key) count++;
    let slot = (Math.imul(key, 0x9e3779b1) >>> 16) & mask;
    while (table.getUint16(slot * ENTRY_SIZE + 6, true) !== 0) slot = (slot + 1) & mask;
    table.setUint32(slot * ENTRY_SIZE, key, true);
    table.setUint16(slot * ENTRY_SIZE + 4, i, true);
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
