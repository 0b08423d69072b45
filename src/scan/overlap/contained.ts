import type { Span } from "../view.js";
import { type Candidate, depth, order, type Placed } from "./candidate.js";
import { withoutBeginnings, withoutEchoes, withoutRepeats } from "./repeats.js";
import { withoutYielding } from "./yielding.js";

export function withoutContained(candidates: readonly Candidate[]): readonly Placed[] {
  const sorted = withoutYielding(
    [...withoutRepeats(candidates)].sort(
      (a, b) => a.start - b.start || b.end - a.end || rank(a) - rank(b) || byDepth(a, b) || order(a) - order(b),
    ),
  );
  const parts = partsOf(sorted);
  const kept: Candidate[] = [];
  const widest = new TwoWidest();
  let next = 0;
  for (const candidate of sorted) {
    for (; next < parts.length && parts[next]!.start <= candidate.start; next++)
      widest.add(parts[next]!.origin, parts[next]!.end);
    if (widest.reachOfOthers(candidate.origin) >= candidate.end) continue;
    if (candidate.isSolid) widest.add(candidate.origin, candidate.end);
    kept.push(candidate);
  }
  return withoutBeginnings(withoutEchoes(kept));
}

/** The pieces of matches with gaps, by their starts. */
function partsOf(candidates: readonly Candidate[]): readonly (Span & { readonly origin: number })[] {
  const parts = candidates.flatMap(({ parts = NO_PARTS, origin }) => parts.map((part) => ({ ...part, origin })));
  return parts.length < 2 ? parts : parts.sort((a, b) => a.start - b.start);
}

const NO_PARTS: readonly Span[] = [];

/** The furthest ends so far, of two different origins: enough to tell whether another origin's match contains this one. */
class TwoWidest {
  #origin = -1;
  #end = -1;
  #otherEnd = -1;

  reachOfOthers(origin: number): number {
    return origin === this.#origin ? this.#otherEnd : this.#end;
  }

  add(origin: number, end: number): void {
    if (origin === this.#origin) this.#end = Math.max(this.#end, end);
    else if (end > this.#end) {
      this.#otherEnd = this.#end;
      this.#end = end;
      this.#origin = origin;
    } else this.#otherEnd = Math.max(this.#otherEnd, end);
  }
}

/** A known secret first, then a detector with a mark of its own, one that needs context, and what only a name tells. */
function rank({ match }: Placed): number {
  if (match.compiled.isKnown === true) return 0;
  if (match.told !== undefined) return 3;
  return match.compiled.detector.literals.length > 0 ? 1 : 2;
}

/** The most decoded first; then what came out of compressed data, the least decoded first: the rest can only be misread. */
function byDepth(a: Placed, b: Placed): number {
  if (a.isSolid !== b.isSolid) return a.isSolid ? -1 : 1;
  return a.isSolid ? depth(b) - depth(a) : depth(a) - depth(b);
}
