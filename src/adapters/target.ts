import type { CompletedRequest } from "mockttp";
import type { Refusal } from "./denial.js";
import { misdirectionOf } from "./misdirection.js";

/**
 * Where a request that mockttp intercepted would go, and what to refuse because a supervisor would be shown another place.
 *
 * mockttp connects to `destination` (the CONNECT target, else the absolute URL's host, else Host), whatever `url` says: for a
 * tunnel to an IP address `url` has the name that the client wrote into Host.
 */

type Target = Pick<CompletedRequest, "url" | "destination" | "rawHeaders">;

/** The request's URL with the destination as its host: the connection's other end, as the supervisor must see it. */
export function targetUrl({ url, destination: { hostname, port } }: Pick<Target, "url" | "destination">): string {
  const [, scheme = "http", rest = ""] = /^([^:/]+):\/\/[^/?#]*(.*)$/s.exec(url) ?? [];
  const host = hostname.includes(":") ? `[${hostname}]` : hostname;
  const isDefault = port === (scheme === "https" ? 443 : 80);
  return `${scheme}://${host}${isDefault ? "" : `:${port}`}${rest}`;
}

/** What is wrong with the host that the request names; see `misdirectionOf`. */
export function misdirection(target: Pick<Target, "destination" | "rawHeaders">): Refusal | undefined {
  const names = target.rawHeaders.filter(([name]) => /^(host|:authority)$/i.test(name)).map(([, value]) => value);
  return misdirectionOf(target.destination.hostname, names);
}
