import type { SurfaceProblem } from "../request/index.js";
import type { Budget } from "../views/budget.js";
import type { Decoded, DecoderInput } from "../views/decoder.js";
import type { Runs } from "../views/runs.js";
import type { TextIndex } from "../views/text-index.js";
import type { Traces } from "../views/traces.js";
import type { View } from "./view.js";

/** Who takes what decoders make, and what keeps them from it. */
interface Taker {
  take(parent: View, decoder: string, decoded: Decoded): void;
  report(problem: SurfaceProblem): void;
}

/** One view as all decoders get it: made once for each view, because most requests have many small ones. */
export class ViewInput implements DecoderInput {
  readonly bytes: Buffer;
  readonly pieces: readonly number[] | undefined;
  readonly chain: readonly string[];
  readonly runs: Runs;
  readonly index: TextIndex;
  readonly structuralHits: readonly number[];
  readonly traces: Traces | undefined;
  readonly budget: Budget;
  /** The one that decodes now. */
  decoder = "";
  readonly #walk: Taker;
  readonly #view: View;

  constructor(
    walk: Taker,
    view: View,
    index: TextIndex,
    structuralHits: readonly number[],
    traces: Traces | undefined,
    budget: Budget,
  ) {
    this.#walk = walk;
    this.#view = view;
    this.bytes = view.bytes;
    this.pieces = view.pieces;
    this.chain = view.chain;
    this.runs = index.runs;
    // What is no text makes a view only where a known value may stand in it.
    this.index = traces === undefined ? index : { ...index, uses: undefined };
    this.structuralHits = structuralHits;
    this.traces = traces;
    this.budget = budget;
  }

  emit(decoded: Decoded): void {
    this.#walk.take(this.#view, this.decoder, decoded);
  }

  uninspectable(what: string, reason: string, type?: string): void {
    this.#walk.report({ what, reason, approvable: true, ...(type === undefined ? {} : { type }) });
  }
}
