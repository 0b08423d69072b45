import type { Dispatcher } from "undici";
import type { Guard } from "../types.js";
import { BODY_BYTES } from "./body-limit.js";
import { FAILED, type Refusal, UPGRADE } from "./denial.js";
import { Intake } from "./intake.js";
import { misdirectionOf } from "./misdirection.js";
import { type DispatchedBody, readDispatchedBody } from "./undici/body.js";
import { Exchange } from "./undici/exchange.js";
import { type DispatchedHead, readHead } from "./undici/head.js";

export interface InterceptorOptions {
  /** Bytes of body that are read; a longer body is denied. Default 8 MiB. */
  readonly bodyBytes?: number;
  /** Where a `Client` or a `Pool` sends: requests through them do not say so themselves. An `Agent`'s do. */
  readonly origin?: string;
}

/**
 * An interceptor for undici's `compose`: each request is checked before it is dispatched, and a denied one gets a 403 as its answer. The body,
 * of whatever kind, is read once, and the bytes that were scanned are sent.
 *
 * Compose it first, so that all that others add or repeat comes through it: `agent.compose(guardInterceptor(guard), redirect())`.
 * Redirects that an interceptor before it, or undici itself, would follow are not followed: their answer is given to the caller.
 * Upgrades and CONNECT cannot be inspected, and are refused.
 */
export function guardInterceptor(
  guard: Guard,
  options: InterceptorOptions = {},
): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (given, handler) => {
    const arrivedAt = performance.now();
    const exchange = new Exchange(handler);
    exchange.start();
    if (exchange.aborted) return true;
    void check(guard, options, given, exchange, arrivedAt).then(
      (checked) => {
        if (exchange.aborted) return;
        if ("because" in checked) exchange.refuse(checked, String(given.method));
        else dispatchChecked(dispatch, checked, handler, exchange);
      },
      () => {
        if (!exchange.aborted) exchange.refuse(FAILED, String(given.method));
      },
    );
    return true;
  };
}

/** The options to dispatch with, or why not. */
async function check(
  guard: Guard,
  { bodyBytes = BODY_BYTES, origin }: InterceptorOptions,
  given: Dispatcher.DispatchOptions,
  { signal }: Exchange,
  arrivedAt: number,
): Promise<Dispatcher.DispatchOptions | Refusal> {
  if (given.upgrade || given.method === "CONNECT") return UPGRADE;
  if (given.origin === undefined && origin === undefined) return UNKNOWN_ORIGIN;
  const options = { ...given };
  const head = readHead(options, origin);
  if (head.url === head.path && new URL(head.url).origin !== head.origin.origin) return ELSEWHERE;
  const misdirected = misdirectionOf(head.origin.hostname, namesIn(head, options));
  if (misdirected !== undefined) return misdirected;
  const intake = new Intake(guard, bodyBytes);
  const body = await readDispatchedBody(options.body, intake, signal);
  const headers = withType(head, body);
  const { method, url } = head;
  const request = { method, url, headers, body: body.bytes, bodyComplete: intake.complete };
  const verdict = await intake.verdict(() => guard.check(request, { signal, arrivedAt }));
  if (verdict.action !== "forward") return verdict;
  // Redirects, in an interceptor before this one or in undici itself, would be dispatched past it.
  const fixed = { maxRedirections: 0, query: undefined as never };
  return { ...options, ...fixed, path: head.path, headers: headers.flat(), body: body.bytes };
}

function dispatchChecked(
  dispatch: Dispatcher.Dispatch,
  options: Dispatcher.DispatchOptions,
  handler: Dispatcher.DispatchHandler,
  exchange: Exchange,
): void {
  exchange.handOver();
  try {
    dispatch(options, handler);
  } catch (error) {
    exchange.fail(error);
  }
}

/** undici adds the type of a body that brings one, where the headers name none. */
function withType({ headers }: DispatchedHead, { type }: DispatchedBody): DispatchedHead["headers"] {
  const isNamed = headers.some(([name]) => name.toLowerCase() === "content-type");
  return type === undefined || isNamed ? headers : [...headers, ["content-type", type]];
}

/** The names by which the other end is told who is meant: Host, and the name in the TLS handshake. */
function namesIn({ headers }: DispatchedHead, options: Dispatcher.DispatchOptions): readonly string[] {
  const hosts = headers.filter(([name]) => name.toLowerCase() === "host").map(([, value]) => value);
  const { servername } = options as { readonly servername?: unknown };
  return typeof servername === "string" && servername !== "" ? [...hosts, servername] : hosts;
}

const UNKNOWN_ORIGIN: Refusal = {
  because: "misdirected",
  message:
    "This request does not say where it is sent, so it was not sent. Give guardInterceptor the origin of its Client or Pool.",
};

const ELSEWHERE: Refusal = {
  because: "misdirected",
  message:
    "The path of this request is a URL of another origin than the one it is sent to, so it was not sent. For a proxy, use undici's ProxyAgent.",
};
