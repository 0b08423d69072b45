import type { Decoder, DecoderInput } from "../decoder.js";
import { byteSet } from "../runs.js";
import { OF_BASE64 } from "../text-index.js";
import type { Traces } from "../traces.js";
import { compressedGroups } from "./base64-compressed.js";
import { base64LineAfter, isUnwrapped } from "./base64-lines.js";
import { decodedLength, textRegions } from "./base64-regions.js";
import { Base64Text, VALUE } from "./base64-text.js";

/** Fewest characters that are decoded: 12 bytes, as a secret has. */
const LEAST = 16;

/** Characters of text in a row that make a region worth a view, and in a long text, which by chance holds more of them. */
const LEAST_TEXT = 8;
const LEAST_TEXT_IN_LONG = 12;
const LONG = 1024;

/**
 * Base64 and base64url (RFC 4648, sections 4 and 5), mixed as well, with and without padding, in lines or in one piece, from any of the
 * four characters at which a code can start in a run. Emits the stretches that decode to text, and whatever looks like gzip or zlib;
 * so ids, hashes and images make next to no view.
 */
export const base64: Decoder = {
  name: "base64",
  decode(input: DecoderInput): void {
    const { bytes, runs } = input;
    const { uses } = input.index;
    if (input.traces !== undefined && !decodeTraced(input, input.traces)) return;
    let done = 0;
    for (let i = 0; i < runs.length; i += 2) {
      const start = Math.max(done, runs[i]!);
      const end = runs[i + 1]!;
      if (end - start < LEAST) continue;
      const isOne = input.traces === undefined || isUnwrapped(bytes, end);
      if (isOne && uses !== undefined && (uses[i >> 1]! & OF_BASE64) === 0 && start === runs[i]) {
        if (!input.budget.spend(end - start) || !decodeKnown(input, bytes, start, end)) return;
        continue;
      }
      if (isUnwrapped(bytes, end)) {
        if (!decodeRun(input, bytes, start, end)) return;
        continue;
      }
      const text = collectLines(bytes, start, end);
      done = text.sourceEnd;
      const sure = isWord(bytes, text.lastLine, done) && !isFilledByLast(text) ? text.withoutLastLine() : undefined;
      if (sure !== undefined && !decodeRun(input, sure.bytes, sure.offset, sure.offset + sure.length, sure)) return;
      if (!decodeRun(input, text.bytes, text.offset, text.offset + text.length, text, sure?.length)) return;
    }
  },
  examples: [
    { encoded: "Z2hwX2FiY2RlZmdoaWpr", contains: "ghp_abcdefghijk" },
    { encoded: "/v1/x-Z2hwX2FiY2RlZmdoaWprbG1ub3A", contains: "ghp_abcdefghijklmno" },
    { encoded: "Z2hwX2FiY2RlZmdo\r\naWprbG1ub3BxcnN0\r\ndXY=", contains: "ghp_abcdefghijklmnopqrstuv" },
    { encoded: '"Z2hwX2FiY2RlZmdo\\naWprbG1ub3BxcnN0\\ndXY="', contains: "ghp_abcdefghijklmnopqrstuv" },
    { encoded: "fn5-fn5-Pz8_Pj4-fn5-", contains: "~~~~~~???>>>~~~" },
    { encoded: "Z2hwX2FiY2RlZmdo\naWpr and so on", contains: "ghp_abcdefghijk" },
  ],
  quiet: [
    "550e8400-e29b-41d4-a716-446655440000",
    "3f786850e387550fdab836ed7e6dc881de23001b",
    "com.example.SomeVeryLongClassNameForTestingPurposes",
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk",
  ],
};

/** What can stand behind the last line of a base64 text. */
const ENDS: Uint8Array = byteSet("\0\r\n\"'`\\=<>,;)]}");
const LONGEST_WORD = 12;
const BLANK = 0x20;
const TAB = 0x09;

/** Whether the last line, from `start` to `end`, may as well be a word of the text round it: of small letters, and more follows on it. */
function isWord(bytes: Buffer, start: number, end: number): boolean {
  if (end - start > LONGEST_WORD) return false;
  let next = end;
  while (bytes[next] === BLANK || bytes[next] === TAB) next++;
  if (ENDS[bytes[next] ?? 0] === 1) return false;
  for (let at = start; at < end; at++) {
    const byte = at === start ? bytes[at]! | 0x20 : bytes[at]!;
    if (byte < 0x61 || byte > 0x7a) return false;
  }
  return true;
}

/** Whether it takes the last line to fill the last group of four characters: then it is no word. */
function isFilledByLast(text: Base64Text): boolean {
  return text.length % 4 === 0 && (text.sourceEnd - text.lastLine) % 4 !== 0;
}

/** A run and the lines after it that continue it. */
function collectLines(bytes: Buffer, start: number, end: number): Base64Text {
  const text = new Base64Text(bytes, start, end);
  let from = base64LineAfter(bytes, start, end);
  while (from >= 0) {
    let to = from;
    while (to < bytes.length && VALUE[bytes[to]!]! >= 0) to++;
    text.append(bytes, from, to);
    from = to - from >= LEAST ? base64LineAfter(bytes, from, to) : -1;
  }
  return text;
}

/**
 * Emits what is worth it of the characters `[start, end)`, from each of the four that a group can start at. `lines`: where they stand in
 * the source, if not there. `seam`: characters up to which all was emitted before: what goes on from there is a piece of its own. `false`:
 * the budget is spent.
 */
function decodeRun(
  input: DecoderInput,
  bytes: Buffer,
  start: number,
  end: number,
  lines?: Base64Text,
  seam?: number,
): boolean {
  if (!input.budget.spend(end - start)) return false;
  const least = end - start < LONG ? LEAST_TEXT : LEAST_TEXT_IN_LONG;
  let text = lines;
  for (let phase = 0; phase < 4; phase++) {
    const regions = textRegions(bytes, start + phase, end, least);
    for (let i = 0; i < regions.length; i += 2) {
      const from = regions[i]!;
      const to = regions[i + 1]!;
      if (!input.budget.spendView(to - from, input.chain.length)) return false;
      text ??= new Base64Text(bytes, start, end);
      const decoded = text.decode(phase, from, to);
      const piece = seam === undefined ? 0 : firstByteOf(seam - phase) - from + (from % 3);
      if (seam === undefined) input.emit(decoded);
      else if (piece > 0 && piece < decoded.bytes.length) input.emit({ ...decoded, pieces: [0, piece] });
    }
    if (phase === 0 && regions[0] === 0 && regions[1] === decodedLength(end - start)) return true;
  }
  if (!decodeKnown(input, bytes, start, end, text)) return false;
  return decodeCompressed(input, bytes, start, end, text);
}

/** The first decoded byte that needs the character at `index`, or one after it. */
function firstByteOf(index: number): number {
  return Math.ceil((6 * index - 7) / 8);
}

/** Emits the places of known values, whatever these look like. `false`: the budget is spent. */
function decodeKnown(input: DecoderInput, bytes: Buffer, start: number, end: number, lines?: Base64Text): boolean {
  const places = input.traces?.base64In(bytes, start, end) ?? NONE;
  for (let i = 0; i < places.length; i += 3) {
    const [phase, from, to] = [places[i]!, places[i + 1]!, places[i + 2]!];
    if (!input.budget.spendView(to - from, input.chain.length)) return false;
    const last = Math.min(to, decodedLength(end - start - phase));
    if (last > from) input.emit((lines ?? new Base64Text(bytes, start, end)).decode(phase, from, last));
  }
  return true;
}

const NONE: readonly number[] = [];

/** Emits the texts of known values that are too short to be runs. */
function decodeTraced(input: DecoderInput, traces: Traces): boolean {
  const texts = traces.textsOf("base64");
  for (let i = 0; i < texts.length; i += 2) {
    const text = new Base64Text(input.bytes, texts[i]!, texts[i + 1]!);
    if (!input.budget.spendView(text.length, input.chain.length)) return false;
    input.emit(text.decode(0, 0, decodedLength(text.length)));
  }
  return true;
}

/** Emits the rest of the text from where a gzip or zlib header stands. */
function decodeCompressed(
  input: DecoderInput,
  bytes: Buffer,
  start: number,
  end: number,
  lines: Base64Text | undefined,
): boolean {
  for (const group of compressedGroups(bytes, start, end)) {
    const phase = group % 4;
    const from = ((group - phase) / 4) * 3;
    const to = decodedLength(end - start - phase);
    if (!input.budget.spendView(to - from, input.chain.length)) return false;
    input.emit((lines ?? new Base64Text(bytes, start, end)).decode(phase, from, to));
  }
  return true;
}
