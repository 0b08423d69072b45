import { isAscii } from "node:buffer";
import type { Decoder, DecoderInput } from "../decoder.js";
import { byteSet } from "../runs.js";
import { leastOf } from "../traces.js";
import type { ViewWriter } from "../writer.js";
import { confusables } from "./confusables.js";
import { classOf, FOLDS, INVISIBLE, OTHER } from "./folding.js";
import { type CharacterCode, decodePieces } from "./pieces.js";
import { type Character, characterBefore, readCharacter } from "./utf8.js";

/** ASCII that a token or a code of its characters is made of, and the NULs of UTF-16, beside which a foreign character matters. */
const TOKEN: Uint8Array = byteSet(
  "\0ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/_-.=:~@%$&#;\\<>!",
);

/** Beside characters that are in no real word, texts of several words too. */
const PRINTABLE: Uint8Array = new Uint8Array(256).fill(1, 0x20, 0x7f).fill(1, 9, 14);
PRINTABLE[0] = 1;

/** Characters that a word must have for its foreign characters to matter; words of real languages seldom fold to so many in a row. */
const LEAST_WORD = 12;

/** So many bytes of characters that are not seen are passed over to find one that is. */
const FARTHEST = 64;

/** Dashes and multiplication signs stand between words and numbers of ordinary text: by themselves they are no sign of hiding. */
const ORDINARY: ReadonlySet<number> = new Set([0xd7, 0x2012, 0x2013, 0x2014, 0x2026, 0x2122]);

/** Which characters a decoder looks for. */
type Wanted = (character: Character) => boolean;

/** Reused by every call: a scan is synchronous. */
const here: Character = { codePoint: 0, length: 1, overlong: false };

/** Whether a character is in no word of a real language: not seen, or a compatibility form. */
function isStrange(character: Character): boolean {
  if (character.overlong || classOf(character.codePoint) === INVISIBLE) return true;
  return character.codePoint >= 0x1d00 && classOf(character.codePoint) === FOLDS && !ORDINARY.has(character.codePoint);
}

/** Scripts of their own begin here: Greek, Cyrillic and on; before them stand the letters of Latin with accents. */
const FIRST_OF_OTHER_SCRIPTS = 0x370;
const LETTER_OR_DIGIT: Uint8Array = byteSet("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

/** Whether a letter of another script stands beside one of ASCII: no word of a real language has both, but a pair of hexadecimal digits. */
function isMixed(bytes: Buffer, at: number, { codePoint, length }: Character): boolean {
  if (codePoint < FIRST_OF_OTHER_SCRIPTS) return false;
  return LETTER_OR_DIGIT[bytes[at - 1] ?? 0] === 1 || LETTER_OR_DIGIT[bytes[at + length] ?? 0] === 1;
}

/** Whether the character can be part of a hidden token. */
function isWord(character: Character, ascii: Uint8Array): boolean {
  if (character.codePoint < 0) return false;
  if (character.codePoint < 0x80) return ascii[character.codePoint] === 1 || character.overlong;
  return classOf(character.codePoint) !== OTHER;
}

/** First wanted character at or after `from` that stands in a word of enough characters, or -1. Measures no short word twice. */
function nextInWord(bytes: Buffer, from: number, wanted: Wanted, least: number): number {
  for (let at = from; at < bytes.length; at++) {
    if (bytes[at]! < 0x80) continue;
    readCharacter(bytes, at, here);
    const length = here.length;
    if (here.codePoint >= 0 && wanted(here)) {
      const ascii = isStrange(here) || isMixed(bytes, at, here) ? PRINTABLE : TOKEN;
      if (!isInside(bytes, at, length)) {
        at += length - 1;
        continue;
      }
      if (isLongWord(bytes, at, ascii, least)) return at;
      let measured = at + length;
      while (measured < bytes.length) {
        readCharacter(bytes, measured, here);
        if (!isWord(here, ascii)) break;
        measured += here.length;
      }
      at = measured - 1;
      continue;
    }
    at += length - 1;
  }
  return -1;
}

/** Whether something that is not seen at `at` stands between two characters of a word; what is seen always counts. */
function isInside(bytes: Buffer, at: number, length: number): boolean {
  if (!isUnseen(here)) return true;
  let before = at;
  do {
    if (before === 0) return false;
    before = characterBefore(bytes, before);
    readCharacter(bytes, before, here);
  } while (isUnseen(here) && at - before < FARTHEST);
  if (!isWord(here, TOKEN)) return false;
  let after = at + length;
  do {
    if (after >= bytes.length) return false;
    readCharacter(bytes, after, here);
    after += here.length;
  } while (isUnseen(here) && after - at < FARTHEST);
  return isWord(here, TOKEN);
}

function isUnseen(character: Character): boolean {
  return character.codePoint >= 0x80 && classOf(character.codePoint) === INVISIBLE && !isTag(character.codePoint);
}

/** Whether the word round `at` has enough characters. */
function isLongWord(bytes: Buffer, at: number, ascii: Uint8Array, least: number): boolean {
  let seen = 0;
  for (let before = at; before > 0 && seen < least; ) {
    before = characterBefore(bytes, before);
    readCharacter(bytes, before, here);
    if (!isWord(here, ascii)) break;
    if (classOf(here.codePoint) !== INVISIBLE || isTag(here.codePoint)) seen++;
    if (at - before > 8 * least) break;
  }
  for (let after = at; after < bytes.length && seen < least && after - at < 16 * least; after += here.length) {
    readCharacter(bytes, after, here);
    if (!isWord(here, ascii)) break;
    if (classOf(here.codePoint) !== INVISIBLE || isTag(here.codePoint)) seen++;
  }
  return seen >= least;
}

function isTag(codePoint: number): boolean {
  return codePoint >= 0xe0020 && codePoint < 0xe007f;
}

/** A code whose characters matter in words of enough characters alone; `among` those of `least` characters. */
interface WordCode extends CharacterCode {
  among(least: number): CharacterCode;
}

/** A decoder that replaces the wanted characters by what `replace` writes. */
function codeOf(
  wanted: Wanted,
  replace: (writer: ViewWriter, codePoint: number, from: number, to: number) => void,
): WordCode {
  return {
    stops: byteSet(""),
    among(least) {
      return { ...this, next: (bytes, from) => nextInWord(bytes, from, wanted, least) };
    },
    next: (bytes, from) => nextInWord(bytes, from, wanted, LEAST_WORD),
    write(writer, bytes, from, to) {
      let copied = from;
      for (let at = from; at < to; at++) {
        if (bytes[at]! < 0x80) continue;
        readCharacter(bytes, at, here);
        const end = at + here.length;
        if (here.codePoint >= 0 && end <= to && (wanted(here) || ORDINARY.has(here.codePoint))) {
          writer.copy(copied, at);
          replace(writer, here.codePoint, at, end);
          copied = end;
        }
        at = end - 1;
      }
      writer.copy(copied, to);
    },
  };
}

const invisibleCode: WordCode = codeOf(
  (character) => character.codePoint >= 0x80 && classOf(character.codePoint) === INVISIBLE,
  (writer, codePoint, from, to) => {
    if (classOf(codePoint) !== INVISIBLE) writer.copy(from, to);
  },
);

const confusableCode: WordCode = codeOf(
  ({ codePoint }) =>
    codePoint >= 0x80 && !ORDINARY.has(codePoint) && (classOf(codePoint) === FOLDS || isTag(codePoint)),
  (writer, codePoint, from, to) => {
    const ascii = confusables().get(codePoint);
    if (ascii === undefined) writer.copy(from, to);
    else if (ascii.length === 1) writer.byte(ascii.charCodeAt(0), from, to);
    else writer.bytes(Buffer.from(ascii, "latin1"), from, to);
  },
);

const overlongCode: WordCode = codeOf(
  (character) => character.overlong,
  (writer, codePoint, from, to) => writer.codePoint(codePoint, from, to),
);

/** Bytes that start a character of UTF-8 beyond ASCII, or an overlong form. */
const LEADS: string = String.fromCharCode(...Array.from({ length: 0x38 }, (_, i) => 0xc0 + i));

function decode(input: DecoderInput, code: WordCode): void {
  if (isAscii(input.bytes)) return;
  const least = leastOf(input.traces, LEAST_WORD);
  decodePieces(input, least === LEAST_WORD ? code : code.among(least));
}

/** Removes characters that are not seen: zero-width, soft hyphen, bidi controls, tags, variation selectors, combining marks. */
export const invisible: Decoder = {
  name: "invisible",
  tellTales: LEADS,
  decode: (input) => decode(input, invisibleCode),
  examples: [
    { encoded: "ghp_\xe2\x80\x8babc\xc2\xaddef\xe2\x81\xa0ghijkl", contains: "ghp_abcdefghijkl" },
    {
      encoded: "g\xcc\xb2h\xcc\xb2p\xcc\xb2_\xcc\xb2a\xcc\xb2b\xcc\xb2c\xcc\xb2d\xcc\xb2efghij",
      contains: "ghp_abcdefghij",
    },
    { encoded: "ghp\xe2\x80\xae_abcdefghi\xf3\xa0\x81\xa1jkl", contains: "ghp_abcdefghijkl" },
  ],
  quiet: [
    "\xe2\x9d\xa4\xef\xb8\x8f love, and 1\xef\xb8\x8f\xe2\x83\xa3 more",
    "\xef\xbb\xbf{}",
    "\xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xae\xd9\x88\xd8\xa7\xd9\x87\xd9\x85",
    "caf\xc3\xa9 and cafe\xcc\x81 noir",
  ],
};

/** Reads full-width, mathematical, accented and look-alike characters as the ASCII that they are taken for. */
export const confusable: Decoder = {
  name: "confusable",
  tellTales: LEADS,
  decode: (input) => decode(input, confusableCode),
  examples: [
    { encoded: "\xef\xbd\x87\xef\xbd\x88\xef\xbd\x90\xef\xbc\xbfabcdefghij", contains: "ghp_abcdefghij" },
    { encoded: "ghp_\xd0\xb0bcdefghijk", contains: "ghp_abcdefghijk" },
    { encoded: "\xf0\x9d\x90\xa0hp_abcdefghijk", contains: "ghp_abcdefghijk" },
    {
      encoded: "\xf3\xa0\x81\xa7\xf3\xa0\x81\xa8\xf3\xa0\x81\xb0\xf3\xa0\x81\x9fabcdefghijk",
      contains: "ghp_abcdefghijk",
    },
    { encoded: "\xc4\x9fhp_\xc3\xa1bcdefghijk", contains: "ghp_abcdefghijk" },
  ],
  quiet: [
    "d\xc3\xa9j\xc3\xa0 vu, na\xc3\xafve caf\xc3\xa9",
    "\xd0\x92\xd1\x81\xd0\xb5 \xd1\x81\xd1\x87\xd0\xb0\xd1\x81\xd1\x82\xd0\xbb\xd0\xb8\xd0\xb2\xd1\x8b\xd0\xb5 \xd1\x81\xd0\xb5\xd0\xbc\xd1\x8c\xd0\xb8",
    "2010\xe2\x80\x932012, a word\xe2\x80\x94and another",
    "\xe2\x82\xac 5, 3 \xc3\x97 4",
  ],
};

/** Overlong UTF-8: ASCII in two to four bytes, which RFC 3629 forbids and lax readers take. */
export const overlongUtf8: Decoder = {
  name: "overlong-utf8",
  tellTales: LEADS,
  decode: (input) => decode(input, overlongCode),
  examples: [
    { encoded: "\xc1\xa7\xc1\xa8\xc1\xb0\xc1\x9fabcdefghij", contains: "ghp_abcdefghij" },
    { encoded: "\xe0\x81\xa7h\xf0\x80\x81\xb0_abcdefghij", contains: "ghp_abcdefghij" },
  ],
  quiet: ["plain words", "\xc3\xa9t\xc3\xa9", "\xc0\xc1\xc2 \xff\xfe"],
};
