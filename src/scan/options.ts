import { ConfigurationError } from "../errors.js";
import type { Confidence, Detector, ScanLimits, ScanOptions } from "../types.js";
import { readIssuerHosts } from "./issuer/hosts.js";
import type { KnownIndex } from "./known/known-index.js";
import { knownIndexOf } from "./known/known-secrets.js";
import { CONFIDENCES } from "./match/confidence.js";

/** Options with every default in its place. */
export interface Settings {
  readonly detectors: readonly Detector[];
  readonly minConfidence: Confidence;
  readonly bodyBytes: number;
  readonly viewDepth: number;
  /** Undefined: by the size of the request. */
  readonly workBytes: number | undefined;
  readonly findings: number;
  /** Media types in lower case. */
  readonly opaqueTypes: ReadonlySet<string>;
  readonly known: KnownIndex | undefined;
  /** More hosts by service; undefined: no traffic is trusted. */
  readonly trustedHosts: ReadonlyMap<string, readonly string[]> | undefined;
}

export const DEFAULT_LIMITS: Readonly<Omit<ScanLimits, "workBytes">> = {
  bodyBytes: 8 * 1024 * 1024,
  viewDepth: 4,
  findings: 64,
};

/**
 * Reads the options of a scan.
 * @throws ConfigurationError for a value that cannot be meant.
 */
export function readOptions(options: ScanOptions | undefined, detectors: readonly Detector[]): Settings {
  if (options !== undefined) return readGiven(options, detectors);
  let settings = defaults.get(detectors);
  if (settings === undefined) {
    settings = readGiven({}, detectors);
    defaults.set(detectors, settings);
  }
  return settings;
}

/** Settings without options, for each list of detectors. */
const defaults = new WeakMap<readonly Detector[], Settings>();

function readGiven(given: ScanOptions, detectors: readonly Detector[]): Settings {
  if (given.detectors !== undefined && !Array.isArray(given.detectors))
    throw new ConfigurationError("detectors must be a list of detectors");
  const minConfidence = given.minConfidence ?? "medium";
  if (!CONFIDENCES.includes(minConfidence)) {
    throw new ConfigurationError(`minConfidence must be one of ${CONFIDENCES.join(", ")}`);
  }
  const { issuerTraffic = "hold" } = given;
  if (issuerTraffic !== "hold" && issuerTraffic !== "trust-issuer")
    throw new ConfigurationError('issuerTraffic must be "hold" or "trust-issuer"');
  const issuerHosts = readIssuerHosts(given.issuerHosts, given.detectors ?? detectors);
  const limits = given.limits ?? {};
  return {
    detectors: given.detectors ?? detectors,
    minConfidence,
    bodyBytes: readLimit(limits, "bodyBytes") ?? DEFAULT_LIMITS.bodyBytes,
    viewDepth: readLimit(limits, "viewDepth") ?? DEFAULT_LIMITS.viewDepth,
    workBytes: readLimit(limits, "workBytes"),
    findings: readLimit(limits, "findings") ?? DEFAULT_LIMITS.findings,
    opaqueTypes: readTypes(given.opaqueTypes),
    known: knownIndexOf(given.knownSecrets),
    trustedHosts: issuerTraffic === "hold" ? undefined : issuerHosts,
  };
}

function readLimit(limits: Partial<ScanLimits>, name: keyof ScanLimits): number | undefined {
  const value: unknown = limits[name];
  if (value === undefined) return undefined;
  if (typeof value !== "number" || !(value >= 0))
    throw new ConfigurationError(`limits.${name} must be a number of at least 0`);
  return value;
}

function readTypes(types: unknown = []): ReadonlySet<string> {
  if (!Array.isArray(types) || !types.every((type) => typeof type === "string" && /^[^/\s;]+\/[^/\s;]+$/.test(type))) {
    throw new ConfigurationError('opaqueTypes must be a list of media types, such as "application/pdf"');
  }
  return new Set(types.map((type: string) => type.toLowerCase()));
}

/** Work that decoding may cost when the options do not say: linear in the request, with room for small ones; the lines meet at 128 KiB. */
export function defaultWork(bytes: number): number {
  return Math.max(8 * bytes + 1024 * 1024, 12 * bytes + 512 * 1024);
}
