import { isIP } from "node:net";
import type { CompletedRequest } from "mockttp";
import type { Refusal } from "./denial.js";

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

/**
 * Undefined for a request whose Host names the place it goes to. RFC 9112, section 3.2, asks for that; where it does not hold,
 * a shared front end would send the request on to another host than the one that was shown. An IP address has no such name.
 */
export function misdirection({
  destination,
  rawHeaders,
}: Pick<Target, "destination" | "rawHeaders">): Refusal | undefined {
  if (!/^[a-z0-9._:%-]+$/i.test(destination.hostname)) {
    return refusal("The request's host is no valid host name, so it was not sent.");
  }
  if (isIP(destination.hostname) !== 0) return undefined;
  const goal = normal(destination.hostname);
  const names = rawHeaders
    .filter(([name]) => /^(host|:authority)$/i.test(name))
    .map(([, value]) => normal(withoutPort(value)));
  if (names.every((name) => name === goal)) return undefined;
  return refusal(
    "The request's Host names another host than the one it is sent to, so it was not sent. Make them agree.",
  );
}

function refusal(message: string): Refusal {
  return { because: "misdirected", message };
}

function withoutPort(authority: string): string {
  return authority.trim().replace(/:\d*$/, "");
}

function normal(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}
