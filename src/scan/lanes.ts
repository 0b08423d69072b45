import type { FinderString, LetterCases } from "../views/kernel/windows.js";
import { Automaton } from "./automaton.js";
import type { CompiledDetector } from "./compile.js";
import { PairFinder } from "./pair-finder.js";

/** Fixed strings to look for in one lane, and whose each is. */
export interface LiteralLane {
  readonly strings: readonly FinderString[];
  readonly automaton: Automaton;
  /** The same strings, faster in a long text; it may leave out those that no owner's gate lets pass. */
  finder(): PairFinder;
  readonly owners: readonly (readonly CompiledDetector[])[];
  /** For each string, whether it counts only where a token may begin, which is not within a word. */
  readonly begins: readonly boolean[];
  /** For each string, those of whose tokens JSON strings escape something: see `DecoderInput.structuralHits`. */
  readonly escaped: readonly (readonly CompiledDetector[])[];
}

/** What is known of a string while a lane is made. */
interface Entry {
  readonly owners: Set<CompiledDetector>;
  readonly escaped: Set<CompiledDetector>;
  /** Per byte, in which case it counts. */
  readonly cases: LetterCases[];
}

/** A detector whose words are its only mark, and whose tokens hold no run, is looked for by its words. */
export function lane(detectors: readonly CompiledDetector[]): LiteralLane {
  const entries = new Map<string, Entry>();
  for (const compiled of detectors) {
    const { literals } = compiled.detector;
    for (const literal of literals.length > 0 ? literals : compiled.words) {
      const text = literal.toLowerCase();
      const entry = entryOf(entries, text);
      entry.owners.add(compiled);
      addCases(entry.cases, compiled, text);
      if (literals.length === 0 || !isEscapedInJson(compiled.alphabet)) continue;
      const mark = entryOf(entries, escapedMark(text));
      mark.escaped.add(compiled);
      if (mark !== entry) mark.cases.fill(BOTH);
    }
  }
  let automaton: Automaton | undefined;
  const automatonOf = (): Automaton => {
    automaton ??= new Automaton([...entries.keys()]);
    return automaton;
  };
  const strings = [...entries].map(([text, { cases }]): FinderString => ({ text: Buffer.from(text, "utf8"), cases }));
  let finder: PairFinder | undefined;
  return {
    strings,
    get automaton() {
      return automatonOf();
    },
    finder() {
      finder ??= new PairFinder(strings, automatonOf());
      return finder;
    },
    owners: [...entries.values()].map(({ owners }) => [...owners]),
    begins: [...entries.values()].map(
      ({ owners, escaped }) =>
        escaped.size === 0 &&
        [...owners].every(({ beginsWithLiteral, mayFollowWord }) => beginsWithLiteral && !mayFollowWord),
    ),
    escaped: [...entries.values()].map(({ escaped }) => [...escaped]),
  };
}

const NEITHER: LetterCases = { lower: false, upper: false };
const BOTH: LetterCases = { lower: true, upper: true };

function entryOf(entries: Map<string, Entry>, text: string): Entry {
  let entry = entries.get(text);
  if (entry === undefined) {
    const cases = new Array<LetterCases>(Buffer.byteLength(text)).fill(NEITHER);
    entry = { owners: new Set(), escaped: new Set(), cases };
    entries.set(text, entry);
  }
  return entry;
}

/** Adds the cases in which the detector's gates let a string pass; a string that none of them is about may have any. */
function addCases(cases: LetterCases[], { plannedGates }: CompiledDetector, text: string): void {
  const bytes = Buffer.from(text, "utf8");
  const about = plannedGates?.filter(({ after }) =>
    after.every((set, i) => i >= bytes.length || set[bytes[i]!] === 1 || set[upperOf(bytes[i]!)] === 1),
  );
  for (let i = 0; i < bytes.length; i++) {
    if (about === undefined || about.length === 0) cases[i] = BOTH;
    else {
      const known = cases[i]!;
      const lower = about.some(({ after }) => after[i] === undefined || after[i]![bytes[i]!] === 1);
      const upper = about.some(({ after }) => after[i] === undefined || after[i]![upperOf(bytes[i]!)] === 1);
      cases[i] = { lower: known.lower || lower, upper: known.upper || upper };
    }
  }
}

function upperOf(byte: number): number {
  return byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte;
}

/** Whether a match can hold what JSON strings escape with a letter or a mark: then it is seen whole only after unescaping. */
function isEscapedInJson(alphabet: Uint8Array): boolean {
  return [...'\n\r\t"\\'].some((character) => alphabet[character.charCodeAt(0)] === 1);
}

/** A fixed string as far as it is the same in a JSON string, however often escaped: `"key"` as `"key\` of `\"key\"` and `\\\"key\\\"`. */
function escapedMark(literal: string): string {
  const end = literal.slice(1).search(/["\\\n\r\t]/) + 1;
  return end === 0 ? literal : `${literal.slice(0, end)}\\`;
}
