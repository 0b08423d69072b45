import { indexOfByte } from "../bytes.js";
import type { Decoder, DecoderInput } from "../decoder.js";
import { emitJoined } from "./joined-pieces.js";

const LESS = 0x3c;
const GREATER = 0x3e;

/** What can be part of a token, or of a code of its characters; NULs stand in UTF-16. */
const WORD: Uint8Array = new Uint8Array(256).fill(1, 0x21, 0x7f).fill(1, 0x80);
WORD[0] = 1;
for (const byte of Buffer.from("<>\"'`,")) WORD[byte] = 0;

/** Longest tag, and longest word beside one, in bytes: a piece of a token is short. */
const LONGEST_TAG = 512;
const LONGEST_PIECE = 256;
const SHORT_PIECE = 16;

/** 1 for what follows the "<" of a tag, a declaration or an instruction (XML 1.0, section 3.1; HTML, section 13.1.2). */
const OPENS: Uint8Array = new Uint8Array(256).fill(1, 0x41, 0x5b).fill(1, 0x61, 0x7b);
for (const byte of Buffer.from("/!?_:")) OPENS[byte] = 1;

/** Place after the tag at `at`, or -1 when none stands there. */
function tagEnd(bytes: Buffer, at: number): number {
  if (bytes[at] !== LESS || OPENS[bytes[at + 1] ?? 0] === 0) return -1;
  const last = Math.min(bytes.length, at + LONGEST_TAG);
  for (let end = at + 2; end < last; end++) {
    if (bytes[end] === GREATER) return end + 1;
    if (bytes[end] === LESS) return -1;
  }
  return -1;
}

/** Place after the tag at `at` and those that follow with nothing but blanks between; -1 when none stands there. */
function tagsEnd(bytes: Buffer, at: number): number {
  let end = tagEnd(bytes, at);
  for (let next = end; next >= 0; next = tagEnd(bytes, next)) {
    end = next;
    while (next < bytes.length && bytes[next]! <= 0x20) next++;
  }
  return end;
}

/** Start of the text that ends where a tag begins: after the tag before it, or as far back as a piece is long. */
function textStart(bytes: Buffer, end: number, low: number): number {
  const first = Math.max(low, end - LONGEST_PIECE);
  let at = end;
  while (at > first && bytes[at - 1] !== GREATER && bytes[at - 1] !== LESS) at--;
  return at;
}

/**
 * Place of the tag that ends the text from `start` on, when its last word touches that tag and a word follows, or it is as short as what
 * is left of a secret that was cut; else -1.
 */
function textEnd(bytes: Buffer, start: number): number {
  const last = Math.min(bytes.length, start + LONGEST_PIECE);
  let at = start;
  while (at < last && bytes[at] !== LESS) at++;
  if (bytes[at] !== LESS) return -1;
  if (at - start <= SHORT_PIECE) return at;
  if (WORD[bytes[at - 1]!] === 0) return -1;
  const after = tagsEnd(bytes, at);
  return after >= 0 && WORD[bytes[after] ?? 0] === 1 ? at : -1;
}

function wordEnd(bytes: Buffer, start: number): number {
  const last = Math.min(bytes.length, start + LONGEST_PIECE);
  let at = start;
  while (at < last && WORD[bytes[at]!] === 1) at++;
  return at;
}

function decode(input: DecoderInput): void {
  const { bytes } = input;
  let done = 0;
  for (let at = indexOfByte(bytes, LESS, 1); at >= 0; at = indexOfByte(bytes, LESS, Math.max(at + 1, done))) {
    if (WORD[bytes[at - 1]!] === 0) continue;
    let end = tagsEnd(bytes, at);
    if (end < 0 || WORD[bytes[end] ?? 0] === 0) continue;
    const spans = [textStart(bytes, at, done), at];
    while (end >= 0 && end < bytes.length) {
      const whole = textEnd(bytes, end);
      done = whole < 0 ? wordEnd(bytes, end) : whole;
      if (done > end) spans.push(end, done);
      end = tagsEnd(bytes, done);
    }
    if (!emitJoined(input, spans)) return;
  }
}

/**
 * Texts whose words meet where nothing but tags stands, joined: who shows the text, or takes it out of its elements, reads them as one.
 * Where a blank stands at the tag they are left apart.
 */
export const elements: Decoder = {
  name: "elements",
  tellTales: "<",
  decode,
  examples: [
    { encoded: "<p>ghp_abc<b/>defghi<wbr>jkl</p>", contains: "ghp_abcdefghijkl" },
    { encoded: "<a>\n  <p>ghp_abc</p>\n  <p id='x'>defghijkl</p>\n</a>", contains: "ghp_abcdefghijkl" },
  ],
  quiet: [
    "<p>some <b>bold</b> words</p> <p>and more</p>",
    "if (a<b && c>d) e",
    "<ul><li>one</li><li>two</li></ul>",
    "a <- b <= c << d",
  ],
};
