import { shareOfWords } from "../../letter-pairs.js";
import { pieceAt } from "../../views/piece-at.js";
import { byteSet } from "../../views/runs.js";
import { isNamedHash } from "../context/named-hash.js";
import { isWordByte } from "../context/word.js";
import type { Span, View } from "../view.js";

/** Random texts of 16 characters and more have so many of their letters in words less often than once in a hundred, longer ones never. */
const MOST_WORDS = 0.6;
const PLUS = 0x2b;

/** Whether what has the shape of an unmarked token, beside the words that tell it, is something else: a digest, an id, names, base64. */
export function isNoToken(view: View, span: Span, words: readonly string[]): boolean {
  const { bytes } = view;
  const { start, end } = span;
  return (
    isNamedHash(bytes, start, end, words) ||
    isIdInPath(bytes, start, end) ||
    isIdInQuery(bytes, start) ||
    isLink(bytes, start) ||
    isContentAddress(bytes, start) ||
    isPieceOfLine(bytes, start, end) ||
    goesOnBehindPlus(bytes, start - 1, -1) ||
    goesOnBehindPlus(bytes, end, 1) ||
    goesOnBehindDot(bytes, end) ||
    isOfWords(bytes.toString("latin1", start, end)) ||
    joinsTexts(view, span)
  );
}

/** Bytes on either side of a token, and before and behind it, by which base64 for URLs (RFC 4648, section 5) goes on. */
const DATA = 24;
const IN_DATA = /^[0-9A-Za-z_-]{24}$/;

/** Whether a token is a piece of a longer random text, in which a "-" or "_" stands before it by chance. */
export function isPieceOfData(bytes: Buffer, start: number, end: number): boolean {
  if (bytes[start - 1] !== HYPHEN && bytes[start - 1] !== LOW_LINE) return false;
  const before = bytes.toString("latin1", Math.max(0, start - DATA), start);
  return IN_DATA.test(before) && IN_DATA.test(bytes.toString("latin1", end, end + DATA)) && isRandomLetters(before);
}

const IN_LINE = /^[0-9A-Za-z+/]{24}$/;

/** Whether it is a piece of a line of base64, in which a "/" stands beside it by chance: certificates, pictures. */
function isPieceOfLine(bytes: Buffer, start: number, end: number): boolean {
  const isData = (text: string): boolean => IN_LINE.test(text) && isRandomLetters(text);
  return (
    (bytes[start - 1] === SLASH && isData(bytes.toString("latin1", Math.max(0, start - DATA), start))) ||
    (bytes[end] === SLASH && isData(bytes.toString("latin1", end, end + DATA)))
  );
}

const HYPHEN = 0x2d;
const LOW_LINE = 0x5f;

/** Letters of both cases and digits, few of them in words. */
function isRandomLetters(text: string): boolean {
  return /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text) && shareOfWords(text) < MOST_WORDS;
}

/** Hexadecimal digits in order make pairs of letters that words have too, but no words: "fedcba98". */
const IS_HEX = /^[0-9a-f-]*\d[0-9a-f-]*$/i;

function isOfWords(text: string): boolean {
  return shareOfWords(text) >= MOST_WORDS && !IS_HEX.test(text);
}

/**
 * Between letters and digits "+" stands in base64, of which a piece is no token, and as a form's blank: beside words in letters of one case,
 * "acme-key+q7Wx…". In fields of a form percent.ts reads it so; what a form wrote stands elsewhere too.
 */
function goesOnBehindPlus(bytes: Buffer, at: number, step: 1 | -1): boolean {
  return bytes[at] === PLUS && isWordByte(bytes[at + step] ?? 0) && !isWordBeside(bytes, at, step);
}

/** Longest word that is looked at, in bytes. */
const LONGEST_WORD = 32;
const WORD_OF_FORM = /^(?:[A-Z]?[a-z]+|[A-Z]+)(?:[._-](?:[A-Z]?[a-z]+|[A-Z]+))*\.?$/;
const IN_WORD: Uint8Array = byteSet("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz/_-.=");

function isWordBeside(bytes: Buffer, plus: number, step: 1 | -1): boolean {
  let far = plus + step;
  while (Math.abs(far - plus) <= LONGEST_WORD && IN_WORD[bytes[far] ?? 0] === 1) far += step;
  return WORD_OF_FORM.test(bytes.toString("latin1", Math.min(plus, far) + 1, Math.max(plus, far)));
}

/** Behind a dot stands the next part of a token of several, or a name; a path may end with what kind of answer is asked for. */
const DOT = 0x2e;
const NEXT_PART = /^\.(?!(?:json|xml|csv|html)(?![0-9A-Za-z_-]))[0-9A-Za-z_-]{2}/;

function goesOnBehindDot(bytes: Buffer, at: number): boolean {
  return bytes[at] === DOT && NEXT_PART.test(bytes.toString("latin1", at, at + 8));
}

const EQUALS = 0x3d;
const SLASH = 0x2f;
const COLON = 0x3a;
const LONGEST_SEGMENT = 32;
/** The segment of a path before an id: it names many of a kind. Tokens stand behind "hooks", "tokens", "keys" and the like. */
const COLLECTION =
  /\/(?:service|project|user|account|team|version|commit|tree|blob|raw|(?![a-z_-]*(?:hook|token|secret|key|bot|auth|credential)s)[a-z][a-z_-]{2,}s)\/$/;

/** Whether it is a whole segment of a path, behind one that names many of a kind: "/services/…/version". */
function isIdInPath(bytes: Buffer, start: number, end: number): boolean {
  if (bytes[start - 1] !== SLASH || (end < bytes.length && isWordByte(bytes[end]!))) return false;
  return COLLECTION.test(bytes.toString("latin1", Math.max(0, start - LONGEST_SEGMENT), start));
}

/** Whether it begins behind the scheme of a link: "https:". */
export function isLink(bytes: Buffer, start: number): boolean {
  return bytes[start - 1] === COLON && bytes[start] === SLASH && bytes[start + 1] === SLASH;
}

/** Schemes whose host is the digest of what it names: https://docs.ipfs.tech/how-to/address-ipfs-on-web/ */
const OF_CONTENT = /(?:ip[fn]s|bzz|dweb|magnet):\/\/$/i;

function isContentAddress(bytes: Buffer, start: number): boolean {
  return bytes[start - 1] === SLASH && OF_CONTENT.test(bytes.toString("latin1", Math.max(0, start - 12), start));
}

/** A field of a query that is named an id: "reports?ts=1707756287&sid=…" of a host that sends its name with each answer. */
const FIELD_OF_ID =
  /[?&](?:amp;)?(?![a-z_-]*(?:token|secret|key|auth|credential))(?:[a-z]{1,20}[_-])?(?:s|u|uu|gu)?id=$/i;

function isIdInQuery(bytes: Buffer, start: number): boolean {
  return (
    bytes[start - 1] === EQUALS &&
    FIELD_OF_ID.test(bytes.toString("latin1", Math.max(0, start - LONGEST_SEGMENT), start))
  );
}

/** A piece of fewer letters may be a word by chance. */
const SHORTEST_WORD = 5;

/** A token that is cut in two may be cut into a word. */
const MOST_PIECES = 2;

/** Whether one of the texts that a view, or one that it was made of, joins to it is whole by itself: a word, a link, the name of a host. */
export function joinsTexts(view: View, span: Span): boolean {
  let at = view;
  let { start, end } = span;
  while (at.pieces === undefined && at.parent !== undefined && at.map !== undefined) {
    ({ start, end } = at.map.span(start, end));
    at = at.parent;
  }
  return at.pieces !== undefined && holdsText(at.bytes, at.pieces, start, end);
}

function holdsText(bytes: Buffer, pieces: readonly number[], start: number, end: number): boolean {
  const first = pieceAt(pieces, start);
  const mayBeCut = pieceAt(pieces, end - 1) - first < MOST_PIECES;
  const isMixed = /[A-Z]/.test(bytes.toString("latin1", start, end));
  if (!mayBeCut && isOneText(bytes, pieces, start, end)) return true;
  for (let piece = first; piece < pieces.length && pieces[piece]! < end; piece++) {
    const from = Math.max(start, pieces[piece]!);
    const to = Math.min(end, pieces[piece + 1] ?? end);
    if (to - from < SHORTEST_WORD || to - from === end - start) continue;
    const text = bytes.toString("latin1", from, to);
    if ((from === pieces[piece] && ADDRESS.test(text)) || (!mayBeCut && isWord(text, isMixed))) return true;
  }
  return false;
}

/** Whether all pieces of `[start, end)` are the same text: a member of many records, such as "4999" of a rate limit. */
function isOneText(bytes: Buffer, pieces: readonly number[], start: number, end: number): boolean {
  const first = pieceAt(pieces, start);
  if (pieces[first] !== start) return false;
  const text = bytes.subarray(start, pieces[first + 1]);
  for (let piece = first + 1; pieces[piece]! < end; piece++)
    if (!text.equals(bytes.subarray(pieces[piece], Math.min(end, pieces[piece + 1] ?? end)))) return false;
  return true;
}

/** A link, or the name of a host: as a piece it is whole. */
const ADDRESS = /^(?:[a-z][a-z0-9+.-]{1,20}:\/\/|(?:[a-z][a-z0-9-]*\.)+[a-z]{2,6}$)/;

/** Letters that follow each other as in words; of a text of both cases, any of one: random ones mix them. */
function isWord(text: string, isMixed: boolean): boolean {
  return (isMixed && /^[A-Z]?[a-z]+$/.test(text)) || (/^[A-Za-z_]+$/.test(text) && shareOfWords(text) >= 0.9);
}
