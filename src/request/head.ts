import type { HeaderPairs, RequestHead } from "../types.js";
import { headerFields, textOf } from "./headers.js";
import { readRequest } from "./read-request.js";

/** A copy of a request's head, to be scanned more than once: an iterator of the caller's gives its headers only the first time. */
export function takeHead(request: RequestHead): RequestHead {
  const { method, url, headers, bodyComplete } = readRequest(request);
  return Object.freeze({
    method: textOf(method),
    url: textOf(url),
    headers: takeHeaders(headers),
    ...(bodyComplete === false ? { bodyComplete } : {}),
  });
}

/** What came as bytes stays bytes: it need not be UTF-8. What could not be read in full cannot be read again either. */
function takeHeaders(headers: unknown): HeaderPairs {
  const { fields, isWhole } = headerFields(headers);
  const pairs = fields.map((field) => [field.name, field.text ?? field.value] as const) as unknown as [
    string,
    string,
  ][];
  return isWhole ? pairs : { [Symbol.iterator]: () => cutShort(pairs) };
}

function* cutShort(pairs: readonly [string, string][]): Generator<[string, string]> {
  yield* pairs;
  throw new TypeError("The headers could not be read in full.");
}
