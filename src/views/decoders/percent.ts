import { hexPair, hexQuad, indexOfByte, isHighSurrogate, isLowSurrogate, surrogatePair } from "../bytes.js";
import type { Decoder } from "../decoder.js";
import { byteSet } from "../runs.js";
import type { ViewWriter } from "../writer.js";
import { type CharacterCode, decodePieces } from "./pieces.js";

const PERCENT = 0x25;
const PLUS = 0x2b;

/** Quotes and controls end a URL or form value in any text; "&" ends it inside. */
const STOPS: Uint8Array = byteSet("\"'<>`&\0\t\n\v\f\r");

const code: CharacterCode = {
  stops: STOPS,
  mark: PERCENT,
  next(bytes, from) {
    let at = indexOfByte(bytes, PERCENT, from);
    while (at >= 0 && codeLength(bytes, at) === 0) at = indexOfByte(bytes, PERCENT, at + 1);
    return at;
  },
  other: (bytes, from, to) => (bytes.subarray(from, to).includes(PLUS) ? formCode : undefined),
  write: (writer, bytes, from, to) => write(writer, bytes, from, to, false),
};

/** The same with "+" for a blank, as in forms (WHATWG URL, application/x-www-form-urlencoded). */
const formCode: CharacterCode = {
  stops: STOPS,
  next: code.next,
  write: (writer, bytes, from, to) => write(writer, bytes, from, to, true),
};

const EQUALS = 0x3d;
/** Longest value and name of a field, in bytes, in which the "+" is looked for. */
const LONGEST_VALUE = 1024;
const LONGEST_NAME = 64;
const IN_VALUE: Uint8Array = byteSet("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-._~!$()*,;:@/?+");
const IN_NAME: Uint8Array = byteSet("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-._~[]$");
const BEFORE_NAME: Uint8Array = byteSet("?&#");

/** Whether the "+" at `at` stands in the value of a field, in a query or a form, that holds no code. */
function isOfField(bytes: Buffer, at: number): boolean {
  let from = at;
  while (at - from < LONGEST_VALUE && IN_VALUE[bytes[from - 1] ?? 0] === 1) from--;
  if (bytes[from - 1] !== EQUALS) return false;
  let name = from - 1;
  while (from - name < LONGEST_NAME && IN_NAME[bytes[name - 1] ?? 0] === 1) name--;
  return (
    name < from - 1 && (name === 0 || BEFORE_NAME[bytes[name - 1]!] === 1) && bytes[valueEnd(bytes, at)] !== PERCENT
  );
}

function valueEnd(bytes: Buffer, at: number): number {
  let end = at;
  while (IN_VALUE[bytes[end] ?? 0] === 1) end++;
  return end;
}

/** Fields with blanks and no code: what forms write for them is found by these alone. */
const fieldCode: CharacterCode = {
  ...formCode,
  next(bytes, from) {
    let at = indexOfByte(bytes, PLUS, from);
    // In a long text of base64 a "+" stands every 64 characters: all of one value are told by the first.
    while (at >= 0 && !isOfField(bytes, at)) at = indexOfByte(bytes, PLUS, valueEnd(bytes, at));
    return at;
  },
};

/** Bytes of the code at `at`: 3 for %XX, 6 for %uXXXX (IIS), 0 for a "%" that stands for itself. */
function codeLength(bytes: Buffer, at: number): number {
  if (hexPair(bytes, at + 1) >= 0) return 3;
  return ((bytes[at + 1] ?? 0) | 0x20) === 0x75 && hexQuad(bytes, at + 2) >= 0 ? 6 : 0;
}

function write(writer: ViewWriter, bytes: Buffer, from: number, to: number, plusIsBlank: boolean): void {
  let copied = from;
  let at = from;
  while (at < to) {
    const byte = bytes[at]!;
    const length = byte === PERCENT ? codeLength(bytes, at) : byte === PLUS && plusIsBlank ? 1 : 0;
    if (length === 0 || at + length > to) {
      at++;
      continue;
    }
    writer.copy(copied, at);
    if (length === 6) at = writeUnit(writer, bytes, at, to);
    else {
      writer.byte(length === 1 ? 0x20 : hexPair(bytes, at + 1), at, at + length);
      at += length;
    }
    copied = at;
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
 * blank, in pieces that hold a code and in fields of a query or a form.
 */
export const percent: Decoder = {
  name: "percent",
  tellTales: "%+",
  decode(input) {
    decodePieces(input, code);
    if (input.bytes.includes(PLUS)) decodePieces(input, fieldCode);
  },
  examples: [
    { encoded: "q=%67%68p_%31abcdef", contains: "q=ghp_1abcdef" },
    { encoded: "100%25%2g%zz%41%%42CDEFGH%4", contains: "100%%2g%zzA%BCDEFGH%4" },
    { encoded: "%u0067%U0068p_abcdef%u00e9", contains: "ghp_abcdef\xc3\xa9" },
    { encoded: "password+is%3A+hunter2", contains: "password is: hunter2" },
    { encoded: "password+is%3A+hunter2", contains: "password+is:+hunter2" },
    { encoded: "a=1&q=password+hunter2&x", contains: "q=password hunter2" },
    { encoded: "DB_PASSWD%3D'hunter2'&x", contains: "DB_PASSWD='hunter2'" },
  ],
  quiet: [
    "a+b+c=d",
    "a = b+c",
    '"x=q7Wx+Kp9Zt+2LmVb8"',
    "100% of 50%, and 7 % more",
    "GET /index.html?a=1&b=2 HTTP/1.1",
  ],
};
