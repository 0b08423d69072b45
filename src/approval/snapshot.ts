import { types } from "node:util";
import type { HeaderPairs, OutboundRequest } from "../types.js";

/**
 * What a guard keeps of a request while it is held: each field read once, so that a getter or an iterator cannot show one thing to
 * the scan and another later. The body is kept by reference: that is what the caller will send, so a change to it during the
 * wait is met by the scan that comes before the release.
 *
 * Throws when what it reads throws, or is not of its type.
 */
export function takeSnapshot(request: OutboundRequest): OutboundRequest {
  const { method, url, headers, body, bodyComplete, trailers } = request;
  if (typeof method !== "string" || typeof url !== "string")
    throw new TypeError("A request's method and url are strings.");
  return Object.freeze({
    method,
    url,
    ...(headers === undefined || headers === null ? {} : { headers: readPairs(headers) }),
    ...(body === undefined ? {} : { body }),
    ...(bodyComplete === undefined ? {} : { bodyComplete }),
    ...(trailers === undefined || trailers === null ? {} : { trailers: readPairs(trailers) }),
  });
}

/** Bytes of the body; 0 for a body that is neither text nor bytes, which no scan clears. */
export function bodyBytes({ body }: { readonly body?: unknown }): number {
  if (typeof body === "string") return Buffer.byteLength(body);
  return ArrayBuffer.isView(body) || types.isAnyArrayBuffer(body) ? body.byteLength : 0;
}

function readPairs(headers: HeaderPairs): readonly (readonly [string, string])[] {
  const pairs: (readonly [string, string])[] = [];
  if (Symbol.iterator in headers) {
    for (const [name, value] of headers) pairs.push([text(name), text(value)]);
    return Object.freeze(pairs);
  }
  for (const [name, values] of Object.entries(headers)) {
    if (values === undefined) continue;
    for (const value of Array.isArray(values) ? (values as readonly string[]) : [values as string]) {
      pairs.push([name, text(value)]);
    }
  }
  return Object.freeze(pairs);
}

/** Node's outgoing headers may hold numbers. */
function text(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number") return String(value);
  throw new TypeError("A header's name and value are strings.");
}
