import type { Memory } from "./memory.js";
import { ALL, type FinderString, frequencyOf } from "./windows.js";

/** A fixed string to find, and where. */
export interface KernelString extends FinderString {
  /** Whether it counts only where a word begins. */
  readonly begins: boolean;
}

/** Shortest and longest string that the kernel finds; the longest as in finder.h. */
export const SHORTEST_STRING = 2;
export const LONGEST_STRING = 200;
/** More strings have no numbers. */
export const MOST_STRINGS = 65_535;

/** Fewest bytes of a string that is looked for at every second place: the others are at every one. */
export const LEAST_OF_TWO = 3;

/** Bytes into a string at which its windows may begin: as in context.h. */
const MOST_OFFSET = 12;

/** Four bytes of a string, or three: as one number with bit 0x20 set in each, and where in it they begin. */
interface Window {
  readonly string: number;
  readonly offset: number;
  readonly value: number;
}

/**
 * Writes the tables of a `Finder` (finder.h) into the memory; gives its fields. `numbers`: of the strings to be found here. `step`: 2 where
 * every second place is looked at, 1 where every one is.
 */
export function putFinder(
  memory: Memory,
  strings: readonly KernelString[],
  numbers: readonly number[],
  step: 1 | 2,
): readonly number[] {
  const fours: Window[] = [];
  const threes: Window[] = [];
  for (const number of numbers) {
    const { text } = strings[number]!;
    const length = text.length > 3 + (step - 1) ? 4 : 3;
    const windows = length === 4 ? fours : threes;
    if (text.length < length + step - 1) windows.push(...shortWindows(text, number, step));
    else for (let parity = 0; parity < step; parity++) windows.push(windowOf(text, number, parity, step, length));
  }
  return [...putWindows(memory, fours), ...putWindows(memory, threes)];
}

/** Writes the strings themselves, to which every finder points; gives their fields. */
export function putStrings(memory: Memory, strings: readonly KernelString[]): readonly number[] {
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

/** The rarest window of a string that starts at a place of it with this parity. */
function windowOf(text: Uint8Array, string: number, parity: number, step: 1 | 2, length: 3 | 4): Window {
  let offset = parity;
  let least = Infinity;
  for (let other = parity; other <= Math.min(text.length - length, MOST_OFFSET); other += step) {
    const frequency = frequencyOf(text, other, length);
    if (frequency >= least) continue;
    offset = other;
    least = frequency;
  }
  return { string, offset, value: valueOf(text, offset, length) };
}

const ANY_BYTE: readonly number[] = [...new Set(ALL.map((byte) => byte | 0x20))];

/** Windows of three bytes of a string that fills none, or only one that begins where it does: one for each byte behind it. */
function shortWindows(text: Uint8Array, string: number, step: 1 | 2): readonly Window[] {
  const whole = text.length === 3 ? [{ string, offset: 0, value: valueOf(text, 0, 3) }] : [];
  if (step === 1 && whole.length > 0) return whole;
  const offset = step - 1;
  const known = valueOf(text, offset, 2);
  return [...whole, ...ANY_BYTE.map((byte) => ({ string, offset, value: known | (byte << 16) }))];
}

function valueOf(text: Uint8Array, offset: number, length: number): number {
  let value = 0;
  for (let i = length - 1; i >= 0; i--) value = (value << 8) | text[offset + i]! | 0x20;
  return value >>> 0;
}

function hashOf(value: number): number {
  return Math.imul(value, 0x9e3779b1) >>> 0;
}

/** Bits for each window, so that few other places have one; and the most, which a first-level cache holds beside the text. */
const BITS_PER_WINDOW = 16;
const MOST_BITS = 1 << 17;

/** Writes a `Windows`; gives its fields. */
function putWindows(memory: Memory, windows: readonly Window[]): readonly number[] {
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
    table[2 * index + 1] = offset;
  });
  heads.fill(entries.length / 2, head);
  entries.push(0, ordered.length);
  const places = [bits, heads, Uint32Array.from(entries), table].map((one) => memory.put(one));
  return [places[0]!, 32 - logBits, places[1]!, 32 - logHeads, places[2]!, places[3]!];
}
