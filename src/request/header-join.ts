import { isCookie } from "./cookie.js";
import { JOINED, joinValues, rowOf, slices } from "./joins.js";
import { cookieValues } from "./split-values.js";
import type { Surface } from "./surface.js";

/** Headers that clients set for themselves, in lower case: a token is not split over them, and they may stand between its pieces. */
const COMMON: ReadonlySet<string> = new Set([
  "accept",
  "accept-charset",
  "accept-encoding",
  "accept-language",
  "authority",
  "cache-control",
  "connection",
  "content-encoding",
  "content-length",
  "content-type",
  "date",
  "expect",
  "host",
  "keep-alive",
  "method",
  "origin",
  "path",
  "pragma",
  "priority",
  "protocol",
  "scheme",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "user-agent",
  "via",
]);

/** Values of one request's headers, joined in wire order. */
export interface HeaderJoin {
  readonly bytes: Buffer;
  /** Names for `Location.decoded`. */
  readonly chain: readonly string[];
  /** Where each piece starts in `bytes`: a match counts only when it spans two of them, and no surface of theirs holds one itself. */
  readonly pieces: readonly number[];
  /** For each byte range between two `pieces`, the surface it came from, and the offset there of its first byte. */
  readonly sources: readonly { readonly surface: Surface; readonly start: number }[];
}

/** What stands in the joins of headers: all of the values, one after the other, and where each begins; undefined when there are none. */
export function headerRow(
  surfaces: readonly Surface[],
): { readonly bytes: Buffer; readonly starts: readonly number[] } | undefined {
  const parts = surfaces.filter(isPart);
  if (parts.length < 2) return undefined;
  return rowOf(parts.flatMap(({ name, bytes }) => (isCookie(name) ? slices(bytes, cookieValues(bytes)) : [bytes])));
}

/** Joins the values of the headers, or trailers, that are not common ones, for a token that is split over them. */
export function joinHeaders(surfaces: readonly Surface[]): HeaderJoin | undefined {
  const parts = surfaces.filter(isPart);
  if (parts.length < 2) return undefined;
  const starts: number[] = [];
  const spans: number[] = [];
  let length = 0;
  for (const { name, bytes } of parts) {
    starts.push(length);
    if (isCookie(name)) for (const at of cookieValues(bytes)) spans.push(length + at);
    else spans.push(length, length + bytes.length);
    length += bytes.length;
  }
  const joined = joinValues(Buffer.concat(parts.map(({ bytes }) => bytes)), [spans]);
  if (joined?.pieces === undefined) return undefined;
  const { bytes, map, pieces } = joined;
  let index = 0;
  const sources = pieces.map((piece) => {
    const at = map.span(piece, piece + 1).start;
    while (index + 1 < starts.length && starts[index + 1]! <= at) index++;
    return { surface: parts[index]!, start: at - starts[index]! };
  });
  return { bytes, chain: [JOINED], pieces, sources };
}

function isPart(surface: Surface): boolean {
  if (surface.kind !== "header" && surface.kind !== "trailer") return false;
  return !COMMON.has(surface.name.toLowerCase().replace(/^:/, "")) && surface.pathOf(0, 1) !== "name";
}
