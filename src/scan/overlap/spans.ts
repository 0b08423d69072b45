import { pieceAt } from "../../views/piece-at.js";
import type { Span } from "../view.js";

/** Spans, to be asked whether one of them overlaps another span. */
export class Covered {
  readonly #starts: readonly number[];
  /** The furthest end of the first spans, in the order of their starts. */
  readonly #ends: readonly number[];

  constructor(spans: readonly Span[]) {
    const sorted = [...spans].sort((a, b) => a.start - b.start);
    let end = -1;
    this.#starts = sorted.map((span) => span.start);
    this.#ends = sorted.map((span) => {
      end = Math.max(end, span.end);
      return end;
    });
  }

  touches({ start, end }: Span): boolean {
    if (this.#starts.length === 0 || this.#starts[0]! >= end) return false;
    return this.#ends[pieceAt(this.#starts, end - 1)]! > start;
  }
}

/** Those that take in none of the others as a whole. */
export function outside<T extends Span>(guessed: readonly T[], others: readonly Span[]): readonly T[] {
  const byStart = [...others].sort((a, b) => a.start - b.start);
  let end = Infinity;
  const ends = byStart.map(() => 0);
  for (let i = byStart.length - 1; i >= 0; i--) {
    end = Math.min(end, byStart[i]!.end);
    ends[i] = end;
  }
  const starts = byStart.map(({ start }) => start);
  return guessed.filter((guess) => {
    const before = starts[0] === undefined || starts[0] >= guess.start ? 0 : pieceAt(starts, guess.start - 1) + 1;
    return (ends[before] ?? Infinity) > guess.end;
  });
}
