import { OutboundDlpError } from "../errors.js";
import type { Guard, GuardVerdict } from "../types.js";
import { BODY_BYTES } from "./body-limit.js";
import { denialAnswer, type RefusalCause, verdictOf } from "./denial.js";
import { readBody } from "./read-body.js";
import { type Hop, isRedirect, MAX_REDIRECTS, nextHop } from "./redirect.js";

type Fetch = typeof globalThis.fetch;

export interface FetchOptions {
  /** Bytes of body that are read; a longer body is denied. Default 8 MiB. */
  readonly bodyBytes?: number;
}

/**
 * A `fetch` that checks each request before `fetch` sends it: a denied call resolves to a 403 Response. The body, of whatever
 * kind, is read once, and the bytes that were scanned are sent.
 *
 * Redirects are followed here, as the Fetch standard says, so that each hop is checked too; one that `fetch` hides, as
 * browsers do, or that leads to no http or https URL, is a 403.
 *
 * The promise rejects with OutboundDlpError (code "REQUEST_INVALID") for arguments that make no request, such as an invalid
 * URL: the platform's own error would quote them. It rejects with the signal's reason when the call is aborted, and with
 * whatever `fetch` rejects with.
 */
export function guardFetch(guard: Guard, fetch: Fetch = globalThis.fetch, options: FetchOptions = {}): Fetch {
  return async (input, init) => {
    const arrivedAt = performance.now();
    const request = build(input, init);
    const { body, complete } = await readBody(request, options.bodyBytes ?? BODY_BYTES);
    const { signal, redirect } = request;
    let hop: Hop | undefined = { url: request.url, method: request.method, headers: request.headers, body };
    for (let redirects = 0; hop !== undefined && redirects <= MAX_REDIRECTS; redirects += 1) {
      const verdict = await ask(guard, hop, complete, {
        signal,
        arrivedAt: redirects === 0 ? arrivedAt : performance.now(),
      });
      signal.throwIfAborted();
      if (verdict.action !== "forward") return denied(verdict);
      const response = await fetch(hop.url, { ...carried(request, init), ...hop, redirect: follows(redirect) });
      if (redirect !== "follow" || (response.type !== "opaqueredirect" && !isRedirect(response))) {
        return redirects > 0 ? Object.defineProperty(response, "redirected", { value: true }) : response;
      }
      hop = nextHop(hop, response);
      await response.body?.cancel();
    }
    return denied({ because: "redirect", message: "This redirect cannot be checked, so it was not followed." });
  };
}

/**
 * Wraps the handler of a server that speaks WHATWG Request and Response (Hono, Bun, Deno, workers) and sends on what it gets:
 * the handler runs only for requests that may leave, with the bytes that were scanned as their body.
 *
 * The request's own URL is what is checked. A server that sends to another one rewrites it before, with `new Request(url, request)`.
 */
export function guardHandler<Rest extends readonly unknown[]>(
  guard: Guard,
  handler: (request: Request, ...rest: Rest) => Response | Promise<Response>,
  options: FetchOptions = {},
): (request: Request, ...rest: Rest) => Promise<Response> {
  return async (request, ...rest) => {
    const arrivedAt = performance.now();
    const { body, complete } = await readBody(request, options.bodyBytes ?? BODY_BYTES);
    const { url, method, headers, signal } = request;
    const verdict = await ask(guard, { url, method, headers, body }, complete, { signal, arrivedAt });
    if (verdict.action !== "forward") return denied(verdict);
    return handler(body === null ? request : new Request(request, { body }), ...rest);
  };
}

function ask(
  guard: Guard,
  { url, method, headers, body }: Hop,
  bodyComplete: boolean,
  call: { readonly signal: AbortSignal; readonly arrivedAt: number },
): Promise<GuardVerdict> {
  return verdictOf(() => guard.check({ url, method, headers: [...headers], body, bodyComplete }, call));
}

function build(...[input, init]: Parameters<Fetch>): Request {
  try {
    return new Request(input, init);
  } catch {
    throw new OutboundDlpError(
      "REQUEST_INVALID",
      "No request can be made of these arguments: check the URL (absolute, without user name and password), the method, the headers and the body.",
    );
  }
}

/** What a call carries besides the hop: the request's own settings, and what a platform has added to `init`. */
function carried(request: Request, init: Parameters<Fetch>[1]): RequestInit {
  const { cache, credentials, integrity, keepalive, mode, referrer, referrerPolicy, signal } = request;
  return { cache, credentials, integrity, keepalive, mode, referrer, referrerPolicy, ...init, signal };
}

function follows(redirect: Request["redirect"]): Request["redirect"] {
  return redirect === "follow" ? "manual" : redirect;
}

function denied(denial: { readonly because: RefusalCause; readonly message: string }): Response {
  const { status, headers, body } = denialAnswer(denial);
  return new Response(body, { status, headers });
}
