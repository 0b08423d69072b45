import type { Decoder, DecoderInput } from "../decoder.js";
import { byteSet } from "../runs.js";
import { leastOf } from "../traces.js";
import { ViewWriter } from "../writer.js";
import { isWorthAView } from "./magic.js";

/** What such a list is made of. */
const IN_LIST: Uint8Array = byteSet("0123456789,; \t\r\n");

/** Fewest numbers, as a secret has bytes; those of letters have two digits at least, and something stands between two. */
const LEAST = 12;

/** Characters of text in a row that make a list worth a view. */
const LEAST_TEXT = 10;

function digitAt(bytes: Buffer, at: number): number {
  const digit = (bytes[at] ?? 0) - 0x30;
  return digit >= 0 && digit <= 9 ? digit : -1;
}

/** Place after the digits at `at`; the number that they are, at most 256, in `found`. */
function readNumber(bytes: Buffer, at: number, to: number): number {
  let end = at;
  let value = 0;
  for (let digit = digitAt(bytes, end); digit >= 0 && end < to; digit = digitAt(bytes, end)) {
    value = Math.min(value * 10 + digit, 256);
    end++;
  }
  found = end - at > 3 ? 256 : value;
  return end;
}

/** Reused by every call: a scan is synchronous. */
let found = 0;

/** First place of a digit in `[from, to)`, or `to`. */
function nextDigit(bytes: Buffer, from: number, to: number): number {
  let at = from;
  while (at < to && digitAt(bytes, at) < 0) at++;
  return at;
}

/** Emits the texts that the numbers of `[from, to)` are, up to a number that is no byte. `false`: the budget is spent. */
function emitNumbers(input: DecoderInput, from: number, to: number): boolean {
  const { bytes, budget } = input;
  if (!budget.spend((to - from) >> 1)) return false;
  let writer: ViewWriter | undefined;
  for (let at = nextDigit(bytes, from, to); at < to; at = nextDigit(bytes, at, to)) {
    const start = at;
    at = readNumber(bytes, start, to);
    if (found < 256) {
      writer ??= new ViewWriter(bytes, LEAST);
      writer.byte(found, start, at);
    } else if (writer !== undefined) {
      if (!emitText(input, writer)) return false;
      writer = undefined;
    }
  }
  return writer === undefined || emitText(input, writer);
}

function emitText(input: DecoderInput, writer: ViewWriter): boolean {
  if (writer.length < leastOf(input.traces, LEAST)) return true;
  const decoded = writer.finish();
  if (!isWorthAView(input, decoded.bytes, LEAST_TEXT)) return true;
  if (!input.budget.spendView(0, input.chain.length)) return false;
  input.emit(decoded);
  return true;
}

/** Looks at one place in so many bytes, and from there to both ends. */
function decode(input: DecoderInput): void {
  const { bytes } = input;
  const step = leastOf(input.traces, LEAST) * 3 - 1;
  let low = 0;
  for (let probe = step - 1; probe < bytes.length; probe = low + step - 1) {
    let from = probe;
    while (from >= low && IN_LIST[bytes[from]!] === 1) from--;
    if (from >= low) {
      low = from + 1;
      continue;
    }
    let to = probe + 1;
    while (to < bytes.length && IN_LIST[bytes[to]!] === 1) to++;
    if (!emitNumbers(input, low, to)) return;
    low = to + 1;
  }
}

const COMPRESSED: Buffer = Buffer.from(
  "x\x9cK\xcf(\x88OLJNIMK\xcf\xc8\xcc\xca\xce\xc9\xcd\xcb/(,*.)-\x03\x00\x8e\x89\x0a\xdc",
  "latin1",
);

/** Bytes written as decimal numbers in a list, as a byte array is in JSON, JavaScript, Python or Go. */
export const byteNumbers: Decoder = {
  name: "byte-numbers",
  tellTales: ",; \t\n",
  decode,
  examples: [
    { encoded: '{"type":"Buffer","data":[103,104,112,95,97,98,99,100,101,102,103,104]}', contains: "ghp_abcdefgh" },
    {
      encoded: `[${[...COMPRESSED].join(",")}]`,
      contains: COMPRESSED.toString("latin1"),
    },
    { encoded: "[103 104 112 95 97 98 99 100 101 102 103 104]", contains: "ghp_abcdefgh" },
    { encoded: "f(103,\n  104,\n  112,\n  95,\n  97, 98, 99, 100, 101, 102, 103, 104, 999)", contains: "ghp_abcdefgh" },
  ],
  quiet: [
    "[0.0123,-0.5,0.25,0.125,0.0625,0.75,0.5]",
    "1024, 2048, 4096, 8192, 16384, 32768, 65536, 131072",
    "1 2 3 4 5 6 7 8 1 2 3 4 5 6 7 8 1 2 3 4 5 6 7 8 1 2 3 4 5 6 7 8",
    "some words, and others; and more of them",
  ],
};
