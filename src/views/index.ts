import { isZlib } from "./compression.js";
import type { Decoder } from "./decoder.js";
import { base32 } from "./decoders/base32.js";
import { base64 } from "./decoders/base64.js";
import { byteNumbers } from "./decoders/byte-numbers.js";
import { chunked } from "./decoders/chunked.js";
import { deflate, deflateInside, gzip, mayHoldParts, mayHoldZlib } from "./decoders/compressed.js";
import { controlCodes } from "./decoders/control-codes.js";
import { deflatedText, mayHoldDeflatedText } from "./decoders/deflated-text.js";
import { elements } from "./decoders/elements.js";
import { encodedWords } from "./decoders/encoded-words.js";
import { brotli, mayBeHeadless, rawDeflate } from "./decoders/headless.js";
import { hex, isShort, mayHoldPairs } from "./decoders/hex.js";
import { hexDump } from "./decoders/hex-dump.js";
import { htmlEntity } from "./decoders/html-entity.js";
import { jsonString } from "./decoders/json-string.js";
import { markup } from "./decoders/markup.js";
import { paddedPieces } from "./decoders/padded-pieces.js";
import { pdf } from "./decoders/pdf.js";
import { percent } from "./decoders/percent.js";
import { isProtobuf, protobuf } from "./decoders/protobuf.js";
import { quotedPrintable } from "./decoders/quoted-printable.js";
import { stringPieces } from "./decoders/string-pieces.js";
import { confusable, invisible, overlongUtf8 } from "./decoders/unicode.js";
import { utf7 } from "./decoders/utf-7.js";
import { utf16, utf32 } from "./decoders/utf-16.js";
import { mayBeWebSocket, webSocket } from "./decoders/websocket.js";
import { zip } from "./decoders/zip.js";
import { tellsOf } from "./kernel/classes.js";
import { OF_DECODERS, type TextIndex } from "./text-index.js";
import type { Traces } from "./traces.js";

export type { Decoder } from "./decoder.js";

/**
 * Every decoder, in the order in which they are tried. Those that join what stands apart come last: what they find in pieces that hold a
 * match themselves does not count, and must not spend what those are found with.
 */
export const decoders: readonly Decoder[] = [
  chunked,
  protobuf,
  webSocket,
  gzip,
  deflate,
  deflateInside,
  rawDeflate,
  deflatedText,
  brotli,
  zip,
  pdf,
  utf16,
  utf32,
  percent,
  jsonString,
  htmlEntity,
  quotedPrintable,
  encodedWords,
  utf7,
  overlongUtf8,
  invisible,
  confusable,
  markup,
  base64,
  base32,
  hex,
  hexDump,
  byteNumbers,
  controlCodes,
  paddedPieces,
  elements,
  stringPieces,
];

/** Names of the decoders that guess. */
export const guesses: ReadonlySet<string> = new Set(decoders.filter(({ isGuess }) => isGuess).map(({ name }) => name));

/** Decoders that make text of text. What looks compressed then was so before, and they have changed some of its bytes. */
const OF_TEXT: ReadonlySet<string> = new Set([utf7.name, overlongUtf8.name, invisible.name, confusable.name]);
const OF_COMPRESSED: readonly string[] = [gzip.name, deflate.name, zip.name];
const NONE: readonly string[] = [];

/** Names of the decoders that can only misread what the decoder with this name makes. */
export function uselessAfter(name: string): readonly string[] {
  return OF_TEXT.has(name) ? OF_COMPRESSED : NONE;
}

/** Up to here, in bytes, one pass that looks for all tell-tales is cheaper than a search by each decoder. */
const SHORT = 512;

/** For each byte, a bit for each decoder of which it is a tell-tale: there are 32 at most. */
const TELLS: Uint32Array = new Uint32Array(256);
let always = 0;
/** For each class of tell-tales, as `TextIndex.tells` has them, bits of the decoders that have one in it; and of those with one in none. */
const OF_CLASS: Uint32Array = new Uint32Array(8);
let unclassed = 0;
decoders.forEach(({ tellTales }, index) => {
  if (tellTales === undefined) always |= 1 << index;
  else for (const byte of Buffer.from(tellTales, "latin1")) addTell(byte, 1 << index);
});

function addTell(byte: number, decoder: number): void {
  TELLS[byte]! |= decoder;
  const classes = tellsOf(byte);
  if (classes === 0) unclassed |= decoder;
  for (let bit = 0; bit < OF_CLASS.length; bit++) if ((classes & (1 << bit)) !== 0) OF_CLASS[bit]! |= decoder;
}

/** Decoders that are about runs alone. */
const OF_RUNS: number = (1 << decoders.indexOf(base64)) | (1 << decoders.indexOf(base32));

/** Class of the percent sign. */
const PERCENT: number = tellsOf(0x25);
const CONTROL_CODES: number = 1 << decoders.indexOf(controlCodes);
const STRING_PIECES: number = 1 << decoders.indexOf(stringPieces);
const NUMBERS: number = 1 << decoders.indexOf(byteNumbers);
const HEX: number = 1 << decoders.indexOf(hex);

const subsets = new Map<number, readonly Decoder[]>();

/** The decoders that can make views of these bytes: those whose tell-tales stand in them, as far as is known. */
export function decodersFor(bytes: Buffer, index: TextIndex, traces?: Traces): readonly Decoder[] {
  if (traces?.isEmpty === false) return decoders;
  let tells = always | (bytes.length > SHORT ? tellsOfLong(index) : 0);
  if (bytes.length <= SHORT) for (let at = 0; at < bytes.length; at++) tells |= TELLS[bytes[at]!]!;
  if (index.runs.length === 0) {
    tells &= ~OF_RUNS;
    if (!(bytes.length > SHORT && !isShort(traces) ? index.mayHoldPairs : mayHoldPairs(bytes, traces))) tells &= ~HEX;
  }
  if (!index.mayHoldNumbers && traces === undefined) tells &= ~NUMBERS;
  if (index.backslashes?.length === 0 && (index.tells & PERCENT) === 0) tells &= ~CONTROL_CODES;
  let subset = subsets.get(tells);
  if (subset === undefined) {
    subset = decoders.filter((_, index) => (tells & (1 << index)) !== 0);
    subsets.set(tells, subset);
  }
  return subset;
}

/** The decoders of a long text whose classes of tell-tales stand in it. */
function tellsOfLong({ tells, seams }: TextIndex): number {
  let told = seams?.length === 0 ? unclassed & ~STRING_PIECES : unclassed;
  for (let bit = 0; bit < OF_CLASS.length; bit++) if ((tells & (1 << bit)) !== 0) told |= OF_CLASS[bit]!;
  return told;
}

/**
 * Whether no decoder can make a view of these bytes, as far as the index tells; escapes round fixed strings apart (`structuralHits`).
 * `makes`: says of a decoder, of which a tell-tale stands here, whether it does; each does when it is not given.
 */
export function isPlain(bytes: Buffer, index: TextIndex, makes?: (decoder: Decoder) => boolean): boolean {
  const { runs, uses, seams, backslashes } = index;
  if (uses === undefined ? runs.length > 0 : uses.some((use) => (use & OF_DECODERS) !== 0)) return false;
  return decodersFor(bytes, index).every((decoder) => {
    if (decoder === base64 || decoder === base32) return true;
    if ((decoder === hex || decoder === hexDump) && !index.mayHoldPairs) return true;
    if (decoder === stringPieces && seams?.length === 0) return true;
    if (decoder === jsonString && backslashes?.length === 0) return true;
    if (decoder === protobuf && !isProtobuf(bytes)) return true;
    if (decoder === webSocket && !mayBeWebSocket(bytes)) return true;
    if (decoder === deflate && !isZlib(bytes) && !mayHoldParts(bytes)) return true;
    if (decoder === deflateInside && !mayHoldZlib(bytes)) return true;
    if (decoder === deflatedText && !mayHoldDeflatedText(bytes)) return true;
    if ((decoder === rawDeflate || decoder === brotli) && !mayBeHeadless(bytes)) return true;
    return makes?.(decoder) === false;
  });
}
