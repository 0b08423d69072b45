import { ConfigurationError } from "../../errors.js";
import type { Detector } from "../../types.js";
import type { Compiled } from "../compile/compile.js";
import type { CompiledDetector } from "../compile/compiled-detector.js";

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
  const services = servicesOf(detectors);
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

const knownServices = new WeakMap<readonly Detector[], ReadonlySet<string>>();

/** Kept for lists that stay what they are. */
function servicesOf(detectors: readonly Detector[]): ReadonlySet<string> {
  const known = knownServices.get(detectors);
  if (known !== undefined) return known;
  const services = new Set(detectors.map(({ service }) => service));
  if (Object.isFrozen(detectors)) knownServices.set(detectors, services);
  return services;
}

/** What a list's detectors say of their issuers. */
interface Issuers {
  readonly byHost: ReadonlyMap<string, readonly IssuerOfHost[]>;
  readonly byService: ReadonlyMap<string, readonly IssuerOfHost[]>;
}

const cache = new WeakMap<Compiled, Issuers>();

/** What a host issues, by the detectors themselves and by the hosts that are given for a service. `host`: in lower case. */
export function issuersAt(
  host: string,
  compiled: Compiled,
  given: ReadonlyMap<string, readonly string[]>,
): readonly IssuerOfHost[] {
  const { byHost, byService } = issuersOf(compiled);
  const issuers = [...(byHost.get(host) ?? [])];
  for (const [service, hosts] of given) if (hosts.includes(host)) issuers.push(...(byService.get(service) ?? []));
  return issuers;
}

function issuersOf(compiled: Compiled): Issuers {
  let issuers = cache.get(compiled);
  if (issuers === undefined) {
    issuers = findIssuers(compiled);
    cache.set(compiled, issuers);
  }
  return issuers;
}

function findIssuers({ all }: Compiled): Issuers {
  const byHost = new Map<string, IssuerOfHost[]>();
  const byService = new Map<string, IssuerOfHost[]>();
  for (const detector of all) {
    const { issuer, service } = detector.detector;
    const carriers = (issuer?.carriers ?? []).map(readCarrier).filter((carrier) => carrier !== undefined);
    if (carriers.length === 0) continue;
    addTo(byService, service, { detector, carriers });
    for (const host of issuer?.hosts ?? []) addTo(byHost, host.toLowerCase(), { detector, carriers });
  }
  return { byHost, byService };
}

function addTo(issuers: Map<string, IssuerOfHost[]>, key: string, issuer: IssuerOfHost): void {
  const known = issuers.get(key);
  if (known === undefined) issuers.set(key, [issuer]);
  else known.push(issuer);
}
