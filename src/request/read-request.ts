import type { OutboundRequest } from "../types.js";

/** In place of a field whose getter threw: of no type that any field has, so that it is held. Its headers cannot be iterated. */
const UNREADABLE: object = Object.freeze({
  toString(): string {
    throw new TypeError("The field could not be read.");
  },
  [Symbol.iterator](): never {
    throw new TypeError("The field could not be read.");
  },
});

/** The fields of a request, each read once. Throws for nothing: what is no request has a body that cannot be read. */
export function readRequest(given: unknown): OutboundRequest {
  if (typeof given !== "object" || given === null) return { method: "", url: "", body: UNREADABLE as Uint8Array };
  try {
    const { method, url, headers, body, bodyComplete, trailers } = given as OutboundRequest;
    return { method, url, headers, body, bodyComplete, trailers } as OutboundRequest;
  } catch {
    return readEach(given as OutboundRequest);
  }
}

/** The same where a getter throws. */
function readEach(given: OutboundRequest): OutboundRequest {
  const read = (name: keyof OutboundRequest): unknown => {
    try {
      return given[name];
    } catch {
      return UNREADABLE;
    }
  };
  const names = ["method", "url", "headers", "body", "bodyComplete", "trailers"] as const;
  return Object.fromEntries(names.map((name) => [name, read(name)])) as unknown as OutboundRequest;
}

/** Whether a field's getter threw. */
export function isUnreadable(field: unknown): boolean {
  return field === UNREADABLE;
}
