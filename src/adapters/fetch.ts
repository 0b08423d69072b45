/** For whatever speaks the Fetch Standard: a client's `fetch`, and handlers from Request to Response: `outbound-dlp/fetch`. */

import type { Guard, GuardVerdict } from "../types.js";
import { type Hop, MOST_REDIRECTS, nextHop } from "./redirect.js";
import { ask, type Denial, denialResponse } from "./verdict.js";
import { type BodyBytes, readWebBody } from "./web-body.js";

export interface FetchOptions {
  /** Bytes of body that are read; a longer one is denied, since it cannot be scanned whole. Default 8 MiB. */
  readonly bodyBytes?: number;
}

export interface HandlerOptions extends FetchOptions {
  /** Where the request will be sent, as an absolute URL. Default: its own. */
  readonly url?: (request: Request) => string;
}

const BODY_BYTES = 8 * 1024 * 1024;

/**
 * A `fetch` that sends only what the guard lets pass; a denied call resolves to a 403 Response. A body of any kind is read once,
 * and the bytes that were scanned are sent. Each redirect is a request of its own, and checked as one.
 *
 * For servers: a browser hides redirects from scripts. Rejects, as fetch does, with the signal's reason or a TypeError; that names
 * no URL, and `code` is the failure's where there is one ("ECONNREFUSED").
 */
export function guardFetch(
  guard: Guard,
  send: typeof fetch = globalThis.fetch,
  options: FetchOptions = {},
): typeof fetch {
  return async (input, init) => {
    const request = buildRequest(input, init);
    const arrivedAt = performance.now();
    const { bytes, complete } = await readWebBody(request, options.bodyBytes ?? BODY_BYTES);
    const extra = { ...passedOn(request), ...dispatcherOf(init) };
    let hop: Hop = { method: request.method, url: request.url, headers: request.headers, body: bytes };
    for (let count = 0; ; count += 1) {
      const startedAt = count === 0 ? arrivedAt : performance.now();
      const verdict = await judge(guard, hop, complete, request.signal, startedAt);
      request.signal.throwIfAborted();
      if (verdict.action !== "forward") return denied(verdict);
      const response = await sendHop(send, hop, extra);
      const next = request.redirect === "manual" ? undefined : nextHop(hop, response);
      if (next === undefined) return marked(response, count > 0);
      await response.body?.cancel();
      if (next === "refused" || request.redirect === "error" || count === MOST_REDIRECTS) throw failure();
      hop = next;
    }
  };
}

/** A handler that is called only with requests that the guard lets pass, each with exactly the bytes that were scanned. */
export function guardHandler<Rest extends unknown[]>(
  guard: Guard,
  handler: (request: Request, ...rest: Rest) => Response | Promise<Response>,
  options: HandlerOptions = {},
): (request: Request, ...rest: Rest) => Promise<Response> {
  return async (request, ...rest) => {
    const arrivedAt = performance.now();
    const { method, headers, signal, redirect } = request;
    const { bytes, complete } = await readWebBody(request, options.bodyBytes ?? BODY_BYTES);
    const read = () => ({
      method,
      url: options.url?.(request) ?? request.url,
      headers: [...headers],
      body: bytes,
      bodyComplete: complete,
    });
    const verdict = await ask(guard, read, { signal, arrivedAt });
    if (verdict.action !== "forward") return denied(verdict);
    return handler(new Request(request.url, { method, headers, signal, redirect, ...bodyOf(bytes) }), ...rest);
  };
}

function judge(guard: Guard, hop: Hop, bodyComplete: boolean, signal: AbortSignal, arrivedAt: number) {
  const { method, url, body } = hop;
  return ask(guard, () => ({ method, url, headers: [...hop.headers], body, bodyComplete }), { signal, arrivedAt });
}
