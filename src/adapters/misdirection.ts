import { isIP } from "node:net";
import type { Refusal } from "./denial.js";

/**
 * Undefined for a request whose Host names the place it goes to. RFC 9112, section 3.2, asks for that; where it does not hold,
 * a shared front end would send the request on to another host than the one that was shown. An IP address has no such name, but the
 * values must agree there too.
 *
 * @param hostname The connection's other end.
 * @param authorities The values of Host, with or without a port.
 */
export function misdirectionOf(hostname: string, authorities: readonly string[]): Refusal | undefined {
  const goal = normal(hostname.replace(/^\[(.*)\]$/, "$1"));
  const names = authorities.map((authority) => normal(withoutPort(authority)));
  if (!/^[a-z0-9._:%-]+$/.test(goal)) {
    return refusal("The request's host is no valid host name, so it was not sent.");
  }
  if (names.every((name) => name === (isIP(goal) === 0 ? goal : names[0]))) return undefined;
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
