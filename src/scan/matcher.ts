import { OutboundDlpError } from "../errors.js";
import type { Confidence, LocatedValue, Told } from "../types.js";
import type { Budget } from "../views/budget.js";
import { RUN_BYTES, type Runs } from "../views/runs.js";
import { type TextIndex, valueRuns } from "../views/text-index.js";
import type { Compiled } from "./compile.js";
import type { CompiledDetector } from "./compiled-detector.js";
import { confidenceOf, isAtLeast } from "./confidence.js";
import { isWithoutWords, Surroundings } from "./context.js";
import { matchContextGroups } from "./context-match.js";
import type { Pattern } from "./engine.js";
import { entropyBits } from "./entropy.js";
import type { KnownIndex } from "./known/known-index.js";
import type { LiteralLane } from "./lanes.js";
import { locatedByName } from "./names.js";
import { pieceAt } from "./overlap.js";
import { addHitsAt, type LiteralHits, literalHits, orderHits } from "./prefilter.js";
import { textOf, tokenSpan } from "./token-span.js";
import type { Span, View } from "./view.js";
import { BOUNDARY_MARGIN, costOf, Windows } from "./window.js";
import { continuesWord, isWordByte } from "./word.js";

/** How far on either side of its word a short token with no mark is looked for, beside the distance that its detector allows. */
const WIDEST_SHORT = 512;
/** Longer texts are not looked through for context words as a whole. */
const LONG = 1024;
/** How often a match near a word that does not fill its place is tried again from a later place in it. */
const MOST_MISSES = 16;
const EQUALS_SIGN = 0x3d;
/** How long a word may be for a marked token to be glued to its end. */
const LONGEST_GLUED_WORD = 32;

/** Which matches count, and what finding them may cost. */
export interface MatchRules {
  readonly compiled: Compiled;
  readonly minConfidence: Confidence;
  readonly budget: Budget;
  /** The operator's own values. */
  readonly known: KnownIndex | undefined;
  /** False only to prove that the prefilter misses nothing. */
  readonly prefilter: boolean;
  /** What was read last of a text that stands by itself, and of its values joined, so that it need not be read again. */
  readonly read: { bytes?: Buffer; index?: TextIndex; join?: { readonly bytes: Buffer; readonly index: TextIndex } };
}

/** Finds every match in one view's bytes and adds it to the view. */
export class Matcher {
  readonly #rules: MatchRules;
  readonly #view: View;
  readonly #windows: Windows;
  /** What each detector has done, once it has found a literal that passes its gate. */
  #progress: Map<CompiledDetector, Progress> | undefined;
  /** Ends of matches: a token may follow another without anything between them. */
  #ends: Set<number> | undefined;
  #lastEnd = 0;
  #structuralHits: number[] | undefined;
  #hasBackslash: boolean | undefined;
  #hasNoWords: boolean | undefined;
  /** Where the literals of detectors stand that locate their values themselves. */
  #marks: Map<CompiledDetector, number[]> | undefined;

  constructor(rules: MatchRules, view: View) {
    this.#rules = rules;
    this.#view = view;
    this.#windows = new Windows(view.bytes);
  }

  /** Gives the structural hits, for the decoders. */
  run(index: TextIndex): readonly number[] {
    const { runs, hits, candidates } = index;
    const { compiled } = this.#rules;
    const { bytes } = this.#view;
    if (hits === undefined) this.#lookInBoth(runs);
    else if (hits.length > 0) this.#lookAtHits(hits);
    if (this.#rules.budget.exhausted) return NONE;
    const worth = candidates ?? runs;
    // Of what a decoder made, those that its words tell are not known: words round it in the text that it was made of tell of it too.
    const areTold = candidates !== undefined && this.#view.parent === undefined;
    if (worth.length > 0)
      matchContextGroups(compiled, this.#view, worth, areTold, this.#rules.budget, (detector, span) =>
        this.#take(detector, span),
      );
    const name = this.#view.region?.ownName ?? "";
    for (const detector of compiled.located.detectorsIn(bytes, index, name))
      this.#tryLocated(detector, index, NONE, name);
    const named = locatedByName(compiled, name);
    for (const detector of named) this.#tryLocated(detector, index, this.#marks?.get(detector) ?? NONE, name);
    if (this.#marks !== undefined)
      for (const [detector, marks] of this.#marks)
        if (!named.has(detector)) this.#tryLocated(detector, index, marks, "");
    return this.#structuralHits ?? NONE;
  }

  /** What the kernel found, in the order of the text, because a token may begin where another ends. */
  #lookAtHits(found: readonly number[]): void {
    const { everywhere } = this.#rules.compiled;
    const hits = orderHits(everywhere, found);
    for (let i = 0; i < hits.length; ) {
      const ends = this.#ends?.size ?? 0;
      this.#look(everywhere, hits, i);
      i += 3;
      if (this.#ends !== undefined && this.#ends.size !== ends)
        addHitsAt(this.#lastEnd, everywhere, this.#view.bytes, hits, i);
    }
  }

  #lookInBoth(runs: Runs): void {
    const { compiled, prefilter } = this.#rules;
    const { bytes } = this.#view;
    const begins = prefilter && this.#view.pieces === undefined;
    const near = literalHits(compiled.nearRuns, bytes, runs, prefilter, begins);
    const anywhere = literalHits(compiled.anywhere, bytes, undefined, prefilter, begins);
    for (let i = 0, k = 0; i < near.length || k < anywhere.length; ) {
      const isNear = i < near.length && !(anywhere[k]! < near[i]!);
      const ends = this.#ends?.size ?? 0;
      if (isNear) this.#look(compiled.nearRuns, near, i);
      else this.#look(compiled.anywhere, anywhere, k);
      if (isNear) i += 3;
      else k += 3;
      if (!begins || this.#ends === undefined || this.#ends.size === ends) continue;
      addHitsAt(this.#lastEnd, compiled.nearRuns, bytes, near, i);
      addHitsAt(this.#lastEnd, compiled.anywhere, bytes, anywhere, k);
    }
  }

  /** A detector that fails finds nothing, and must not end the scan. */
  #tryLocated(detector: CompiledDetector, index: TextIndex, marks: readonly number[], name: string): void {
    const { bytes } = this.#view;
    const { budget } = this.#rules;
    if (!budget.spend(marks.length * MARK_COST)) return;
    try {
      for (const [start, end, told] of locate(detector, bytes, index, marks, name, budget)) {
        if (!budget.spend(costOf(end - start))) return;
        const span = { start, end };
        if (detector.fill().test(bytes.subarray(start, end))) this.#accept(detector, span, span, told);
      }
    } catch (error) {
      if (error instanceof OutboundDlpError) throw error;
    }
  }

  #look(lane: LiteralLane, hits: LiteralHits, at: number): void {
    const start = hits[at]!;
    const length = hits[at + 2]!;
    const owners = lane.owners[hits[at + 1]!]!;
    if (!this.#rules.budget.spend(HIT_COST + OWNER_COST * owners.length)) return;
    for (let i = 0; i < owners.length; i++) this.#try(owners[i]!, start, length);
    const escaped = lane.escaped[hits[at + 1]!]!;
    if (escaped.length === 0 || !this.#holdsEscapes()) return;
    const { bytes } = this.#view;
    let reach = 0;
    for (const { gates, width } of escaped)
      if (gates?.mayPassEscaped(bytes, start) ?? true) reach = Math.max(reach, 2 * width.max + BEYOND_MARK);
    if (reach === 0) return;
    this.#structuralHits ??= [];
    this.#structuralHits.push(start, start + length, start + length + Math.min(reach, MARKED));
  }

  /** Only where a backslash stands, anything can be escaped. */
  #holdsEscapes(): boolean {
    this.#hasBackslash ??= this.#view.bytes.includes(0x5c);
    return this.#hasBackslash;
  }

  #try(detector: CompiledDetector, literal: number, length: number): void {
    if (detector.detector.locate !== undefined) {
      this.#mark(detector, literal);
      return;
    }
    if (detector.beginsWithLiteral && !detector.mayFollowWord && !this.#mayBegin(detector, literal)) return;
    if (detector.words.length > 0 && this.#isWithoutWords()) return;
    if (detector.gates?.pass(this.#view.bytes, literal) === false) return;
    const { done } = this.#progressOf(detector);
    if (literal < done) return;
    if (detector.detector.literals.length === 0) this.#tryNearWord(detector, literal, length, done);
    else if (detector.hasToken) this.#tryRound(detector, literal, done);
    else if (detector.beginsWithLiteral) this.#tryAt(detector, literal);
    else this.#tryBefore(detector, literal, done);
  }

  #mark(detector: CompiledDetector, literal: number): void {
    this.#marks ??= new Map();
    const marks = this.#marks.get(detector);
    if (marks === undefined) this.#marks.set(detector, [literal]);
    else if (marks.at(-1) !== literal) marks.push(literal);
  }

  /** Then nothing that needs a context word is a match. */
  #isWithoutWords(): boolean {
    if (this.#view.bytes.length > LONG && this.#view.mayHoldWords !== false) return false;
    this.#hasNoWords ??= isWithoutWords(this.#rules.compiled.contextWords, this.#view);
    return this.#hasNoWords;
  }

  #progressOf(detector: CompiledDetector): Progress {
    this.#progress ??= new Map();
    let progress = this.#progress.get(detector);
    if (progress === undefined) {
      progress = { done: 0, tried: 0 };
      this.#progress.set(detector, progress);
    }
    return progress;
  }

  /** The token begins here or not at all; `true` when it does. */
  #tryAt(detector: CompiledDetector, start: number): boolean {
    if (!this.#mayBegin(detector, start)) return false;
    const length = this.#lengthAt(detector, start);
    if (length === undefined) return false;
    const span = { start, end: start + length };
    this.#accept(detector, span, span);
    return true;
  }

  /** The length of the match that begins here. Where all have the same, the engine need not tell it, which is dear. */
  #lengthAt(detector: CompiledDetector, start: number): number | undefined {
    const { end } = this.#windows.endFor(detector, start);
    const { length } = detector;
    if (length === undefined) return this.#match(detector.searchHere(), start, end)?.[0].length;
    const window = this.#view.bytes.subarray(start, end);
    return this.#rules.budget.spend(costOf(window.length)) && detector.searchHere().test(window) ? length : undefined;
  }

  /** The token begins before the literal: each place is tried once, whichever literal leads to it. */
  #tryBefore(detector: CompiledDetector, literal: number, done: number): void {
    const { bytes } = this.#view;
    const { firstBytes } = detector;
    const progress = this.#progressOf(detector);
    const low = Math.max(done, literal - detector.before, progress.tried);
    let start = literal;
    while (start > low && detector.alphabet[bytes[start - 1]!] === 1) start--;
    progress.tried = literal + 1;
    for (; start <= literal; start++) {
      if (firstBytes[bytes[start]!] === 1 && this.#tryAt(detector, start)) return;
    }
  }

  /** The literal stands somewhere round the token: every match that begins before the literal is taken. */
  #tryRound(detector: CompiledDetector, literal: number, done: number): void {
    const progress = this.#progressOf(detector);
    if (literal < progress.tried) return;
    const low = Math.max(done, literal - detector.before);
    const { end, settled } = this.#windows.endFor(detector, literal);
    let from = Math.max(done, literal - detector.before - BOUNDARY_MARGIN, 0);
    while (from <= literal) {
      const found = this.#match(detector.search(), from, end);
      const start = found === undefined ? end : from + found.index;
      if (found === undefined || start > literal) {
        // No match begins between the literal and this one, so that the literals there need no search of their own.
        progress.tried = Math.min(start, settled);
        return;
      }
      const value = start < low ? undefined : tokenSpan(found, from);
      if (value !== undefined && value.end > value.start) {
        this.#accept(detector, { start, end: start + found[0].length }, value);
      }
      from = start < low ? start + 1 : start + Math.max(1, found[0].length);
    }
  }

  /** A short token with no mark: its words are the literals, and it stands within reach of one. */
  #tryNearWord(detector: CompiledDetector, word: number, length: number, done: number): void {
    const within = detector.detector.context?.within ?? 0;
    let from = Math.max(done, word - within - Math.min(detector.width.max, WIDEST_SHORT));
    const to = Math.min(this.#view.bytes.length, word + length + within + Math.min(detector.width.max, WIDEST_SHORT));
    for (let misses = 0; from < to; ) {
      const found = this.#match(detector.search(), from, to);
      if (found === undefined) return;
      const whole = { start: from + found.index, end: from + found.index + found[0].length };
      const value = tokenSpan(found, from) ?? whole;
      const counts = value.end > value.start && (detector.hasToken || this.#fills(detector, value));
      if (counts) this.#accept(detector, whole, value);
      const isNext = counts || misses++ >= MOST_MISSES;
      from = isNext ? Math.max(whole.end, from + 1) : this.#behindMark(whole);
    }
  }

  /** The match in `[from, to)`; undefined too when the budget is spent. */
  #match(pattern: Pattern, from: number, to: number): RegExpExecArray | undefined {
    const window = this.#view.bytes.subarray(from, to);
    if (!this.#rules.budget.spend(costOf(window.length))) return undefined;
    return (pattern.exec(window) ?? undefined) as unknown as RegExpExecArray | undefined;
  }

  /**
   * Whether a token may begin here: not in the middle of a word. The letter of an escape ("\n", as it stands in JSON) ends no word,
   * another token neither, and a mark that no word has (`ghp_`) begins a token even behind a short word.
   */
  #mayBegin(detector: CompiledDetector, start: number): boolean {
    const { bytes } = this.#view;
    if (!continuesWord(bytes, start)) return true;
    if (this.#ends?.has(start) || this.#startsPiece(start)) return true;
    if (!detector.mayFollowWord) return false;
    const low = Math.max(0, start - LONGEST_GLUED_WORD - 1);
    for (let i = start - 1; i >= low; i--) if (RUN_BYTES[bytes[i]!] === 0) return true;
    return low === 0 && start <= LONGEST_GLUED_WORD;
  }

  /** Whether a piece begins here that stood apart on the wire. */
  #startsPiece(start: number): boolean {
    const { pieces } = this.#view;
    return pieces !== undefined && pieces[pieceAt(pieces, start)] === start;
  }

  /**
   * Whether no letter or digit, and nothing that the token could hold, stands on either side. The sign of an assignment ("KEY=") is no
   * part of it, even where a token can hold one as padding.
   */
  #fills(detector: CompiledDetector, { start, end }: Span): boolean {
    const { bytes } = this.#view;
    const blocks = (at: number): boolean =>
      at >= 0 &&
      at < bytes.length &&
      (isWordByte(bytes[at]!) || (bytes[at]! > 0x20 && detector.alphabet[bytes[at]!] === 1));
    return (!blocks(start - 1) || this.#isGiven(detector, start)) && !blocks(end);
  }

  /** Whether the sign of an assignment stands before `start`, behind a name that is no part of a longer token. */
  #isGiven(detector: CompiledDetector, start: number): boolean {
    const { bytes } = this.#view;
    if (bytes[start - 1] !== EQUALS_SIGN) return false;
    let at = start - 1;
    while (at > 0 && start - at <= LONGEST_GLUED_WORD && isWordByte(bytes[at - 1]!)) at--;
    return at < start - 1 && (at === 0 || (!isWordByte(bytes[at - 1]!) && detector.alphabet[bytes[at - 1]!] !== 1));
  }

  /** The next place in a match, after its first byte, at which a token may begin instead: behind a mark, or else the match's end. */
  #behindMark({ start, end }: Span): number {
    const { bytes } = this.#view;
    for (let at = start + 1; at < end; at++) if (!isWordByte(bytes[at - 1]!)) return at;
    return Math.max(end, start + 1);
  }

  #accept(compiled: CompiledDetector, whole: Span, { start, end }: Span, told?: Told): void {
    const view = this.#view;
    const progress = this.#progressOf(compiled);
    progress.done = Math.max(progress.done, whole.end);
    const value = textOf(view.bytes, start, end);
    const least = compiled.detector.minEntropyBits;
    if (least !== undefined && entropyBits(value) < least) return;
    if (compiled.words.length > 0) {
      const surroundings = new Surroundings(this.#rules.compiled.contextWords, view, start, end, compiled.reach);
      if (!surroundings.suits(compiled)) return;
    }
    this.#add(compiled, start, end, value, told);
  }

  /** A match whose context is known to be there. */
  #take(compiled: CompiledDetector, { start, end }: Span): void {
    const value = textOf(this.#view.bytes, start, end);
    const least = compiled.detector.minEntropyBits;
    if (least === undefined || entropyBits(value) >= least) this.#add(compiled, start, end, value);
  }

  #add(compiled: CompiledDetector, start: number, end: number, value: string, told?: Told): void {
    const view = this.#view;
    const confidence = confidenceOf(compiled, value, told);
    const counts = isAtLeast(confidence, this.#rules.minConfidence);
    if (!this.#rules.budget.spend(counts ? MATCH_COST : UNCOUNTED_COST)) return;
    this.#ends ??= new Set();
    this.#ends.add(end);
    this.#lastEnd = end;
    if (counts) view.matches.push({ compiled, view, start, end, value, told, confidence });
  }
}

/** The values that a detector locates, with all that one pass over the text has told of it. */
export function locate(
  { detector }: CompiledDetector,
  bytes: Buffer,
  index: TextIndex,
  marks: readonly number[],
  name: string,
  budget?: Budget,
): Iterable<LocatedValue> {
  const { rows, mayHoldDigitGroups } = index;
  const spend = budget && ((bytes: number) => budget.spend(bytes));
  // A name that stands outside the text makes every run in it a value.
  const runs = name === "" && detector.locatesIn?.includes("value-runs") ? valueRuns(index) : index.runs;
  return detector.locate!(bytes, runs, { marks, name, rows, mayHoldDigitGroups, spend });
}

/** How far a detector has come in one view. */
interface Progress {
  /** End of its last match: a literal before it is part of that match. */
  done: number;
  /** Starts before this, or whole windows up to it, need no second try. */
  tried: number;
}

/**
 * Bytes behind a fixed string that are decoded for the sake of its token: at most a private key of 16,384 bits in PEM, which has under 13 KiB;
 * else twice what the token has, as a character in two may be escaped, and what may stand between.
 */
const MARKED = 16_384;
const BEYOND_MARK = 1024;

/** What it costs to look at a fixed string, and to ask whether a detector's gates let it pass, in bytes of work. */
const HIT_COST = 32;
const OWNER_COST = 16;

/** What a look at a mark costs, in bytes of work: what stands round it is read as text. */
const MARK_COST = 96;

/** What a match costs beside finding it, in bytes of work: it is compared with others, placed, proved and told. */
export const MATCH_COST = 2048;
/** What proving one costs that is less sure than the scan asks for. */
const UNCOUNTED_COST = 256;

const NONE: readonly number[] = [];
