import type { Budget } from "../views/budget.js";
import { SourceMap } from "../views/source-map.js";
import { undoCodings } from "./content-coding.js";
import { type HeaderField, headerValue } from "./headers.js";
import type { MediaType } from "./media-type.js";
import { type DeclaredView, NOTHING_TO_OPEN, type Opened, type SurfaceProblem } from "./surface.js";

/** A message: a byte of flags and a length of four bytes stand before it (gRPC over HTTP/2, Length-Prefixed-Message; Connect's are the same). */
const PREFIX = 5;
const COMPRESSED = 1;

/** Work that undoing one takes beside its bytes, in bytes. */
const MESSAGE_COST = 2048;

/** The coding of messages that are compressed one by one; `undefined` when the body has no such messages. */
export function messageCoding({ type }: MediaType, headers: readonly HeaderField[]): string | undefined {
  if (/^application\/grpc(?:-web)?(?:\+|$)/.test(type)) return headerValue(headers, "grpc-encoding");
  if (/^application\/connect\+/.test(type)) return headerValue(headers, "connect-content-encoding");
  return undefined;
}

/** Undoes the compression of each message that has one. What is not compressed stands in the bytes as it is. */
export function openMessages(bytes: Buffer, coding: string, chain: readonly string[], budget: Budget): Opened {
  const views: DeclaredView[] = [];
  const problems: SurfaceProblem[] = [];
  let index = 0;
  for (let at = 0; at + PREFIX <= bytes.length; index++) {
    const start = at + PREFIX;
    const end = start + bytes.readUInt32BE(at + 1);
    const isCompressed = (bytes[at]! & COMPRESSED) !== 0;
    at = end;
    if (!isCompressed || start >= bytes.length) continue;
    if (!budget.spend(MESSAGE_COST)) break;
    const uncoded = undoCodings(bytes.subarray(start, end), coding === "" ? "unknown" : coding, budget);
    if (uncoded.problem !== undefined) {
      problems.push(uncoded.problem);
      break;
    }
    if (uncoded.chain.length > 0)
      views.push(messageView(uncoded.bytes, [...chain, ...uncoded.chain], index, start, Math.min(end, bytes.length)));
  }
  return views.length + problems.length === 0 ? NOTHING_TO_OPEN : { views, problems };
}

function messageView(bytes: Buffer, chain: readonly string[], index: number, start: number, end: number): DeclaredView {
  return {
    bytes,
    chain,
    map: SourceMap.whole(bytes.length, start, end),
    views: [],
    pathOf: () => `message[${index}]`,
    nameOf: () => "",
  };
}
