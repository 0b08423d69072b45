import { OutboundDlpError } from "../errors.js";
import type { CheckCall, Guard, GuardVerdict } from "../types.js";
import { BODY_BYTES } from "./body-limit.js";
import { denialAnswer, FAILED, type Refusal } from "./denial.js";
import { Intake } from "./intake.js";
import { readBody } from "./read-body.js";
import { type Hop, isRedirect, MAX_REDIRECTS, nextHop } from "./redirect.js";

type Fetch = typeof globalThis.fetch;

export interface FetchOptions {
  /** Bytes of body that are read; a longer body is denied. Default 8 MiB. */
  readonly bodyBytes?: number;
}

/**
 * A `fetch` that checks each request before `fetch` sends it: a denied call resolves to a 403 Response. The body, of whatever
 * kind, is read once, and the bytes that were scanned are sent. `fetch` gets a URL and an `init`, with what the platform adds
 * to `init` (undici's `dispatcher`) as it was given. The `referrer` option is not sent: set the header "referer", which is scanned. Nor is a
 * header "host", which the Fetch standard forbids: it could name another place than the URL.
 * A dispatcher that a `Request` was made with cannot be read from it, and is not used: give it in `init`.
 *
 * Redirects are followed here, as the Fetch standard says, so that each hop is checked too; one that `fetch` hides, as
 * browsers do, that leads to no http or https URL, or that is the twenty-first, is a 403.
 *
 * The promise rejects with OutboundDlpError (code "REQUEST_INVALID") for arguments that make no request, such as an invalid
 * URL: the platform's own error would quote them. It rejects with the signal's reason when the call is aborted, and with
 * whatever `fetch` rejects with.
 */
export function guardFetch(guard: Guard, fetch: Fetch = globalThis.fetch, options: FetchOptions = {}): Fetch {
  return async (input, init) => {
    const arrivedAt = performance.now();
    const request = build(input, init);
    const intake = new Intake(guard, options.bodyBytes ?? BODY_BYTES);
    const body = await readBody(request, intake);
    request.headers.delete("host");
    const { signal, redirect } = request;
    let hop: Hop | undefined = { url: request.url, method: request.method, headers: request.headers, body };
    for (let redirects = 0; hop !== undefined && redirects <= MAX_REDIRECTS; redirects += 1) {
      const verdict = await ask(guard, intake, hop, { signal, ...(redirects === 0 ? { arrivedAt } : {}) });
      signal.throwIfAborted();
      if (verdict.action !== "forward") return denied(verdict);
      const response = await send(fetch, hop, request, init);
      if (redirect !== "follow" || !isRedirect(response)) return redirects > 0 ? asRedirected(response) : response;
      hop = nextHop(hop, response);
      await response.body?.cancel();
    }
    return denied(UNFOLLOWED);
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
    const intake = new Intake(guard, options.bodyBytes ?? BODY_BYTES);
    const body = await readBody(request, intake);
    const { url, method, headers, signal } = request;
    const verdict = await ask(guard, intake, { url, method, headers, body }, { signal, arrivedAt });
    if (verdict.action !== "forward") return denied(verdict);
    const scanned = withBody(request, body);
    return scanned === undefined ? denied(FAILED) : handler(scanned, ...rest);
  };
}

const UNFOLLOWED: Refusal = {
  because: "redirect",
  message:
    "The answer was a redirect that cannot be checked or followed: hidden by the platform, to no http or https URL, with a user name or password in it, or one too many. Nothing more was sent.",
};

function ask(
  guard: Guard,
  intake: Intake,
  { url, method, headers, body }: Hop,
  call: CheckCall,
): Promise<GuardVerdict> {
  return intake.verdict(async () =>
    guard.check({ url, method, headers: [...headers], body, bodyComplete: intake.complete }, call),
  );
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

function send(fetch: Fetch, hop: Hop, request: Request, init: Parameters<Fetch>[1]): Promise<Response> {
  const { cache, credentials, integrity, keepalive, mode, signal } = request;
  // A referrer becomes a header that the guard has not seen; the platform sends its origin even by the policy "no-referrer".
  const settings = { cache, credentials, integrity, keepalive, mode, referrer: "" };
  const { url, method, headers, body } = hop;
  const redirect = request.redirect === "follow" ? "manual" : request.redirect;
  return fetch(url, { ...init, ...settings, signal, method, headers, body, redirect });
}

/** As the response of a `fetch` that followed the redirects itself. */
function asRedirected(response: Response): Response {
  return Object.defineProperty(response, "redirected", { value: true });
}

function withBody(request: Request, body: Uint8Array<ArrayBuffer> | null): Request | undefined {
  try {
    return body === null ? request : new Request(request, { body });
  } catch {
    return undefined;
  }
}

function denied(refusal: Refusal): Response {
  const { status, headers, body } = denialAnswer(refusal);
  return new Response(body, { status, headers });
}
