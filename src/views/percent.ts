import { hexPair, hexQuad, indexOfByte, isHighSurrogate, isLowSurrogate, surrogatePair } from "./bytes.js";
import type { Decoder, DecoderInput } from "./decoder.js";
import { type CharacterCode, decodePieces, emitPiece } from "./pieces.js";
import { byteSet } from "./runs.js";
import type { ViewWriter } from "./writer.js";

const PERCENT = 0x25;
const PLUS = 0x2b;

/** Quotes and controls end a URL or form value in any text; "&" ends it inside. */
const STOPS: Uint8Array = byteSet("\"'<>`&\0\t\n\v\f\r");

const code: CharacterCode = {
  stops: STOPS,
  next(bytes, from) {
    let at = indexOfByte(bytes, PERCENT, from);
    while (at >= 0 && codeLength(bytes, at) === 0) at = indexOfByte(bytes, PERCENT, at + 1);
    return at;
  },
  write: (writer, bytes, from, to) => write(writer, bytes, from, to, PERCENT),
};

/** The same with "+" for a blank, as in forms (WHATWG URL, application/x-www-form-urlencoded). */
const formCode: CharacterCode = { ...code, write: (writer, bytes, from, to) => write(writer, bytes, from, to, PLUS) };

/** Bytes of the code at `at`: 3 for %XX, 6 for %uXXXX (IIS), 0 for a "%" that stands for itself. */
function codeLength(bytes: Buffer, at: number): number {
  if (hexPair(bytes, at + 1) >= 0) return 3;
  return ((bytes[at + 1] ?? 0) | 0x20) === 0x75 && hexQuad(bytes, at + 2) >= 0 ? 6 : 0;
}

function write(writer: ViewWriter, bytes: Buffer, from: number, to: number, blank: number): void {
  let copied = from;
  for (let at = from; at < to; at++) {
    const byte = bytes[at]!;
    if (byte !== PERCENT && (byte !== blank || blank === PERCENT)) continue;
    const length = byte === PERCENT ? codeLength(bytes, at) : 1;
    if (length === 0 || at + length > to) continue;
    writer.copy(copied, at);
    if (length === 6) at = writeUnit(writer, bytes, at, to);
    else {
      writer.byte(length === 1 ? 0x20 : hexPair(bytes, at + 1), at, at + length);
      at += length;
    }
    copied = at--;
  }
  writer.copy(copied, to);
}

/** Writes the %uXXXX at `at`, with a low surrogate after it; gives the place after it. */
function writeUnit(writer: ViewWriter, bytes: Buffer, at: number, to: number): number {
  const unit = hexQuad(bytes, at + 2);
  if (isHighSurrogate(unit) && at + 12 <= to && bytes[at + 6] === PERCENT && codeLength(bytes, at + 6) === 6) {
    const low = hexQuad(bytes, at + 8);
    if (isLowSurrogate(low)) {
      writer.codePoint(surrogatePair(unit, low), at, at + 12);
      return at + 12;
    }
  }
  writer.codePoint(unit, at, at + 6);
  return at + 6;
}

/**
 * Percent-encoding (RFC 3986, section 2.1), decoded once; a "%" without two digits stays as it is. "+" is read both as itself and as a
 * blank.
 */
export const percent: Decoder = {
  name: "percent",
  decode(input: DecoderInput): void {
    decodePieces(input, code);
    decodePlus(input);
  },
  examples: [
    { encoded: "q=%67%68p_%31abcdef", contains: "q=ghp_1abcdef" },
    { encoded: "100%25%2g%zz%41%%42CDEFGH%4", contains: "100%%2g%zzA%BCDEFGH%4" },
    { encoded: "%u0067%U0068p_abcdef%u00e9", contains: "ghp_abcdef\xc3\xa9" },
    { encoded: "password+is%3A+hunter2", contains: "password is: hunter2" },
    { encoded: "password+is%3A+hunter2", contains: "password+is:+hunter2" },
  ],
  quiet: ["a+b+c=d", "100% of 50%, and 7 % more", "GET /index.html?a=1&b=2 HTTP/1.1"],
};

/** "+" read as a blank: in each piece that holds a code too, or one of the marks of texts with blanks in them. */
function decodePlus(input: DecoderInput): void {
  const { bytes } = input;
  for (let at = indexOfByte(bytes, PLUS, 0); at >= 0; ) {
    let start = at;
    while (start > 0 && bytes[start - 1]! > 0x20 && STOPS[bytes[start - 1]!] === 0) start--;
    let end = at;
    while (end < bytes.length && bytes[end]! > 0x20 && STOPS[bytes[end]!] === 0) end++;
    if (wantsBlanks(input, start, end) && !emitPiece(input, formCode, start, end)) return;
    at = indexOfByte(bytes, PLUS, end);
  }
}

function wantsBlanks(input: DecoderInput, start: number, end: number): boolean {
  if (end - start < 8) return false;
  const piece = input.bytes.subarray(start, end);
  const percentAt = code.next(piece, 0);
  return percentAt >= 0 || input.structuralMarks.some((mark) => piece.includes(mark));
}
