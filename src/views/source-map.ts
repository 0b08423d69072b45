/**
 * Where each byte of a decoded view came from. A map is a list of segments; within one, every `unitOut` decoded bytes came from
 * `unitSource` source bytes: 1 from 1 for a copy, 1 from 3 for percent-encoding, 3 from 4 for base64. `stride` source bytes after a unit
 * starts the next: more than `unitSource` where separators stand between.
 */

/** Numbers that describe a segment: first decoded byte, first source byte, unitOut, unitSource, stride, end of its source. */
const FIELDS = 6;

/** Fewest bytes of a secret. */
const SECRET = 8;

/** Offsets in the source. */
interface SourceSpan {
  readonly start: number;
  readonly end: number;
}

/** Maps spans of a decoded view to spans of its source. */
export class SourceMap {
  readonly #list: number[] = [];
  #fill: ((map: SourceMap) => void) | undefined;
  #spanOf: ((start: number, end: number) => SourceSpan) | undefined;

  /** One that is written when it is first asked for more than spans; until then, `spanOf` tells these. */
  static lazily(fill: (map: SourceMap) => void, spanOf: (start: number, end: number) => SourceSpan): SourceMap {
    const map = new SourceMap();
    map.#fill = fill;
    map.#spanOf = spanOf;
    return map;
  }

  get #segments(): number[] {
    const fill = this.#fill;
    if (fill !== undefined) {
      this.#fill = undefined;
      this.#spanOf = undefined;
      fill(this);
    }
    return this.#list;
  }

  /** A view all of whose bytes came from the whole of `[from, to)`, as after decompression. */
  static whole(length: number, from: number, to: number): SourceMap {
    const map = new SourceMap();
    map.add(0, from, Math.max(1, length), to - from, to);
    return map;
  }

  /** Adds units that follow each other in `[source, sourceEnd)`, or lengthens the last segment when they continue it. In order of `out`. */
  add(out: number, source: number, unitOut: number, unitSource: number, sourceEnd: number): void {
    const segments = this.#list;
    const last = segments.length - FIELDS;
    if (last >= 0 && segments[last + 2] === unitOut && segments[last + 3] === unitSource) {
      const units = (out - segments[last]!) / unitOut;
      const single = sourceEnd - source <= unitSource;
      const distance = source - segments[last + 1]!;
      if (units === 1 && single && distance >= unitSource) segments[last + 4] = distance;
      if (distance === units * segments[last + 4]! && (single || segments[last + 4] === unitSource)) {
        segments[last + 5] = sourceEnd;
        return;
      }
    }
    segments.push(out, source, unitOut, unitSource, unitSource, sourceEnd);
  }

  /** The smallest source span whose decoding contains the decoded bytes `[start, end)`; `start < end`. */
  span(start: number, end: number): SourceSpan {
    if (this.#spanOf !== undefined) return this.#spanOf(start, end);
    const segments = this.#segments;
    const first = this.#segmentOf(start);
    const last = this.#segmentOf(end - 1);
    const firstUnit = Math.floor((start - segments[first]!) / segments[first + 2]!);
    const lastUnit = Math.floor((end - 1 - segments[last]!) / segments[last + 2]!);
    const lastSource = segments[last + 1]! + lastUnit * segments[last + 4]!;
    const used = end - segments[last]! - lastUnit * segments[last + 2]!;
    return {
      start: segments[first + 1]! + firstUnit * segments[first + 4]!,
      end: Math.min(lastSource + sourceOf(used, segments[last + 2]!, segments[last + 3]!), segments[last + 5]!),
    };
  }

  /**
   * Whether the source span of the decoded bytes `[start, end)` holds nothing but what they stand for: neither something left out that is
   * as long as a secret, nor a unit that gives as much, as after decompression: other things can stand in that.
   */
  isSolid(start: number, end: number): boolean {
    const last = this.#segmentOf(end - 1);
    for (let at = this.#segmentOf(start); at <= last; at += FIELDS) {
      if (!this.#isSolidIn(at) || (at < last && this.#endsBeforeGap(at))) return false;
    }
    return true;
  }

  /** The decoded bytes `[start, end)` in spans, each of which is solid by itself; without those that nothing solid gives. */
  solidParts(start: number, end: number): readonly SourceSpan[] {
    const segments = this.#segments;
    const last = this.#segmentOf(end - 1);
    const parts: { start: number; end: number }[] = [];
    let from = start;
    for (let at = this.#segmentOf(start); at <= last; at += FIELDS) {
      const to = at === last ? end : segments[at + FIELDS]!;
      if (!this.#isSolidIn(at)) {
        if (segments[at]! > from) parts.push({ start: from, end: segments[at]! });
        from = to;
      } else if (at === last || this.#endsBeforeGap(at)) {
        if (to > from) parts.push({ start: from, end: to });
        from = to;
      }
    }
    return parts;
  }

  #isSolidIn(segment: number): boolean {
    const segments = this.#segments;
    return segments[segment + 2]! < SECRET && segments[segment + 4]! - segments[segment + 3]! < SECRET;
  }

  /** Whether something as long as a secret is left out behind a segment. */
  #endsBeforeGap(segment: number): boolean {
    const segments = this.#segments;
    return segments[segment + FIELDS + 1]! - segments[segment + 5]! >= SECRET;
  }

  /** Index of the segment that holds decoded byte `out`: the last whose first byte is not after it. */
  #segmentOf(out: number): number {
    const segments = this.#segments;
    let low = 0;
    let high = segments.length / FIELDS - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (segments[middle * FIELDS]! <= out) low = middle;
      else high = middle - 1;
    }
    return low * FIELDS;
  }
}

/** Source bytes that the first `used` bytes of a unit need: of a group of base64 or base32, or the last, shorter one, not always all. */
function sourceOf(used: number, unitOut: number, unitSource: number): number {
  if (unitOut === 3 && unitSource === 4) return Math.ceil((used * 4) / 3);
  const isOfBase32 = unitOut <= 5 && unitSource === Math.ceil((unitOut * 8) / 5);
  return isOfBase32 ? Math.ceil((used * 8) / 5) : unitSource;
}
