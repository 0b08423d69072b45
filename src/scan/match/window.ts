import type { CompiledDetector } from "../compile/compiled-detector.js";

/** Up to here, in bytes, looking at a whole window costs less than finding out whether a shorter one will do. */
const SHORT = 512;
/** Bytes outside a match that assertions such as `\b` look at. */
export const BOUNDARY_MARGIN = 8;
/** What one call of the engine costs at least, in bytes of work; and how many bytes of a long window it reads in the time of one. */
const CALL_COST = 64;
const ENGINE_SPEED = 8;

/** How far a window goes. */
export interface WindowEnd {
  readonly end: number;
  /** A match that begins before this place lies in the window with all that its assertions look at. */
  readonly settled: number;
}

/** A stretch of bytes, of which `[start, end)` has been read. */
interface Stretch {
  readonly start: number;
  end: number;
}

/** Tells how much of a view the engine must see, so that a match is the one that it would find in all of it. */
export class Windows {
  readonly #bytes: Buffer;
  /** The last stretch of bytes that the matches of each detector without a short bound can hold, as far as it has been read. */
  #stretches: Map<CompiledDetector, Stretch> | undefined;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** Where a match that holds the byte at `at`, or begins there, has ended: within the shape's width, and before a byte it cannot hold. */
  endFor(detector: CompiledDetector, at: number): WindowEnd {
    const most = at + detector.width.max;
    const stretch = detector.width.max <= SHORT ? Infinity : this.#stretchEnd(detector, at, most);
    const end = Math.min(this.#bytes.length, Math.min(stretch, most) + BOUNDARY_MARGIN);
    return { end, settled: stretch <= most ? stretch : at + 1 };
  }

  /** Where the stretch at `at` ends, or a place behind `most` when it goes on there. */
  #stretchEnd(detector: CompiledDetector, at: number, most: number): number {
    const { length } = this.#bytes;
    this.#stretches ??= new Map();
    let stretch = this.#stretches.get(detector);
    if (stretch === undefined || at < stretch.start || at >= stretch.end) {
      stretch = { start: at, end: at };
      this.#stretches.set(detector, stretch);
    }
    let { end } = stretch;
    while (end < length && end <= most && detector.alphabet[this.#bytes[end]!] === 1) end++;
    stretch.end = end;
    return end;
  }
}

/** What it costs, in bytes of work, to match a window of `length` bytes. */
export function costOf(length: number): number {
  return CALL_COST + Math.min(length, SHORT) + Math.ceil(Math.max(0, length - SHORT) / ENGINE_SPEED);
}
