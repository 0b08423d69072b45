import {
  AHEAD,
  BEFORE,
  CHUNK,
  type Kernel,
  LEAD,
  loadKernel,
  PAIRS,
  QUOTES,
  RUNS,
  SLASHES,
  TELLS,
} from "./kernel/kernel.js";
import { findRuns, type Runs } from "./runs.js";

/** Which decoders can make something of a run: bits of `TextIndex.uses`. */
export const OF_BASE64 = 1;
export const OF_BASE32 = 2;
export const OF_HEX = 4;
const OF_ALL: number = OF_BASE64 | OF_BASE32 | OF_HEX;

/**
 * What one pass over a text tells, so that what comes after looks at few bytes. Each list may hold places at which nothing is, and lacks
 * none; where it is undefined, who needs it looks itself.
 */
export interface TextIndex {
  readonly runs: Runs;
  /** For each run, bits of the decoders that can make something of it. */
  readonly uses: readonly number[] | undefined;
  /** The last backslash of each escape that can matter beyond breaking words. */
  readonly backslashes: readonly number[] | undefined;
  /** Quotes behind which another string literal opens that is no key. */
  readonly seams: readonly number[] | undefined;
  /** Whether pairs of hexadecimal digits can stand here with something between each two. */
  readonly mayHoldPairs: boolean;
  /** Classes of tell-tale bytes that stand here, as `tellsOf` has them. */
  readonly tells: number;
}

const ALL_TELLS = 0xff;

/** Up to here, in bytes, TypeScript alone is the faster one. */
const SHORT = 128;

/** Reads a text. `kernel`: false leaves all to TypeScript, to prove that it makes no difference. */
export function indexText(bytes: Buffer, kernel = true): TextIndex {
  const loaded = kernel && bytes.length > SHORT ? loadKernel() : undefined;
  if (loaded !== undefined) return new Reading(loaded, bytes);
  return {
    runs: findRuns(bytes),
    uses: undefined,
    backslashes: undefined,
    seams: undefined,
    mayHoldPairs: true,
    tells: ALL_TELLS,
  };
}

/** What the kernel found, chunk by chunk. */
class Reading implements TextIndex {
  readonly runs: number[] = [];
  readonly uses: number[] = [];
  readonly backslashes: number[] = [];
  readonly seams: number[] = [];
  mayHoldPairs = false;
  tells = 0;
  /** Whether the last run goes on beyond what has been read. */
  #isOpen = false;

  constructor(kernel: Kernel, bytes: Buffer) {
    const { text, results } = kernel;
    for (let from = 0; from < bytes.length; from += CHUNK) {
      const behind = Math.min(from, BEFORE);
      const core = Math.min(CHUNK, bytes.length - from);
      const end = Math.min(bytes.length, from + core + AHEAD);
      if (behind === 0) text.fill(0, 0, BEFORE);
      text.set(from === 0 && end === bytes.length ? bytes : bytes.subarray(from - behind, end), BEFORE - behind);
      const more = end < bytes.length;
      kernel.index(behind, core, end - from - core, more ? 1 : 0);
      this.#takeRuns(kernel, from, end, more);
      take(this.backslashes, kernel.slashes, results[SLASHES]!, from);
      take(this.seams, kernel.quotes, results[QUOTES]!, from);
      this.tells |= results[TELLS]!;
      this.mayHoldPairs ||= results[PAIRS] === 1;
    }
  }

  #takeRuns({ runs, results }: Kernel, from: number, end: number, more: boolean): void {
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
    this.#isOpen = more && own[own.length - 1] === end && own.length > 0;
  }
}

function take(into: number[], list: Int32Array, count: number, from: number): void {
  for (let i = 0; i < count; i++) into.push(from + list[i]!);
}
