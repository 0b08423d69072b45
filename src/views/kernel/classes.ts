import { BETWEEN, QUOTE } from "../decoders/string-pieces.js";
import { RUN_BYTES } from "../runs.js";

/**
 * Classes of bytes that the kernel tells apart by one look at each half of a byte: the bit of a class is set in both tables of 16 for
 * every byte of it. A class holds every byte whose halves stand in it, so that it may hold more than was asked for.
 */

/** Bits of the first pair of tables: what tells that a decoder has something to do, and letters that are no hexadecimal digits but x. */
const TELLING: readonly string[] = ["%", "&+", "<=", "", "", "\0\x03\b\r\x1f", "", ""];
const FOREIGN = 6;
const LETTERS: readonly string[] = ["ghijklmno", "pqrstuvwyz"];
const FIRST_LETTERS = 3;

/** Bits of the second pair: bytes of a run by the half that they begin with, and what can follow a quote where literals meet. */
const FIRST_AFTER_QUOTE = 5;

interface Tables {
  readonly low: Uint8Array;
  readonly high: Uint8Array;
}

function add({ low, high }: Tables, bit: number, byte: number): void {
  low[byte & 15]! |= 1 << bit;
  high[byte >> 4]! |= 1 << bit;
}

function emptyTables(): Tables {
  return { low: new Uint8Array(16), high: new Uint8Array(16) };
}

const first: Tables = emptyTables();
TELLING.forEach((characters, bit) => {
  for (const byte of Buffer.from(characters, "latin1")) add(first, bit, byte);
});
for (let byte = 0xc0; byte <= 0xff; byte++) add(first, FOREIGN, byte);
LETTERS.forEach((letters, index) => {
  for (const byte of Buffer.from(letters + letters.toUpperCase())) add(first, FIRST_LETTERS + index, byte);
});

/** Halves that bytes of a run begin with, by the bit of those that share one. */
const RUN_HALVES: readonly (readonly number[])[] = [[4, 6], [5], [7], [3], [2]];
const second: Tables = emptyTables();
for (let byte = 0; byte < 256; byte++) {
  const bit = RUN_HALVES.findIndex((halves) => halves.includes(byte >> 4));
  if (RUN_BYTES[byte] === 1) add(second, bit, byte);
  if (BETWEEN[byte] === 1 || QUOTE[byte] === 1)
    add(second, FIRST_AFTER_QUOTE + (byte >> 4 === 2 ? 0 : byte < 0x10 ? 1 : 2), byte);
}

/** lowA, highA, lowB and highB of kernel.c. */
export const CLASS_TABLES: readonly Uint8Array[] = [first.low, first.high, second.low, second.high];

/** The bits of the first pair of tables that a byte has. */
export function tellsOf(byte: number): number {
  return first.low[byte & 15]! & first.high[byte >> 4]!;
}
