import type { FinderString, LetterCases } from "../../views/kernel/windows.js";
import type { ShapedDetector } from "../compile/compiled-detector.js";
import { isWordByte } from "../context/word.js";
import { lazily } from "../lazily.js";
import { Automaton } from "./automaton.js";
import { PairFinder } from "./pair-finder.js";

/** Fixed strings to look for in one lane, and whose each is. */
export interface LiteralLane {
  readonly strings: readonly FinderString[];
  readonly automaton: Automaton;
  /** The same strings, faster in a long text; it may leave out those that no owner's gate lets pass. */
  finder(): PairFinder;
  readonly owners: readonly (readonly ShapedDetector[])[];
  /** For each string, whether it counts only where a token may begin, which is not within a word. */
  readonly begins: readonly boolean[];
  /**
   * For each string that is one letter or digit over and over, how often that may stand before it: behind more of them every token that it
   * is part of would begin within a word. A text of zeros in base64 would have a hit at every byte. 0: does not matter.
   */
  readonly repeats: Int32Array;
  /**
   * Of a string, for each byte, whether every token has it as a capital (1), as a small letter (-1) or not (0). Found out when it is asked
   * for: of all strings at once it took longer than the rest of a first scan.
   */
  casesOf(string: number): Int8Array;
  /** For each string, those of whose tokens JSON strings escape something: see `DecoderInput.structuralHits`. */
  readonly escaped: readonly (readonly ShapedDetector[])[];
}

/**
 * Bytes behind a fixed string that are decoded for the sake of its token: twice what the token has, as a character in two may be escaped,
 * and what may stand between; at most a private key of 16,384 bits in PEM, which has under 13 KiB.
 */
const BEYOND_MARK = 1024;
const LONGEST_MARKED = 16_384;

/** Bytes behind the fixed string at `start` in which the escapes matter to one of `escaped`; 0 when they do to none. */
export function reachOf(escaped: readonly ShapedDetector[], bytes: Buffer, start: number): number {
  let reach = 0;
  for (const { gates, width } of escaped)
    if (gates?.mayPassEscaped(bytes, start) ?? true) reach = Math.max(reach, 2 * width.max + BEYOND_MARK);
  return Math.min(reach, LONGEST_MARKED);
}

/** What is known of a string while a lane is made. */
interface Entry {
  readonly owners: ShapedDetector[];
  readonly escaped: ShapedDetector[];
  /** Whether it counts in any case, because it is the beginning of one. */
  isMark: boolean;
}

/** A detector whose words are its only mark, and whose tokens hold no run, is looked for by its words. */
export function lane(detectors: readonly ShapedDetector[]): LiteralLane {
  const entries = new Map<string, Entry>();
  for (const compiled of detectors) {
    const { literals } = compiled.detector;
    for (const literal of literals.length > 0 ? literals : compiled.words) {
      const text = literal.toLowerCase();
      const entry = entryOf(entries, text);
      addOnce(entry.owners, compiled);
      // Where a detector locates a value itself, its escapes are seen beside the value.
      if (literals.length === 0 || compiled.detector.locate !== undefined || !compiled.isEscapedInJson) continue;
      const mark = entryOf(entries, escapedMark(text));
      addOnce(mark.escaped, compiled);
      if (mark !== entry) mark.isMark = true;
    }
  }
  const strings = [...entries].map(([text, entry]) => new LaneString(text, entry));
  const owners = Array.from(entries.values(), (entry) => entry.owners);
  const escaped = Array.from(entries.values(), (entry) => entry.escaped);
  const automaton = lazily(() => new Automaton([...entries.keys()]));
  const begins = lazily(() => owners.map((own, i) => escaped[i]!.length === 0 && own.every(beginsToken)));
  const repeats = lazily(() => Int32Array.from(strings, ({ text }, i) => repeatsOf(text, owners[i]!)));
  const cases = new Array<Int8Array | undefined>(strings.length);
  return {
    strings,
    get automaton() {
      return automaton();
    },
    finder: lazily(() => new PairFinder(strings, automaton())),
    owners,
    get begins() {
      return begins();
    },
    get repeats() {
      return repeats();
    },
    casesOf: (string) => (cases[string] ??= casesOf(strings[string]!)),
    escaped,
  };
}

function beginsToken({ beginsWithLiteral, mayFollowWord }: ShapedDetector): boolean {
  return beginsWithLiteral && !mayFollowWord;
}

function repeatsOf(text: Buffer, owners: readonly ShapedDetector[]): number {
  if (!isWordByte(text[0]!) || !text.every((byte) => byte === text[0])) return 0;
  const most = Math.max(...owners.map((owner) => (mayStandWithin(owner) ? Infinity : owner.before)));
  return most === Infinity ? 0 : most + ESCAPE_LENGTH;
}

/** A backslash and its letter: behind them, a word begins. */
const ESCAPE_LENGTH = 2;

/** Whether the token of a fixed string may begin within a word, or stand round it. */
function mayStandWithin({ detector, hasToken, beginsWithLiteral, mayFollowWord }: ShapedDetector): boolean {
  const isPlain = detector.locate === undefined && detector.literals.length > 0 && !hasToken;
  return !isPlain || beginsWithLiteral || mayFollowWord;
}

function casesOf({ text, cases }: FinderString): Int8Array {
  return Int8Array.from(text, (byte, i) => {
    const of = cases?.[i];
    return of === undefined || !isLetter(byte) ? 0 : Number(of.upper) - Number(of.lower);
  });
}

function isLetter(byte: number): boolean {
  return byte >= 0x61 && byte <= 0x7a;
}

class LaneString implements FinderString {
  readonly #entry: Entry;
  readonly #string: string;
  #text: Buffer | undefined;

  constructor(string: string, entry: Entry) {
    this.#string = string;
    this.#entry = entry;
  }

  /** Written when it is asked for: of most strings it never is. */
  get text(): Buffer {
    this.#text ??= Buffer.from(this.#string, "utf8");
    return this.#text;
  }

  get cases(): readonly LetterCases[] {
    const cases = new Array<LetterCases>(this.text.length).fill(this.#entry.isMark ? BOTH : NEITHER);
    for (const owner of this.#entry.owners) addCases(cases, owner, this.text);
    return cases;
  }
}

const NEITHER: LetterCases = { lower: false, upper: false };
const BOTH: LetterCases = { lower: true, upper: true };

/** One after the other they come, so that one that is known is the last. */
function addOnce(list: ShapedDetector[], compiled: ShapedDetector): void {
  if (list.at(-1) !== compiled) list.push(compiled);
}

function entryOf(entries: Map<string, Entry>, text: string): Entry {
  let entry = entries.get(text);
  if (entry === undefined) {
    entry = { owners: [], escaped: [], isMark: false };
    entries.set(text, entry);
  }
  return entry;
}

/** Adds the cases in which the detector's gates let a string pass; a string that none of them is about may have any. */
function addCases(cases: LetterCases[], { plan }: ShapedDetector, bytes: Buffer): void {
  const about = plan.leads?.filter((lead) =>
    lead.every((set, i) => i >= bytes.length || set[bytes[i]!] === 1 || set[upperOf(bytes[i]!)] === 1),
  );
  for (let i = 0; i < bytes.length; i++) {
    if (about === undefined || about.length === 0) cases[i] = BOTH;
    else {
      const known = cases[i]!;
      const lower = about.some((lead) => lead[i] === undefined || lead[i]![bytes[i]!] === 1);
      const upper = about.some((lead) => lead[i] === undefined || lead[i]![upperOf(bytes[i]!)] === 1);
      cases[i] = { lower: known.lower || lower, upper: known.upper || upper };
    }
  }
}

function upperOf(byte: number): number {
  return isLetter(byte) ? byte - 0x20 : byte;
}

/** A fixed string as far as it is the same in a JSON string, however often escaped: `"key"` as `"key\` of `\"key\"` and `\\\"key\\\"`. */
function escapedMark(literal: string): string {
  const end = literal.slice(1).search(/["\\\n\r\t]/) + 1;
  return end === 0 ? literal : `${literal.slice(0, end)}\\`;
}
