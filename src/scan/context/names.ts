import type { Compiled } from "../compile/compile.js";
import type { CompiledDetector } from "../compile/compiled-detector.js";
import { holdsWord } from "./context.js";
import { WordStarts } from "./word-starts.js";

/** What a name that stands outside its value's text, a header's, means to a list of detectors. */
interface NameFacts {
  /** Detectors that locate values and have one of their literals in the name. */
  readonly located: ReadonlySet<CompiledDetector>;
  /** Whether it holds a context word, or is told to a detector. */
  readonly isTelling: boolean;
}

/** A few hundred names are in use; more than a request can have are not kept. */
const MOST_NAMES = 4000;
const LONGEST_NAME = 160;
const known = new WeakMap<Compiled, Map<string, NameFacts>>();

function factsOf(compiled: Compiled, name: string): NameFacts {
  let names = known.get(compiled);
  if (names === undefined || names.size > MOST_NAMES) {
    names = new Map();
    known.set(compiled, names);
  }
  let facts = names.get(name);
  if (facts === undefined) {
    const { starts, owners } = marksOf(compiled);
    const located = new Set(starts.wordsIn(name.toLowerCase()).map((mark) => owners[mark]!));
    facts = { located, isTelling: located.size > 0 || holdsWord(compiled.contextWords, name) };
    if (name.length <= LONGEST_NAME) names.set(name, facts);
  }
  return facts;
}

/** The literals, in lower case, of the detectors that locate values; and whose each is. */
interface Marks {
  readonly starts: WordStarts;
  readonly owners: readonly CompiledDetector[];
}

const knownMarks = new WeakMap<Compiled, Marks>();

function marksOf(compiled: Compiled): Marks {
  let marks = knownMarks.get(compiled);
  if (marks === undefined) {
    const located = compiled.all.filter(({ detector }) => detector.locate !== undefined);
    const pairs = located.flatMap((owner) =>
      owner.detector.literals.map((literal) => [owner, literal.toLowerCase()] as const),
    );
    marks = { starts: new WordStarts(pairs.map(([, literal]) => literal)), owners: pairs.map(([owner]) => owner) };
    knownMarks.set(compiled, marks);
  }
  return marks;
}

/** Whether the name says something of its value: then the value cannot be read without it. */
export function isTelling(compiled: Compiled, name: string): boolean {
  return name !== "" && factsOf(compiled, name).isTelling;
}

/** Detectors that locate values and have one of their literals in the name: they are told of it. */
export function locatedByName(compiled: Compiled, name: string): ReadonlySet<CompiledDetector> {
  return name === "" ? NO_DETECTORS : factsOf(compiled, name).located;
}

const NO_DETECTORS: ReadonlySet<CompiledDetector> = new Set();
