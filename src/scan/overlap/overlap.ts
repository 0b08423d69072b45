import { JOINED } from "../../request/index.js";
import { pieceAt } from "../../views/piece-at.js";
import type { Match, Span, View } from "../view.js";
import { type Candidate, isGuess, isLocated, type Placed, placeOf } from "./candidate.js";
import { isInEncodedWord, withoutBrokenCodes } from "./codes.js";
import { withoutContained } from "./contained.js";
import { withoutNextLines } from "./escaped-breaks.js";
import { beginsWithCode, isWrittenInCodes, withoutMiscoded, withoutOverread } from "./guesses.js";
import { withoutGlued } from "./separators.js";
import { Covered } from "./spans.js";
import { findOutgrown } from "./yielding.js";

/**
 * The matches of a view and of all views made of it, without those that another contains. Two matches are compared in their nearest
 * common view: a base64 text that is a credential as it stands contains what it decodes to. Of equal spans the better one stays. A match
 * with gaps contains only what stands in one of its pieces: else a value that was approved would hide another between them, or in the
 * comment of a gzip header.
 */
export function settle(view: View): readonly Placed[] {
  if (view.matches.length === 0 && view.children.length === 0) return NONE;
  findOutgrown(view);
  let candidates: Candidate[] = [];
  const joining: Joining[] = [];
  const guessed: Candidate[] = [];
  const isPlain = ({ match }: Candidate): boolean => !match.view.chain.slice(view.chain.length).some(isGuess);
  view.children.forEach((child, index) => {
    const origin = view.matches.length + index;
    if (child.pieces !== undefined) {
      joining.push([child, origin]);
      return;
    }
    for (const placed of settle(child)) {
      const candidate = lift(child, placed, origin);
      (isPlain(candidate) ? candidates : guessed).push(candidate);
    }
  });
  candidates = withoutBrokenCodes(view.bytes, [...withoutNextLines(view, candidates).map(ownCandidate), ...candidates]);
  candidates = withoutGlued(view.bytes, candidates);
  if (guessed.length > 0) {
    const isCoded = beginsWithCode(view.bytes, guessed);
    const isSure = (candidate: Candidate): boolean =>
      isInEncodedWord(candidate) ||
      (isPlain(candidate) && !isWrittenInCodes(view.bytes, candidate) && !isCoded(candidate));
    const decoded = guessed.filter((candidate) => !isCoded(candidate));
    const sure = candidates.filter(isSure);
    const read = withoutOverread(withoutMiscoded(view.bytes, decoded), sure);
    const inside = new Covered(read);
    const beside = new Covered(sure);
    const isMisread = (plain: Candidate): boolean =>
      isPlain(plain) && (inside.touches(plain) || (isCoded(plain) && beside.touches(plain)));
    candidates = candidates.filter((plain) => isSure(plain) || !isMisread(plain));
    candidates.push(...read);
  }
  if (joining.length === 0) return withoutContained(candidates);
  // What stands in one field, in pieces, is whole: a field behind it is no part of it.
  const isOfFields = ([child]: Joining): boolean => child.chain.at(-1) === JOINED;
  candidates.push(
    ...joinsBeside(
      candidates,
      joining.filter((one) => !isOfFields(one)),
    ),
  );
  candidates.push(...joinsBeside(candidates, joining.filter(isOfFields)));
  return withoutContained(candidates);
}

type Joining = readonly [child: View, origin: number];

/** The matches of views that join pieces, in each of which none of the others stands. */
function joinsBeside(others: readonly Candidate[], joining: readonly Joining[]): readonly Candidate[] {
  if (joining.length === 0) return [];
  const all = new Covered(others);
  const marked = new Covered(others.filter((candidate) => !isLocated(candidate)));
  const known = new Set(others.map(placeOf));
  return joining.flatMap(([child, origin]) =>
    settle(child)
      .map((placed) => ({ placed, lifted: lift(child, placed, origin) }))
      // A join that a deeper view shows as well is no part of that match: it is the same.
      .filter(
        ({ placed, lifted }) =>
          known.has(placeOf(lifted)) || isJoinOfUnmatched(child, placed, isLocated(placed) ? all : marked),
      )
      .map(({ lifted }) => lifted),
  );
}

const NONE: readonly Placed[] = [];

/** A match of the view itself; `origin`: its place among these. */
function ownCandidate(match: Match, origin: number): Candidate {
  return { match, start: match.start, end: match.end, isSolid: true, origin, via: undefined };
}

/** A match of a decoded view, placed in the view that it was made of. */
function lift(child: View, { match, start, end, isSolid, parts }: Placed, origin: number): Candidate {
  const map = child.map!;
  const span = map.span(start, end);
  if (isSolid && map.isSolid(start, end))
    return { match, origin, via: child, from: start, to: end, ...span, isSolid: true };
  const solid = (parts ?? [{ start, end }]).flatMap((part) => map.solidParts(part.start, part.end));
  return {
    match,
    origin,
    via: child,
    from: start,
    to: end,
    ...span,
    isSolid: false,
    parts: solid.map((part) => map.span(part.start, part.end)),
  };
}

/** A joined match counts when it spans two pieces or more and what it takes of each is no match by itself, nor part of one. */
function isJoinOfUnmatched(child: View, { start, end }: Span, others: Covered): boolean {
  const pieces = child.pieces!;
  const first = pieceAt(pieces, start);
  const last = pieceAt(pieces, end - 1);
  for (let piece = first; piece <= last; piece++) {
    const from = Math.max(start, pieces[piece]!);
    const taken = child.map!.span(from, Math.min(end, pieces[piece + 1] ?? end));
    if (others.touches(taken)) return false;
  }
  return last > first;
}
