import type { Confidence } from "../types.js";
import type { Budget } from "../views/budget.js";
import { RUN_BYTES, type Runs } from "../views/runs.js";
import type { Compiled, CompiledDetector, LiteralLane } from "./compile.js";
import { confidenceOf, isAtLeast } from "./confidence.js";
import { Surroundings } from "./context.js";
import { matchContextGroups } from "./context-match.js";
import type { Pattern } from "./engine.js";
import { entropyBits } from "./entropy.js";
import { type LiteralHit, literalHits } from "./prefilter.js";
import type { Span, View } from "./view.js";
import { isWordByte } from "./word.js";

/** Least window for a shape without a bound, and what one call of the engine costs at least, in bytes of work. */
const FIRST_WINDOW = 512;
const CALL_COST = 64;
/** Bytes before a shape with a token group, so that its boundaries are those of the text and not of the window. */
const BOUNDARY_MARGIN = 8;
/** How long a word may be for a marked token to be glued to its end. */
const LONGEST_GLUED_WORD = 32;

/** Which matches count, and what finding them may cost. */
export interface MatchRules {
  readonly compiled: Compiled;
  readonly minConfidence: Confidence;
  readonly budget: Budget;
  /** False only to prove that the prefilter misses nothing. */
  readonly prefilter: boolean;
}

/** Finds every match in one view's bytes and adds it to the view. */
export class Matcher {
  readonly #rules: MatchRules;
  readonly #view: View;
  /** What each detector has done, once it has found a literal that passes its gate. */
  #progress: Map<CompiledDetector, Progress> | undefined;
  /** End of the last window. */
  #searchedTo = 0;
  /** Ends of matches: a token may follow another without anything between them. */
  #ends: Set<number> | undefined;
  #structuralHits: number[] | undefined;

  constructor(rules: MatchRules, view: View) {
    this.#rules = rules;
    this.#view = view;
  }

  /** Gives the structural hits, for the decoders. */
  run(runs: Runs): readonly number[] {
    const { compiled } = this.#rules;
    this.#lane(compiled.nearRuns, this.#rules.prefilter ? runs : undefined);
    this.#lane(compiled.anywhere, undefined);
    if (runs.length > 0) matchContextGroups(compiled, this.#view, runs, (detector, span) => this.#take(detector, span));
    return this.#structuralHits === undefined ? NONE : inOrder(this.#structuralHits);
  }

  #lane(lane: LiteralLane, runs: Runs | undefined): void {
    const { bytes } = this.#view;
    for (const hit of literalHits(lane, bytes, runs)) {
      for (const detector of lane.owners[hit.literal]!) this.#try(detector, hit);
      if (!lane.escaped[hit.literal]!.some((detector) => mayPassGateEscaped(detector, bytes, hit.start))) continue;
      this.#structuralHits ??= [];
      this.#structuralHits.push(hit.start, hit.start + hit.length);
    }
  }

  #try(detector: CompiledDetector, hit: LiteralHit): void {
    if (!passesGate(detector, this.#view.bytes, hit.start)) return;
    const { done } = this.#progressOf(detector);
    if (hit.start < done) return;
    if (detector.detector.literals.length === 0) this.#tryNearWord(detector, hit, done);
    else if (detector.hasToken) this.#tryRound(detector, hit.start, done);
    else if (detector.before === 0) this.#tryAt(detector, hit.start);
    else this.#tryBefore(detector, hit.start, done);
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
    const span = this.#grow(detector, start, start, detector.searchHere(), (found) => ({
      start,
      end: start + found[0].length,
    }));
    if (span !== undefined) this.#accept(detector, span, span);
    return span !== undefined;
  }

  /** The token begins before the literal: each place is tried once, whichever literal leads to it. */
  #tryBefore(detector: CompiledDetector, literal: number, done: number): void {
    const { bytes } = this.#view;
    const progress = this.#progressOf(detector);
    const low = Math.max(done, literal - detector.before, progress.tried);
    let start = literal;
    while (start > low && detector.alphabet[bytes[start - 1]!] === 1) start--;
    progress.tried = literal + 1;
    for (; start <= literal; start++) {
      if (detector.firstBytes[bytes[start]!] === 1 && this.#tryAt(detector, start)) return;
    }
  }

  /** The literal stands somewhere round the token: every match that begins before the literal is taken. */
  #tryRound(detector: CompiledDetector, literal: number, done: number): void {
    const reach = detector.width.max;
    const progress = this.#progressOf(detector);
    if (literal + reach <= progress.tried) return;
    let from = Math.max(done, literal - detector.before - BOUNDARY_MARGIN, 0);
    let value: Span | undefined;
    while (from <= literal) {
      const whole = this.#grow(detector, from, literal, detector.search(), (found) => {
        const start = from + (found.index ?? 0);
        value = tokenSpan(found, from);
        return { start, end: start + found[0].length };
      });
      if (whole === undefined || value === undefined || whole.start > literal) break;
      if (value.end > value.start) this.#accept(detector, whole, value);
      from = Math.max(whole.end, from + 1);
    }
    // Nothing more begins in the window that was searched, so that a literal deep inside it needs no search of its own.
    if (from <= literal) progress.tried = this.#searchedTo;
  }

  /** A short token with no mark: its words are the literals, and it stands within reach of one. */
  #tryNearWord(detector: CompiledDetector, hit: LiteralHit, done: number): void {
    const within = detector.detector.context?.within ?? 0;
    let from = Math.max(done, hit.start - within - Math.min(detector.width.max, FIRST_WINDOW));
    const to = Math.min(
      this.#view.bytes.length,
      hit.start + hit.length + within + Math.min(detector.width.max, FIRST_WINDOW),
    );
    while (from < to) {
      const window = this.#view.bytes.subarray(from, to);
      if (!this.#rules.budget.spend(window.length + CALL_COST) || !detector.search().test(window)) return;
      const found = detector.search().exec(window)!;
      const whole = { start: from + found.index, end: from + found.index + found[0].length };
      const value = tokenSpan(found, from) ?? whole;
      if (value.end > value.start && (detector.hasToken || this.#fills(detector, value)))
        this.#accept(detector, whole, value);
      from = Math.max(whole.end, from + 1);
    }
  }

  /**
   * Matches a window from `from`: as far as the shape's width or alphabet can reach beyond `literal`, first a short one. A match that
   * ends with the window may go on, so it is tried again on a longer one.
   */
  #grow(
    detector: CompiledDetector,
    from: number,
    literal: number,
    pattern: Pattern,
    read: (found: RegExpExecArray) => Span,
  ): Span | undefined {
    const { bytes } = this.#view;
    const most = Math.min(bytes.length, literal + detector.width.max + BOUNDARY_MARGIN);
    let size = FIRST_WINDOW;
    for (;;) {
      const to = Math.min(most, literal + size);
      const window = bytes.subarray(from, to);
      this.#searchedTo = to;
      if (!this.#rules.budget.spend(window.length + CALL_COST)) return undefined;
      const found = pattern.test(window) ? pattern.exec(window) : null;
      const span = found === null ? undefined : read(found as unknown as RegExpExecArray);
      if (to === most || (span === undefined ? !this.#staysInAlphabet(detector, literal, to) : span.end < to))
        return span;
      size *= 4;
    }
  }

  /** Whether nothing between the literal and the window's end keeps a longer window from matching. */
  #staysInAlphabet(detector: CompiledDetector, literal: number, to: number): boolean {
    for (let i = literal; i < to; i++) if (detector.alphabet[this.#view.bytes[i]!] === 0) return false;
    return true;
  }

  /**
   * Whether a token may begin here: not in the middle of a word. The letter of an escape ("\n", as it stands in JSON) ends no word,
   * another token neither, and a mark that no word has (`ghp_`) begins a token even behind a short word.
   */
  #mayBegin(detector: CompiledDetector, start: number): boolean {
    const { bytes } = this.#view;
    if (start === 0 || !isWordByte(bytes[start - 1]!) || !isWordByte(bytes[start]!)) return true;
    if (this.#ends?.has(start)) return true;
    if (start > 1 && bytes[start - 2] === 0x5c && ESCAPE_LETTERS.includes(bytes[start - 1]!)) return true;
    if (!detector.mayFollowWord) return false;
    const low = Math.max(0, start - LONGEST_GLUED_WORD - 1);
    for (let i = start - 1; i >= low; i--) if (RUN_BYTES[bytes[i]!] === 0) return true;
    return low === 0 && start <= LONGEST_GLUED_WORD;
  }

  /** Whether no letter or digit, and nothing that the token could hold, stands on either side. */
  #fills(detector: CompiledDetector, { start, end }: Span): boolean {
    const { bytes } = this.#view;
    const blocks = (at: number): boolean =>
      at >= 0 &&
      at < bytes.length &&
      (isWordByte(bytes[at]!) || (bytes[at]! > 0x20 && detector.alphabet[bytes[at]!] === 1));
    return !blocks(start - 1) && !blocks(end);
  }

  #accept(compiled: CompiledDetector, whole: Span, { start, end }: Span): void {
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
    this.#add(compiled, start, end, value);
  }

  /** A match whose context is known to be there. */
  #take(compiled: CompiledDetector, { start, end }: Span): void {
    const value = textOf(this.#view.bytes, start, end);
    const least = compiled.detector.minEntropyBits;
    if (least === undefined || entropyBits(value) >= least) this.#add(compiled, start, end, value);
  }

  #add(compiled: CompiledDetector, start: number, end: number, value: string): void {
    const view = this.#view;
    this.#ends ??= new Set();
    this.#ends.add(end);
    if (!isAtLeast(confidenceOf(compiled, value), this.#rules.minConfidence)) return;
    view.matches.push({ compiled, view, start, end, value });
  }
}

/** How far a detector has come in one view. */
interface Progress {
  /** End of its last match: a literal before it is part of that match. */
  done: number;
  /** Starts before this, or whole windows up to it, need no second try. */
  tried: number;
}

const NONE: readonly number[] = [];

/** Pairs of start and end by their start; those of each lane are in order already. */
function inOrder(pairs: readonly number[]): readonly number[] {
  if (pairs.every((_, i) => i < 2 || i % 2 === 1 || pairs[i]! >= pairs[i - 2]!)) return pairs;
  const starts = pairs.flatMap((_, i) => (i % 2 === 0 ? [i] : []));
  return starts.sort((one, other) => pairs[one]! - pairs[other]!).flatMap((i) => [pairs[i]!, pairs[i + 1]!]);
}

/** A necessary condition of a match whose literal stands at `at`, before the engine is asked. */
function passesGate({ gates }: CompiledDetector, bytes: Buffer, at: number): boolean {
  return gates?.some((gate) => holds(gate.after, bytes, at, 1) && holds(gate.before, bytes, at - 1, -1)) ?? true;
}

function holds(sets: readonly Uint8Array[], bytes: Buffer, from: number, step: number): boolean {
  for (let i = 0; i < sets.length; i++) {
    const byte = bytes[from + i * step];
    if (byte === undefined || sets[i]![byte] === 0) return false;
  }
  return true;
}

/** The same where backslash escapes may stand round the literal: what is beyond the nearest of them is not known. */
function mayPassGateEscaped({ gates }: CompiledDetector, bytes: Buffer, at: number): boolean {
  return (
    gates?.some((gate) => mayHoldEscaped(gate.after, bytes, at, 1) && mayHoldEscaped(gate.before, bytes, at - 1, -1)) ??
    true
  );
}

function mayHoldEscaped(sets: readonly Uint8Array[], bytes: Buffer, from: number, step: number): boolean {
  for (let i = 0; i < sets.length; i++) {
    const at = from + i * step;
    if (bytes[at] === 0x5c || (step < 0 && bytes[at - 1] === 0x5c)) return true;
    if (at < 0 || at >= bytes.length || sets[i]![bytes[at]!] === 0) return false;
  }
  return true;
}

/** The letters of escapes in JSON and most languages' strings. */
const ESCAPE_LETTERS: readonly number[] = [...Buffer.from("nrtbfv0")];

/** The group named `token`, as offsets in the view. */
function tokenSpan(found: RegExpExecArray | { indices?: unknown }, from: number): Span | undefined {
  const groups = (found as { indices?: { groups?: Record<string, [number, number] | undefined> } }).indices?.groups;
  const token = groups?.token;
  return token && { start: from + token[0], end: from + token[1] };
}

/** Bytes as text; those that are not UTF-8 as Latin-1, so that different bytes stay different values. */
function textOf(bytes: Buffer, start: number, end: number): string {
  const text = bytes.toString("utf8", start, end);
  return text.includes("\ufffd") ? bytes.toString("latin1", start, end) : text;
}
