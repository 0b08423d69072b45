import type { Detector, OutboundRequest, SafeTokensLike, ScanOptions, ScanResult } from "../types.js";

/** `scanOutbound` with its default detectors bound. */
export type Scanner = (request: OutboundRequest, safeTokens?: SafeTokensLike, options?: ScanOptions) => ScanResult;

/** What this room is given of the scan: the function, and the detectors that it uses when the options name none. */
export interface Scanning {
  readonly scan: Scanner;
  readonly detectors: readonly Detector[];
}
