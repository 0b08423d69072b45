import { type HeaderJoin, joinHeaders, NOTHING_TO_OPEN, type Surface, wireOf } from "../request/index.js";
import { pieceAt } from "../views/piece-at.js";
import type { MatchRules } from "./match/match-rules.js";
import type { Placed } from "./overlap/candidate.js";
import { settle } from "./overlap/overlap.js";
import type { Span } from "./view.js";
import { readSurface, type SurfaceReading, WORK } from "./walk.js";

/** Tokens that are split over several headers. */
export interface SplitReading {
  readonly reading: SurfaceReading;
  readonly placed: readonly Placed[];
}

/**
 * Reads the headers (or trailers) joined in wire order. What it finds spans two of them or more, none of which holds a match by
 * itself; it is placed in the first, and its path names all.
 */
export function readSplitHeaders(
  surfaces: readonly Surface[],
  matched: ReadonlyMap<Surface, readonly Placed[]>,
  rules: MatchRules,
  viewDepth: number,
): SplitReading | undefined {
  const join = joinHeaders(surfaces);
  if (join === undefined) return undefined;
  const reading = readSurface(joinedSurface(join), rules, viewDepth, join.chain);
  const placed = settle(reading.root).flatMap((each) => {
    const parts = partsOf(join, each);
    const isMatch = (part: Part): boolean => matched.get(part.surface)?.some((other) => overlap(part, other)) ?? false;
    if (parts.length < 2 || parts.some(isMatch)) return [];
    return [inFirst(join, each)];
  });
  // What else keeps the join from being read was said of the headers themselves.
  const problems = reading.problems.filter((problem) => problem === WORK);
  return { reading: { ...reading, problems }, placed };
}

function joinedSurface(join: HeaderJoin): Surface {
  const { bytes } = join;
  const kind = join.sources[0]?.surface.kind ?? "header";
  return {
    kind,
    name: "",
    bytes,
    wire: wireOf(bytes),
    pathOf: (start, end) =>
      partsOf(join, { start, end })
        .map(({ surface }) => surface.name)
        .join(", "),
    nameOf: () => "",
    open: () => NOTHING_TO_OPEN,
  };
}

/** What a match takes of one header. */
interface Part extends Span {
  readonly surface: Surface;
}

function partsOf({ pieces, sources }: HeaderJoin, { start, end }: Span): readonly Part[] {
  const parts: Part[] = [];
  for (let i = pieceAt(pieces, start); i < pieces.length && pieces[i]! < end; i++) {
    const { surface, start: at } = sources[i]!;
    const from = Math.max(start, pieces[i]!);
    const to = Math.min(end, pieces[i + 1] ?? end);
    if (from < to) parts.push({ surface, start: at + from - pieces[i]!, end: at + to - pieces[i]! });
  }
  return parts;
}

function overlap(one: Span, other: Span): boolean {
  return one.start < other.end && other.start < one.end;
}

/** Where a match over several headers begins, in the bytes of the first. */
function inFirst(join: HeaderJoin, placed: Placed): Placed {
  const { start, end } = placed;
  const piece = pieceAt(join.pieces, start);
  const offset = join.sources[piece]!.start - join.pieces[piece]!;
  return { ...placed, start: start + offset, end: Math.min(end, join.pieces[piece + 1] ?? end) + offset };
}
