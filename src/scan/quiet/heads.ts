import { hash } from "node:crypto";
import type { RequestReading } from "../../request/index.js";
import type { Settings } from "../options.js";
import type { FoundInHead } from "./found-in-head.js";
import { Entry, type QuietMemory } from "./memory.js";

/** Longer heads, in UTF-16 units, are read each time. */
const LONGEST = 8192;

/** What reading a head took, and what was found in it. */
export interface QuietHead {
  /** Bytes of its surfaces. */
  readonly bytes: number;
  /** Bytes of work. */
  readonly work: number;
  /** How it says that a body is read: `RequestReading.readAs`. */
  readonly readAs: string;
  readonly found: readonly FoundInHead[];
}

/**
 * What is remembered of a request's head (method, URL, headers, trailers): clients send the same one again and again, often with the same
 * credential, and what was found in it will be found the next time, so that it need not be read. Of each such head, a SHA-256 stays in
 * memory, and where its secrets stand; not what they are. `undefined` where nothing is remembered.
 */
export function entryOfHead(
  reading: RequestReading,
  { heads }: QuietMemory,
  settings: Settings,
): Entry<QuietHead> | undefined {
  const { minConfidence, viewDepth, trustedHosts } = settings;
  const text = reading.headText;
  if (text === undefined || text.length > LONGEST) return undefined;
  const trust = trustedHosts === undefined ? "" : JSON.stringify([...trustedHosts]);
  return new Entry(heads, hash("sha256", `${minConfidence} ${viewDepth} ${trust.length} ${trust}${text}`, "base64"));
}
