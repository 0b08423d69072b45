import type { AddressInfo, Server } from "node:net";
import { type CompletedRequest, getLocal, type Mockttp } from "mockttp";
import { ConfigurationError } from "../errors.js";
import type { Guard } from "../types.js";
import { guardCompletedRequest, refusalResponse } from "./before-request.js";
import { BODY_BYTES } from "./body-limit.js";
import { MOST_CONNECTIONS } from "./connection-limit.js";
import { FAILED, type Refusal } from "./denial.js";
import { GatewayBodies, type Incoming, type Outgoing } from "./gateway/bodies.js";
import { GatewayConnections } from "./gateway/connections.js";
import { contain, mendTunnels } from "./gateway/containment.js";
import { closeWithConnection } from "./gateway/queued-answers.js";

/** A certificate authority: PEM texts. Clients of the gateway must trust `cert`; whoever has `key` can impersonate any host to them. */
export interface CertificateAuthority {
  readonly key: string;
  readonly cert: string;
}

export interface GatewayOptions {
  readonly guard: Guard;
  /** Signs the certificates that the gateway shows its clients in place of the real hosts'. */
  readonly ca: CertificateAuthority;
  /** Default 0: any free port. */
  readonly port?: number;
  /** The address to listen on. Default 127.0.0.1. On any other, whoever reaches it can send through the gateway. */
  readonly host?: string;
  /** PEM certificates that upstream hosts may be signed by, besides Node's own roots. Their certificates are always checked. */
  readonly upstreamCas?: readonly string[];
  /** Bytes of body that are read; a longer body is denied. Default 8 MiB. */
  readonly bodyBytes?: number;
  /** Connections that are taken at once, half of them from one address; one more is closed. Default 2,048. */
  readonly maxConnections?: number;
}

export interface Gateway {
  /** The URL for HTTP_PROXY and HTTPS_PROXY. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** Ends every connection. Close the guard first, so that what is held is answered. */
  close(): Promise<void>;
}

/**
 * A forward proxy that checks each request, HTTP/1.1 and HTTP/2, plain and within TLS, before anything of it leaves: no name
 * is looked up and no connection made for a request that is denied. Denied is a 403.
 *
 * What it cannot read it refuses: WebSockets and other upgrades, and tunnels in which something other than HTTP is spoken.
 *
 * @throws ConfigurationError When it cannot listen as asked.
 */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const { ca, port = 0, host = "127.0.0.1", bodyBytes = BODY_BYTES, maxConnections = MOST_CONNECTIONS } = options;
  const server = getLocal({
    https: { key: ca.key, cert: ca.cert },
    maxBodySize: bodyBytes,
    recordTraffic: false,
    suggestChanges: false,
  });
  contain(server);
  const bodies = new GatewayBodies(options.guard, bodyBytes);
  const address = bindTo(server, host, (created) => {
    mendTunnels(created);
    const connections = new GatewayConnections(created, maxConnections);
    const arrived = (req: Incoming, res: Outgoing): void => {
      keepTrailers(req);
      closeWithConnection(req, res);
      connections.arrived(req, res);
      bodies.watch(req, res);
    };
    for (const event of ["request", "checkContinue", "checkExpectation"]) created.on(event, arrived);
  });
  await setRules(server, options, address, bodies);
  try {
    await server.start(port);
    const { address: bound, port: actual } = address();
    const authority = `${bound.includes(":") ? `[${bound}]` : bound}:${actual}`;
    return { url: `http://${authority}`, host: bound, port: actual, close: () => server.stop() };
  } catch {
    await server.stop().catch(() => {});
    throw new ConfigurationError(
      "The gateway cannot listen on this host and port: one is wrong, or the port is taken.",
    );
  }
}

/**
 * One rule passes requests through, and only those that the guard lets pass match it; all others fall to the one that answers
 * 403. So the decision stands before mockttp's pass-through step begins: that step looks names up before its own hook, writes the
 * header names anew, and would pass on more of a large body than its hook was shown.
 */
async function setRules(
  server: Mockttp,
  { guard, upstreamCas = [] }: GatewayOptions,
  address: () => AddressInfo,
  bodies: GatewayBodies,
): Promise<void> {
  const check = guardCompletedRequest(guard, { server });
  const refusals = new Map<string, Refusal>();
  const isAllowed = async (request: CompletedRequest): Promise<boolean> => {
    const refuse = isFor(address(), request) ? async () => ITSELF : check;
    const refusal = await bodies.refusalOf(request, refuse);
    if (refusal !== undefined) refusals.set(request.id, refusal);
    else keepFromProbing(request);
    return refusal === undefined;
  };
  await server
    .forAnyRequest()
    .matching(isAllowed)
    .always()
    .thenPassThrough({ additionalTrustedCAs: upstreamCas.map((cert) => ({ cert })) });
  await server
    .forUnmatchedRequest()
    .always()
    .thenCallback(({ id }) => {
      const refusal = refusals.get(id) ?? FAILED;
      refusals.delete(id);
      return refusalResponse(refusal);
    });
  // Without a reader mockttp keeps the whole of each answer in memory until its end.
  await server.on("response-body-data", () => {});
}

const ITSELF: Refusal = {
  because: "misdirected",
  message:
    "This is the gateway itself: set it as the HTTP proxy (HTTP_PROXY, HTTPS_PROXY) of a client that sends elsewhere.",
};

/** Whether a request names the gateway as its destination, as one does that was sent here without being meant for a proxy. */
function isFor({ address, port }: AddressInfo, { destination }: CompletedRequest): boolean {
  const names = [address, "localhost", "127.0.0.1", "::1"];
  return destination.port === port && names.includes(destination.hostname.toLowerCase());
}

/**
 * For "localhost" mockttp tries on which of the machine's two addresses somebody listens, and each try leaves a listener on one server of its
 * own for ever. To Node, which tries both when it connects, any other spelling is the same host.
 */
function keepFromProbing({ destination }: CompletedRequest): void {
  if (destination.hostname === "localhost") destination.hostname = "LOCALHOST";
}

/** mockttp takes the trailers that Node's HTTP/1 parser sets on a request; those of HTTP/2, which Node keeps elsewhere, it would lose. */
function keepTrailers(request: Incoming): void {
  if (!("stream" in request)) return;
  request.stream.once("trailers", (_headers: unknown, _flags: unknown, raw: string[]) => {
    Object.assign(request, { rawTrailers: raw });
  });
}

/**
 * Makes `server` listen on `host` alone: mockttp has no option for that and listens on every interface. Returns the address,
 * which throws while there is none and when it is not the one that was asked for.
 *
 * @param prepare Called with the server before it listens. What it hears of a request, it hears after mockttp has seen the head and
 * before the body.
 */
function bindTo(server: Mockttp, host: string, prepare: (created: Server) => void): () => AddressInfo {
  let inner: Server | undefined;
  Object.defineProperty(server, "server", {
    get: () => inner,
    set: (created: Server) => {
      const listen = created.listen.bind(created) as (port: number, host: string) => Server;
      inner = Object.assign(created, { listen: (port: number) => listen(port, host) });
      prepare(created);
    },
  });
  return () => {
    const address = inner?.address();
    if (address === undefined || address === null || typeof address === "string") throw new Error("not listening");
    return address;
  };
}
