import type { Runs } from "../views/runs.js";
import type { CompiledDetector, ContextGroup } from "./compile.js";
import { hasContext } from "./context.js";
import type { Span, View } from "./view.js";

/**
 * Matches tokens that have no mark of their own. A run is cut where the marks of a group end; a piece of the right length, with a
 * context word near, is held against the shape, which must fill it.
 */
export function matchContextGroups(
  groups: readonly ContextGroup[],
  view: View,
  runs: Runs,
  found: (detector: CompiledDetector, span: Span) => void,
): void {
  for (const group of groups) {
    let done = 0;
    for (let i = 0; i < runs.length; i += 2) {
      const end = runs[i + 1]!;
      let at = Math.max(done, runs[i]!);
      while (end - at >= Math.min(group.least, SHORTEST_PIECE)) {
        while (at < end && group.inRun[view.bytes[at]!] === 0) at++;
        let to = at;
        while (to < end && group.inRun[view.bytes[to]!] === 1) to++;
        if (to > at) done = Math.max(done, matchPiece(group, view, at, to, found));
        at = Math.max(to + 1, done);
      }
    }
  }
}

/** A piece shorter than this begins no token: it may still be part of a longer one, through marks that no run holds. */
const SHORTEST_PIECE = 16;
/** The longest token with no mark of its own that is looked for. */
const LONGEST = 512;

/** Returns the end of what was looked at. */
function matchPiece(
  group: ContextGroup,
  view: View,
  from: number,
  to: number,
  found: (detector: CompiledDetector, span: Span) => void,
): number {
  const { bytes } = view;
  let low = from;
  let high = to;
  while (low > 0 && from - low < LONGEST && group.inToken[bytes[low - 1]!] === 1) low--;
  while (high < bytes.length && high - to < LONGEST && group.inToken[bytes[high]!] === 1) high++;
  if (high - from < group.least) return to;
  const starts = startsOf(bytes, low, from);
  const ends = endsOf(bytes, from, to, high);
  for (const detector of group.detectors) matchFilling(detector, view, starts, ends, found);
  return high;
}

function matchFilling(
  detector: CompiledDetector,
  view: View,
  starts: readonly number[],
  ends: readonly number[],
  found: (detector: CompiledDetector, span: Span) => void,
): void {
  const { min, max } = detector.width;
  for (const start of starts) {
    for (const end of ends) {
      if (end - start < min || end - start > max) continue;
      if (!hasContext(detector, view, start, end) || !detector.fill().test(view.bytes.subarray(start, end))) continue;
      found(detector, { start, end });
      return;
    }
  }
}

/** The start of the run, where the marks outside a run end, and behind the letter of an escape ("\n" as JSON writes it). */
function startsOf(bytes: Buffer, low: number, from: number): readonly number[] {
  const starts = low === from ? [from] : [low, from];
  for (const start of [...starts]) {
    if (start > 0 && bytes[start - 1] === 0x5c) starts.push(start + 1);
    let at = start;
    while (at < from + SHORTEST_PIECE && !isWordByte(bytes[at]!)) at++;
    if (at !== start) starts.push(at);
  }
  return starts;
}

/** The end of all that the token can hold, the end of the run, and either without the marks that end it. */
function endsOf(bytes: Buffer, from: number, to: number, high: number): readonly number[] {
  const ends = high === to ? [to] : [high, to];
  for (const end of [...ends]) {
    let at = end;
    while (at > from && !isWordByte(bytes[at - 1]!)) at--;
    if (at !== end) ends.push(at);
  }
  return ends;
}

function isWordByte(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
}
