import { hexPair } from "../bytes.js";
import type { Decoder, DecoderInput } from "../decoder.js";
import { ViewWriter } from "../writer.js";
import { VALUE } from "./base64-text.js";

const QUESTION = 0x3f;
const EQUALS = 0x3d;
const START: Buffer = Buffer.from("=?");

/** Longest name of a character set and a language, and longest text, in bytes: a word has 75 at most, but not every writer keeps to that. */
const LONGEST_CHARSET = 64;
const LONGEST_TEXT = 1024;

/** One word: its text is `[from, to)`; `end` is the place after it. */
interface EncodedWord {
  readonly isBase64: boolean;
  readonly from: number;
  readonly to: number;
  readonly end: number;
}

/** First place of "?" in `[from, from + most)`, with no blank before it; -1 when there is none. */
function questionAfter(bytes: Buffer, from: number, most: number): number {
  const last = Math.min(bytes.length, from + most);
  for (let at = from; at < last && bytes[at]! > 0x20; at++) if (bytes[at] === QUESTION) return at;
  return -1;
}

function wordAt(bytes: Buffer, at: number): EncodedWord | undefined {
  if (bytes[at] !== EQUALS || bytes[at + 1] !== QUESTION) return undefined;
  const charset = questionAfter(bytes, at + 2, LONGEST_CHARSET);
  const encoding = (bytes[charset + 1] ?? 0) | 0x20;
  if (charset < 0 || bytes[charset + 2] !== QUESTION || (encoding !== 0x62 && encoding !== 0x71)) return undefined;
  const from = charset + 3;
  const to = questionAfter(bytes, from, LONGEST_TEXT);
  return to < 0 || bytes[to + 1] !== EQUALS ? undefined : { isBase64: encoding === 0x62, from, to, end: to + 2 };
}

/** The words from `at` on that only blanks stand between, and so are one text (section 6.2). */
function wordsFrom(bytes: Buffer, at: number): readonly EncodedWord[] {
  const words: EncodedWord[] = [];
  for (let word = wordAt(bytes, at); word !== undefined; ) {
    words.push(word);
    let next = word.end;
    while (next < bytes.length && bytes[next]! <= 0x20) next++;
    word = wordAt(bytes, next);
  }
  return words;
}

function writeBase64(writer: ViewWriter, bytes: Buffer, from: number, to: number): void {
  let bits = 0;
  let held = 0;
  // A group of four characters is decoded from its first one on.
  let start = from;
  for (let at = from; at < to && VALUE[bytes[at]!]! >= 0; at++) {
    bits = ((bits << 6) | VALUE[bytes[at]!]!) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    writer.byte((bits >> held) & 0xff, start, at + 1);
    if (held === 0) start = at + 1;
  }
}

function writeQuoted(writer: ViewWriter, bytes: Buffer, from: number, to: number): void {
  for (let at = from; at < to; at++) {
    const value = bytes[at] === EQUALS ? hexPair(bytes, at + 1) : -1;
    if (value < 0) writer.byte(bytes[at] === 0x5f ? 0x20 : bytes[at]!, at, at + 1);
    else {
      writer.byte(value, at, at + 3);
      at += 2;
    }
  }
}

/** Whether it has codes of quoted-printable: alone, these look like the fields of a query behind its "?Q?". */
function holdsCode(bytes: Buffer, { isBase64, from, to }: EncodedWord): boolean {
  return !isBase64 && bytes.subarray(from, to).includes(EQUALS);
}

function decode(input: DecoderInput): void {
  const { bytes } = input;
  for (let at = bytes.indexOf(START); at >= 0; ) {
    const words = wordsFrom(bytes, at);
    const end = words.at(-1)?.end ?? at + START.length;
    if (words.length > 1 || (words.length === 1 && holdsCode(bytes, words[0]!))) {
      if (!input.budget.spendView(end - at, input.chain.length)) return;
      const writer = new ViewWriter(bytes, end - at);
      for (const { isBase64, from, to } of words) {
        if (isBase64) writeBase64(writer, bytes, from, to);
        else writeQuoted(writer, bytes, from, to);
      }
      if (writer.length > 0) input.emit(writer.finish());
    }
    at = bytes.indexOf(START, end);
  }
}

/** Encoded words of mail headers (RFC 2047) that follow each other, joined; and what stands in one alone, unless base64 or quoted-printable show it. */
export const encodedWords: Decoder = {
  name: "encoded-words",
  tellTales: "=",
  decode,
  examples: [
    { encoded: "Subject: =?utf-8?B?Z2hwX2FiYw==?= =?utf-8?b?ZGVmZ2hpamts?=", contains: "ghp_abcdefghijkl" },
    { encoded: "<=?utf-8?Q?ghp=5Fabcdefghijklm?=>", contains: "ghp_abcdefghijklm" },
    { encoded: "=?iso-8859-1*en?Q?gh=70=5Fabc?=\r\n =?utf-8?q?defghijkl_x?=", contains: "ghp_abcdefghijkl x" },
  ],
  quiet: ["a =?b? c", "=?utf-8?B?SGVsbG8gd29ybGQ=?=", "x=?&y=?", "where a =? and b =?"],
};
