import type { Budget } from "../../views/budget.js";
import type { CompiledDetector } from "../compile/compiled-detector.js";
import { isEscapeLetter } from "../context/word.js";
import type { Pattern } from "../engine.js";
import type { View } from "../view.js";
import type { Matches } from "./matches.js";
import type { TokenBoundaries } from "./token-boundaries.js";
import { tokenSpan } from "./token-span.js";
import { BOUNDARY_MARGIN, costOf, Windows } from "./window.js";

/** How far on either side of its word a short token with no mark is looked for, beside the distance that its detector allows. */
const WIDEST_SHORT = 512;
/** How often a match near a word that does not fill its place is tried again from a later place in it. */
const MOST_MISSES = 16;

/** Looks for one detector's token near one of its literals, in one view. `done`: end of the detector's last match. */
export class Attempts {
  readonly #view: View;
  readonly #budget: Budget;
  readonly #boundaries: TokenBoundaries;
  readonly #matches: Matches;
  readonly #windows: Windows;

  constructor(view: View, budget: Budget, boundaries: TokenBoundaries, matches: Matches) {
    this.#view = view;
    this.#budget = budget;
    this.#boundaries = boundaries;
    this.#matches = matches;
    this.#windows = new Windows(view.bytes);
  }

  /** The token begins here or not at all; `true` when it does. */
  tryAt(detector: CompiledDetector, start: number): boolean {
    if (!this.#boundaries.mayBegin(detector, start)) return false;
    const length = this.#lengthAt(detector, start);
    if (length === undefined) return false;
    const span = { start, end: start + length };
    this.#matches.accept(detector, span, span);
    return true;
  }

  /** The length of the match that begins here. Where all have the same, the engine need not tell it, which is dear. */
  #lengthAt(detector: CompiledDetector, start: number): number | undefined {
    const { end } = this.#windows.endFor(detector, start);
    const { length } = detector;
    if (length === undefined) return this.#match(detector.searchHere(), start, end)?.[0].length;
    const window = this.#view.bytes.subarray(start, end);
    return this.#budget.spend(costOf(window.length)) && detector.searchHere().test(window) ? length : undefined;
  }

  /** The token begins before the literal: each place is tried once, whichever literal leads to it. */
  tryBefore(detector: CompiledDetector, literal: number, done: number): void {
    const { bytes } = this.#view;
    const progress = this.#matches.progressOf(detector);
    const low = Math.max(done, literal - detector.before, progress.tried);
    let start = literal;
    while (start > low && detector.alphabet[bytes[start - 1]!] === 1) start--;
    progress.tried = literal + 1;
    // The letter of an escape ("\n") is tried as the first of a token when none begins behind it.
    if (isEscapeLetter(bytes, start) && this.#tryFrom(detector, start + 1, literal)) return;
    this.#tryFrom(detector, start, literal);
  }

  #tryFrom(detector: CompiledDetector, first: number, literal: number): boolean {
    const { bytes } = this.#view;
    for (let start = first; start <= literal; start++)
      if (detector.firstBytes[bytes[start]!] === 1 && this.tryAt(detector, start)) return true;
    return false;
  }

  /** The literal stands somewhere round the token: every match that begins before the literal is taken. */
  tryRound(detector: CompiledDetector, literal: number, done: number): void {
    const progress = this.#matches.progressOf(detector);
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
        this.#matches.accept(detector, { start, end: start + found[0].length }, value);
      }
      from = start < low ? start + 1 : start + Math.max(1, found[0].length);
    }
  }

  /** A short token with no mark: its words are the literals, and it stands within reach of one. */
  tryNearWord(detector: CompiledDetector, word: number, length: number, done: number): void {
    const within = detector.detector.context?.within ?? 0;
    let from = Math.max(done, word - within - Math.min(detector.width.max, WIDEST_SHORT));
    const to = Math.min(this.#view.bytes.length, word + length + within + Math.min(detector.width.max, WIDEST_SHORT));
    if (!this.#mayHold(detector, from, to)) return;
    for (let misses = 0; from < to; ) {
      const found = this.#match(detector.search(), from, to);
      if (found === undefined) return;
      const whole = { start: from + found.index, end: from + found.index + found[0].length };
      const value = tokenSpan(found, from) ?? whole;
      const counts = value.end > value.start && (detector.hasToken || this.#boundaries.fills(detector, value));
      if (counts) this.#matches.accept(detector, whole, value);
      const isNext = counts || misses++ >= MOST_MISSES;
      from = isNext ? Math.max(whole.end, from + 1) : this.#boundaries.behindMark(whole);
    }
  }

  /** Whether as many bytes as a match has at least stand in a row in `[from, to)`, all of which a match can hold. */
  #mayHold({ alphabet, width }: CompiledDetector, from: number, to: number): boolean {
    const least = Math.max(1, Math.min(width.min, to - from + 1));
    if (!this.#budget.spend(Math.ceil((to - from) / least))) return false;
    const { bytes } = this.#view;
    for (let low = from, last = from + least - 1; last < to; last = low + least - 1) {
      let at = last;
      while (at >= low && alphabet[bytes[at]!] === 1) at--;
      if (at < low) return true;
      low = at + 1;
    }
    return false;
  }

  /** The match in `[from, to)`; undefined too when the budget is spent. */
  #match(pattern: Pattern, from: number, to: number): RegExpExecArray | undefined {
    const window = this.#view.bytes.subarray(from, to);
    if (!this.#budget.spend(costOf(window.length))) return undefined;
    return (pattern.exec(window) ?? undefined) as unknown as RegExpExecArray | undefined;
  }
}
