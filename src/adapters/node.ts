import type { IncomingMessage, ServerResponse } from "node:http";
import type { Denial, Guard, GuardVerdict, OutboundRequest } from "../types.js";
import { denialAnswer, FAILED } from "./denial.js";
import { departureFrom } from "./departure.js";
import { pairsOf } from "./header-pairs.js";
import { endOnceSent } from "./late-end.js";
import { misdirectionOf } from "./misdirection.js";
import { intakeFor, readIncoming } from "./read-incoming.js";

export interface IncomingOptions {
  /** Bytes of body that are read; a longer body is denied. Default 8 MiB. */
  readonly bodyBytes?: number;
  /** The absolute URL that the request will be sent to. Default: the request's own when it is absolute, else from its Host. */
  readonly url?: (req: IncomingMessage) => string;
}

/** What came of one request. On "forward", send `body` and `trailers` as they are, or read them from the request itself. */
export interface IncomingCheck {
  readonly verdict: GuardVerdict;
  /** The bytes that were scanned: the wire's, content codings still applied. */
  readonly body: Buffer;
  readonly trailers: readonly (readonly [name: string, value: string])[];
}

/**
 * Checks a request that a Node server received, for a proxy that sends it on itself. Never rejects. The body stays readable
 * from `req`.
 *
 * Where the request's target is an absolute URL, its Host may name another place: send the URL's (RFC 9112, section 3.2.2).
 *
 * CONNECT and Upgrade never come here, since Node gives them to the server's events "connect" and "upgrade": refuse them
 * there, or what passes through such a tunnel is not scanned.
 */
export async function checkIncoming(
  guard: Guard,
  req: IncomingMessage,
  options: IncomingOptions = {},
): Promise<IncomingCheck> {
  const arrivedAt = performance.now();
  const client = req.socket.remoteAddress;
  const { signal, done } = departureFrom(connectionOf(req));
  const intake = intakeFor(guard, req, options.bodyBytes);
  try {
    const { body, complete } = await readIncoming(req, intake);
    const trailers = pairsOf(req.rawTrailers ?? []); // a simulated request, as of Fastify's inject, has none
    const call = { signal, arrivedAt, ...(client === undefined ? {} : { client }) };
    const verdict = await intake.verdict(async () => {
      const head = headOf(req, options);
      const misdirected = misdirectionIn(req, options.url === undefined ? head.url : undefined);
      if (misdirected !== undefined) return { ...FAILED, message: misdirected };
      return guard.check({ ...head, body, bodyComplete: complete, trailers }, call);
    });
    return { verdict, body, trailers };
  } finally {
    intake.end();
    done();
  }
}

/**
 * Middleware for Node's http and https servers, Express and Connect: what is not denied goes to `next` with its body unread.
 * Put it before every body parser: a body that another has read is denied. See `checkIncoming` for CONNECT and Upgrade.
 */
export function guardMiddleware(
  guard: Guard,
  options: IncomingOptions = {},
): (req: IncomingMessage, res: ServerResponse, next: (error?: unknown) => void) => void {
  return (req, res, next) => {
    void checkIncoming(guard, req, options).then(
      ({ verdict }) => (verdict.action === "forward" ? next() : deny(req, res, verdict)),
      () => res.destroy(),
    );
  };
}

function deny(req: IncomingMessage, res: ServerResponse, denial: Denial): void {
  if (res.headersSent) return void res.destroy();
  const { status, headers, body } = denialAnswer(denial);
  endOnceSent(req, res);
  req.resume();
  res.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) }).end(body);
}

function headOf(req: IncomingMessage, { url = urlOf }: IncomingOptions): OutboundRequest {
  return { method: req.method ?? "", url: url(req), headers: pairsOf(req.rawHeaders) };
}

const ABSOLUTE_FORM = /^[a-z][a-z0-9+.-]*:\/\//i;

/** Express and Connect cut the mount path off `url` and keep the whole in `originalUrl`. */
function urlOf(req: IncomingMessage & { readonly originalUrl?: string }): string {
  const target = req.originalUrl ?? req.url ?? "";
  if (ABSOLUTE_FORM.test(target)) return target;
  const scheme = "encrypted" in req.socket ? "https" : "http";
  const path = target === "*" ? "" : target; // OPTIONS * is about the host itself: RFC 9110, section 7.1
  return `${scheme}://${req.headers[":authority"] ?? req.headers.host ?? ""}${path}`;
}

/**
 * Why nobody can say where a request goes; undefined: it can be told.
 *
 * @param url Where it goes by its own account; undefined when the caller sends it elsewhere, whatever it says.
 */
function misdirectionIn(
  { rawHeaders, url: target = "" }: IncomingMessage,
  url: string | undefined,
): string | undefined {
  const named = (which: RegExp): string[] =>
    pairsOf(rawHeaders).flatMap(([name, value]) => (which.test(name) ? [value] : []));
  // RFC 9112, section 3.2: a server must refuse such a request.
  if (named(/^host$/i).length > 1) return "The request has more than one Host, so it was not sent. Send one.";
  if (url === undefined || ABSOLUTE_FORM.test(target)) return undefined;
  const authorities = named(/^(host|:authority)$/i);
  if (authorities.length === 0) return "The request names no host, so it was not sent. Send a Host.";
  return misdirectionOf(URL.canParse(url) ? new URL(url).hostname : "", authorities)?.message;
}

/** What closes when the client leaves: in HTTP/2 its stream, else its connection. */
function connectionOf(req: IncomingMessage & { readonly stream?: NodeJS.EventEmitter }): NodeJS.EventEmitter {
  return req.stream ?? req.socket;
}
