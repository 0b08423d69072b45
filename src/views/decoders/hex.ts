import { HEX_VALUE } from "../bytes.js";
import type { Decoded, Decoder, DecoderInput } from "../decoder.js";
import { byteSet } from "../runs.js";
import { OF_HEX } from "../text-index.js";
import { leastOf, type Traces } from "../traces.js";
import { ViewWriter } from "../writer.js";
import { isUnwrapped, lineAfter } from "./base64-lines.js";
import { isWorthAView } from "./magic.js";

/** Fewest bytes that are decoded, as a secret has; and characters of text in a row that they must hold, as hashes seldom do. */
const LEAST = 12;
const LEAST_TEXT = 10;

/** Whether a known value is shorter than that: then the index, which counts with it, leaves too much out. */
export function isShort(traces: Traces | undefined): boolean {
  return leastOf(traces, LEAST) < LEAST;
}

/** Hexadecimal digits without anything but line breaks between them: pairs from either digit on. */
function decodeRuns(input: DecoderInput): boolean {
  const { bytes, runs, traces } = input;
  // The uses tell what is text: a known value need not be.
  const uses = traces === undefined ? input.index.uses : undefined;
  const digits = 2 * leastOf(traces, LEAST);
  let done = 0;
  for (let i = 0; i < runs.length; i += 2) {
    if (uses !== undefined && (uses[i >> 1]! & OF_HEX) === 0) continue;
    const end = runs[i + 1]!;
    let low = Math.max(done, runs[i]!);
    let probe = low + digits - 1;
    while (probe < end) {
      let start = probe;
      while (start > low && HEX_VALUE[bytes[start]!]! >= 0) start--;
      if (HEX_VALUE[bytes[start]!]! < 0) {
        low = start + 1;
        if (start === probe || probe - start < digits - 1) {
          probe = low + digits - 1;
          continue;
        }
        start++;
      }
      let stop = probe + 1;
      while (stop < end && HEX_VALUE[bytes[stop]!]! >= 0) stop++;
      const lines = linesFrom(bytes, start, stop);
      if (!emitDigits(input, lines)) return false;
      done = lines.at(-1)!;
      low = stop + 1;
      probe = low + digits - 1;
    }
  }
  return true;
}

/** Spans of digits from `[start, stop)` on that follow each other line by line, as `xxd -p` writes them. */
function linesFrom(bytes: Buffer, start: number, stop: number): readonly number[] {
  const lines = [start, stop];
  let end = stop;
  while (!isUnwrapped(bytes, end)) {
    const from = lineAfter(bytes, end);
    if (from < 0) break;
    end = from;
    while (HEX_VALUE[bytes[end] ?? 0]! >= 0) end++;
    // Letters that happen to be digits begin a word.
    if (end === from || WORD[bytes[end] ?? 0] === 1) break;
    lines.push(from, end);
  }
  return lines;
}

const WORD: Uint8Array = byteSet("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

/** Emits what the digits of some spans mean together, from the first and from the second on. */
function emitDigits(input: DecoderInput, spans: readonly number[]): boolean {
  const { bytes } = input;
  let length = 0;
  for (let i = 0; i < spans.length; i += 2) length += spans[i + 1]! - spans[i]!;
  for (let phase = 0; phase < 2; phase++) {
    const count = (length - phase) >> 1;
    if (count < leastOf(input.traces, LEAST)) continue;
    if (!input.budget.spend(count)) return false;
    const writer = new ViewWriter(bytes, count);
    let skip = phase;
    let high = -1;
    for (let i = 0; i < spans.length; i += 2) {
      for (let at = spans[i]! + skip; at < spans[i + 1]!; at++) {
        if (high < 0) high = at;
        else {
          writer.byte(HEX_VALUE[bytes[high]!]! * 16 + HEX_VALUE[bytes[at]!]!, high, at + 1);
          high = -1;
        }
      }
      skip = 0;
    }
    if (!emitPlausible(input, writer.finish())) return false;
  }
  return true;
}

/** Emits what is text or compressed data. `false`: the budget is spent. */
function emitPlausible(input: DecoderInput, decoded: Decoded): boolean {
  if (!isWorthAView(input, decoded.bytes, LEAST_TEXT)) return true;
  if (!input.budget.spendView(0, input.chain.length)) return false;
  input.emit(decoded);
  return true;
}

function pairAt(bytes: Buffer, at: number): number {
  return HEX_VALUE[bytes[at]!]! * 16 + HEX_VALUE[bytes[at + 1]!]!;
}

/** What can stand between pairs: blanks, punctuation, 0x and \x before each. */
const SEPARATORS: Uint8Array = byteSet(" \t\r\n:;,-_.|/\\xX0\"'[]{}()<>&#%$=+");
const MOST_SEPARATORS = 6;
const NEAR = 2 + MOST_SEPARATORS;

/** One place in so many bytes is looked at: eight pairs with one byte between have 23, of which seven are left to find a pair in. */
const STEP = 16;

/** What such a text is made of at most: everything but letters that are no digits, of which ordinary text is full; its fewest bytes. */
const IN_TEXT: Uint8Array = new Uint8Array(256).fill(1);
for (const letter of Buffer.from("ghijklmnopqrstuvwyzGHIJKLMNOPQRSTUVWYZ")) IN_TEXT[letter] = 0;

/** Bytes of so many pairs with one between each two. */
function lengthOfPairs(traces: Traces | undefined): number {
  return 3 * leastOf(traces, LEAST) - 1;
}

/** Whether a text without runs can hold pairs of digits with something between each two. */
export function mayHoldPairs(bytes: Buffer, traces?: Traces): boolean {
  const least = lengthOfPairs(traces);
  let length = 0;
  for (let at = 0; at < bytes.length && length < least; at++) length = IN_TEXT[bytes[at]!] === 1 ? length + 1 : 0;
  return length === least;
}

/** Pairs with something between each two: "68:65", "68 65", "0x68, 0x65". Of other text, next to nothing is looked at. */
function decodeSeparated(input: DecoderInput): void {
  const { bytes } = input;
  const least = lengthOfPairs(input.traces);
  let low = 0;
  for (let probe = least - 1; probe < bytes.length; probe = low + least - 1) {
    let start = probe;
    while (start >= low && IN_TEXT[bytes[start]!] === 1) start--;
    if (start >= low) {
      low = start + 1;
      continue;
    }
    let end = probe + 1;
    while (end < bytes.length && IN_TEXT[bytes[end]!] === 1) end++;
    const done = decodePairs(input, low, end);
    if (done < 0) return;
    low = Math.max(end + 1, done);
  }
}

/** Emits the texts that begin in `[low, high)`; gives the end of the last, or -1 when the budget is spent. */
function decodePairs(input: DecoderInput, low: number, high: number): number {
  const { bytes } = input;
  let done = low;
  for (let probe = low + STEP - 1; probe < high; probe += STEP) {
    const at = pairNear(bytes, probe);
    if (at < 0) continue;
    let start = at;
    for (let before = pairBefore(bytes, start, done); before >= 0; before = pairBefore(bytes, start, done))
      start = before;
    const end = emitPairs(input, start);
    if (end < 0) return -1;
    done = end;
    probe = Math.max(probe, end);
  }
  return done;
}

/** A pair that starts within a separated pair's length of `probe` and that another follows, or -1. */
function pairNear(bytes: Buffer, probe: number): number {
  for (let at = probe; at < probe + NEAR; at++) {
    if (HEX_VALUE[bytes[at]!]! < 0 || HEX_VALUE[bytes[at + 1]!]! < 0) continue;
    if (isPair(bytes, at) && pairAfter(bytes, at) >= 0) return at;
    at++;
  }
  return -1;
}

/** Whether just two digits stand at `at`; "0x" counts as something before them. */
function isPair(bytes: Buffer, at: number): boolean {
  if (at + 1 >= bytes.length || HEX_VALUE[bytes[at]!]! < 0 || HEX_VALUE[bytes[at + 1]!]! < 0) return false;
  if (at > 0 && HEX_VALUE[bytes[at - 1]!]! >= 0) return false;
  if (at + 2 >= bytes.length || HEX_VALUE[bytes[at + 2]!]! < 0) return true;
  return bytes[at + 2] === 0x30 && ((bytes[at + 3] ?? 0) | 0x20) === 0x78;
}

function pairAfter(bytes: Buffer, at: number): number {
  for (let next = at + 3; next <= at + 2 + MOST_SEPARATORS; next++) {
    if (isPair(bytes, next)) return next;
    if (SEPARATORS[bytes[next - 1]!] !== 1) return -1;
  }
  return -1;
}

function pairBefore(bytes: Buffer, at: number, low: number): number {
  for (let before = at - 3; before >= Math.max(low, at - 2 - MOST_SEPARATORS); before--) {
    if (SEPARATORS[bytes[before + 2]!] !== 1) return -1;
    if (isPair(bytes, before)) return before;
  }
  return -1;
}

/**
 * Whether "%" or "=" stands before each pair and nothing else, but for a form's "+" between words: these are percent-encoding and
 * quoted-printable.
 */
function isOtherCode(bytes: Buffer, places: readonly number[]): boolean {
  const mark = bytes[places[0]! - 1];
  if (mark !== PERCENT && mark !== 0x3d) return false;
  let words = 1;
  for (let i = 0; i < places.length; i++) {
    if (bytes[places[i]! - 1] !== mark) return false;
    const distance = i === 0 ? 3 : places[i]! - places[i - 1]!;
    if (distance === 4 && mark === PERCENT && bytes[places[i]! - 2] === PLUS) words++;
    else if (distance !== 3) return false;
  }
  return words === 1 || places.length / words >= LETTERS_OF_WORD;
}

const PERCENT = 0x25;
const PLUS = 0x2b;
/** Codes of a form's word on average, at least: a "+" between every two is no blank. */
const LETTERS_OF_WORD = 3;

/** Emits the pairs from `start` on when they are text; gives the place after them, -1 when the budget is spent. */
function emitPairs(input: DecoderInput, start: number): number {
  const { bytes } = input;
  const places: number[] = [];
  let end = start;
  for (let at = start; at >= 0; at = pairAfter(bytes, at)) {
    places.push(at);
    end = at + 2;
  }
  if (places.length < leastOf(input.traces, LEAST) || isOtherCode(bytes, places)) return end;
  if (!emitPlaces(input, places)) return -1;
  // What stands behind the first pair is not what stands behind the second: it may be the end of a word before the list ("see: 67 68 70").
  if (pairAt(bytes, places[0]!) < 0x80 || gap(bytes, places, 0).equals(gap(bytes, places, 1))) return end;
  return emitPlaces(input, places.slice(1)) ? end : -1;
}

/** What stands between the pair with this index and the next. */
function gap(bytes: Buffer, places: readonly number[], index: number): Buffer {
  return bytes.subarray(places[index]! + 2, places[index + 1]!);
}

/** Emits the pairs at these places when they are text; `false` when the budget is spent. */
function emitPlaces(input: DecoderInput, places: readonly number[]): boolean {
  const { bytes } = input;
  if (!input.budget.spend(places.at(-1)! + 2 - places[0]!)) return false;
  const writer = new ViewWriter(bytes, places.length);
  for (const at of places) writer.byte(pairAt(bytes, at), at, at + 2);
  return emitPlausible(input, writer.finish());
}

/** Hexadecimal digits of either case, in one run or in pairs with separators, 0x or \x between them, that are those of a text. */
export const hex: Decoder = {
  name: "hex",
  decode(input: DecoderInput): void {
    if (decodeRuns(input) && (input.index.mayHoldPairs || isShort(input.traces))) decodeSeparated(input);
  },
  examples: [
    { encoded: "6768705f6162636465666768696a6b6c", contains: "ghp_abcdefghijkl" },
    {
      encoded: "6768705f6162636465666768696a6b6c6d6e6f707172\\n737475767778797a3031",
      contains: "ghp_abcdefghijklmnopqrstuvwxyz01",
    },
    { encoded: "xF6768705F6162636465666768696A6B6Cx", contains: "ghp_abcdefghijkl" },
    { encoded: "67:68:70:5f:61:62:63:64:65:66:67:68:69:6a:6b:6c", contains: "ghp_abcdefghijkl" },
    { encoded: "a 67 68 70 5F 61 62 63 64 65 66 67 68 69 6A 6B 6C", contains: "ghp_abcdefghijkl" },
    {
      encoded: "see: 0x67, 0x68, 0x70, 0x5f, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68",
      contains: "ghp_abcdefgh",
    },
    { encoded: "0x67,0x68,0x70,0x5f,0x61,0x62,0x63,0x64,0x65,0x66,0x67,0x68", contains: "ghp_abcdefgh" },
    { encoded: "0x670x680x700x5f0x610x620x630x640x650x660x670x68", contains: "ghp_abcdefgh" },
    { encoded: "[0x67, 0x68, 0x70, 0x5f, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68]", contains: "ghp_abcdefgh" },
  ],
  quiet: [
    "da39a3ee5e6b4b0d3255bfef95601890afd80709",
    "550e8400-e29b-41d4-a716-446655440000 and 00:1b:44:11:3a:b7",
    "16:27:66:d5:c8:4a:1d:bf:8b:4f:12:34:56:78:9a:bc:de:f0:12:34",
    "2024-11-24 00:47:12, 10 20 30 40 50 60 70 80 90 10 20 30",
  ],
};
