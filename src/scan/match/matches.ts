import { shareOfWords } from "../../letter-pairs.js";
import type { Told } from "../../types.js";
import type { CompiledDetector } from "../compile/compiled-detector.js";
import { Surroundings } from "../context/context.js";
import type { Span, View } from "../view.js";
import { confidenceOf, isAtLeast } from "./confidence.js";
import { entropyBits } from "./entropy.js";
import { isFilledIn } from "./filled-in.js";
import type { MatchRules } from "./match-rules.js";
import { isLink, isPieceOfData } from "./no-token.js";
import { isPieceOfLines } from "./piece-of-lines.js";
import { textOf } from "./token-span.js";

/** What a match costs beside finding it, in bytes of work: it is compared with others, placed, proved and told. */
export const MATCH_COST = 2048;
/** What proving one costs that is less sure than the scan asks for. */
const UNCOUNTED_COST = 256;

/** How far a detector has come in one view. */
interface Progress {
  /** End of its last match: a literal before it is part of that match. */
  done: number;
  /** Starts before this, or whole windows up to it, need no second try. */
  tried: number;
}

/** The matches in one view, as they are found: those that count are added to the view. */
export class Matches {
  /** Where they end, in the order in which they were found. */
  readonly ends: number[] = [];
  readonly #rules: MatchRules;
  readonly #view: View;
  /** What each detector has done, once it has found a literal that passes its gate. */
  #progress: Map<CompiledDetector, Progress> | undefined;
  #isEnd: Set<number> | undefined;

  constructor(rules: MatchRules, view: View) {
    this.#rules = rules;
    this.#view = view;
  }

  /** A token may follow another without anything between them. */
  isEnd(place: number): boolean {
    return this.#isEnd?.has(place) === true;
  }

  progressOf(detector: CompiledDetector): Progress {
    this.#progress ??= new Map();
    let progress = this.#progress.get(detector);
    if (progress === undefined) {
      progress = { done: 0, tried: 0 };
      this.#progress.set(detector, progress);
    }
    return progress;
  }

  /** A match whose randomness and context are still to be judged. `whole`: with what its pattern asks for round the value. */
  accept(compiled: CompiledDetector, whole: Span, { start, end }: Span, told?: Told): void {
    const view = this.#view;
    const progress = this.progressOf(compiled);
    progress.done = Math.max(progress.done, whole.end);
    const value = textOf(view.bytes, start, end);
    const least = compiled.detector.minEntropyBits;
    if (least !== undefined && entropyBits(value) < least) return;
    if (hasPlainMark(compiled) && isPieceOfData(view.bytes, start, end)) return;
    if (hasMarkOfBase64(compiled) && isPieceOfLines(view.bytes, start, end)) return;
    if (compiled.words.length > 0) {
      const surroundings = new Surroundings(this.#rules.compiled.contextWords, view, start, end, compiled.reach);
      if (
        !surroundings.suits(compiled) ||
        (isToldByWords(compiled) && (shareOfWords(value) >= ALL_WORDS || isLink(view.bytes, start)))
      )
        return;
    }
    this.#add(compiled, start, end, value, told);
  }

  /** A match whose context is known to be there. */
  take(compiled: CompiledDetector, { start, end }: Span): void {
    const value = textOf(this.#view.bytes, start, end);
    const least = compiled.detector.minEntropyBits;
    if (least === undefined || entropyBits(value) >= least) this.#add(compiled, start, end, value);
  }

  #add(compiled: CompiledDetector, start: number, end: number, value: string, told?: Told): void {
    if (told === undefined && isFilledIn(value)) return;
    const view = this.#view;
    const confidence = confidenceOf(compiled, value, told);
    const counts = isAtLeast(confidence, this.#rules.minConfidence);
    if (!this.#rules.budget.spend(counts ? MATCH_COST : UNCOUNTED_COST)) return;
    this.#isEnd ??= new Set();
    if (!this.#isEnd.has(end)) this.ends.push(end);
    this.#isEnd.add(end);
    if (counts) view.matches.push({ compiled, view, start, end, value, told, confidence });
  }
}

/** Whether its mark is one that data in base64 have by chance: letters and digits alone. */
function hasPlainMark({ detector, mayFollowWord }: CompiledDetector): boolean {
  return detector.literals.length > 0 && detector.locate === undefined && !mayFollowWord;
}

/** Whether base64 may hold such a token by chance. */
function hasMarkOfBase64({ detector, alphabet }: CompiledDetector): boolean {
  const { literals, locate } = detector;
  if (locate !== undefined || alphabet[SMALL_A] === 0 || alphabet[LARGE_A] === 0) return false;
  return literals.length > 0 && literals.every((text) => IN_BASE64.test(text));
}

const IN_BASE64 = /^[0-9A-Za-z+/]+$/;
const SMALL_A = 0x61;
const LARGE_A = 0x41;

/** A text of letters that follow each other as in words throughout. */
const ALL_WORDS = 0.9;

/** Whether no mark of its own says what it is, so that words near it must: longer ones without any mark are judged by isNoToken too. */
function isToldByWords({ detector, hasToken, mayFollowWord }: CompiledDetector): boolean {
  return detector.locate === undefined && !hasToken && !mayFollowWord;
}
