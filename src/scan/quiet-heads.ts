import { hash } from "node:crypto";
import type { RequestReading } from "../request/index.js";
import type { Settings } from "./options.js";
import { Entry, type QuietMemory } from "./quiet-memory.js";

/** Longer heads, in UTF-16 units, are read each time. */
const LONGEST = 8192;

/** What reading a head took in which nothing was found. */
export interface QuietHead {
  /** Bytes of its surfaces. */
  readonly bytes: number;
  /** Bytes of work. */
  readonly work: number;
  /** How it says that a body is read: `RequestReading.readAs`. */
  readonly readAs: string;
}

/**
 * What is remembered of a request's head (method, URL, headers, trailers): clients send the same one again and again, and where nothing was
 * found in it, nothing will be the next time either, so that it need not be read. Of each such head, a SHA-256 stays in memory. `undefined`
 * where nothing is remembered: whose traffic is trusted, the head tells.
 */
export function entryOfHead(
  reading: RequestReading,
  { heads }: QuietMemory,
  settings: Settings,
): Entry<QuietHead> | undefined {
  const { minConfidence, viewDepth } = settings;
  if (settings.trustedHosts !== undefined) return undefined;
  const text = reading.headText;
  if (text === undefined || text.length > LONGEST) return undefined;
  return new Entry(heads, hash("sha256", `${minConfidence} ${viewDepth} ${text}`, "base64"));
}
