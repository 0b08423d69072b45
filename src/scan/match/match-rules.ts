import type { Confidence } from "../../types.js";
import type { Budget } from "../../views/budget.js";
import type { TextIndex } from "../../views/text-index.js";
import type { Compiled } from "../compile/compile.js";
import type { KnownIndex } from "../known/known-index.js";

/** Which matches count, and what finding them may cost. */
export interface MatchRules {
  readonly compiled: Compiled;
  readonly minConfidence: Confidence;
  readonly budget: Budget;
  /** The operator's own values. */
  readonly known: KnownIndex | undefined;
  /** False only to prove that the prefilter misses nothing. */
  readonly prefilter: boolean;
  /** What was read last of a text that stands by itself, and of its values joined, so that it need not be read again. */
  readonly read: { bytes?: Buffer; index?: TextIndex; join?: { readonly bytes: Buffer; readonly index: TextIndex } };
}
