import { createHash } from "node:crypto";
import type { LocateHints } from "../../types.js";
import { isEscapeLetter, type Located, latin1 } from "../forms/spans.js";
import { SEED_WORDS } from "./seed-words.js";

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

/** Phrases whose check bits are worked out in one text: so many, and one more for so many bytes. */
const FREE_CHECKS = 512;
const BYTES_PER_CHECK = 32;
/** What that costs, in bytes of work, and what it costs to see whether to. */
const CHECK_COST = 256;
const LOOK_COST = 48;

interface Word {
  readonly start: number;
  readonly end: number;
  readonly index: number;
}

/** How many more may be worked out, and the scan's budget for it. */
interface Checks {
  left: number;
  readonly spend: LocateHints["spend"];
}

/** Seed phrases: words of the list, one after the other, whose check bits are right. */
export function locateSeedPhrases(bytes: Uint8Array, { rows, spend }: LocateHints): readonly Located[] {
  if (rows?.length === 0) return NO_PHRASES;
  const checks = { left: FREE_CHECKS + bytes.length / BYTES_PER_CHECK, spend };
  const phrases: Located[] = [];
  const spans = rows ?? [0, bytes.length];
  let done = 0;
  for (let i = 0; i < spans.length; i += 2) {
    for (let probe = Math.max(spans[i]!, done) + STRIDE - 1; probe < spans[i + 1]!; ) {
      const words = wordsRound(bytes, probe);
      done = words.at(-1)?.end ?? 0;
      if (words.length >= 12) phrases.push(...phrasesIn(bytes, words, checks));
      probe = Math.max(done, probe) + STRIDE;
    }
  }
  return phrases;
}

const NO_PHRASES: readonly Located[] = [];

/** The list's words that follow one another round a place. */
function wordsRound(bytes: Uint8Array, probe: number): readonly Word[] {
  let at = probe;
  const low = Math.max(0, probe - LONGEST_GAP);
  while (at > low && !isLetter(bytes, at)) at--;
  while (at > 0 && probe - at <= LONGEST_GAP + LONGEST_WORD && isLetter(bytes, at - 1)) at--;
  if (!mayBegin(bytes, at)) return NONE;
  const first = wordAt(bytes, at);
  if (first === undefined) return NONE;
  const before: Word[] = [];
  for (let word = wordBefore(bytes, first.start); word !== undefined; word = wordBefore(bytes, word.start))
    before.push(word);
  const words = [...before.reverse(), first];
  for (let word = wordAfter(bytes, first.end); word !== undefined; word = wordAfter(bytes, word.end)) words.push(word);
  return words;
}

const NONE: readonly Word[] = [];

/** 1 for the first three letters, five bits each, with which a word of the list begins. */
let beginnings: Uint8Array | undefined;

function beginningOf(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! & 31) << 10) | ((bytes[at + 1]! & 31) << 5) | (bytes[at + 2]! & 31);
}

/** Cheap: most words of a text are none of the list, and most of those that are stand beside one that is not. */
function mayBegin(bytes: Uint8Array, at: number): boolean {
  if (beginnings === undefined) {
    beginnings = new Uint8Array(32_768);
    for (const word of SEED_WORDS) beginnings[beginningOf(Buffer.from(word), 0)] = 1;
  }
  if (beginnings[beginningOf(bytes, at)] === 0) return false;
  let end = at;
  while (end - at <= LONGEST_WORD && isLetter(bytes, end)) end++;
  if (end - at < SHORTEST_WORD || end - at > LONGEST_WORD) return false;
  let next = end;
  while (next - end <= LONGEST_GAP && next < bytes.length && !isLetter(bytes, next)) next++;
  // The last word of a phrase has none behind it.
  return (
    next >= bytes.length ||
    next - end > LONGEST_GAP ||
    beginnings[beginningOf(bytes, next)] === 1 ||
    endsHere(bytes, at)
  );
}

/** Whether the word before the one at `at` can be of the list: then that is the last of a phrase. */
function endsHere(bytes: Uint8Array, at: number): boolean {
  return wordBefore(bytes, at) !== undefined;
}

function wordAt(bytes: Uint8Array, start: number): Word | undefined {
  let end = start;
  while (end < bytes.length && end - start <= LONGEST_WORD && isLetter(bytes, end)) end++;
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
  while (at < bytes.length && at - from <= LONGEST_GAP && !isLetter(bytes, at)) at++;
  return at > from && at - from <= LONGEST_GAP ? wordAt(bytes, at) : undefined;
}

function wordBefore(bytes: Uint8Array, from: number): Word | undefined {
  let end = from;
  while (end > 0 && from - end <= LONGEST_GAP && !isLetter(bytes, end - 1)) end--;
  if (end === from || from - end > LONGEST_GAP) return undefined;
  let start = end;
  while (start > 0 && end - start <= LONGEST_WORD && isLetter(bytes, start - 1)) start--;
  return wordAt(bytes, start);
}

/** Whether a letter of a word stands at `at`: that of an escape in JSON is none. */
function isLetter(bytes: Uint8Array, at: number): boolean {
  const lower = (bytes[at] ?? 0) | 0x20;
  return lower >= 0x61 && lower <= 0x7a && !isEscapeLetter(bytes, at);
}

/** What is left when the checks are used up counts as a phrase: no ordinary text has so many of these words one after the other. */
function* phrasesIn(bytes: Uint8Array, words: readonly Word[], checks: Checks): Generator<Located> {
  for (let first = 0; first + 12 <= words.length; ) {
    if (checks.left > 0 && !mayBeginPhrase(words, first, checks)) {
      first++;
      continue;
    }
    const count = LENGTHS.find((length) => checks.left > 0 && isPhrase(words, first, length, checks));
    if (count !== undefined && !isCode(bytes, words, first, count))
      yield [words[first]!.start, words[first + count - 1]!.end];
    else if (checks.left <= 0) return yield [words[first]!.start, words[Math.min(first + 24, words.length) - 1]!.end];
    first += count ?? 1;
  }
}

/** Kinds of what stands between the words of a phrase, whatever its numbers and blanks. */
const MOST_GAPS = 3;

/** Whether words follow each other as in a program: "agent.run()\n print(history.usage)", or a style sheet. A phrase is written in one way, or two. */
function isCode(bytes: Uint8Array, words: readonly Word[], first: number, count: number): boolean {
  const gaps = new Set<string>();
  for (let i = first + 1; i < first + count; i++)
    gaps.add(latin1(bytes, words[i - 1]!.end, words[i]!.start).replace(/\\[bfnrt]|[\s\d]/g, ""));
  return gaps.size > MOST_GAPS && [...gaps].some((gap) => /[({]/.test(gap));
}

/** Share of a phrase's words that differ: chance repeats one in thirty phrases, and names put together from few words repeat many. */
const LEAST_DISTINCT = 0.6;

/** Fewest words that differ in a phrase of any length, but for those of tests; these say one word so often. */
const LEAST_WORDS = Math.ceil(12 * LEAST_DISTINCT);
const TIMES = 11;

/** One look for all lengths: in a text of a few words again and again no phrase begins, but where one of tests says its word first. */
function mayBeginPhrase(words: readonly Word[], first: number, checks: Checks): boolean {
  if (checks.spend?.(LOOK_COST) === false) return false;
  if (distinctOf(words, first, Math.min(LENGTHS[0], words.length - first)) >= LEAST_WORDS) return true;
  return words[first - 1]?.index !== words[first]!.index && distinctOf(words, first, TIMES) === 1;
}

/** Words in the list's own order are a part of the list. */
function isPhrase(words: readonly Word[], first: number, length: number, checks: Checks): boolean {
  if (first + length > words.length || checks.spend?.(LOOK_COST) === false) return false;
  if (areInOrder(words, first, length)) return false;
  const distinct = distinctOf(words, first, length);
  if (distinct < length * LEAST_DISTINCT && !isPhraseOfTests(words, first, length, distinct)) return false;
  if (checks.spend?.(CHECK_COST) === false) return false;
  checks.left--;
  return hasCheckBits(words.slice(first, first + length).map(({ index }) => index));
}

function areInOrder(words: readonly Word[], first: number, length: number): boolean {
  for (let i = first + 1; i < first + length; i++) if (words[i]!.index <= words[i - 1]!.index) return false;
  return true;
}

/** How many of the words differ: of so few, none is kept to be looked up. */
function distinctOf(words: readonly Word[], first: number, length: number): number {
  let distinct = 0;
  for (let i = first; i < first + length; i++) {
    let same = i - 1;
    while (same >= first && words[same]!.index !== words[i]!.index) same--;
    if (same < first) distinct++;
  }
  return distinct;
}

/** One word again and again, with blanks between and not as names of pictures in a chat (":metal::metal:"), or with another at the end. */
function isPhraseOfTests(words: readonly Word[], first: number, length: number, distinct: number): boolean {
  if (distinct === 1 && words[first + length]?.index === words[first]!.index) return false;
  if (distinct === 1) return words[first + 1]!.start - words[first]!.end === 1;
  return distinct === 2 && isLastAlone(words, first, length);
}

/** Whether the last word stands nowhere before. */
function isLastAlone(words: readonly Word[], first: number, length: number): boolean {
  const last = first + length - 1;
  for (let i = first; i < last; i++) if (words[i]!.index === words[last]!.index) return false;
  return true;
}

/** BIP 39: the last bits, one for each 32 of the others, are the first of their SHA-256. */
function hasCheckBits(indices: readonly number[]): boolean {
  const checkLength = indices.length / 3;
  const bytes = Buffer.alloc(checkLength * 4 + 1);
  let size = 0;
  let held = 0;
  let bits = 0;
  for (const index of indices) {
    held = (held << 11) | index;
    for (bits += 11; bits >= 8; bits -= 8) bytes[size++] = held >> (bits - 8);
    held &= (1 << bits) - 1;
  }
  // The eight check bits of 24 words are a byte of their own.
  const check = bits === 0 ? bytes[size - 1]! : held;
  const digest = createHash("sha256")
    .update(bytes.subarray(0, checkLength * 4))
    .digest();
  return digest[0]! >> (8 - checkLength) === check;
}

/** Whether a text is a seed phrase, whatever stands between its words. */
export function isSeedPhrase(text: string): boolean {
  const indices = (
    text
      .toLowerCase()
      .replace(/\\[bfnrt]/g, " ")
      .match(/[a-z]+/g) ?? []
  ).map(indexOf);
  return (
    LENGTHS.some((length) => length === indices.length) &&
    !indices.includes(undefined) &&
    hasCheckBits(indices as number[])
  );
}
