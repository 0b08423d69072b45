import { guesses } from "../../views/index.js";
import type { Match, Span, View } from "../view.js";

/** A match, and where it stands in the view that is being settled. */
export interface Placed extends Span {
  readonly match: Match;
  /** Whether nothing else can stand between `start` and `end`: what was left out in decoding, or lies between pieces, is no part of it. */
  readonly isSolid: boolean;
  /** The spans between which something else can stand, each solid by itself; undefined where the whole is. */
  readonly parts?: readonly Span[] | undefined;
}

/** Matches of one origin were compared with each other further down: a decoded view, or a single match of the view itself. */
export interface Candidate extends Placed {
  readonly origin: number;
  /** The decoded view; undefined for the view's own matches. */
  readonly via: View | undefined;
  /** Where it starts in that, and ends. */
  readonly from?: number;
  readonly to?: number;
}

export function isLocated({ match }: Placed): boolean {
  return match.compiled.detector.locate !== undefined;
}

export function isUnmarked(candidate: Placed): boolean {
  return isLocated(candidate) || candidate.match.compiled.detector.literals.length === 0;
}

export function isGuess(decoder: string): boolean {
  return guesses.has(decoder);
}

export function depth({ match }: Placed): number {
  return match.view.chain.length;
}

export function order({ match }: Placed): number {
  return match.compiled.order;
}

/** The same for the same detector's same value. */
export function keyOf(candidate: Candidate): string {
  return `${order(candidate)},${candidate.match.value}`;
}

export function placeOf(candidate: Candidate): string {
  return `${candidate.start},${candidate.end},${keyOf(candidate)}`;
}
