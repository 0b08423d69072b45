import type { Decoder, DecoderInput } from "../decoder.js";
import { SourceMap } from "../source-map.js";
import { follows, holdsText } from "../text.js";
import { OF_BASE32 } from "../text-index.js";
import { leastOf, type Traces } from "../traces.js";
import { looksCompressed } from "./magic.js";

/** Value of a character of base32 (RFC 4648, section 6), or 255: upper case, lower case, either. */
const UPPER: Uint8Array = new Uint8Array(256).fill(255);
const LOWER: Uint8Array = new Uint8Array(256).fill(255);
const VALUE: Uint8Array = new Uint8Array(256).fill(255);
for (let i = 0; i < 32; i++) {
  const upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[i]!;
  const lower = upper.toLowerCase();
  UPPER[upper.charCodeAt(0)] = i;
  LOWER[lower.charCodeAt(0)] = i;
  VALUE[upper.charCodeAt(0)] = i;
  VALUE[lower.charCodeAt(0)] = i;
}

/** Fewest characters that are decoded: 12 bytes have 20. */
const LEAST = 20;

/** Characters of text in a row that make a region worth a view. */
const LEAST_TEXT = 10;

/** Decodes the stretches in the runs that are of one case; then those of both cases which are no part of a base64 text. */
function decode(input: DecoderInput): void {
  const { runs, traces } = input;
  const least = leastCharacters(traces);
  // The uses tell what is text: a known value need not be.
  const uses = traces === undefined ? input.index.uses : undefined;
  if (traces !== undefined && !decodeTraced(input, traces)) return;
  for (let i = 0; i < runs.length; i += 2) {
    const start = runs[i]!;
    const end = runs[i + 1]!;
    if (end - start < least || (uses !== undefined && (uses[i >> 1]! & OF_BASE32) === 0)) continue;
    if (!decodeStretches(input, start, end, UPPER) || !decodeStretches(input, start, end, LOWER)) return;
    if (!decodeStretches(input, start, end, VALUE)) return;
  }
}

/** Characters that the shortest value has. */
function leastCharacters(traces: Traces | undefined): number {
  return Math.min(LEAST, Math.ceil((leastOf(traces, LEAST) * 8) / 5));
}

/** Short texts of known values. */
function decodeTraced(input: DecoderInput, traces: Traces): boolean {
  const texts = traces.textsOf("base32");
  for (let i = 0; i < texts.length; i += 2) {
    const end = Math.min(input.bytes.length, texts[i + 1]! + 1);
    const stop = VALUE[input.bytes[end - 1]!] === 255 ? texts[i + 1]! : end;
    if (!emitBytes(input, texts[i]!, stop, 0, decodedLength(stop - texts[i]!))) return false;
  }
  return true;
}

/** Finds every maximal stretch of at least `LEAST` characters, looking at one in `LEAST` and going back from there. */
function decodeStretches(input: DecoderInput, start: number, end: number, alphabet: Uint8Array): boolean {
  const { bytes } = input;
  const least = leastCharacters(input.traces);
  let low = start;
  for (let probe = low + least - 1; probe < end; probe = low + least - 1) {
    let at = probe;
    while (at >= low && alphabet[bytes[at]!] !== 255) at--;
    if (at >= low) {
      low = at + 1;
      continue;
    }
    let stop = probe + 1;
    while (stop < end && alphabet[bytes[stop]!] !== 255) stop++;
    if ((alphabet !== VALUE || isMixedText(bytes, low, stop)) && !decodeStretch(input, low, stop)) return false;
    low = stop + 1;
  }
  return true;
}

/** Whether a stretch has both cases, and no digit of base64 beside it. */
function isMixedText(bytes: Buffer, start: number, stop: number): boolean {
  if (isDigit(bytes[start - 1]) || isDigit(bytes[stop])) return false;
  let isUpper = true;
  let isLower = true;
  for (let at = start; at < stop && (isUpper || isLower); at++) {
    isUpper &&= UPPER[bytes[at]!] !== 255;
    isLower &&= LOWER[bytes[at]!] !== 255;
  }
  return !isUpper && !isLower;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/** Bytes that `characters` of base32 decode to. */
function decodedLength(characters: number): number {
  return (characters * 5) >> 3;
}

/** What reading a stretch costs for each of its bytes, in bytes of work: it is read from eight places. */
const PASSES = 4;

/** Emits the texts in one stretch, from each of the eight characters that a group can start at. `false`: the budget is spent. */
function decodeStretch(input: DecoderInput, start: number, stop: number): boolean {
  if (!input.budget.spend(PASSES * (stop - start))) return false;
  for (let base = start; base < start + 8 && stop - base >= leastCharacters(input.traces) - 1; base++) {
    const length = decodedLength(stop - base);
    const decoded = decodeBytes(input.bytes, base, length);
    if (input.traces?.mayBeIn(decoded) === true) {
      if (!emitBytes(input, base, stop, 0, length)) return false;
      continue;
    }
    if (isCompressed(decoded, base === start) && !emitBytes(input, base, stop, 0, length)) return false;
    let done = 0;
    for (let probe = LEAST_TEXT - 1; probe < length; probe += LEAST_TEXT) {
      let from = probe;
      while (from > done && follows(decoded[from - 1]!, decoded[from]!)) from--;
      let to = probe + 1;
      while (to < length && follows(decoded[to - 1]!, decoded[to]!)) to++;
      done = to;
      if (to - from >= LEAST_TEXT && holdsText(decoded.subarray(from, to), LEAST_TEXT)) {
        if (!emitBytes(input, base, stop, from, to)) return false;
      }
      probe = Math.max(probe, to - 1);
    }
  }
  return true;
}

/** Whether gzip starts here; at the stretch's own start, also after other bytes. */
function isCompressed(decoded: Buffer, isStart: boolean): boolean {
  const isGzip = decoded[0] === 0x1f && decoded[1] === 0x8b && decoded[2] === 8;
  return isGzip || (isStart && looksCompressed(decoded));
}

/** The first `length` bytes that the characters from `base` on decode to. */
function decodeBytes(bytes: Buffer, base: number, length: number): Buffer {
  const decoded = Buffer.allocUnsafe(length);
  let bits = 0;
  let count = 0;
  for (let at = base, out = 0; out < length; at++) {
    bits = ((bits << 5) | VALUE[bytes[at]!]!) & 0xfff;
    count += 5;
    if (count < 8) continue;
    count -= 8;
    decoded[out++] = bits >> count;
  }
  return decoded;
}

/** Emits decoded bytes `[from, to)`, widened to whole groups; `false` when the budget is spent. */
function emitBytes(input: DecoderInput, base: number, stop: number, from: number, to: number): boolean {
  const first = Math.floor(from / 5);
  const length = Math.min(Math.ceil(to / 5) * 5, decodedLength(stop - base)) - first * 5;
  if (!input.budget.spendView(length, input.chain.length)) return false;
  const bytes = decodeBytes(input.bytes, base + first * 8, length);
  const map = new SourceMap();
  const source = base + first * 8;
  const groups = Math.floor(length / 5);
  if (groups > 0) map.add(0, source, 5, 8, source + groups * 8);
  const left = length - groups * 5;
  const tail = source + groups * 8;
  if (left > 0) map.add(groups * 5, tail, left, Math.ceil((left * 8) / 5), tail + Math.ceil((left * 8) / 5));
  input.emit({ bytes, map });
  return true;
}

/** Base32 (RFC 4648, section 6) in either case or both, with or without padding, from any character of a run on. */
export const base32: Decoder = {
  name: "base32",
  decode,
  examples: [
    { encoded: "M5UHAX3BMJRWIZLGM5UGS2TLNQ======", contains: "ghp_abcdefghijkl" },
    { encoded: "m5uhax3bmjrwizlgm5ugs2tlnq", contains: "ghp_abcdefghijkl" },
    { encoded: "xyzm5uhax3bmjrwizlgm5ugs2tlnq", contains: "ghp_abcdefghijkl" },
  ],
  quiet: [
    "internationalization",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "com.example.SomeVeryLongClassNameForTestingPurposes",
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk",
  ],
};
