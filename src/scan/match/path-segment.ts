import { inRegion, type View } from "../view.js";

const SLASH = 0x2f;

/** Shorter values are no credentials: a slash so near to the start is part of one. */
const LEAST = 6;

/**
 * Where a value that its name tells ends in a URL's path, in which everything but what parts the segments is percent-encoded (RFC 3986,
 * section 3.3): at a slash that stands on the wire as it is, where the sign before the value does not.
 */
export function endInSegment(view: View, start: number, end: number): number {
  const first = view.bytes.indexOf(SLASH, start + LEAST);
  if (first < 0 || first >= end || view.parent === undefined) return end;
  const { region, span } = inRegion(view, start - 1, start);
  if (region === undefined || !("kind" in region) || region.kind !== "url" || span.end - span.start === 1) return end;
  if (/[?#]/.test(region.bytes.toString("latin1", 0, span.start))) return end;
  for (let at = first; at >= 0 && at < end; at = view.bytes.indexOf(SLASH, at + 1)) {
    const on = inRegion(view, at, at + 1).span;
    if (on.end - on.start === 1 && region.bytes[on.start] === SLASH) return at;
  }
  return end;
}
