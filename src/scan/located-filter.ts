import { ByteKinds } from "./byte-kinds.js";
import type { CompiledDetector } from "./compile.js";
import type { Shaped } from "./context-groups.js";
import { holdsNeeded } from "./run-filter.js";
import { needsOf } from "./shape/needs.js";

/** Up to here, in bytes, one pass that tells what a text holds is cheaper than to let every detector look. */
const SHORT = 512;

/** Tells which of the detectors that locate their values by themselves, by no literals, can have one in a text. */
export class LocatedFilter {
  readonly #all: readonly CompiledDetector[];
  readonly #kinds: ByteKinds;
  readonly #needs: readonly (readonly (readonly number[])[] | undefined)[];
  readonly #subsets = new Map<number, readonly CompiledDetector[]>();

  constructor(shaped: readonly Shaped[]) {
    const sets = shaped.map(([, shape]) => needsOf(shape));
    this.#all = shaped.map(([compiled]) => compiled);
    this.#kinds = new ByteKinds(sets.flatMap((lists) => lists?.flat() ?? []));
    this.#needs = sets.map((lists) => lists?.map((list) => list.map((set) => this.#kinds.maskOf(set))));
  }

  /** All of them for a long text; for a short one those whose values are no longer, and of bytes that it has. */
  detectorsIn(bytes: Buffer): readonly CompiledDetector[] {
    const all = this.#all;
    if (bytes.length > SHORT || all.length > 31) return all;
    let held = 0;
    for (let at = 0; at < bytes.length; at++) held |= this.#kinds.bitOf[bytes[at]!]!;
    let bits = 0;
    for (let i = 0; i < all.length; i++) {
      if (bytes.length >= all[i]!.width.min && holdsNeeded(this.#needs[i], held)) bits |= 1 << i;
    }
    let subset = this.#subsets.get(bits);
    if (subset === undefined) {
      subset = all.filter((_, i) => (bits & (1 << i)) !== 0);
      this.#subsets.set(bits, subset);
    }
    return subset;
  }
}
