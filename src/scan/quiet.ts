import type { QuietJoin } from "../request/index.js";
import { isPlain } from "../views/index.js";
import { LONGEST_TEXT } from "../views/kernel/kernel.js";
import { Reading } from "../views/text-index.js";
import type { Compiled } from "./compile.js";
import type { MatchRules } from "./matcher.js";

const BACKSLASH = 0x5c;

/** Whether nothing can be found in a text, by what the kernel read of it: then it need not be looked at any closer. It may miss that. */
function isQuiet(bytes: Buffer, reading: Reading, compiled: Compiled): boolean {
  const { hits, candidates } = reading;
  if (hits === undefined || candidates === undefined || candidates.length > 0) return false;
  for (let i = 0; i < hits.length; i += 2) if (mayMatch(bytes, hits[i]!, hits[i + 1]!, compiled)) return false;
  return isPlain(bytes, reading) && !locatesAny(bytes, reading, compiled);
}

/** Whether a detector that needs no fixed string locates a value. One that fails finds nothing. */
function locatesAny(bytes: Buffer, { runs }: Reading, { located }: Compiled): boolean {
  return located.detectorsIn(bytes).some(({ detector: { literals, locate } }) => {
    if (literals.length > 0) return false;
    try {
      for (const _ of locate!(bytes, runs, { marks: [], name: "" })) return true;
      return false;
    } catch {
      return false;
    }
  });
}

/** Whether a fixed string that stands at `at` can be part of a match. */
function mayMatch(bytes: Buffer, at: number, string: number, { everywhere }: Compiled): boolean {
  if (everywhere.escaped[string]!.length > 0 && bytes.includes(BACKSLASH)) return true;
  return everywhere.owners[string]!.some(({ gates }) => gates?.pass(bytes, at) !== false);
}

/**
 * Joins the values of JSON texts where the kernel does that, and tells when nothing can be found in them. What it reads of the text
 * itself for that is kept in `rules.read`.
 */
export function quietJoinOf({ compiled, known, prefilter, read }: MatchRules): QuietJoin | undefined {
  const kernel = prefilter ? compiled.kernel() : undefined;
  if (kernel === undefined || !kernel.isAsked) return undefined;
  return (json) => {
    if (json.length > LONGEST_TEXT) return undefined;
    kernel.load(json);
    kernel.askForWords(true);
    read.bytes = json;
    read.index = new Reading(kernel, json.length);
    const length = kernel.join();
    if (length <= 0) return length < 0 ? undefined : 0;
    const joined = kernel.enterJoin(length);
    const isSilent = isQuiet(joined, new Reading(kernel, length), compiled) && known?.isQuiet(joined) !== false;
    return isSilent ? length : undefined;
  };
}
