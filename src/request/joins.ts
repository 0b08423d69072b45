import type { Budget } from "../views/budget.js";
import type { Decoded } from "../views/decoder.js";
import type { Join } from "../views/kernel/kernel.js";
import { pieceAt } from "../views/piece-at.js";
import { SourceMap } from "../views/source-map.js";
import { ViewWriter } from "../views/writer.js";
import type { DeclaredView, Region } from "./surface.js";

/** Longest value, in bytes, that can be a piece of a token as a whole. */
const LONGEST_PIECE = 256;

/** Fewest bytes of a join: as many as a known secret has. */
const LEAST = 8;

/** Line breaks between two joins. */
const SEAM = 3;
/** No piece holds one. */
const LINE_BREAK = 0x0a;

/** First guess at the size of a join, in bytes. */
const LEAST_CAPACITY = 1024;

/** Name for `Location.decoded`. */
export const JOINED = "joined";

/** Spans of values that follow each other, as pairs of start and end. */
export type Spans = readonly number[];

/**
 * Joins values that stand apart on the wire, so that a token split over them is whole again: of a value with blanks only the word at the
 * seam, of a long one nothing. Each list is joined by itself. `undefined` when nothing is left to join.
 */
export function joinValues(bytes: Buffer, lists: Iterable<Spans>): Decoded | undefined {
  const joiner = new Joiner(bytes);
  for (const spans of lists) {
    for (let i = 0; i < spans.length; i += 2) joiner.add(spans[i]!, spans[i + 1]!);
    joiner.flush();
  }
  return joiner.finish();
}

/** The texts of spans. */
export function slices(bytes: Buffer, spans: Spans): readonly Buffer[] {
  const texts: Buffer[] = [];
  for (let i = 0; i < spans.length; i += 2) texts.push(bytes.subarray(spans[i]!, spans[i + 1]!));
  return texts;
}

/** Texts one after the other, blanks and all: every join of them by `joinValues` is a part of that; and where each begins. */
export function rowOf(texts: readonly Buffer[]): { readonly bytes: Buffer; readonly starts: readonly number[] } {
  const starts: number[] = [];
  let length = 0;
  for (const text of texts) {
    starts.push(length);
    length += text.length;
  }
  return { bytes: Buffer.concat(texts, length), starts };
}

/** The joined values of a region as a view of it, paid from the budget; none when there is nothing to join. */
export function joinedViews(
  region: Region,
  chain: readonly string[],
  joined: Decoded | undefined,
  budget: Budget,
): readonly DeclaredView[] {
  if (joined?.pieces === undefined || !budget.spend(joined.bytes.length)) return [];
  return [
    {
      bytes: joined.bytes,
      map: joined.map,
      pieces: joined.pieces,
      chain: [...chain, JOINED],
      views: [],
      pathOf(start, end) {
        const span = joined.map.span(start, end);
        return region.pathOf(span.start, span.end);
      },
      nameOf: (start) => region.nameOf(joined.map.span(start, start + 1).start),
    },
  ];
}

/** What the kernel joined, as `joinValues` gives it. */
export function keepJoin({ bytes, starts, sources }: Join): Decoded {
  const own = Buffer.from(bytes);
  const pieces = listOf(starts);
  const places = sources.slice();
  const fill = (map: SourceMap) => {
    pieces.forEach((start, i) => {
      const length = (pieces[i + 1] ?? own.length) - start;
      const source = places[i]!;
      if (own[start] !== LINE_BREAK) map.add(start, source, 1, 1, source + length);
      else for (let at = 0; at < length; at++) map.add(start + at, source, 1, 1, source + 1);
    });
  };
  const sourceOf = (at: number) => {
    const piece = pieceAt(pieces, at);
    return places[piece]! + (own[at] === LINE_BREAK ? 0 : at - pieces[piece]!);
  };
  const map = SourceMap.lazily(fill, (start, end) => ({ start: sourceOf(start), end: sourceOf(end - 1) + 1 }));
  return { bytes: own, map, pieces };
}

/** Faster than `Array.from`. */
function listOf(numbers: Int32Array): number[] {
  const list: number[] = [];
  for (let i = 0; i < numbers.length; i++) list.push(numbers[i]!);
  return list;
}

class Joiner {
  readonly #bytes: Buffer;
  #writer: ViewWriter | undefined;
  readonly #pieces: number[] = [];
  readonly #chain: number[] = [];

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  add(start: number, end: number): void {
    if (end <= start) return;
    const first = this.#wordEnd(start, end);
    if (first === end) {
      this.#chain.push(start, end);
      return;
    }
    if (first > start && first - start <= LONGEST_PIECE) this.#chain.push(start, first);
    this.flush();
    const last = this.#wordStart(start, end);
    if (last < end && end - last <= LONGEST_PIECE) this.#chain.push(last, end);
  }

  /** Ends a join: what follows is not joined to what came before. */
  flush(): void {
    const chain = this.#chain;
    let length = 0;
    for (let i = 0; i < chain.length; i += 2) length += chain[i + 1]! - chain[i]!;
    if (chain.length >= 4 && length >= LEAST) this.#write(chain, length);
    chain.length = 0;
  }

  finish(): Decoded | undefined {
    this.flush();
    if (this.#writer === undefined) return undefined;
    const { bytes, map } = this.#writer.finish();
    return { bytes, map, pieces: this.#pieces };
  }

  #write(chain: Spans, length: number): void {
    this.#writer ??= new ViewWriter(this.#bytes, Math.max(LEAST_CAPACITY, length + SEAM));
    const writer = this.#writer;
    for (let i = 0; i < chain.length; i += 2) {
      this.#pieces.push(writer.length);
      writer.copy(chain[i]!, chain[i + 1]!);
    }
    // Line breaks between joins, so that no match runs over their seam; more than can stand between two lines of one text in base64.
    const end = chain[chain.length - 1]!;
    this.#pieces.push(writer.length);
    for (let i = 0; i < SEAM; i++) writer.byte(LINE_BREAK, end - 1, end);
  }

  /** Place of the first blank, or `end`; a value too long for a piece counts as having one. */
  #wordEnd(start: number, end: number): number {
    const bytes = this.#bytes;
    const limit = Math.min(end, start + LONGEST_PIECE + 1);
    for (let at = start; at < limit; at++) if (bytes[at]! <= 0x20) return at;
    return limit;
  }

  /** Place after the last blank. */
  #wordStart(start: number, end: number): number {
    const bytes = this.#bytes;
    const limit = Math.max(start, end - LONGEST_PIECE - 1);
    for (let at = end; at > limit; at--) if (bytes[at - 1]! <= 0x20) return at;
    return limit;
  }
}
