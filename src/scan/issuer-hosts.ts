import { ConfigurationError } from "../errors.js";
import type { Detector } from "../types.js";
import type { Compiled } from "./compile.js";
import type { CompiledDetector } from "./compiled-detector.js";

/** A carrier as detectors write it: `header NAME`, `header NAME: SCHEME`, `query NAME`, `basic auth`. Names in lower case. */
export type Carrier =
  | { readonly kind: "header"; readonly name: string; readonly scheme: string | undefined }
  | { readonly kind: "query"; readonly name: string }
  | { readonly kind: "basic" };

/** What a host issues, and in which carriers it takes it. */
export interface IssuerOfHost {
  readonly detector: CompiledDetector;
  readonly carriers: readonly Carrier[];
}

/** By exact host name, in lower case. */
export type IssuerHosts = ReadonlyMap<string, readonly IssuerOfHost[]>;

const CARRIER = /^(?:header ([^\s:]+)(?:: (\S+))?|query (\S+)|(basic auth))$/i;

/** Reads a carrier; undefined for what is none. */
export function readCarrier(text: string): Carrier | undefined {
  const found = CARRIER.exec(text);
  if (found === null) return undefined;
  const [, header, scheme, query] = found;
  if (header !== undefined) return { kind: "header", name: header.toLowerCase(), scheme: scheme?.toLowerCase() };
  return query === undefined ? { kind: "basic" } : { kind: "query", name: query.toLowerCase() };
}

/** RFC 1123, section 2.1, with a dot inside: no address, no port, no wildcard, no dot at the end. */
const HOST = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]*[a-z][a-z0-9-]*$/;

/**
 * Checks the `issuerHosts` of a scan's options.
 * @throws ConfigurationError for what is no exact host name, and for a service that no detector has.
 */
export function readIssuerHosts(
  given: unknown,
  detectors: readonly Detector[],
): ReadonlyMap<string, readonly string[]> {
  if (given === undefined) return new Map();
  if (typeof given !== "object" || given === null)
    throw new ConfigurationError("issuerHosts must be an object: exact host names by a detector's service");
  const services = new Set(detectors.map(({ service }) => service));
  const hosts = new Map<string, readonly string[]>();
  for (const [service, names] of Object.entries(given)) {
    if (!services.has(service))
      throw new ConfigurationError("issuerHosts names a service that no detector has: see docs/catalogue.md");
    if (!Array.isArray(names) || !names.every((name) => typeof name === "string" && HOST.test(name.toLowerCase()))) {
      throw new ConfigurationError(
        `issuerHosts for the service "${service}" must be a list of exact host names, without scheme, port or wildcard`,
      );
    }
    hosts.set(
      service,
      names.map((name: string) => name.toLowerCase()),
    );
  }
  return hosts;
}

const cache = new WeakMap<Compiled, IssuerHosts>();

/** The issuers of a list of detectors, with those of `more` hosts by service. */
export function issuersOf(compiled: Compiled, more: ReadonlyMap<string, readonly string[]>): IssuerHosts {
  const known = more.size === 0 ? cache.get(compiled) : undefined;
  if (known !== undefined) return known;
  const hosts = new Map<string, IssuerOfHost[]>();
  for (const one of compiled.all) {
    const { issuer, service } = one.detector;
    const carriers = (issuer?.carriers ?? []).map(readCarrier).filter((carrier) => carrier !== undefined);
    if (carriers.length === 0) continue;
    for (const name of [...(issuer?.hosts ?? []), ...(more.get(service) ?? [])]) {
      const host = name.toLowerCase();
      hosts.set(host, [...(hosts.get(host) ?? []), { detector: one, carriers }]);
    }
  }
  if (more.size === 0) cache.set(compiled, hosts);
  return hosts;
}
