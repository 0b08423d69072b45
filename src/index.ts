/**
 * outbound-dlp: finds credentials in outbound HTTP requests, holds the request, asks a human, and remembers the exact value that was
 * approved. Here the defaults meet: the scan with the catalogue, the guard with the scan.
 */
import { buildPayloadWith, createGuardWith, type Scanning, targetOf } from "./approval/index.js";
import { catalogue } from "./catalogue/index.js";
import { prepared } from "./catalogue/prepared.js";
import { readRequest } from "./request/index.js";
import { openScan, prepare, scanOneText, scanRequest } from "./scan/index.js";
import type {
  Finding,
  Guard,
  GuardOptions,
  OutboundRequest,
  RequestHead,
  SafeTokensLike,
  Scan,
  ScanOptions,
  ScanResult,
  TokenAllowPayload,
  TokenScope,
} from "./types.js";

export { createAnswerKeys, signAnswer, verifyAnswer } from "./answer-signature.js";
export { createSafeTokens, EGRESS_TOKEN_ALLOW } from "./approval/index.js";
export { catalogue } from "./catalogue/index.js";
export type * from "./channels.js";
export {
  AnswerError,
  ConfigurationError,
  DetectorError,
  EngineUnavailableError,
  OutboundDlpError,
  QueueError,
} from "./errors.js";
export { fileQueue } from "./queues/file.js";
export { memoryQueue } from "./queues/memory.js";
export { createKnownSecrets, defineDetector } from "./scan/index.js";
export type * from "./types.js";

prepare(catalogue, prepared);

/**
 * Scans one request: its method, URL, headers, body and trailers, each also as every view that the decoders make of it. Synchronous,
 * pure, linear in the bytes, and throws for no request.
 *
 * @param safeTokens Approved values: their findings are skipped, in whichever encoding they arrive, and nothing else is.
 * @throws EngineUnavailableError when re2 is missing or was not built; DetectorError for a faulty detector of your own;
 * ConfigurationError for options that cannot be used.
 */
export function scanOutbound(request: OutboundRequest, safeTokens?: SafeTokensLike, options?: ScanOptions): ScanResult {
  return scanRequest(request, { detectors: catalogue, safeTokens, options, scope: () => scopeOf(request) });
}

/**
 * The same scan for a body that arrives in pieces; see `Scan`. The head, the options and an iterable of safe tokens are read here, once; a
 * store is asked at the end.
 *
 * @throws What `scanOutbound` throws.
 */
export function createScan(request: RequestHead, safeTokens?: SafeTokensLike, options?: ScanOptions): Scan {
  const scope = scopeOf(request);
  return openScan(request, { detectors: catalogue, safeTokens, options, scope: () => scope });
}

/** Where approved values may go; nowhere in particular where the URL cannot be read. */
function scopeOf(request: RequestHead): TokenScope {
  const { url } = readRequest(request);
  const host = typeof url === "string" ? targetOf(url).scopeHost : undefined;
  return host === undefined ? {} : { host };
}

/** Scans one text and its views, as surface "text". The laws and errors of `scanOutbound`. */
export function scanText(text: string | Uint8Array, safeTokens?: SafeTokensLike, options?: ScanOptions): ScanResult {
  return scanOneText(text, { detectors: catalogue, safeTokens, options });
}

const scanning: Scanning = { scan: scanOutbound, detectors: catalogue };

/**
 * What a supervisor is shown of a finding: the `egress-token-allow` proposal's payload. Holds nothing of the value but its detector's
 * public prefix, its length and a keyed fingerprint.
 *
 * @param options What the scan ran with, so that its own detectors are redacted too.
 */
export function buildTokenAllowPayload(
  request: OutboundRequest,
  finding: Finding,
  options?: ScanOptions,
): TokenAllowPayload {
  return buildPayloadWith(scanning, request, finding, options);
}

/**
 * A guard: `check` resolves to "forward" or "deny", and waits for the supervisor in between where a finding stands.
 *
 * @throws ConfigurationError for options that cannot be used, and for nonsense in EGRESS_TOKEN_ALLOW_TIMEOUT_SECONDS.
 */
export function createGuard(options?: GuardOptions): Guard {
  return createGuardWith(scanning, options);
}
