import { afterGzipHeader, isZlib } from "../compression.js";
import type { DecoderInput } from "../decoder.js";
import { holdsText } from "../text.js";
import { startsDeflatedText } from "./deflate-start.js";

const GZIP: Buffer = Buffer.of(0x1f, 0x8b, 8);

/** Whether bytes that are no text are worth a view: gzip somewhere in them, zlib or bare DEFLATE at their start. */
export function looksCompressed(bytes: Buffer): boolean {
  if (bytes.length < 10) return false;
  if (isZlib(bytes) && bytes[0] === 0x78) return true;
  const at = bytes.indexOf(GZIP);
  return (at >= 0 && afterGzipHeader(bytes, at) >= 0) || startsDeflatedText(bytes);
}

/** Whether what was decoded is worth a view: it holds text, as so many characters in a row, or compressed data, or maybe a known value. */
export function isWorthAView({ traces }: DecoderInput, bytes: Buffer, leastText: number): boolean {
  return holdsText(bytes, leastText) || looksCompressed(bytes) || traces?.mayBeIn(bytes) === true;
}
