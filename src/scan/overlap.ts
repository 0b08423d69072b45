import { hexPair } from "../views/bytes.js";
import { guesses } from "../views/index.js";
import { softBreak } from "../views/quoted-printable.js";
import { withoutNextLines } from "./escaped-breaks.js";
import type { Match, Span, View } from "./view.js";

/** A match, and where it stands in the view that is being settled. */
export interface Placed extends Span {
  readonly match: Match;
  /** Whether nothing else can stand between `start` and `end`: what was left out in decoding, or lies between pieces, is no part of it. */
  readonly isSolid: boolean;
  /** The spans between which something else can stand, each solid by itself; undefined where the whole is. */
  readonly parts?: readonly Span[] | undefined;
}

/** Matches of one origin were compared with each other further down: a decoded view, or a single match of the view itself. */
interface Candidate extends Placed {
  readonly origin: number;
  /** The decoded view; undefined for the view's own matches. */
  readonly via: View | undefined;
}

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
  const joining: [child: View, origin: number][] = [];
  const guessed: Candidate[] = [];
  const isPlain = ({ match }: Candidate): boolean => !match.view.chain.slice(view.chain.length).some(isGuess);
  view.children.forEach((child, index) => {
    const origin = view.matches.length + index;
    const into = isGuess(child.chain.at(-1)!) ? guessed : candidates;
    if (child.pieces !== undefined) joining.push([child, origin]);
    else for (const placed of settle(child)) into.push(lift(child, placed, origin));
  });
  candidates = [...withoutNextLines(view, candidates).map(ownCandidate), ...candidates];
  if (guessed.length > 0) {
    const isCoded = beginsWithCode(view.bytes, guessed);
    const isSure = (candidate: Candidate): boolean =>
      isPlain(candidate) && !isWrittenInCodes(view.bytes, candidate) && !isCoded(candidate);
    const decoded = guessed.filter((candidate) => !isCoded(candidate));
    const read = withoutOverread(withoutMiscoded(view.bytes, decoded), candidates.filter(isSure));
    const inside = new Covered(read);
    candidates = candidates.filter((plain) => isSure(plain) || !isPlain(plain) || !inside.touches(plain));
    candidates.push(...read);
  }
  if (joining.length === 0) return withoutContained(candidates);
  const all = new Covered(candidates);
  const marked = new Covered(candidates.filter((candidate) => !isLocated(candidate)));
  const known = new Set(candidates.map(placeOf));
  const joined = joining.flatMap(([child, origin]) =>
    settle(child)
      .map((placed) => ({ placed, lifted: lift(child, placed, origin) }))
      // A join that a deeper view shows as well is no part of that match: it is the same.
      .filter(
        ({ placed, lifted }) =>
          known.has(placeOf(lifted)) || isJoinOfUnmatched(child, placed, isLocated(placed) ? all : marked),
      )
      .map(({ lifted }) => lifted),
  );
  return withoutContained([...candidates, ...joined]);
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
  if (isSolid && map.isSolid(start, end)) return { match, origin, via: child, ...span, isSolid: true };
  const solid = (parts ?? [{ start, end }]).flatMap((part) => map.solidParts(part.start, part.end));
  return {
    match,
    origin,
    via: child,
    ...span,
    isSolid: false,
    parts: solid.map((part) => map.span(part.start, part.end)),
  };
}

function isGuess(decoder: string): boolean {
  return guesses.has(decoder);
}

const EQUALS = 0x3d;

/** So many codes of quoted-printable in one value are no accident. */
const SURE_CODES = 2;

/** Whether a match has characters written as "=XX" that need not be: no guess is needed to read them. */
function isWrittenInCodes(bytes: Buffer, span: Span): boolean {
  return codesIn(bytes, span) === SURE_CODES;
}

/** Codes of printable characters in a span; no more are counted than are sure. */
function codesIn(bytes: Buffer, { start, end }: Span): number {
  let codes = 0;
  for (let at = bytes.indexOf(EQUALS, start); at >= 0 && at + 2 < end; at = bytes.indexOf(EQUALS, at + 1)) {
    const value = hexPair(bytes, at + 1);
    if (value > 0x20 && value < 0x7f && ++codes === SURE_CODES) break;
  }
  return codes;
}

/**
 * Tells which values, told by their names, begin with the code of the "=" before them, as in "name=3Dvalue" in lines of quoted-printable:
 * without that code the value is read too, to the same end, or goes on where this one ends, behind a soft line break. A "=" at the end alone
 * may fill up base64, and the next line be another.
 */
function beginsWithCode(bytes: Buffer, guessed: readonly Candidate[]): (candidate: Candidate) => boolean {
  const ends = new Map<number, number>();
  for (const { start, end } of guessed) ends.set(start, Math.max(end, ends.get(start) ?? 0));
  return (candidate) => {
    const { start, end, via } = candidate;
    if (!isLocated(candidate) || (ends.get(start + 2) ?? 0) < end) return false;
    if (bytes[start - 1] !== EQUALS || hexPair(bytes, start) !== EQUALS) return false;
    if (via !== undefined && isGuess(via.chain.at(-1)!)) return true;
    return [end - 1, end].some((at) => bytes[at] === EQUALS && softBreak(bytes, at) > 0);
  };
}

/**
 * Of the two readings of lines that are joined, with their one code and without it: where each gives a match, what looks like a code is
 * the "=" of name=value and the value's first digits.
 */
function withoutMiscoded(bytes: Buffer, guessed: readonly Candidate[]): readonly Candidate[] {
  if (guessed.length < 2) return guessed;
  const isCoded = (candidate: Candidate): boolean => codesIn(bytes, candidate) === 1;
  const coded = guessed.filter(isCoded);
  if (coded.length === 0 || coded.length === guessed.length) return guessed;
  const plain = guessed.filter((candidate) => !isCoded(candidate));
  return [...plain, ...outside(coded, plain)];
}

/**
 * What a decoder that guesses makes of a text is no match where it takes in a whole match that is found without guessing: a token with a
 * mark where the other has one too, since a name tells as much of an encoded value.
 */
function withoutOverread(guessed: readonly Candidate[], plain: readonly Candidate[]): readonly Candidate[] {
  const isTold = ({ match }: Candidate): boolean => match.told !== undefined;
  const told = guessed.filter((guess) => isLocated(guess));
  const marked = guessed.filter((guess) => !isLocated(guess));
  return [
    ...outside(
      told,
      plain.filter((other) => !isLocated(other) || isTold(other)),
    ),
    ...outside(
      marked,
      plain.filter((other) => !isLocated(other)),
    ),
  ];
}

/** Those that take in none of the others as a whole. */
function outside(guessed: readonly Candidate[], others: readonly Candidate[]): readonly Candidate[] {
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

/** Spans, to be asked whether one of them overlaps another span. */
class Covered {
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

/** Index of the piece that holds `offset`. */
export function pieceAt(pieces: readonly number[], offset: number): number {
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
  return withoutEchoes(kept);
}

/** The pieces of matches with gaps, by their starts. */
function partsOf(candidates: readonly Candidate[]): readonly (Span & { readonly origin: number })[] {
  const parts = candidates.flatMap(({ parts = NO_PARTS, origin }) => parts.map((part) => ({ ...part, origin })));
  return parts.length < 2 ? parts : parts.sort((a, b) => a.start - b.start);
}

const NO_PARTS: readonly Span[] = [];

/** What ends a value in the value of something else: "token,token", "user=token". */
const BREAKS: ReadonlySet<number> = new Set(Buffer.from(" \t\r\n,;:&=\"'`|/()[]{}<>\\%"));

/** Tells which values, told by their names or places, are more than the token they hold: a password of a token and "!" is not that token. */
function findOutgrown({ matches, bytes }: View): void {
  const told = matches.filter((match) => match.told !== undefined);
  if (told.length === 0 || told.length === matches.length) return;
  const marked = matches.filter((match) => match.told === undefined).sort((a, b) => a.start - b.start);
  const starts = marked.map(({ start }) => start);
  for (const match of told) {
    const at = pieceAt(starts, match.start);
    match.outgrows = marked.slice(at, at + 2).some(({ start, end }) => {
      if (start < match.start || end > match.end) return false;
      const goesOn = end < match.end && !BREAKS.has(bytes[end]!);
      return goesOn || (start > match.start && !BREAKS.has(bytes[start - 1]!));
    });
  }
}

/**
 * What was only told by its structure gives way to every other match that it overlaps, if it does not outgrow it: a token in a host's
 * labels is that token, and data in a path are the token that they decode to. Two that came out of the same compressed data stand at one
 * place here, and were compared where these were undone.
 */
function withoutYielding(candidates: readonly Candidate[]): readonly Candidate[] {
  if (!candidates.some(mayYield)) return candidates;
  const others = candidates.filter((candidate) => !mayYield(candidate));
  const solid = new Covered(others.flatMap(solidSpans));
  const all = new Covered(others.flatMap((other) => (solidSpans(other).length > 0 ? solidSpans(other) : [other])));
  return candidates.filter((candidate) => {
    if (!mayYield(candidate)) return true;
    return candidate.isSolid ? !all.touches(candidate) : !solidSpans(candidate).some((span) => solid.touches(span));
  });
}

/** Where nothing stands but what a match is made of. */
function solidSpans(candidate: Placed): readonly Span[] {
  return candidate.isSolid ? [candidate] : (candidate.parts ?? NO_PARTS);
}

function mayYield(candidate: Placed): boolean {
  return isLocated(candidate) && candidate.match.outgrows !== true;
}

function isLocated({ match }: Placed): boolean {
  return match.compiled.detector.locate !== undefined;
}

/** One detector's same value at the same place, seen in several views, is one match: that of the view that took the fewest decoders. */
function withoutRepeats(candidates: readonly Candidate[]): readonly Candidate[] {
  const best = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const key = placeOf(candidate);
    const known = best.get(key);
    // What one view holds twice, as compressed data can, is there twice.
    if (known !== undefined && known[0]!.via === candidate.via) known.push(candidate);
    else if (known === undefined || depth(candidate) < depth(known[0]!)) best.set(key, [candidate]);
  }
  return [...best.values()].flat();
}

/** So is one that several views read out of bytes that overlap, as those of base64 from different characters on. `sorted`: by start. */
function withoutEchoes(sorted: readonly Candidate[]): readonly Candidate[] {
  const last = new Map<string, Candidate>();
  return sorted.filter((candidate) => {
    const key = keyOf(candidate);
    const known = last.get(key);
    if (known !== undefined && candidate.start < known.end && candidate.via !== known.via) return false;
    last.set(key, candidate);
    return true;
  });
}

function placeOf(candidate: Candidate): string {
  return `${candidate.start},${candidate.end},${keyOf(candidate)}`;
}

function keyOf(candidate: Candidate): string {
  return `${order(candidate)},${candidate.match.value}`;
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

/** A known secret first, then a detector with a mark of its own, one that needs context, and what only a name tells. */
function rank({ match }: Placed): number {
  if (match.compiled.isKnown === true) return 0;
  if (match.told !== undefined) return 3;
  return match.compiled.detector.literals.length > 0 ? 1 : 2;
}

function depth({ match }: Placed): number {
  return match.view.chain.length;
}

/** The most decoded first; then what came out of compressed data, the least decoded first: the rest can only be misread. */
function byDepth(a: Placed, b: Placed): number {
  if (a.isSolid !== b.isSolid) return a.isSolid ? -1 : 1;
  return a.isSolid ? depth(b) - depth(a) : depth(a) - depth(b);
}

function order({ match }: Placed): number {
  return match.compiled.order;
}
