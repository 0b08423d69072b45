import { DetectorError } from "../../errors.js";
import type { Confidence, Detector } from "../../types.js";
import { compilePattern, type Pattern } from "../engine.js";
import { Gates } from "../prefilter/gates.js";
import { gatesOf } from "../shape/gate.js";
import { type LiteralPlan, planLiterals } from "../shape/plan.js";
import type { Width } from "../shape/syntax.js";
import { BEGINS_WITH_LITERAL, ESCAPED_IN_JSON, HOLDS_RUN, NEAR_RUN } from "./prepared.js";
import type { ShapeFacts } from "./shape-facts.js";

/** A detector, ready to match. */
export interface CompiledDetector {
  readonly detector: Detector;
  /** A value of the operator's own: it comes before every detector of a format. */
  readonly isKnown?: true;
  /** Place in the list of detectors: of equals, the first is reported. */
  readonly order: number;
  readonly width: Width;
  /** Every byte that can stand in a match. */
  readonly alphabet: Uint8Array;
  /** Bytes of a match, where all have the same number. */
  readonly length: number | undefined;
  /** Every byte that can begin a match. */
  readonly firstBytes: Uint8Array;
  /** Bytes of a match that can stand before its literal. */
  readonly before: number;
  /** What must stand round its literal; undefined when not known. */
  readonly gates: Gates | undefined;
  readonly hasToken: boolean;
  readonly confidence: Confidence;
  /** Context words in lower case; empty when the detector needs none. */
  readonly words: readonly string[];
  /** The same words, by their places in `Compiled.contextWords`. */
  readonly wordIds: readonly number[];
  /** How far away a word can count, with its own length, in bytes. */
  readonly reach: number;
  /** Whether the value begins where its literal does. */
  readonly beginsWithLiteral: boolean;
  /** A literal that may follow a letter or digit: long and with a mark that words do not have. */
  readonly mayFollowWord: boolean;
  /** Searches a window; undefined flags mean the pattern as it is. */
  search(): Pattern;
  /** The same pattern, from the first byte. */
  searchHere(): Pattern;
  /** The same pattern, from the first byte to the last. */
  fill(): Pattern;
}

/** Bytes before a literal that are looked at when the shape does not say how many there can be. */
const MOST_BEFORE = 1024;

/** A detector of a shape. Nothing of the shape is found out, and no pattern compiled, before it is asked for: of most it never is. */
export class ShapedDetector implements CompiledDetector {
  readonly detector: Detector;
  readonly order: number;
  readonly facts: ShapeFacts;
  readonly confidence: Confidence;
  #words: readonly string[] | undefined;
  #reach: number | undefined;
  readonly #idsOf: (words: readonly string[]) => readonly number[];
  #wordIds: readonly number[] | undefined;
  /** What is known of it beforehand: see prepared.ts. */
  readonly #marks: number | undefined;
  #plan: LiteralPlan | undefined;
  #before: number | undefined;
  #gates: Gates | null | undefined;
  #mayFollowWord: boolean | undefined;
  #search: Pattern | undefined;
  #searchHere: Pattern | undefined;
  #fill: Pattern | undefined;

  /** @throws DetectorError where there is nothing that it can be looked for by */
  constructor(
    detector: Detector,
    order: number,
    facts: ShapeFacts,
    idsOf: (words: readonly string[]) => readonly number[],
    marks: number | undefined,
  ) {
    const { literals, context, locate } = detector;
    const needsContext = literals.length === 0 && locate === undefined;
    if (needsContext && (context === undefined || context.words.length === 0)) {
      throw new DetectorError(`Detector "${detector.id}" needs literals, or context words, to be looked for by`);
    }
    this.detector = detector;
    this.order = order;
    this.facts = facts;
    this.confidence = detector.confidence ?? (needsContext ? "medium" : "high");
    this.#idsOf = idsOf;
    this.#marks = marks;
  }

  get hasToken(): boolean {
    return this.facts.hasToken;
  }

  get words(): readonly string[] {
    this.#words ??= this.detector.context?.words.map((word) => word.toLowerCase()) ?? NO_WORDS;
    return this.#words;
  }

  get reach(): number {
    const { context } = this.detector;
    this.#reach ??= context === undefined ? 0 : context.within + longestOf(context.words);
    return this.#reach;
  }

  get wordIds(): readonly number[] {
    this.#wordIds ??= this.#idsOf(this.words);
    return this.#wordIds;
  }

  get width(): Width {
    return this.facts.width;
  }

  get alphabet(): Uint8Array {
    return this.facts.alphabet;
  }

  get firstBytes(): Uint8Array {
    return this.facts.firstBytes;
  }

  get length(): number | undefined {
    return this.facts.length;
  }

  get before(): number {
    this.#before ??= Math.min(this.plan.before, this.width.max, MOST_BEFORE);
    return this.#before;
  }

  /** Where its literals stand in its matches. */
  get plan(): LiteralPlan {
    this.#plan ??= planLiterals(this.#shape, this.detector.literals);
    return this.#plan;
  }

  get gates(): Gates | undefined {
    if (this.#gates === undefined) {
      const gates = gatesOf(this.#shape, this.detector.literals);
      this.#gates = gates === undefined ? null : new Gates(gates);
    }
    return this.#gates ?? undefined;
  }

  get beginsWithLiteral(): boolean {
    if (this.#marks !== undefined) return (this.#marks & BEGINS_WITH_LITERAL) !== 0;
    const { locate, literals } = this.detector;
    return literals.length > 0 && locate === undefined && !this.hasToken && this.plan.before === 0;
  }

  /** Whether its literals are looked for near runs alone. */
  get isNearRun(): boolean {
    return this.#marks === undefined ? this.plan.nearRun : (this.#marks & NEAR_RUN) !== 0;
  }

  get holdsRun(): boolean {
    return this.#marks === undefined ? this.facts.holdsRun : (this.#marks & HOLDS_RUN) !== 0;
  }

  get isEscapedInJson(): boolean {
    return this.#marks === undefined ? this.facts.isEscapedInJson : (this.#marks & ESCAPED_IN_JSON) !== 0;
  }

  get mayFollowWord(): boolean {
    this.#mayFollowWord ??=
      this.detector.literals.length > 0 &&
      this.detector.literals.every((text) => text.length >= 4 && /[^A-Za-z0-9]/.test(text));
    return this.#mayFollowWord;
  }

  search(): Pattern {
    this.#search ??= this.#compile(this.detector.shape, this.hasToken ? "d" : "");
    return this.#search;
  }

  searchHere(): Pattern {
    this.#searchHere ??= this.#compile(`^(?:${this.detector.shape})`, this.hasToken ? "d" : "");
    return this.#searchHere;
  }

  fill(): Pattern {
    this.#fill ??= this.#compile(`^(?:${this.detector.shape})$`, "");
    return this.#fill;
  }

  /** Values that the detector locates stand anywhere round their literals. */
  get #shape(): ShapeFacts["shape"] {
    return this.detector.locate === undefined ? this.facts.shape : undefined;
  }

  #compile(source: string, flags: string): Pattern {
    try {
      return compilePattern(source, flags);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      throw new DetectorError(`The shape of detector "${this.detector.id}" is not an RE2 pattern`);
    }
  }
}

const NO_WORDS: readonly string[] = [];

/** Characters of the longest word. */
function longestOf(words: readonly string[]): number {
  return words.reduce((longest, { length }) => Math.max(longest, length), 0);
}
