import type { Compiled, CompiledDetector } from "./compile.js";
import { holdsWord } from "./context.js";

/** What a name that stands outside its value's text, a header's, means to a list of detectors. */
interface NameFacts {
  /** Detectors that locate values and have one of their literals in the name. */
  readonly located: ReadonlySet<CompiledDetector>;
  /** Whether it holds a context word, or is told to a detector. */
  readonly isTelling: boolean;
}

/** A few hundred names are in use; more are not kept. */
const MOST_NAMES = 1000;
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
    const lower = name.toLowerCase();
    const located = new Set(
      compiled.all.filter(
        ({ detector }) =>
          detector.locate !== undefined && detector.literals.some((literal) => lower.includes(literal.toLowerCase())),
      ),
    );
    facts = { located, isTelling: located.size > 0 || holdsWord(compiled.contextWords, name) };
    if (name.length <= LONGEST_NAME) names.set(name, facts);
  }
  return facts;
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
