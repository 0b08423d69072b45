import { type JoinJson, keepJoin } from "../../request/index.js";
import type { Decoded } from "../../views/decoder.js";
import { type Decoder, isPlain } from "../../views/index.js";
import { type Kernel, LONGEST_TEXT } from "../../views/kernel/kernel.js";
import { Reading, type TextIndex } from "../../views/text-index.js";
import type { Compiled } from "../compile/compile.js";
import type { CompiledDetector } from "../compile/compiled-detector.js";
import { locate } from "../match/locate.js";
import type { MatchRules } from "../match/match-rules.js";

const BACKSLASH = 0x5c;

/**
 * Whether nothing can be found in a text, by what the kernel read of it: then it need not be looked at any closer. It may miss that.
 * `name`: of the text, where it stands outside it, and says nothing of the value (names.ts). `isBare`: no context word stands in what the text
 * was made of.
 */
export function isQuiet(
  bytes: Buffer,
  index: TextIndex,
  compiled: Compiled,
  name = "",
  makes?: (decoder: Decoder) => boolean,
  isBare = false,
): boolean {
  const { hits, candidates } = index;
  if (hits === undefined || candidates === undefined) return false;
  if (candidates.length > 0 && !(isBare && index.mayHoldWords === false)) return false;
  let marks: Map<CompiledDetector, number[]> | undefined;
  for (let i = 0; i < hits.length; i += 2) {
    const [at, string] = [hits[i]!, hits[i + 1]!];
    if (compiled.everywhere.escaped[string]!.length > 0 && bytes.includes(BACKSLASH)) return false;
    for (const owner of compiled.everywhere.owners[string]!) {
      if (owner.detector.locate === undefined) {
        if (owner.gates?.pass(bytes, at) !== false) return false;
        continue;
      }
      marks ??= new Map();
      const own = marks.get(owner);
      if (own === undefined) marks.set(owner, [at]);
      else own.push(at);
    }
  }
  return isPlain(bytes, index, makes) && !locatesAny(bytes, index, compiled, marks, name);
}

/** Whether a detector locates a value, of those without literals and those whose literals stand at `marks`. */
function locatesAny(
  bytes: Buffer,
  index: TextIndex,
  { located }: Compiled,
  marks: ReadonlyMap<CompiledDetector, number[]> | undefined,
  name: string,
): boolean {
  if (located.detectorsIn(bytes, index, name).some((one) => locates(one, bytes, index, NONE, name))) return true;
  if (marks === undefined) return false;
  return [...marks].some(([one, own]) => locates(one, bytes, index, own.sort(ascending), ""));
}

/** One that fails finds nothing. */
function locates(
  one: CompiledDetector,
  bytes: Buffer,
  index: TextIndex,
  marks: readonly number[],
  name: string,
): boolean {
  try {
    for (const _ of locate(one, bytes, index, marks, name)) return true;
    return false;
  } catch {
    return false;
  }
}

const NONE: readonly number[] = [];
const ascending = (one: number, other: number): number => one - other;

/** What the kernel reads of what a decoder made; `undefined` where it cannot be asked. */
export function readView({ bytes, pieces }: Decoded, rules: MatchRules): TextIndex | undefined {
  const kernel = rules.known === undefined && bytes.length <= LONGEST_TEXT ? askedKernel(rules) : undefined;
  if (kernel === undefined) return undefined;
  kernel.load(bytes, pieces);
  // What stands round it in the text tells of it too.
  kernel.askForWords(false);
  return new Reading(kernel, bytes.length);
}

/** Whether nothing can be found in what a decoder made, by what `readView` gave. `isBare`: as `isQuiet` has it. It may miss that. */
export function isQuietView(bytes: Buffer, read: TextIndex | undefined, compiled: Compiled, isBare: boolean): boolean {
  return read !== undefined && isQuiet(bytes, read, compiled, "", undefined, isBare);
}

/** The kernel, where it looks for what detectors need. */
export function askedKernel({ compiled, prefilter }: MatchRules): Kernel | undefined {
  const kernel = prefilter ? compiled.kernel() : undefined;
  return kernel?.isAsked ? kernel : undefined;
}

/** Joins the values of JSON texts where the kernel does that. What it reads of a text and of its join is kept in `rules.read`. */
export function joinJsonOf(rules: MatchRules): JoinJson | undefined {
  const { compiled, known, read } = rules;
  const kernel = askedKernel(rules);
  if (kernel === undefined) return undefined;
  return (json) => {
    if (json.length > LONGEST_TEXT) return undefined;
    kernel.load(json);
    kernel.askForWords(true);
    read.bytes = json;
    read.index = new Reading(kernel, json.length);
    const length = kernel.join();
    if (length <= 0) return length < 0 ? undefined : 0;
    const join = kernel.enterJoin(length);
    const index = new Reading(kernel, length);
    if (isQuiet(join.bytes, index, compiled) && known?.isQuiet(join.bytes) !== false) return length;
    const joined = keepJoin(join);
    read.join = { bytes: joined.bytes, index };
    return joined;
  };
}
