import type { HeaderPairs, RequestHead } from "../types.js";
import { headerFields, textOf } from "./headers.js";

/** A copy of a request's head, to be scanned more than once: an iterator of the caller's gives its headers only the first time. */
export function takeHead({ method, url, headers, bodyComplete }: RequestHead): RequestHead {
  return Object.freeze({
    method: textOf(method),
    url: textOf(url),
    headers: takeHeaders(headers),
    ...(bodyComplete === false ? { bodyComplete } : {}),
  });
}

/** Values stay bytes: what came as bytes need not be UTF-8. */
function takeHeaders(headers: unknown): HeaderPairs {
  return headerFields(headers).map(({ name, value }) => [name, value] as const) as unknown as HeaderPairs;
}
