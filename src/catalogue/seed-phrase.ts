import { createHash } from "node:crypto";
import { SEED_WORDS } from "./seed-words.js";
import type { Located } from "./spans.js";

/** Words of a phrase (BIP 39): 128 to 256 bits in steps of 32, and a check bit for each 32. The longest is tried first. */
const LENGTHS = [24, 21, 18, 15, 12] as const;
/** Twelve words of three letters, with one byte between two, hold a probe in every stretch so long. */
const STRIDE = 40;
const SHORTEST_WORD = 3;
const LONGEST_WORD = 8;
/** Bytes between two words: a blank, a line break and a number, quotes and a comma. */
const LONGEST_GAP = 8;

let indexes: ReadonlyMap<string, number> | undefined;

function indexOf(word: string): number | undefined {
  indexes ??= new Map(SEED_WORDS.map((known, index) => [known, index]));
  return indexes.get(word);
}

interface Word {
  readonly start: number;
  readonly end: number;
  readonly index: number;
}

/** Seed phrases: words of the list, one after the other, whose check bits are right. */
export function* locateSeedPhrases(bytes: Uint8Array): Generator<Located> {
  for (let probe = STRIDE - 1; probe < bytes.length; ) {
    const words = wordsRound(bytes, probe);
    const end = words.at(-1)?.end ?? 0;
    if (words.length >= 12) yield* phrasesIn(words);
    probe = Math.max(end, probe) + STRIDE;
  }
}

/** The list's words that follow one another round a place. */
function wordsRound(bytes: Uint8Array, probe: number): readonly Word[] {
  let at = probe;
  const low = Math.max(0, probe - LONGEST_GAP);
  while (at > low && !isLetter(bytes[at]!)) at--;
  while (at > 0 && probe - at <= LONGEST_GAP + LONGEST_WORD && isLetter(bytes[at - 1]!)) at--;
  const first = wordAt(bytes, at);
  if (first === undefined) return [];
  const before: Word[] = [];
  for (let word = wordBefore(bytes, first.start); word !== undefined; word = wordBefore(bytes, word.start))
    before.push(word);
  const words = [...before.reverse(), first];
  for (let word = wordAfter(bytes, first.end); word !== undefined; word = wordAfter(bytes, word.end)) words.push(word);
  return words;
}

function wordAt(bytes: Uint8Array, start: number): Word | undefined {
  let end = start;
  while (end < bytes.length && end - start <= LONGEST_WORD && isLetter(bytes[end]!)) end++;
  if (end - start < SHORTEST_WORD || end - start > LONGEST_WORD) return undefined;
  const index = indexAt(bytes, start, end);
  return index < 0 ? undefined : { start, end, index };
}

/** Slots of a table of words by their first four letters, in which no two words agree; 0 where there is none. */
const SLOTS = 16_384;
let table: Uint16Array | undefined;

/** First slot for the word in `[start, end)`, in any case. */
function slotOf(bytes: Uint8Array, start: number, end: number): number {
  let letters = 0;
  for (let at = start; at < end && at < start + 4; at++) letters = (letters << 5) | (bytes[at]! & 31);
  return Math.imul(letters, 0x9e3779b1) >>> 18;
}

function buildTable(): Uint16Array {
  const built = new Uint16Array(SLOTS);
  SEED_WORDS.forEach((word, index) => {
    let slot = slotOf(Buffer.from(word), 0, word.length);
    while (built[slot] !== 0) slot = (slot + 1) % SLOTS;
    built[slot] = index + 1;
  });
  return built;
}

/** The list's index of the word in `[start, end)`, or -1. No text is made of it: most words of a text are none of the list. */
function indexAt(bytes: Uint8Array, start: number, end: number): number {
  table ??= buildTable();
  for (let slot = slotOf(bytes, start, end); table[slot] !== 0; slot = (slot + 1) % SLOTS) {
    const word = SEED_WORDS[table[slot]! - 1]!;
    let at = 0;
    while (at < word.length && (bytes[start + at]! | 0x20) === word.charCodeAt(at)) at++;
    if (at === word.length && end - start === at) return table[slot]! - 1;
  }
  return -1;
}

function wordAfter(bytes: Uint8Array, from: number): Word | undefined {
  let at = from;
  while (at < bytes.length && at - from <= LONGEST_GAP && !isLetter(bytes[at]!)) at++;
  return at > from && at - from <= LONGEST_GAP ? wordAt(bytes, at) : undefined;
}

function wordBefore(bytes: Uint8Array, from: number): Word | undefined {
  let end = from;
  while (end > 0 && from - end <= LONGEST_GAP && !isLetter(bytes[end - 1]!)) end--;
  if (end === from || from - end > LONGEST_GAP) return undefined;
  let start = end;
  while (start > 0 && end - start <= LONGEST_WORD && isLetter(bytes[start - 1]!)) start--;
  return wordAt(bytes, start);
}

function isLetter(byte: number): boolean {
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

function* phrasesIn(words: readonly Word[]): Generator<Located> {
  for (let first = 0; first + 12 <= words.length; ) {
    const count = LENGTHS.find((length) => isPhrase(words.slice(first, first + length), length));
    if (count !== undefined) yield [words[first]!.start, words[first + count - 1]!.end];
    first += count ?? 1;
  }
}

/** Words in the list's own order are a part of the list. */
function isPhrase(words: readonly Word[], length: number): boolean {
  if (words.length !== length || words.every(({ index }, i) => i === 0 || index > words[i - 1]!.index)) return false;
  return hasCheckBits(words.map(({ index }) => index));
}

/** BIP 39: the last bits, one for each 32 of the others, are the first of their SHA-256. */
function hasCheckBits(indices: readonly number[]): boolean {
  const bits = indices.map((index) => index.toString(2).padStart(11, "0")).join("");
  const checkLength = indices.length / 3;
  const entropy = bits.slice(0, -checkLength);
  const bytes = Buffer.from(entropy.match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? []);
  const digest = createHash("sha256").update(bytes).digest();
  return digest[0]!.toString(2).padStart(8, "0").slice(0, checkLength) === bits.slice(-checkLength);
}

/** Whether a text is a seed phrase, whatever stands between its words. */
export function isSeedPhrase(text: string): boolean {
  const indices = (text.toLowerCase().match(/[a-z]+/g) ?? []).map(indexOf);
  return (
    LENGTHS.some((length) => length === indices.length) &&
    !indices.includes(undefined) &&
    hasCheckBits(indices as number[])
  );
}
