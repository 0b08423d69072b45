import { type HeaderJoin, joinHeaders, NOTHING_TO_OPEN, type Surface } from "../request/index.js";
import type { MatchRules } from "./matcher.js";
import { type Placed, settle } from "./overlap.js";
import { readSurface, type SurfaceReading } from "./walk.js";

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
  matched: ReadonlySet<Surface>,
  rules: MatchRules,
  viewDepth: number,
): SplitReading | undefined {
  const join = joinHeaders(surfaces);
  if (join === undefined) return undefined;
  const reading = readSurface(joinedSurface(join), rules, viewDepth, join.chain);
  const placed = settle(reading.root).flatMap((each) => {
    const touched = sourcesOf(join, each.start, each.end);
    if (touched.length < 2 || touched.some(({ surface }) => matched.has(surface))) return [];
    return [inFirst(join, each)];
  });
  return placed.length === 0 ? undefined : { reading, placed };
}

function joinedSurface(join: HeaderJoin): Surface {
  const { bytes } = join;
  const kind = join.sources[0]?.surface.kind ?? "header";
  return {
    kind,
    name: "",
    bytes,
    wire: bytes,
    pathOf: (start, end) =>
      sourcesOf(join, start, end)
        .map(({ surface }) => surface.name)
        .join(", "),
    nameOf: () => "",
    open: () => NOTHING_TO_OPEN,
  };
}

function sourcesOf({ pieces, sources }: HeaderJoin, start: number, end: number): HeaderJoin["sources"] {
  return sources.filter((_, i) => pieces[i]! < end && (pieces[i + 1] ?? Infinity) > start);
}

/** Where a match over several headers begins, in the bytes of the first. */
function inFirst(join: HeaderJoin, { match, start, end }: Placed): Placed {
  const piece = join.pieces.findLastIndex((at) => at <= start);
  const offset = join.sources[piece]!.start - join.pieces[piece]!;
  return { match, start: start + offset, end: Math.min(end, join.pieces[piece + 1] ?? end) + offset };
}
