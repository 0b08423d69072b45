import { ConfigurationError, DetectorError } from "../errors.js";
import type { Confidence, Detector } from "../types.js";
import { createKernel, type Kernel } from "../views/kernel/kernel.js";
import { Automaton } from "./automaton.js";
import { type ContextGroup, groupByMarks, type Shaped } from "./context-groups.js";
import { compilePattern, type Pattern } from "./engine.js";
import { Gates } from "./gates.js";
import { kernelQueryOf } from "./kernel-query.js";
import { type LiteralLane, lane } from "./lanes.js";
import { LocatedFilter, rowWordsOf } from "./located-filter.js";
import { PairFinder } from "./pair-finder.js";
import { RunFilter } from "./run-filter.js";
import { parseShape } from "./shape/parse.js";
import { type Gate, holdsRun, type LiteralPlan, planLiterals } from "./shape/plan.js";
import { alphabetOf, firstBytesOf, groupOf, type Shape, type Width, widthOf } from "./shape/syntax.js";
import type { WordFinders } from "./word-places.js";

/** The name of the group that is the value, in a shape that says what must stand round it. */
const TOKEN_GROUP = "token";

/** Bytes before a literal that are looked at when the shape does not say how many there can be. */
const MOST_BEFORE = 1024;

/** A detector, ready to match. The patterns are compiled when they are first needed: most never are. */
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
  firstBytes(): Uint8Array;
  /** Bytes of a match that can stand before its literal. */
  readonly before: number;
  /** What must stand round its literal; undefined when not known. */
  readonly gates: Gates | undefined;
  /** The same, as the shape's plan has them. */
  readonly plannedGates: readonly Gate[] | undefined;
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

/** The context words of all detectors, to be looked for at once. */
export interface ContextWords extends WordFinders {
  /** In lower case. */
  readonly words: readonly string[];
  /** The furthest that a word can count for a detector without literals, with its own length, in bytes. */
  readonly reach: number;
}

/** A list of detectors, ready to scan with. */
export interface Compiled {
  readonly contextWords: ContextWords;
  readonly all: readonly CompiledDetector[];
  /** Literals that stand in or beside a run in every match: looked for there alone. */
  readonly nearRuns: LiteralLane;
  /** All others: looked for in the whole text. */
  readonly anywhere: LiteralLane;
  /** Both, as the kernel looks for them. */
  readonly everywhere: LiteralLane;
  /** Looks for all of them, and for the runs that `contextGroups` are about; undefined where there is no WebAssembly with SIMD. */
  kernel(): Kernel | undefined;
  readonly contextGroups: readonly ContextGroup[];
  /** Tells which runs are worth a look for them. */
  readonly contextRuns: RunFilter;
  /** Those that say themselves where their values stand, and have no literals. */
  readonly located: LocatedFilter;
}

const cache = new WeakMap<readonly Detector[], Compiled>();

/**
 * Compiles a list of detectors, once for each list.
 * @throws EngineUnavailableError, DetectorError, ConfigurationError
 */
export function compileDetectors(detectors: readonly Detector[]): Compiled {
  const known = cache.get(detectors);
  if (known !== undefined && isUnchanged(detectors, known)) return known;
  const compiled = compile(detectors);
  cache.set(detectors, compiled);
  return compiled;
}

/** A list that is not frozen can have been changed since it was compiled. */
function isUnchanged(detectors: readonly Detector[], known: Compiled): boolean {
  if (Object.isFrozen(detectors)) return true;
  return detectors.length === known.all.length && detectors.every((detector, i) => detector === known.all[i]!.detector);
}

function compile(detectors: readonly Detector[]): Compiled {
  if (!Array.isArray(detectors)) throw new ConfigurationError("detectors must be an array of detectors");
  const near: CompiledDetector[] = [];
  const far: CompiledDetector[] = [];
  const context: Shaped[] = [];
  const located: Shaped[] = [];
  compilePattern("");
  const words = new Map<string, number>();
  const shapes = new Map<string, ShapeFacts>();
  const all = detectors.map((detector, order) => {
    const facts = factsOf(detector.shape, shapes);
    const { shape } = facts;
    const plan = planLiterals(detector.locate === undefined ? shape : undefined, detector.literals);
    const compiled = compileDetector(detector, order, facts, plan, words);
    if (detector.locate !== undefined) {
      if (detector.literals.length > 0) far.push(compiled);
      else located.push([compiled, shape]);
    } else if (detector.literals.length > 0) {
      (plan.nearRun ? near : far).push(compiled);
    } else if (facts.holdsRun() && !compiled.hasToken) context.push([compiled, shape]);
    else far.push(compiled);
    return compiled;
  });
  const contextGroups = groupByMarks(context);
  const contextRuns = new RunFilter(contextGroups);
  const reach = Math.max(0, ...context.map(([compiled]) => compiled.reach));
  const everywhere = lane([...near, ...far]);
  const nearRuns = lazily(() => lane(near));
  const anywhere = lazily(() => lane(far));
  return {
    all,
    contextWords: contextWordsOf([...words.keys()], reach),
    // Where there is a kernel, they are seldom asked for.
    get nearRuns() {
      return nearRuns();
    },
    get anywhere() {
      return anywhere();
    },
    everywhere,
    kernel: lazily(() =>
      createKernel(kernelQueryOf(everywhere, contextRuns, reach, [...words.keys()], rowWordsOf(detectors))),
    ),
    contextGroups,
    contextRuns,
    located: new LocatedFilter(located),
  };
}

function contextWordsOf(words: readonly string[], reach: number): ContextWords {
  const automaton = lazily(() => new Automaton(words));
  const texts = () => words.map((word) => ({ text: Buffer.from(word, "utf8"), cases: undefined }));
  return {
    words,
    get automaton() {
      return automaton();
    },
    finder: lazily(() => new PairFinder(texts(), automaton())),
    reach,
  };
}

/** What a shape is, which many detectors share. */
interface ShapeFacts {
  readonly shape: Shape | undefined;
  readonly width: Width;
  readonly alphabet: () => Uint8Array;
  readonly length: () => number | undefined;
  readonly firstBytes: () => Uint8Array;
  readonly hasToken: boolean;
  readonly holdsRun: () => boolean;
}

function factsOf(pattern: string, known: Map<string, ShapeFacts>): ShapeFacts {
  let facts = known.get(pattern);
  if (facts === undefined) {
    const shape = parseShape(pattern);
    const all = () => new Uint8Array(256).fill(1);
    const width = shape ? widthOf(shape) : { min: 0, max: Infinity };
    const alphabet = lazily(() => (shape ? alphabetOf(shape) : all()));
    // A character that is not ASCII has several bytes, whatever the width counts.
    const isFixed = lazily(() => width.min === width.max && !alphabet().includes(1, 0x80));
    facts = {
      shape,
      width,
      alphabet,
      length: () => (isFixed() ? width.min : undefined),
      firstBytes: lazily(() => (shape ? firstBytesOf(shape) : all())),
      hasToken: (shape && groupOf(shape, TOKEN_GROUP)) !== undefined || /\(\?P?<token>/.test(pattern),
      holdsRun: lazily(() => holdsRun(shape)),
    };
    known.set(pattern, facts);
  }
  return facts;
}

function compileDetector(
  detector: Detector,
  order: number,
  { width, alphabet, length, firstBytes, hasToken }: ShapeFacts,
  { before, gates }: LiteralPlan,
  allWords: Map<string, number>,
): CompiledDetector {
  const needsContext = detector.literals.length === 0 && detector.locate === undefined;
  const words = (detector.context?.words ?? []).map((word) => word.toLowerCase());
  if (needsContext && (detector.context === undefined || detector.context.words.length === 0)) {
    throw new DetectorError(`Detector "${detector.id}" needs literals, or context words, to be looked for by`);
  }
  return {
    detector,
    order,
    width,
    get alphabet() {
      return alphabet();
    },
    get length() {
      return length();
    },
    firstBytes,
    before: Math.min(before, width.max, MOST_BEFORE),
    gates: gates && new Gates(gates),
    plannedGates: gates,
    hasToken,
    confidence: detector.confidence ?? (needsContext ? "medium" : "high"),
    words,
    reach: reachOf(detector),
    wordIds: words.map((word) => idOf(allWords, word)),
    beginsWithLiteral: detector.locate === undefined && before === 0 && !hasToken && detector.literals.length > 0,
    mayFollowWord:
      detector.literals.length > 0 && detector.literals.every((text) => text.length >= 4 && /[^A-Za-z0-9]/.test(text)),
    search: lazyPattern(detector, detector.shape, hasToken ? "d" : ""),
    searchHere: lazyPattern(detector, `^(?:${detector.shape})`, hasToken ? "d" : ""),
    fill: lazyPattern(detector, `^(?:${detector.shape})$`, ""),
  };
}

function idOf(ids: Map<string, number>, word: string): number {
  const id = ids.get(word) ?? ids.size;
  ids.set(word, id);
  return id;
}

function reachOf({ context }: Detector): number {
  return context === undefined ? 0 : context.within + Math.max(...context.words.map((word) => word.length));
}

function lazyPattern(detector: Detector, source: string, flags: string): () => Pattern {
  return lazily(() => compileShape(detector, source, flags));
}

/** Computed at the first call: of most detectors it never comes. */
function lazily<Value>(compute: () => Value): () => Value {
  let value: Value | undefined;
  return () => {
    value ??= compute();
    return value;
  };
}

function compileShape(detector: Detector, source: string, flags: string): Pattern {
  try {
    return compilePattern(source, flags);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new DetectorError(`The shape of detector "${detector.id}" is not an RE2 pattern`);
  }
}
