import { byteSet } from "../../views/runs.js";
import type { ContextWords } from "../compile/compile.js";
import type { CompiledDetector } from "../compile/compiled-detector.js";
import { inRegion, type View } from "../view.js";
import { isWordByte } from "./word.js";
import { countsBefore, countsBehind, standsAlone } from "./word-bounds.js";
import { LONGEST_NAME, WordPlaces } from "./word-places.js";
import { WordStarts } from "./word-starts.js";

/** Which context words stand round a place, and how far away. Made once for all detectors that ask about the same place. */
export class Surroundings {
  readonly #words: ContextWords;
  readonly #view: View;
  readonly #start: number;
  readonly #end: number;
  /** Least distance in bytes of each word that stands near; 0 for one in the value's name. */
  #distances: Map<number, number> | undefined;
  #isNamed = false;
  /** Words that stand near, and those that were looked at to know them: what it cost. */
  seen = 0;

  constructor(words: ContextWords, view: View, start: number, end: number, reach: number) {
    this.#words = words;
    this.#view = view;
    this.#start = start;
    this.#end = end;
    this.#near(view, start, end, reach);
    if (view.parent !== undefined && view.map !== undefined) {
      const span = view.map.span(start, end);
      this.#near(view.parent, span.start, span.end, reach);
    }
  }

  isOf(start: number, end: number): boolean {
    return this.#start === start && this.#end === end;
  }

  get isEmpty(): boolean {
    if (this.#distances === undefined) this.#readName();
    return this.#distances === undefined;
  }

  /** Calls `found` for each word that stands near, with its least distance in bytes. */
  forEach(found: (word: number, distance: number) => void): void {
    this.#readName();
    this.#distances?.forEach((distance, word) => {
      found(word, distance);
    });
  }

  /** Whether one of the detector's words stands near enough. */
  suits(compiled: CompiledDetector): boolean {
    if (compiled.words.length === 0 || this.#isNear(compiled)) return true;
    if (this.#isNamed) return false;
    this.#readName();
    return this.#isNear(compiled);
  }

  #isNear(compiled: CompiledDetector): boolean {
    const distances = this.#distances;
    if (distances === undefined) return false;
    const within = compiled.detector.context?.within ?? 0;
    return compiled.wordIds.some((word) => (distances.get(word) ?? Infinity) <= within);
  }

  /** The value's name counts as a word next to it; read last, because most words stand near anyway. */
  #readName(): void {
    if (this.#isNamed) return;
    this.#isNamed = true;
    const { region, span } = inRegion(this.#view, this.#start, this.#end);
    wordsInName(this.#words, region?.nameOf(span.start) ?? "", (word) => this.#add(word, 0));
  }

  #near(view: View, start: number, end: number, reach: number): void {
    // What stands in a URL's path is an id of the host's more often than its credential: the host is no context for it.
    const to = startOfUrl(view.bytes, start) ?? start;
    this.#search(view, Math.max(0, start - reach), to, (at, length) =>
      countsBefore(view.bytes, at + length, start) ? start - at - length : Infinity,
    );
    this.#search(view, end, Math.min(view.bytes.length, end + reach), (at, length) =>
      countsBehind(view.bytes, end, at, at + length) ? at - end : Infinity,
    );
  }

  #search(view: View, from: number, to: number, distanceOf: (at: number, length: number) => number): void {
    const words = wordsOf(this.#words, view);
    const { looks } = words;
    words.search(from, to, (word, at, length) => {
      this.seen++;
      this.#add(word, distanceOf(at, length));
    });
    this.seen += words.looks - looks;
  }

  #add(word: number, distance: number): void {
    if (distance === Infinity) return;
    this.#distances ??= new Map();
    if (distance < (this.#distances.get(word) ?? Infinity)) this.#distances.set(word, distance);
  }
}

function wordsOf(words: ContextWords, view: View): WordPlaces {
  view.words ??= new WordPlaces(words, view.bytes, view.wordPlaces);
  return view.words;
}

/** Calls `found` for the words that stand in `[start, end)` or so near that they can count for a part of it, some more than once. */
export function wordsRound(
  words: ContextWords,
  view: View,
  start: number,
  end: number,
  found: (word: number) => void,
): void {
  const { reach } = words;
  const search = ({ bytes }: View, places: WordPlaces, from: number, to: number): void =>
    places.search(Math.max(0, from - reach), Math.min(bytes.length, to + reach), found);
  search(view, wordsOf(words, view), start, end);
  if (view.parent === undefined || view.map === undefined) return;
  const span = view.map.span(start, end);
  search(view.parent, wordsOf(words, view.parent), span.start, span.end);
}

/** Calls `found` for the words in a value's name. */
export function wordsInName({ automaton }: ContextWords, name: string, found: (word: number) => void): void {
  if (name === "") return;
  const bytes = name.length <= LONGEST_NAME ? nameBytes : Buffer.from(name, "utf8");
  const length = bytes === nameBytes ? nameBytes.write(name, "utf8") : bytes.length;
  const text = bytes.subarray(0, length);
  automaton.search(text, 0, length, (word, at, size) => {
    if (standsAlone(text, at, at + size)) found(word);
  });
}

/** Whether no context word stands anywhere in a view, in those that it was made of, or in a name that stands beside them. */
export function isWithoutWords(words: ContextWords, view: View): boolean {
  for (let at: View | undefined = view; at !== undefined; at = at.parent) {
    if (mayHoldWords(words, at) || holdsWord(words, at.region?.ownName ?? "")) return false;
  }
  return true;
}

function mayHoldWords(words: ContextWords, view: View): boolean {
  return view.mayHoldWords ?? !wordsOf(words, view).isEmpty;
}

/** Header names for which it is known whether they hold a word: a few hundred are in use, and more than a request can have are not kept. */
const MOST_NAMES = 4000;
const namesKnown = new WeakMap<ContextWords, Map<string, boolean>>();

/** Whether a name holds a context word. */
export function holdsWord(words: ContextWords, name: string): boolean {
  if (name === "") return false;
  let known = namesKnown.get(words);
  if (known === undefined || known.size > MOST_NAMES) {
    known = new Map(words.plainNames.map((plain) => [plain, false]));
    namesKnown.set(words, known);
  }
  let holds = known.get(name);
  if (holds === undefined) {
    holds = startsOf(words).wordsIn(name.toLowerCase()).length > 0;
    if (name.length <= LONGEST_NAME) known.set(name, holds);
  }
  return holds;
}

const startsKnown = new WeakMap<ContextWords, WordStarts>();

function startsOf(words: ContextWords): WordStarts {
  let starts = startsKnown.get(words);
  if (starts === undefined) {
    starts = new WordStarts(words.words);
    startsKnown.set(words, starts);
  }
  return starts;
}

/** How far back the start of a URL is looked for, in bytes. */
const LONGEST_URL = 512;
const NOT_IN_PATH: Uint8Array = byteSet(" \t\r\n\"'`<>\\?#=&;,");

/** Where the URL begins in whose path a segment starts at `at`; undefined when it does not stand in one. */
function startOfUrl(bytes: Buffer, at: number): number | undefined {
  if (bytes[at - 1] !== 0x2f) return undefined;
  const low = Math.max(2, at - LONGEST_URL);
  for (let i = at - 1; i >= low; i--) {
    if (NOT_IN_PATH[bytes[i]!] === 1) return undefined;
    if (bytes[i] !== 0x2f || bytes[i - 1] !== 0x2f || bytes[i - 2] !== 0x3a) continue;
    let start = i - 2;
    while (start > 0 && isWordByte(bytes[start - 1]!)) start--;
    return start;
  }
  return undefined;
}

/** Reused for every name that is no longer than most: a scan is synchronous. */
const nameBytes: Buffer = Buffer.alloc(3 * LONGEST_NAME);
