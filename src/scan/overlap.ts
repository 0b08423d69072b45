import type { Match, Span, View } from "./view.js";

/** A match, and where it stands in the view that is being settled. */
export interface Placed extends Span {
  readonly match: Match;
}

/** Matches of one origin were compared with each other further down: a decoded view, or a single match of the view itself. */
interface Candidate extends Placed {
  readonly origin: number;
}

/**
 * The matches of a view and of all views made of it, without those that another contains. Two matches are compared in their nearest
 * common view: a base64 text that is a credential as it stands contains what it decodes to. Of equal spans the better one stays.
 */
export function settle(view: View): readonly Placed[] {
  const candidates: Candidate[] = view.matches.map((match, origin) => ({
    match,
    start: match.start,
    end: match.end,
    origin,
  }));
  const joining: [child: View, origin: number][] = [];
  view.children.forEach((child, index) => {
    const origin = view.matches.length + index;
    if (child.pieces !== undefined) joining.push([child, origin]);
    else for (const placed of settle(child)) candidates.push(lift(child, placed, origin));
  });
  const joined = joining.flatMap(([child, origin]) =>
    settle(child)
      .filter((placed) => isJoinOfUnmatched(child, placed, candidates))
      .map((placed) => lift(child, placed, origin)),
  );
  return withoutContained([...candidates, ...joined]);
}

/** A match of a decoded view, placed in the view that it was made of. */
function lift(child: View, { match, start, end }: Placed, origin: number): Candidate {
  return { match, origin, ...child.map!.span(start, end) };
}

/** A joined match counts when it spans two pieces or more and no piece that it touches holds a match by itself. */
function isJoinOfUnmatched(child: View, { start, end }: Span, others: readonly Candidate[]): boolean {
  const pieces = child.pieces!;
  const first = pieceOf(pieces, start);
  const last = pieceOf(pieces, end - 1);
  for (let piece = first; piece <= last; piece++) {
    const span = child.map!.span(pieces[piece]!, pieces[piece + 1] ?? child.bytes.length);
    if (others.some((other) => other.start < span.end && other.end > span.start)) return false;
  }
  return last > first;
}

function pieceOf(pieces: readonly number[], offset: number): number {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (pieces[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

function withoutContained(candidates: readonly Candidate[]): readonly Placed[] {
  const sorted = [...withoutRepeats(candidates)].sort(
    (a, b) => a.start - b.start || b.end - a.end || rank(a) - rank(b) || depth(b) - depth(a) || order(a) - order(b),
  );
  const kept: Placed[] = [];
  const widest = new TwoWidest();
  for (const candidate of sorted) {
    if (widest.reachOfOthers(candidate.origin) >= candidate.end) continue;
    widest.add(candidate.origin, candidate.end);
    kept.push(candidate);
  }
  return kept;
}

/** One detector's same value at the same place, seen in several views, is one match: the one that took the fewest decoders. */
function withoutRepeats(candidates: readonly Candidate[]): Iterable<Candidate> {
  const first = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const key = `${candidate.start},${candidate.end},${order(candidate)},${candidate.match.value}`;
    const known = first.get(key);
    if (known === undefined || depth(candidate) < depth(known)) first.set(key, candidate);
  }
  return first.values();
}

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

/** A detector with a mark of its own before one that needs context. */
function rank({ match }: Placed): number {
  return match.compiled.detector.literals.length > 0 ? 1 : 2;
}

function depth({ match }: Placed): number {
  return match.view.chain.length;
}

function order({ match }: Placed): number {
  return match.compiled.order;
}
