import type { IncomingMessage } from "node:http";
import type { OutboundRequest } from "../../types.js";
import type { Refusal } from "../denial.js";
import { pairsOf } from "../header-pairs.js";
import type { IncomingBody } from "../read-incoming.js";

/** Where Envoy's `path_prefix` must point; what follows is the request's own path. */
const PATH = /^\/v1\/ext-authz\/(https?)(?=[/?]|$)/;

/** The service's secret, on requests from Envoy: their Authorization is that of the request. */
export const TOKEN_HEADER = "x-outbound-dlp-token";
const PARTIAL_BODY = "x-envoy-auth-partial-body";

/** What Envoy adds for the service, and does not send on. */
const OF_ENVOY: ReadonlySet<string> = new Set([TOKEN_HEADER, PARTIAL_BODY, "x-envoy-expected-rq-timeout-ms"]);

export function isExtAuthz(path: string): boolean {
  return PATH.test(path);
}

/**
 * The request that Envoy's ext_authz filter, in HTTP service mode, asks about: its own method, path, Host and headers, with the body that
 * `with_request_body` adds. A refusal for what shows that Envoy is not set up to send all of it.
 */
export function extAuthzRequest(req: IncomingMessage, { body, complete }: IncomingBody): OutboundRequest | Refusal {
  const [prefix = "", scheme = ""] = PATH.exec(req.url ?? "") ?? [];
  const rest = (req.url ?? "").slice(prefix.length);
  const pairs = pairsOf(req.rawHeaders);
  const valuesOf = (name: string): string[] =>
    pairs
      .filter(([given]) => given.toLowerCase() === name)
      .flatMap(([, value]) => value.split(",").map((one) => one.trim()));
  const host = req.headers.host ?? "";
  // Envoy's connection manager sets it on every request, so only `allowed_headers` can be why it is not here.
  if (host === "" || valuesOf("x-forwarded-proto").length === 0) return HEADERS_WITHHELD;
  const partial = valuesOf(PARTIAL_BODY);
  const isWhole = partial.length === 0 ? !mayHaveBody(req, body) : partial.every((value) => value === "false");
  return {
    method: req.method ?? "",
    url: `${scheme}://${host}${rest.startsWith("/") ? rest : `/${rest}`}`,
    headers: pairs.filter(([name]) => !OF_ENVOY.has(name.toLowerCase())),
    body,
    bodyComplete: complete && isWhole,
  };
}

/** Without the header Envoy has seen no body, or was not told to send bodies: then only the type of one is left of it. */
function mayHaveBody(req: IncomingMessage, body: Buffer): boolean {
  return body.length > 0 || req.headers["content-type"] !== undefined;
}

const HEADERS_WITHHELD: Refusal = {
  because: "misdirected",
  message:
    "The proxy did not send this request's headers to be checked, so it was not sent. Tell the operator of this proxy to set allowed_headers.",
};
