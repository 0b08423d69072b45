import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { ConfigurationError } from "../errors.js";
import type { CheckCall, Guard, OutboundRequest } from "../types.js";
import { BODY_BYTES } from "./body-limit.js";
import { HEAD_MS, MOST_CONNECTIONS } from "./connection-limit.js";
import { type Refusal, UPGRADE } from "./denial.js";
import { departureFrom } from "./departure.js";
import type { Intake } from "./intake.js";
import { misdirectionOf } from "./misdirection.js";
import { intakeFor, readIncoming } from "./read-incoming.js";
import { refuseUpgrade } from "./refuse-upgrade.js";
import {
  answerTo,
  NOT_FOUND,
  type PlainAnswer,
  problem,
  reply,
  send,
  TOO_LARGE,
  UNAUTHORIZED,
  WRONG_METHOD,
  WRONG_TOKEN,
} from "./serve/answers.js";
import { type CheckBody, readCheckBody } from "./serve/check-body.js";
import { extAuthzRequest, isExtAuthz, TOKEN_HEADER } from "./serve/ext-authz.js";
import { listenOnPath } from "./serve/socket-path.js";
import { bearerToken, isToken } from "./serve/token.js";

export interface CheckServiceOptions {
  readonly guard: Guard;
  /** A socket with mode 0600, or a TCP port. */
  readonly listen: { readonly path: string } | { readonly host: string; readonly port: number };
  /** What callers must know. Demanded on TCP. */
  readonly token?: string;
  /** Bytes of body that are read; a longer body is denied. Default 8 MiB. */
  readonly bodyBytes?: number;
  /** Connections that are taken at once; one more is closed. Default 2,048. */
  readonly maxConnections?: number;
  /** Answers `GET /healthz`, which needs no token, and `GET /metrics`. */
  readonly observe?: (path: string) => Promise<PlainAnswer | undefined>;
}

export interface CheckService {
  /** `unix:PATH` or `http://HOST:PORT`. */
  readonly url: string;
  /** Ends every connection. Close the guard first, so that what is held is answered. */
  close(): Promise<void>;
}

/** Bytes of JSON round the body: URL, headers, trailers. */
const ROOM_FOR_HEAD = 1024 * 1024;
/** As many as other proxies take at most: Node's own 16 KiB are fewer. */
const HEAD_BYTES = 128 * 1024;

/**
 * A service beside a proxy that is not Node: it is asked about each request, and its answer waits while the request is held. 200: send it on.
 * Anything else: do not. What it is asked and answers: docs/reference/serve.md.
 *
 * @throws ConfigurationError When it cannot listen as asked, or would be open to all.
 */
export async function createCheckService(options: CheckServiceOptions): Promise<CheckService> {
  const { listen, token, maxConnections = MOST_CONNECTIONS } = options;
  if (!("path" in listen) && token === undefined) throw new ConfigurationError("On TCP the service needs a token.");
  if (token !== undefined && !/^[\x21-\x7e]{16,}$/.test(token)) {
    throw new ConfigurationError("The token must be at least 16 printable characters without spaces.");
  }
  const timing = { headersTimeout: HEAD_MS, connectionsCheckingInterval: HEAD_MS / 12, keepAliveTimeout: 65_000 };
  const server = createServer({ maxHeaderSize: HEAD_BYTES, ...timing }, (req, res) => {
    if (isUnwatched(req)) req.socket.destroy();
    else void answer(options, req, res).catch(() => res.destroy());
  });
  server.maxConnections = maxConnections;
  // The limit is that on their bytes: Node would drop what is over 2,000 fields, unseen, where the proxy sends them all.
  server.maxHeadersCount = 0;
  server
    .on("upgrade", (_, socket) => refuseUpgrade(socket))
    .on("connect", (_, socket) => refuseUpgrade(socket))
    .on("clientError", (_, socket) => socket.destroy());
  const url = await startListening(server, listen);
  return { url, close: () => stop(server) };
}

async function answer(options: CheckServiceOptions, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const arrivedAt = performance.now();
  const path = (req.url ?? "").split("?", 1)[0] ?? "";
  if (isExtAuthz(req.url ?? "")) return answerEnvoy(options, req, res, arrivedAt);
  const isHealth = path === "/healthz";
  if (!isHealth && !isAllowed(options, bearerToken(req.headers.authorization))) return send(req, res, UNAUTHORIZED);
  if (path === "/v1/check") {
    return req.method === "POST" ? answerCheck(options, req, res, arrivedAt) : send(req, res, WRONG_METHOD);
  }
  if (req.method !== "GET" && req.method !== "HEAD") return send(req, res, NOT_FOUND);
  send(req, res, (await options.observe?.(path)) ?? NOT_FOUND);
}

/**
 * Whether Node has stopped reading, since answers wait behind one that is held, or are not fetched. That a caller leaves would not be seen then,
 * and what it left held would stay until its deadline.
 */
function isUnwatched({ socket }: IncomingMessage): boolean {
  return socket.isPaused();
}

/** `POST /v1/check`. */
async function answerCheck(
  options: CheckServiceOptions,
  req: IncomingMessage,
  res: ServerResponse,
  arrivedAt: number,
): Promise<void> {
  const { guard, bodyBytes = BODY_BYTES } = options;
  // The connection tells that a caller has left: an answer that waits behind another on it never says "close".
  const { signal, done } = departureFrom(req.socket);
  const intake = intakeFor(guard, req, Math.ceil(bodyBytes / 3) * 4 + ROOM_FOR_HEAD);
  try {
    const asked = await readAsked(req, intake);
    if ("status" in asked) return send(req, res, asked);
    const { request, client } = asked;
    const call = { signal, arrivedAt, ...(client === undefined ? {} : { client }) };
    reply(req, res, misdirected(request) ?? (await intake.verdict(() => guard.check(request, call))));
  } finally {
    intake.end();
    done();
  }
}

/** What a check is asked about, or the answer when that cannot be told. Keeps nothing of the JSON: the request may be held for long. */
async function readAsked(req: IncomingMessage, intake: Intake): Promise<CheckBody | PlainAnswer> {
  const { body, complete } = await readIncoming(req, intake);
  req.resume(); // nobody reads it again
  const refusal = await intake.refusal();
  if (refusal !== undefined) return answerTo(refusal);
  if (!complete) return TOO_LARGE;
  const asked = readCheckBody(body);
  return typeof asked === "string" ? problem(400, "bad_request", asked) : asked;
}

/** Envoy gives its client whatever it is answered but a 200, so here even a wrong token is a 403. */
async function answerEnvoy(
  options: CheckServiceOptions,
  req: IncomingMessage,
  res: ServerResponse,
  arrivedAt: number,
): Promise<void> {
  const { guard, bodyBytes } = options;
  const { [TOKEN_HEADER]: given } = req.headers;
  if (!isAllowed(options, typeof given === "string" ? given : undefined)) return reply(req, res, WRONG_TOKEN);
  if (req.headers.upgrade !== undefined) return reply(req, res, UPGRADE);
  const { signal, done } = departureFrom(req.socket);
  const intake = intakeFor(guard, req, bodyBytes);
  try {
    const asked = extAuthzRequest(req, await readIncoming(req, intake));
    req.resume(); // nobody reads it again
    if ("because" in asked) return reply(req, res, asked);
    const call: CheckCall = { signal, arrivedAt };
    reply(req, res, misdirected(asked) ?? (await intake.verdict(() => guard.check(asked, call))));
  } finally {
    intake.end();
    done();
  }
}

function isAllowed({ token }: CheckServiceOptions, given: string | undefined): boolean {
  return token === undefined || isToken(token, given);
}

/** A URL that names no host is scanned as text, and the supervisor is shown that it names none. */
function misdirected({ url, headers = [] }: OutboundRequest): Refusal | undefined {
  const hostname = hostnameOf(url);
  const pairs = [...(headers as Iterable<readonly [string, string]>)];
  const hosts = pairs.filter(([name]) => /^(host|:authority)$/i.test(name)).map(([, value]) => value);
  return hostname === "" ? undefined : misdirectionOf(hostname, hosts);
}

function hostnameOf(url: string): string {
  try {
    return new URL(/^[^/?#@]+:\d+$/.test(url) ? `http://${url}` : url).hostname;
  } catch {
    return "";
  }
}

async function startListening(server: Server, listen: CheckServiceOptions["listen"]): Promise<string> {
  if ("path" in listen) {
    await listenOnPath(server, listen.path);
    return `unix:${listen.path}`;
  }
  await new Promise<void>((resolve, reject) => {
    server.once("error", () => {
      reject(
        new ConfigurationError("The service cannot listen on this host and port: one is wrong, or the port is taken."),
      );
    });
    server.listen(listen.port, listen.host, resolve);
  });
  const { address, port } = server.address() as AddressInfo;
  return `http://${address.includes(":") ? `[${address}]` : address}:${port}`;
}

async function stop(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  // What was answered a moment ago is still being written.
  const timer = setTimeout(() => server.closeAllConnections(), 1_000);
  await closed;
  clearTimeout(timer);
}
