import { once } from "node:events";
import type { AddressInfo, Server } from "node:net";
import { getLocal, type Mockttp } from "mockttp";
import { ConfigurationError } from "../errors.js";
import type { Guard } from "../types.js";
import { guardCompletedRequest, refusalResponse } from "./before-request.js";
import { BODY_BYTES } from "./body-limit.js";
import type { Refusal } from "./denial.js";

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
  const { guard, ca, port = 0, host = "127.0.0.1", upstreamCas = [], bodyBytes = BODY_BYTES } = options;
  const server = getLocal({
    https: { key: ca.key, cert: ca.cert },
    maxBodySize: bodyBytes,
    recordTraffic: false,
    suggestChanges: false,
  });
  const listening = listenOn(server, host);
  await setRules(server, guard, upstreamCas, () => listening());
  try {
    await server.start(port);
  } catch {
    throw new ConfigurationError(`The gateway cannot listen on ${host}:${port}: choose another --host or --port.`);
  }
}
