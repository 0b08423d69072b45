import { HEX_VALUE, hexPair } from "../bytes.js";
import type { Decoder, DecoderInput } from "../decoder.js";
import { byteSet } from "../runs.js";
import { ViewWriter } from "../writer.js";
import { lineAfter } from "./base64-lines.js";
import { isWorthAView } from "./magic.js";

/**
 * The offset of a dump's second line is zeros and one of these digits before a zero: "00000010" as `xxd`, `hexdump -C` and `od -A x` write
 * it, and "0000020" as `od` does.
 */
const ZEROS: Buffer = Buffer.from("0000");
const MOST_ZEROS = 6;
const SHORTEST_OFFSET = 6;
const LONGEST_OFFSET = 8;
const DIGITS: Uint8Array = byteSet("12");

const LF = 0x0a;
const BLANK = 0x20;
const ZERO = 0x30;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const LETTER_N = 0x6e;

/** Whether a line begins at `at`, behind a line break or the escape of one. */
function beginsLine(bytes: Buffer, at: number): boolean {
  const before = bytes[at - 1];
  return before === LF || (before === LETTER_N && bytes[at - 2] === BACKSLASH);
}

/** Where the offset of a dump's second line begins, from `from` on; -1 where there is none. */
function secondOffset(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(ZEROS, from); at >= 0; ) {
    let end = at + ZEROS.length;
    while (bytes[end] === ZERO) end++;
    if (end - at <= MOST_ZEROS && beginsLine(bytes, at) && DIGITS[bytes[end] ?? 0] === 1 && bytes[end + 1] === ZERO)
      return at;
    at = bytes.indexOf(ZEROS, end);
  }
  return -1;
}

/** Bytes that a line shows, at most; and before the gap in the middle that `hexdump -C` leaves. */
const LINE = 16;
const HALF = 8;

/** What it costs to look at what may be a dump, in bytes of work. */
const LOOK_COST = 1024;

const LEAST_TEXT = 8;

function isHex(byte: number | undefined): boolean {
  return byte !== undefined && HEX_VALUE[byte]! >= 0;
}

/** Place after the offset that begins at `at`, and after the blanks behind it; -1 where there are none. */
function afterOffset(bytes: Buffer, at: number): number {
  let end = at;
  while (end - at <= LONGEST_OFFSET && isHex(bytes[end])) end++;
  if (end - at < SHORTEST_OFFSET || end - at > LONGEST_OFFSET) return -1;
  if (bytes[end] === COLON) end++;
  if (bytes[end] !== BLANK) return -1;
  while (bytes[end] === BLANK) end++;
  return end;
}

/** Writes the bytes of the line that begins at `at`; gives the place after them, -1 where it shows none. */
function readLine(bytes: Buffer, at: number, writer: ViewWriter): number {
  const first = afterOffset(bytes, at);
  if (first < 0) return -1;
  let end = first;
  for (let count = 0, from = first; count < LINE; count++) {
    let blanks = 0;
    while (bytes[from + blanks] === BLANK) blanks++;
    if (blanks > (count === HALF ? 2 : 1)) break;
    from += blanks;
    // What stands behind the last byte is the text that it shows.
    const value = hexPair(bytes, from);
    if (value < 0) break;
    writer.byte(value, from, from + 2);
    from += 2;
    end = from;
  }
  return end > first ? end : -1;
}

/** Start of the line behind the bytes that end at `at`, past the text that it shows; -1 where there is none near. */
function nextLine(bytes: Buffer, at: number): number {
  for (let from = at; from < at + 4 * LINE && from < bytes.length; from++) {
    const next = lineAfter(bytes, from);
    if (next >= 0) return next;
  }
  return -1;
}

/** Start of the line before the one that begins at `at`: of the same form, with an offset of nothing but zeros. */
function lineBefore(bytes: Buffer, at: number): number {
  const low = Math.max(0, at - 8 * LINE);
  for (let from = at - 2 * LINE; from >= low; from--) {
    const end = afterOffset(bytes, from);
    if (end < 0 || isHex(bytes[from - 1])) continue;
    if (/^0+:? +$/.test(bytes.toString("latin1", from, end))) return from;
  }
  return at;
}

/** Emits the dump whose second line begins at `second`; gives the place after it, -1 when the budget is spent. */
function emitDump(input: DecoderInput, second: number): number {
  const { bytes } = input;
  if (!input.budget.spend(LOOK_COST)) return -1;
  const writer = new ViewWriter(bytes, 16 * LINE);
  let end = second;
  for (let at = lineBefore(bytes, second); at >= 0; at = nextLine(bytes, end)) {
    const next = readLine(bytes, at, writer);
    if (next < 0) break;
    end = next;
  }
  if (!input.budget.spend(end - second)) return -1;
  const decoded = writer.finish();
  if (!isWorthAView(input, decoded.bytes, LEAST_TEXT)) return end;
  if (!input.budget.spendView(decoded.bytes.length, input.chain.length)) return -1;
  input.emit(decoded);
  return end;
}

/** Bytes as tools show them: an offset, up to sixteen bytes in hexadecimal, alone or in groups, and the text that they are, line by line. */
export const hexDump: Decoder = {
  name: "hex",
  tellTales: "0",
  decode(input: DecoderInput): void {
    const { bytes, index } = input;
    if (!index.mayHoldPairs) return;
    for (let at = secondOffset(bytes, 0); at >= 0; ) {
      const end = afterOffset(bytes, at) < 0 ? at : emitDump(input, at);
      if (end < 0) return;
      at = secondOffset(bytes, Math.max(at + MOST_ZEROS, end));
    }
  },
  examples: [
    {
      encoded:
        "00000000: 746f 6b65 6e20 3d20 6768 705f 6162 6364  token = ghp_abcd\\n00000010: 6566 6768 696a 6b6c                      efghijkl",
      contains: "token = ghp_abcdefghijkl",
    },
    {
      encoded:
        "00000000  74 6f 6b 65 6e 20 3d 20  67 68 70 5f 61 62 63 64  |token = ghp_abcd|\n00000010  65 66 67 68 69 6a 6b 6c                           |efghijkl|\n00000018\n",
      contains: "token = ghp_abcdefghijkl",
    },
    {
      encoded: "0000000 74 6f 6b 65 6e 20 3d 20 67 68 70 5f 61 62 63 64\n0000020 65 66 67 68 69 6a 6b 6c\n0000030\n",
      contains: "token = ghp_abcdefghijkl",
    },
  ],
  quiet: [
    "order 000010 of 12, and 00000020 after it",
    "00000000: ffee ddcc bbaa 9988 7766 5544 3322 1100\n00000010: ffee ddcc bbaa 9988 7766 5544 3322 1100",
  ],
};
