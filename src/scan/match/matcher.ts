import { OutboundDlpError } from "../../errors.js";
import { pieceAt } from "../../views/piece-at.js";
import type { Runs } from "../../views/runs.js";
import type { TextIndex } from "../../views/text-index.js";
import { type CompiledDetector, ShapedDetector } from "../compile/compiled-detector.js";
import { isWithoutWords } from "../context/context.js";
import { matchContextGroups } from "../context/context-match.js";
import { locatedByName } from "../context/names.js";
import { type LiteralLane, reachOf } from "../prefilter/lanes.js";
import { addHitsAt, type LiteralHits, literalHits, orderHits } from "../prefilter/prefilter.js";
import { isJoined, type Span, type View } from "../view.js";
import { Attempts } from "./attempts.js";
import { locate } from "./locate.js";
import type { MatchRules } from "./match-rules.js";
import { Matches } from "./matches.js";
import { joinsTexts } from "./no-token.js";
import { endInSegment } from "./path-segment.js";
import { TokenBoundaries } from "./token-boundaries.js";
import { costOf } from "./window.js";

/** Longer texts are not looked through for context words as a whole. */
const LONG = 1024;

/** Finds every match in one view's bytes and adds it to the view. */
export class Matcher {
  readonly #rules: MatchRules;
  readonly #view: View;
  readonly #matches: Matches;
  readonly #boundaries: TokenBoundaries;
  readonly #attempts: Attempts;
  #structuralHits: number[] | undefined;
  /** Located values that an escape cuts short, or that hold one. */
  readonly #locatedEscapes: (readonly [start: number, end: number])[] = [];
  #hasBackslash: boolean | undefined;
  #hasNoWords: boolean | undefined;
  /** Where the literals of detectors stand that locate their values themselves. */
  #marks: Map<CompiledDetector, number[]> | undefined;

  constructor(rules: MatchRules, view: View) {
    this.#rules = rules;
    this.#view = view;
    this.#matches = new Matches(rules, view);
    this.#boundaries = new TokenBoundaries(view, this.#matches);
    this.#attempts = new Attempts(view, rules.budget, this.#boundaries, this.#matches);
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
        this.#matches.take(detector, span),
      );
    const name = this.#view.region?.ownName ?? "";
    for (const detector of compiled.located.detectorsIn(bytes, index, name, isJoined(this.#view)))
      this.#tryLocated(detector, index, NONE, name);
    const named = locatedByName(compiled, name);
    for (const detector of named) this.#tryLocated(detector, index, this.#marks?.get(detector) ?? NONE, name);
    if (this.#marks !== undefined)
      for (const [detector, marks] of this.#marks)
        if (!named.has(detector)) this.#tryLocated(detector, index, marks, "");
    return this.#locatedEscapes.length === 0 ? (this.#structuralHits ?? NONE) : this.#allStructuralHits();
  }

  #allStructuralHits(): readonly number[] {
    const hits = this.#locatedEscapes.map(([start, end]) => [start, end, end + BEYOND_VALUE]);
    const known = this.#structuralHits ?? NONE;
    for (let i = 0; i < known.length; i += 3) hits.push(known.slice(i, i + 3));
    return hits.sort((a, b) => a[0]! - b[0]!).flat();
  }

  /** What the kernel found, in the order of the text, because a token may begin where another ends. */
  #lookAtHits(found: readonly number[]): void {
    const { everywhere } = this.#rules.compiled;
    const { ends } = this.#matches;
    const hits = orderHits(everywhere, this.#view.bytes, found);
    for (let i = 0; i < hits.length; ) {
      const known = ends.length;
      this.#look(everywhere, hits, i);
      i += 3;
      for (let k = known; k < ends.length; k++) addHitsAt(ends[k]!, everywhere, this.#view.bytes, hits, i);
    }
  }

  #lookInBoth(runs: Runs): void {
    const { compiled, prefilter } = this.#rules;
    const { bytes } = this.#view;
    const { ends } = this.#matches;
    const begins = prefilter && this.#view.pieces === undefined;
    const near = literalHits(compiled.nearRuns, bytes, runs, prefilter, begins);
    const anywhere = literalHits(compiled.anywhere, bytes, undefined, prefilter, begins);
    for (let i = 0, k = 0; i < near.length || k < anywhere.length; ) {
      const isNear = i < near.length && !(anywhere[k]! < near[i]!);
      const known = ends.length;
      if (isNear) this.#look(compiled.nearRuns, near, i);
      else this.#look(compiled.anywhere, anywhere, k);
      if (isNear) i += 3;
      else k += 3;
      if (!begins) continue;
      for (let j = known; j < ends.length; j++) {
        addHitsAt(ends[j]!, compiled.nearRuns, bytes, near, i);
        addHitsAt(ends[j]!, compiled.anywhere, bytes, anywhere, k);
      }
    }
  }

  /** A detector that fails finds nothing, and must not end the scan. */
  #tryLocated(detector: CompiledDetector, index: TextIndex, marks: readonly number[], name: string): void {
    const { bytes } = this.#view;
    const { budget } = this.#rules;
    if (!budget.spend(marks.length * (detector.detector.markCost ?? MARK_COST))) return;
    try {
      for (const [start, end, told] of locate(detector, bytes, index, marks, name, budget)) {
        if (!budget.spend(costOf(end - start))) return;
        if (holdsEscapes(detector) && touchesEscape(bytes, start, marks.length > 0 ? end : end - 1))
          this.#locatedEscapes.push([start, end]);
        const span = { start, end: told === undefined ? end : endInSegment(this.#view, start, end) };
        // What a name tells of stands in the name's own piece: the end of one field names no other.
        if (told !== undefined && this.#view.pieces?.[pieceAt(this.#view.pieces, start)] === start && start > 0)
          continue;
        if (detector.fill().test(bytes.subarray(start, span.end)) && !this.#joinsTexts(detector, span))
          this.#matches.accept(detector, span, span, told);
      }
    } catch (error) {
      if (error instanceof OutboundDlpError) throw error;
    }
  }

  /** Whether texts are joined in it that are whole by themselves; what begins with a mark is a token all the same. */
  #joinsTexts({ detector }: CompiledDetector, span: Span): boolean {
    const { bytes } = this.#view;
    return (
      joinsTexts(this.#view, span) &&
      !detector.literals.some((mark) => bytes.toString("latin1", span.start, span.start + mark.length) === mark)
    );
  }

  #look(lane: LiteralLane, hits: LiteralHits, at: number): void {
    const start = hits[at]!;
    const length = hits[at + 2]!;
    const owners = lane.owners[hits[at + 1]!]!;
    if (!this.#rules.budget.spend(HIT_COST + OWNER_COST * owners.length)) return;
    for (let i = 0; i < owners.length; i++) this.#try(owners[i]!, start, length);
    const escaped = lane.escaped[hits[at + 1]!]!;
    if (escaped.length === 0 || !this.#holdsEscapes()) return;
    const reach = reachOf(escaped, this.#view.bytes, start);
    if (reach === 0) return;
    this.#structuralHits ??= [];
    this.#structuralHits.push(start, start + length, start + length + reach);
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
    if (detector.beginsWithLiteral && !detector.mayFollowWord && !this.#boundaries.mayBegin(detector, literal)) return;
    if (detector.words.length > 0 && this.#isWithoutWords()) return;
    if (detector.gates?.pass(this.#view.bytes, literal) === false) return;
    const { done } = this.#matches.progressOf(detector);
    if (literal < done) return;
    if (detector.detector.literals.length === 0) this.#attempts.tryNearWord(detector, literal, length, done);
    else if (detector.hasToken) this.#attempts.tryRound(detector, literal, done);
    else if (detector.beginsWithLiteral) this.#attempts.tryAt(detector, literal);
    else this.#attempts.tryBefore(detector, literal, done);
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
}

/** Bytes behind a located value in which it may go on, once its escapes are undone. */
const BEYOND_VALUE = 1024;

const BACKSLASH = 0x5c;

/** Whether a value of the detector can hold what a JSON string escapes. */
function holdsEscapes(detector: CompiledDetector): boolean {
  return detector instanceof ShapedDetector && detector.isEscapedInJson;
}

/** Whether a value holds an escape, or ends where one begins. */
function touchesEscape(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at <= end; at++) if (bytes[at] === BACKSLASH) return true;
  return false;
}

/** What it costs to look at a fixed string, and to ask whether a detector's gates let it pass, in bytes of work. */
const HIT_COST = 16;
const OWNER_COST = 8;

/** What a look at a mark costs where its detector does not say, in bytes of work: what stands round it is read as text. */
const MARK_COST = 96;

const NONE: readonly number[] = [];
