import { ConfigurationError } from "../../errors.js";
import type { Prepared } from "../../prepared-types.js";
import type { Detector } from "../../types.js";
import { createKernel, type Kernel } from "../../views/kernel/kernel.js";
import type { FinderString } from "../../views/kernel/windows.js";
import { COMMON_NAMES } from "../context/common-names.js";
import { holdsWord } from "../context/context.js";
import { type ContextGroup, groupByMarks } from "../context/context-groups.js";
import type { WordFinders } from "../context/word-places.js";
import { stemsOf } from "../context/word-stems.js";
import { compilePattern } from "../engine.js";
import { lazily } from "../lazily.js";
import { Automaton } from "../prefilter/automaton.js";
import { kernelQueryOf } from "../prefilter/kernel-query.js";
import { type LiteralLane, lane } from "../prefilter/lanes.js";
import { LocatedFilter, rowWordsOf } from "../prefilter/located-filter.js";
import { PairFinder } from "../prefilter/pair-finder.js";
import { RunFilter } from "../prefilter/run-filter.js";
import { ShapedDetector } from "./compiled-detector.js";
import { marksFor, preparedFor, preparedFrom, tablesOf } from "./prepared.js";
import { ShapeFacts } from "./shape-facts.js";

/** The context words of all detectors, to be looked for at once. */
export interface ContextWords extends WordFinders {
  /** In lower case. */
  readonly words: readonly string[];
  /** The furthest that a word can count for a detector without literals, with its own length, in bytes. */
  readonly reach: number;
  /** Names of header fields that are known to hold none of them. */
  readonly plainNames: readonly string[];
}

/** A list of detectors, ready to scan with. */
export interface Compiled {
  readonly contextWords: ContextWords;
  readonly all: readonly ShapedDetector[];
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

/** What is given in its place most often has an option of its own. */
function checkIsDetector(given: Detector, index: number): void {
  const fields: Partial<Detector> | null = typeof given === "object" ? given : null;
  if (fields === null || typeof fields.shape !== "string" || !Array.isArray(fields.literals))
    throw new ConfigurationError(
      `detectors[${index}] is no detector: defineDetector makes them, and known secrets are given as knownSecrets`,
    );
}

/** What compiling a list finds out, for `prepare`. */
export function prepareDetectors(detectors: readonly Detector[]): Prepared {
  const { all, kernel, located, contextWords } = compileDetectors(detectors);
  const plainNames = COMMON_NAMES.filter((name) => !holdsWord(contextWords, name)).join(" ");
  return preparedFrom(all, kernel()?.tables, located.demands, plainNames);
}

/** A list that is not frozen can have been changed since it was compiled. */
function isUnchanged(detectors: readonly Detector[], known: Compiled): boolean {
  if (Object.isFrozen(detectors)) return true;
  return detectors.length === known.all.length && detectors.every((detector, i) => detector === known.all[i]!.detector);
}

function compile(detectors: readonly Detector[]): Compiled {
  if (!Array.isArray(detectors)) throw new ConfigurationError("detectors must be an array of detectors");
  detectors.forEach(checkIsDetector);
  compilePattern("");
  const words = lazily(() => numbersOf(all));
  const prepared = preparedFor(detectors);
  const all = shapedDetectors(detectors, marksFor(detectors, prepared), (own) => own.map((word) => words().get(word)!));
  const { near, far, context, located } = placesOf(all);
  const contextWords = new AllWords(
    () => [...words().keys()],
    () => Math.max(0, ...context.map(({ reach }) => reach)),
    prepared?.plainNames.split(" ") ?? [],
  );
  const everywhere = lazily(() => lane([...near, ...far]));
  const nearRuns = lazily(() => lane(near));
  const anywhere = lazily(() => lane(far));
  const contextGroups = lazily(() => groupByMarks(context));
  const contextRuns = lazily(() => new RunFilter(contextGroups()));
  const query = () =>
    kernelQueryOf(everywhere(), contextRuns(), contextWords.reach, stemsOf(contextWords.words), rowWordsOf(detectors));
  return {
    all,
    contextWords,
    // Where there is a kernel, they are seldom asked for.
    get nearRuns() {
      return nearRuns();
    },
    get anywhere() {
      return anywhere();
    },
    get everywhere() {
      return everywhere();
    },
    kernel: lazily(() => createKernel(prepared?.kernel === undefined ? query() : tablesOf(prepared.kernel))),
    get contextGroups() {
      return contextGroups();
    },
    get contextRuns() {
      return contextRuns();
    },
    located: new LocatedFilter(located, prepared?.located),
  };
}

/** A number for each context word. */
function numbersOf(all: readonly ShapedDetector[]): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  for (const { words } of all) for (const word of words) if (!numbers.has(word)) numbers.set(word, numbers.size);
  return numbers;
}

/** @throws DetectorError */
function shapedDetectors(
  detectors: readonly Detector[],
  marksOf: ReturnType<typeof marksFor>,
  idsOf: (words: readonly string[]) => readonly number[],
): readonly ShapedDetector[] {
  const shapes = new Map<string, ShapeFacts>();
  return detectors.map((detector, order) => {
    let facts = shapes.get(detector.shape);
    if (facts === undefined) {
      facts = new ShapeFacts(detector.shape);
      shapes.set(detector.shape, facts);
    }
    return new ShapedDetector(detector, order, facts, idsOf, marksOf(detector, order));
  });
}

/** Where detectors are looked for: by literals near runs or anywhere, by context words, or where they say themselves. */
function placesOf(all: readonly ShapedDetector[]): Record<"near" | "far" | "context" | "located", ShapedDetector[]> {
  const places = { near: [], far: [], context: [], located: [] } as ReturnType<typeof placesOf>;
  for (const compiled of all) {
    const { literals, locate } = compiled.detector;
    if (locate !== undefined) places[literals.length > 0 ? "far" : "located"].push(compiled);
    else if (literals.length > 0) places[compiled.isNearRun ? "near" : "far"].push(compiled);
    else places[compiled.holdsRun && !compiled.hasToken ? "context" : "far"].push(compiled);
  }
  return places;
}

/** What is asked of them is made when it is: where there is a kernel, it tells of most texts that there are none. */
class AllWords implements ContextWords {
  readonly finder: () => PairFinder;
  readonly plainNames: readonly string[];
  readonly #reach: () => number;
  readonly #words: () => readonly string[];
  readonly #automaton: () => Automaton;

  constructor(words: () => readonly string[], reach: () => number, plainNames: readonly string[]) {
    this.plainNames = plainNames;
    this.#reach = lazily(reach);
    this.#words = lazily(words);
    this.#automaton = lazily(() => new Automaton(this.words));
    this.finder = lazily(() => new PairFinder(this.#texts(), this.automaton));
  }

  get reach(): number {
    return this.#reach();
  }

  get words(): readonly string[] {
    return this.#words();
  }

  get automaton(): Automaton {
    return this.#automaton();
  }

  #texts(): readonly FinderString[] {
    return this.words.map((word) => ({ text: Buffer.from(word, "utf8"), cases: undefined }));
  }
}
