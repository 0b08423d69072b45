/** For Node's own HTTP servers and the frameworks on top of them (Express, Connect): `outbound-dlp/node`. */

import type { IncomingMessage, ServerResponse } from "node:http";
import type { CheckCall, Guard, GuardVerdict } from "../types.js";
import { type BodyRead, readBody } from "./node-body.js";
import { ask, type Denial, denialResponse } from "./verdict.js";

export interface IncomingOptions {
  /** Bytes of body that are read; a longer one is denied, since it cannot be scanned whole. Default 8 MiB. */
  readonly bodyBytes?: number;
  /** Where the request will be sent, as an absolute URL. Default: its target where that is absolute, else its scheme and Host. */
  readonly url?: (request: IncomingMessage) => string;
}

/** A request that was read and checked. */
export interface CheckedRequest {
  readonly verdict: GuardVerdict;
  /** Exactly the bytes that were scanned: send these. */
  readonly body: Buffer;
  /** In wire order, with duplicates. */
  readonly trailers: readonly (readonly [name: string, value: string])[];
}

/** As Express and Connect call it. */
export type Middleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/**
 * Middleware that lets a request go on to the next handler only when the guard does; any other gets a 403.
 *
 * It must stand before whatever reads the body. The next handler reads from the same request exactly the bytes that were scanned.
 */
export function guardMiddleware(guard: Guard, options: IncomingOptions = {}): Middleware {
  return (request, response, next) => {
    void check(guard, request, options, response).then(({ verdict, body }) => {
      const allowed = verdict.action === "forward";
      body.replay(allowed);
      if (response.destroyed) return;
      if (allowed) next();
      else refuse(response, verdict, body.complete || request.httpVersionMajor > 1);
    });
  };
}

/** Reads and checks one request, for a proxy that sends it on by itself. Never rejects. */
export async function checkIncoming(
  guard: Guard,
  request: IncomingMessage,
  options: IncomingOptions = {},
): Promise<CheckedRequest> {
  const { verdict, body } = await check(guard, request, options, request.socket);
  body.replay(false);
  return { verdict, body: body.bytes, trailers: pairs(request.rawTrailers) };
}

type Closing = Pick<ServerResponse, "destroyed" | "once" | "off">;

async function check(
  guard: Guard,
  request: IncomingMessage,
  options: IncomingOptions,
  connection: Closing,
): Promise<{ readonly verdict: GuardVerdict; readonly body: BodyRead }> {
  const arrivedAt = performance.now();
  const gone = new AbortController();
  const leave = (): void => gone.abort();
  if (connection.destroyed) leave();
  connection.once("close", leave);
  request.once("aborted", leave);
  const body = await readBody(request, options.bodyBytes ?? 8 * 1024 * 1024);
  const verdict = await ask(guard, () => outbound(request, body, options), call(request, arrivedAt, gone.signal));
  connection.off("close", leave);
  request.off("aborted", leave);
  return { verdict, body };
}

function outbound(request: IncomingMessage, { bytes, complete }: BodyRead, options: IncomingOptions) {
  return {
    method: request.method ?? "",
    url: (options.url ?? urlOf)(request),
    headers: pairs(request.rawHeaders),
    body: bytes,
    bodyComplete: complete,
    trailers: pairs(request.rawTrailers),
  };
}

function call(request: IncomingMessage, arrivedAt: number, signal: AbortSignal): CheckCall {
  const client = request.socket.remoteAddress;
  return client === undefined ? { arrivedAt, signal } : { arrivedAt, signal, client };
}

/** The target in absolute form (RFC 9112, section 3.2.2) or authority form; else made absolute. */
function urlOf(request: IncomingMessage): string {
  const { url = "", headers, method } = request;
  if (method === "CONNECT" || /^[a-z][a-z0-9+.-]*:/i.test(url)) return url;
  const scheme = "encrypted" in request.socket ? "https" : "http";
  return `${scheme}://${headers[":authority"] ?? headers.host ?? ""}${url}`;
}

function pairs(flat: readonly string[]): (readonly [string, string])[] {
  return Array.from({ length: flat.length / 2 }, (_, index) => [flat[2 * index] ?? "", flat[2 * index + 1] ?? ""]);
}

/** `reusable`: the request was read to its end, so the connection can carry another. */
function refuse(response: ServerResponse, verdict: Denial, reusable: boolean): void {
  const { status, headers, body } = denialResponse(verdict);
  if (response.headersSent) response.destroy();
  else response.writeHead(status, reusable ? headers : { ...headers, connection: "close" }).end(body);
}
