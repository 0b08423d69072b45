import { readCurl } from "./curl.js";
import type { Format, InputEntry, Reader } from "./entry.js";
import { readHar } from "./har.js";
import { readHttpMessage, startsLikeRequest } from "./http-message.js";

/** Each format's reader, and how its input begins. Raw has no form, so anything can be read as it. */
const READERS: Readonly<Record<Format, Reader>> = {
  har: readHar,
  http: readHttpMessage,
  curl: readCurl,
  raw: (bytes): readonly InputEntry[] => [{ text: bytes, notes: [] }],
};

/** A HAR's outermost member is `log` (HAR 1.2); other JSON is text. */
const HAR_START = /^\s*\{\s*"log"\s*:\s*\{/;

/** A shell prompt may stand before a command that was copied from a terminal. */
const CURL_START = /^\s*(?:[$%>#]\s+)?(?:\S*\/)?curl(?:\.exe)?\s/;

/** How many bytes of the input's beginning the guess looks at. */
const START_BYTES = 16 * 1024;

/** What the input looks like. */
export function guessFormat(bytes: Uint8Array): Format {
  const start = new TextDecoder("utf-8").decode(bytes.subarray(0, START_BYTES));
  if (HAR_START.test(start)) return "har";
  if (CURL_START.test(start)) return "curl";
  if (startsLikeRequest(start)) return "http";
  return "raw";
}

/** Reads `bytes` as `format`. */
export function readEntries(bytes: Uint8Array, format: Format): readonly InputEntry[] {
  return READERS[format](bytes);
}
