import { type Kernel, LONGEST_TEXT, plainKernel } from "./kernel/kernel.js";
import {
  AHEAD,
  CANDIDATES,
  CHUNK,
  DIGIT_GROUPS,
  HEX_PAIRS,
  HITS,
  HOLDS_WORDS,
  LEAD,
  LISTS,
  NUMBERS,
  QUOTES,
  ROWS,
  RUNS,
  SLASHES,
  TELLS,
} from "./kernel/layout.js";
import { findRuns, type Runs } from "./runs.js";

/** Which decoders can make something of a run: bits of `TextIndex.uses`. */
export const OF_BASE64 = 1;
export const OF_BASE32 = 2;
export const OF_HEX = 4;
export const OF_DECODERS: number = OF_BASE64 | OF_BASE32 | OF_HEX;
/** Beside them: whether it may be a value that detectors locate in runs. */
const OF_VALUES = 8;
const OF_ALL: number = OF_DECODERS | OF_VALUES;

/**
 * What one pass over a text tells, so that what comes after looks at few bytes. Each list may hold places at which nothing is, and lacks
 * none; where it is undefined, who needs it looks itself.
 */
export interface TextIndex {
  readonly runs: Runs;
  /** For each run, bits of the decoders that can make something of it, and `OF_VALUES`. */
  readonly uses: readonly number[] | undefined;
  /** The last backslash of each escape that can matter beyond breaking words. */
  readonly backslashes: readonly number[] | undefined;
  /** Quotes behind which another string literal opens that is no key. */
  readonly seams: readonly number[] | undefined;
  /** Whether pairs of hexadecimal digits can stand here with something between each two. */
  readonly mayHoldPairs: boolean;
  /** Whether a list of numbers can stand here. */
  readonly mayHoldNumbers: boolean;
  /** Classes of tell-tale bytes that stand here, as `tellsOf` has them. */
  readonly tells: number;
  /** Fixed strings of the kernel's query, as pairs of start and number, in no order. */
  readonly hits: readonly number[] | undefined;
  /** The runs that can be tokens which words near them tell, as pairs of start and end. */
  readonly candidates: Runs | undefined;
  /** Whether a context word may stand anywhere; undefined: not looked for. */
  readonly mayHoldWords: boolean | undefined;
  /** A bit for each byte, the lowest of a byte for the first: one is set within each context word, and perhaps others; undefined: not looked for. */
  readonly wordPlaces: Uint8Array | undefined;
  /** Rows of twelve words and more that detectors ask about, as pairs of start and end. */
  readonly rows: readonly number[] | undefined;
  /** Where digits can stand as in numbers of cards and accounts, as pairs of start and end. */
  readonly digitGroups: readonly number[];
}

/** The places of no words. */
export const NO_PLACES: Uint8Array = new Uint8Array(0);

const ALL_TELLS = 0xff;

/** Up to here, in bytes, TypeScript alone is the faster one, unless strings are looked for too. */
const SHORT = 128;

/** Whether a run may be a value that detectors locate in runs. */
export function mayHoldValues({ runs, uses }: TextIndex): boolean {
  if (uses === undefined) return runs.length > 0;
  for (let i = 0; i < uses.length; i++) if ((uses[i]! & OF_VALUES) !== 0) return true;
  return false;
}

/** The runs that may be values that detectors locate in runs. */
export function valueRuns({ runs, uses }: TextIndex): Runs {
  if (uses === undefined) return runs;
  const some: number[] = [];
  for (let i = 0; i < uses.length; i++) if ((uses[i]! & OF_VALUES) !== 0) some.push(runs[2 * i]!, runs[2 * i + 1]!);
  return some;
}

/** Reads a text. `kernel`: false leaves all to TypeScript, to prove that it makes no difference. */
export function indexText(bytes: Buffer, kernel: Kernel | boolean = true): TextIndex {
  const loaded = kernel === true ? plainKernel() : kernel === false ? undefined : kernel;
  if (loaded !== undefined && bytes.length > (loaded.isAsked ? 0 : SHORT) && bytes.length <= LONGEST_TEXT) {
    loaded.load(bytes);
    return new Reading(loaded, bytes.length);
  }
  return {
    runs: findRuns(bytes),
    uses: undefined,
    backslashes: undefined,
    seams: undefined,
    mayHoldPairs: true,
    mayHoldNumbers: true,
    tells: ALL_TELLS,
    hits: undefined,
    candidates: undefined,
    mayHoldWords: undefined,
    wordPlaces: undefined,
    rows: undefined,
    digitGroups: [0, bytes.length],
  };
}

/** What the kernel finds in the text that it was given, chunk by chunk. */
export class Reading implements TextIndex {
  readonly runs: number[] = [];
  readonly uses: number[] = [];
  readonly backslashes: number[] = [];
  readonly seams: number[] = [];
  mayHoldPairs = false;
  mayHoldNumbers = false;
  tells = 0;
  hits: number[] | undefined;
  candidates: number[] | undefined;
  mayHoldWords: boolean | undefined;
  wordPlaces: Uint8Array | undefined;
  rows: number[] | undefined = [];
  readonly digitGroups: number[] = [];
  /** Places of candidates in `runs`. */
  readonly #candidates: number[] = [];
  /** Whether the last run goes on beyond what has been read. */
  #isOpen = false;

  constructor(kernel: Kernel, length: number) {
    if (kernel.isAsked) {
      this.hits = [];
      this.mayHoldWords = false;
    }
    for (let from = 0; from < length; from += CHUNK) {
      kernel.index(from);
      const { results, slashes, quotes, hits, rows } = kernel.lists;
      const first = this.runs.length;
      this.#takeRuns(kernel, from, length);
      take(this.backslashes, slashes, results[SLASHES]!, from);
      take(this.seams, quotes, results[QUOTES]!, from);
      this.tells |= results[TELLS]!;
      this.mayHoldPairs ||= (results[LISTS]! & HEX_PAIRS) !== 0;
      this.mayHoldNumbers ||= (results[LISTS]! & NUMBERS) !== 0;
      if ((results[LISTS]! & DIGIT_GROUPS) !== 0)
        addStretch(this.digitGroups, from, Math.min(length, from + CHUNK + AHEAD));
      if (results[HOLDS_WORDS] === 1) this.mayHoldWords = true;
      if (results[ROWS]! < 0) this.rows = undefined;
      if (this.rows !== undefined) take(this.rows, rows, results[ROWS]!, from);
      if (results[HITS]! < 0) this.hits = undefined;
      if (this.hits !== undefined) takeHits(this.hits, hits, results[HITS]!, from);
      this.#takeCandidates(kernel, first);
    }
    if (!kernel.isAsked) return;
    this.wordPlaces = this.mayHoldWords === true ? kernel.wordPlaces(length) : NO_PLACES;
    this.candidates = [];
    for (const at of this.#candidates) this.candidates.push(this.runs[at]!, this.runs[at + 1]!);
  }

  #takeRuns({ lists: { runs, results } }: Kernel, from: number, length: number): void {
    const own = this.runs;
    if (this.#isOpen) {
      own[own.length - 1] = from + results[LEAD]!;
      this.uses[this.uses.length - 1] = OF_ALL;
    }
    const count = results[RUNS]!;
    for (let i = 0; i < count; i += 3) {
      own.push(from + runs[i]!, from + runs[i + 1]!);
      this.uses.push(runs[i + 2]!);
    }
    const end = Math.min(length, from + CHUNK + AHEAD);
    this.#isOpen = end < length && own.length > 0 && own[own.length - 1] === end;
  }

  #takeCandidates({ lists: { candidates, results } }: Kernel, first: number): void {
    const count = results[CANDIDATES]!;
    for (let i = 0; i < count; i++) this.#candidates.push(first + 2 * candidates[i]!);
  }
}

/** Adds a stretch behind others; it may begin within the last. */
function addStretch(stretches: number[], start: number, end: number): void {
  if (stretches.length > 0 && stretches.at(-1)! >= start) stretches[stretches.length - 1] = end;
  else stretches.push(start, end);
}

function take(into: number[], list: Int32Array, count: number, from: number): void {
  for (let i = 0; i < count; i++) into.push(from + list[i]!);
}

function takeHits(into: number[], list: Int32Array, count: number, from: number): void {
  for (let i = 0; i < count; i += 2) into.push(from + list[i]!, list[i + 1]!);
}
