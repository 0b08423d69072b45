import { hexPair, indexOfByte } from "../bytes.js";
import type { Decoder } from "../decoder.js";
import { pieceAt } from "../piece-at.js";
import { byteSet } from "../runs.js";
import { leastOf } from "../traces.js";
import { type CharacterCode, decodePieces } from "./pieces.js";

const EQUALS = 0x3d;
const BACKSLASH = 0x5c;
const QUESTION = 0x3f;
const AMPERSAND = 0x26;
const SEMICOLON = 0x3b;

const WORD: Uint8Array = byteSet("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/_-.:~%\\;#{}");

/** Characters that a word must decode to for its codes to matter: "limit=50" has too few. */
const LEAST_WORD = 12;

/**
 * Bytes of the soft line break at `at` (RFC 2045, section 6.7), with the blanks before its end; 0 when none stands there. The line break
 * can be written as the escapes that a JSON string has for it.
 */
export function softBreak(bytes: Buffer, at: number): number {
  let end = at + 1;
  while (bytes[end] === 0x20 || bytes[end] === 0x09) end++;
  const feed = afterControl(bytes, afterControl(bytes, end, 0x0d, 0x72), 0x0a, 0x6e);
  return feed > end && (bytes[feed - 1] === 0x0a || bytes[feed - 1] === 0x6e) ? feed - at : 0;
}

/** Place after the control character at `at`, as it is or as the escape with this letter, however often escaped; `at` when it is not there. */
function afterControl(bytes: Buffer, at: number, control: number, letter: number): number {
  if (bytes[at] === control) return at + 1;
  let end = at;
  while (bytes[end] === BACKSLASH) end++;
  return end > at && bytes[end] === letter ? end + 1 : at;
}

function codeLength(bytes: Buffer, at: number): number {
  return hexPair(bytes, at + 1) >= 0 ? 3 : softBreak(bytes, at);
}

function isWord(byte: number | undefined): boolean {
  return byte !== undefined && WORD[byte] === 1;
}

/** How the last line of an armour begins (RFC 7468), behind base64 that a "=" fills up. */
const ARMOUR: Buffer = Buffer.from("-----");

/** Whether a soft line break stands at `at` with something on both sides of it. */
function joinsLines(bytes: Buffer, at: number): boolean {
  const next = at + softBreak(bytes, at);
  if (next === at || (bytes[at - 1] ?? 0) <= 0x20 || (bytes[next] ?? 0) <= 0x20) return false;
  return !bytes.subarray(next, next + ARMOUR.length).equals(ARMOUR);
}

/** Whether the code at `at` of a byte that is no ASCII has none of these beside it: it is part of no character then. */
function isAlone(bytes: Buffer, at: number): boolean {
  const isOther = (place: number): boolean => bytes[place] === EQUALS && hexPair(bytes, place + 1) >= 0x80;
  if (isOther(at - 3) || isOther(at + 3)) return false;
  return (bytes[at - 1] ?? 0) < 0x80 && (bytes[at + 3] ?? 0) < 0x80;
}

const NAME: Uint8Array = byteSet("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-");
const LONGEST_NAME = 32;

/** Whether the "=" at `at` stands between a field and its value in the query of a URL, also as a JSON string or markup has it. */
function isOfQuery(bytes: Buffer, at: number): boolean {
  let from = at;
  while (at - from < LONGEST_NAME && NAME[bytes[from - 1] ?? 0] === 1) from--;
  if (from === at) return false;
  const before = bytes[from - 1];
  if (before === QUESTION || before === AMPERSAND) return true;
  const amp = before === SEMICOLON && bytes.toString("latin1", Math.max(0, from - 5), from) === "&amp;";
  return amp || (before === BACKSLASH && /^u00(?:26|3[fF])/.test(bytes.toString("latin1", from, at)));
}

const BEFORE_NAME: Uint8Array = byteSet("?&;,#{ \t\r\n\"'`");

/** Whether a field's name stands right before the "=" at `at`: of "q=access", "=ac" is no character. */
function isOfField(bytes: Buffer, at: number): boolean {
  let from = at;
  while (at - from < LONGEST_NAME && NAME[bytes[from - 1] ?? 0] === 1) from--;
  return from < at && (from === 0 || BEFORE_NAME[bytes[from - 1]!] === 1);
}

type Pieces = readonly number[] | undefined;

const NAME_OF_NUMBER = /(?:^|[^A-Za-z0-9_.-])[A-Za-z][A-Za-z_.-]{0,30}$/;
const NUMBER = /^[0-9]{1,19}(?![A-Za-z0-9+/_.:~%\\#{}=-])/;

/**
 * Whether the "=" at `at` stands between a name of letters and a decimal number, as in "max-age=31536000": each recorded response has some.
 * `pieces`: where joined pieces start, at which names begin and numbers end.
 */
function isOfNumber(bytes: Buffer, at: number, pieces: Pieces): boolean {
  const piece = pieces === undefined ? -1 : pieceAt(pieces, at);
  const start = Math.max(pieces?.[piece] ?? 0, at - LONGEST_NAME);
  const end = Math.min(pieces?.[piece + 1] ?? bytes.length, at + LONGEST_NAME);
  return NAME_OF_NUMBER.test(bytes.toString("latin1", start, at)) && NUMBER.test(bytes.toString("latin1", at + 1, end));
}

/** Whether the word that goes on at `from` holds a code which is none of a field in the query of a URL. */
function holdsCode(bytes: Buffer, from: number): boolean {
  let at = from;
  while (isWord(bytes[at])) at++;
  return bytes[at] === EQUALS && codeLength(bytes, at) > 0 && !isOfQuery(bytes, at);
}

/** Whether the code at `at` is that of a "=", as encoders write it. */
function isWrittenEquals(bytes: Buffer, at: number): boolean {
  return bytes[at + 1] === 0x33 && bytes[at + 2] === 0x44;
}

/** Whether the code at `at` makes or joins a word of enough characters. Fewer than usual may be a known value, which may have blanks. */
function matters(bytes: Buffer, at: number, least: number, pieces: Pieces): boolean {
  const value = hexPair(bytes, at + 1);
  if (value < 0) return least < LEAST_WORD ? softBreak(bytes, at) > 0 : joinsLines(bytes, at);
  if (value < 0x21 || value === 0x7f || (value >= 0x80 && isAlone(bytes, at))) return false;
  let length = 0;
  for (let before = at; before > 0 && length < least; before--, length++) {
    if (!isWord(bytes[before - 1])) break;
  }
  let after = at;
  while (length < least && after < bytes.length) {
    const step = bytes[after] === EQUALS ? codeLength(bytes, after) : isWord(bytes[after]) ? 1 : 0;
    if (step === 0) break;
    after += step;
    if (step < 2 || hexPair(bytes, after - 2) > 0) length++;
  }
  if (length < least) return false;
  if (least < LEAST_WORD) return true;
  // A hash in the query of a URL, "&s=a2d22c…", is no code: every listing of pictures has hundreds. That of a "=" may be one.
  const isHash = isOfQuery(bytes, at) && !isWrittenEquals(bytes, at) && !holdsCode(bytes, at + 3);
  return !isOfNumber(bytes, at, pieces) && !isHash;
}

/** Whether a code stands in the piece that may be none: those of a character beyond ASCII stand next to each other. */
function holdsLoneCode(piece: Buffer): boolean {
  const isCode = (at: number): boolean => piece[at] === EQUALS && hexPair(piece, at + 1) >= 0;
  for (let at = indexOfByte(piece, EQUALS, 0); at >= 0; at = indexOfByte(piece, EQUALS, at + 1))
    if (isCode(at) && !isCode(at - 3) && !isCode(at + 3)) return true;
  return false;
}

/** The first code that matters, in words of `least` characters. */
function nextAmong(bytes: Buffer, from: number, least: number, pieces: Pieces): number {
  let at = indexOfByte(bytes, EQUALS, from);
  while (at >= 0 && !matters(bytes, at, least, pieces)) at = indexOfByte(bytes, EQUALS, at + 1);
  return at;
}

/** Where lines are joined, the same without the codes: a "=" before two digits can stand for itself. */
const joinedOnly: CharacterCode = {
  stops: byteSet(""),
  next: () => -1,
  write(writer, bytes, from, to) {
    let copied = from;
    for (let at = indexOfByte(bytes, EQUALS, from); at >= 0 && at < to; at = indexOfByte(bytes, EQUALS, at + 1)) {
      const length = softBreak(bytes, at);
      if (length === 0 || at + length > to) continue;
      writer.copy(copied, at);
      copied = at + length;
    }
    writer.copy(copied, to);
  },
};

const code: Omit<CharacterCode, "next"> = {
  stops: byteSet(""),
  other(bytes, from, to) {
    const piece = bytes.subarray(from, to);
    // Who writes "=3D" for a "=", and not by chance, lets none stand for itself.
    const first = piece.indexOf("=3D");
    if (first >= 0 && piece.indexOf("=3D", first + 3) >= 0) return undefined;
    return ["=\n", "=\r\n", "=\\"].some((start) => piece.includes(start)) && holdsLoneCode(piece)
      ? joinedOnly
      : undefined;
  },
  write(writer, bytes, from, to) {
    let copied = from;
    let at = indexOfByte(bytes, EQUALS, from);
    while (at >= 0 && at < to) {
      const length = codeLength(bytes, at);
      const value = hexPair(bytes, at + 1);
      if (length > 0 && at + length <= to && !(value >= 0x80 && isAlone(bytes, at) && isOfField(bytes, at))) {
        writer.copy(copied, at);
        if (value >= 0) writer.byte(value, at, at + length);
        copied = at + length;
      }
      at = indexOfByte(bytes, EQUALS, Math.max(at + 1, copied));
    }
    writer.copy(copied, to);
  },
};

/** Quoted-printable (RFC 2045, section 6.7): =XX of either case, and soft line breaks. */
export const quotedPrintable: Decoder = {
  name: "quoted-printable",
  tellTales: "=",
  isGuess: true,
  decode(input) {
    const least = leastOf(input.traces, LEAST_WORD);
    const { pieces } = input;
    decodePieces(input, { ...code, next: (bytes, from) => nextAmong(bytes, from, least, pieces) });
  },
  examples: [
    { encoded: "token: =67hp=5Fabcdefgh=\r\nijklmnop", contains: "ghp_abcdefghijklmnop" },
    { encoded: '"ghp_abcd=\\r\\nefghijkl"', contains: "ghp_abcdefghijkl" },
    { encoded: "ghp_abcd=\nefghijkl", contains: "ghp_abcdefghijkl" },
    { encoded: "q=access=5Fabcd=65fghijkl", contains: "q=access_abcdefghijkl" },
    { encoded: "=c1=a7hp_abcdefgh", contains: "\xc1\xa7hp_abcdefgh" },
  ],
  quiet: [
    "page=10&limit=50&offset=41",
    "/static/app.js?session=abc123456789&id=f0123456789",
    "a=1, b=20, c == d",
    "private, max-age=31536000, s-maxage=86400; includeSubDomains",
    "Zm9vYmFy=\n",
    "x=abc&y=def",
    "/i.jpg?fit=crop\\u0026w=10&amp;sig=a2d22c5894b6611812dd&s=1b0ddee0568dfff74b",
  ],
};
