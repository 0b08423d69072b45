import { RUN_BYTES } from "../../views/runs.js";
import type { Automaton } from "../prefilter/automaton.js";
import type { PairFinder } from "../prefilter/pair-finder.js";
import { standsAlone } from "./word-bounds.js";

/** What looks for the words. */
export interface WordFinders {
  readonly automaton: Automaton;
  /** For whole texts that are not short. */
  finder(): PairFinder;
}

/** A text's end is a line's end: what counts there ("acme\\n") may stand behind its last byte. */
const LINE_END = 1;

/** Texts that are looked at as a whole are up to so long, in bytes. */
const LONG = 4096;

/** Up to here, in bytes, the automaton is the faster one. */
const SHORT = 256;

/** Letters in the middle of a blob are no word: names and paths that hold a word are shorter than this, in bytes. */
export const LONGEST_NAME = 160;

/** A gap up to here, in bytes, is looked through rather than forgetting what is known before it. */
const WIDEST_GAP = 512;

/**
 * Where context words stand in one view's bytes. What is asked for is looked for once: questions about places near each other, as those
 * about one run after the other are, together cost one pass over the bytes that they touch.
 */
export class WordPlaces {
  readonly #words: WordFinders;
  readonly #bytes: Buffer;
  /** `TextIndex.wordPlaces`. */
  readonly #places: Uint8Array | undefined;
  /** What has been looked at: `[#from, #to)`. */
  #from = 0;
  #to = 0;
  /** Word, start and end of each hit in there, by their ends. */
  #hits: number[] = [];
  /** Whether there is one, in a blob too: a name that is read by itself may be part of what looks like one. */
  #isAny = false;
  /** The run that was looked at last, `[#runFrom, #runTo)`, and whether a word in it is one. */
  #runFrom = 0;
  #runTo = 0;
  #isName = false;
  /** How often a word was looked at: what it cost. */
  looks = 0;

  constructor(words: WordFinders, bytes: Buffer, places?: Uint8Array) {
    this.#words = words;
    this.#bytes = bytes;
    this.#places = places;
  }

  /** Whether no word stands anywhere; `false` for a text so long that looking at all of it could cost more than it saves. */
  get isEmpty(): boolean {
    const { length } = this.#bytes;
    if (length > LONG && this.#places === undefined) return false;
    if (this.#to < length || this.#from > 0) this.#coverAll();
    return !this.#isAny;
  }

  /** Calls `found(word, start, length)` for every word in `[from, to)`. */
  search(from: number, to: number, found: (word: number, start: number, length: number) => void): void {
    if (to <= from) return;
    const end = to === this.#bytes.length ? to + LINE_END : to;
    this.#cover(from, end);
    const hits = this.#hits;
    for (let i = this.#firstEndingAfter(from); i < hits.length && hits[i + 2]! <= end; i += 3) {
      if (hits[i + 1]! >= from) found(hits[i]!, hits[i + 1]!, hits[i + 2]! - hits[i + 1]!);
    }
  }

  #cover(from: number, to: number): void {
    if (from < this.#from || from > this.#to + WIDEST_GAP) {
      this.#hits = [];
      this.#isAny = false;
      this.#from = from;
      this.#to = from;
    }
    if (to <= this.#to) return;
    const known = this.#to;
    const { automaton } = this.#words;
    const take = (word: number, at: number, length: number) => {
      if (at + length > known) this.#take(word, at, length);
    };
    const start = Math.max(this.#from, known - automaton.longest + 1);
    if (this.#places === undefined) automaton.search(this.#bytes, start, to, take);
    else searchAt(this.#places, automaton, this.#bytes, start, to, take);
    this.#to = to;
  }

  #coverAll(): void {
    const { automaton, finder } = this.#words;
    const length = this.#bytes.length + LINE_END;
    this.#hits = [];
    this.#isAny = false;
    this.#from = 0;
    this.#to = length;
    if (this.#places !== undefined) {
      searchAt(this.#places, automaton, this.#bytes, 0, length, (word, at, size) => this.#take(word, at, size));
      return;
    }
    if (length <= SHORT) {
      automaton.search(this.#bytes, 0, length, (word, at, size) => this.#take(word, at, size));
      return;
    }
    const found: (readonly [word: number, start: number, end: number])[] = [];
    const add = (word: number, at: number, size: number) => found.push([word, at, at + size]);
    finder().search(this.#bytes, 0, length - LINE_END, add);
    automaton.search(this.#bytes, length - automaton.longest, length, (word, at, size) => {
      if (at + size === length) add(word, at, size);
    });
    found.sort((one, other) => one[2] - other[2]);
    for (const [word, at, end] of found) this.#take(word, at, end - at);
  }

  #take(word: number, at: number, length: number): void {
    this.#isAny = true;
    this.looks++;
    if (this.#isWordAt(at, length) && standsAlone(this.#bytes, at, at + length)) this.#hits.push(word, at, at + length);
  }

  #isWordAt(at: number, length: number): boolean {
    if (this.#runFrom <= at && at + length <= this.#runTo) return this.#isName;
    const bytes = this.#bytes;
    let from = at;
    let to = at + length;
    while (from > 0 && to - from < LONGEST_NAME && RUN_BYTES[bytes[from - 1]!] === 1) from--;
    while (to < bytes.length && to - from < LONGEST_NAME && RUN_BYTES[bytes[to]!] === 1) to++;
    const isName = to - from < LONGEST_NAME;
    // What is found within another word of several runs has a run of its own.
    if (!isOneRun(bytes, at, length)) return isName;
    this.#isName = isName;
    this.#runFrom = from;
    this.#runTo = to;
    return isName;
  }

  #firstEndingAfter(place: number): number {
    let low = 0;
    let high = this.#hits.length / 3;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#hits[middle * 3 + 2]! > place) high = middle;
      else low = middle + 1;
    }
    return low * 3;
  }
}

/** As `automaton.search`, where bits are set within each word: round them alone. */
function searchAt(
  places: Uint8Array,
  automaton: Automaton,
  bytes: Buffer,
  from: number,
  to: number,
  found: Parameters<Automaton["search"]>[3],
): void {
  const { longest } = automaton;
  let [low, high] = [from, from];
  for (let at = nextPlace(places, from, to); at < to; at = nextPlace(places, at + 1, to)) {
    if (at - longest >= high) {
      automaton.search(bytes, low, high, found);
      low = at - longest;
    }
    high = Math.min(to, at + longest);
  }
  automaton.search(bytes, low, high, found);
}

/** The first place from `from` on whose bit is set; `to` where there is none before it. */
function nextPlace(places: Uint8Array, from: number, to: number): number {
  let index = from >> 3;
  let bits = ((places[index] ?? 0) >> (from & 7)) << (from & 7);
  const end = Math.min(places.length, (to >> 3) + 1);
  while (bits === 0 && ++index < end) bits = places[index]!;
  return bits === 0 ? to : Math.min(to, 8 * index + 31 - Math.clz32(bits & -bits));
}

function isOneRun(bytes: Buffer, at: number, length: number): boolean {
  for (let i = at; i < at + length; i++) if (RUN_BYTES[bytes[i]!] === 0) return false;
  return true;
}
