import type { OutboundRequest } from "../../types.js";

/** One thing to scan: a request, or text of no known structure. */
export interface InputEntry {
  readonly request?: OutboundRequest;
  readonly text?: Uint8Array | string;
  /** What of the input was not read, in words that quote nothing of it. */
  readonly notes: readonly string[];
}

/** The formats that `scan` reads. */
export const FORMATS = ["har", "http", "curl", "raw"] as const;
export type Format = (typeof FORMATS)[number];

/** Reads one format. Throws UsageError when `bytes` are not of it. */
export type Reader = (bytes: Uint8Array) => readonly InputEntry[];
