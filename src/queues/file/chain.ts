import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";

/**
 * The audit as a hash chain: each line says where it was appended, and what all that stood before it hashes to. So a line that is
 * changed, removed or put in between no longer fits those after it. Two desks that append at the same moment name the same place:
 * a line may stand a little after the place that it names.
 */

/** The beginning of the audit, up to the end of one of its lines. */
export interface Prefix {
  readonly bytes: number;
  /** SHA-256, in hexadecimal, of the hash up to the line before (64 zeros for none) and the line without its line feed. */
  readonly sha256: string;
}

export const NOTHING: Prefix = Object.freeze({ bytes: 0, sha256: "0".repeat(64) });

/** How far back from its end the audit is looked at for a line that is chained; longer than any line. */
const TAIL_BYTES = 65_536;

const LINE_FEED = 0x0a;

/** `prefix` and one more line, given without its line feed. */
export function extend({ bytes, sha256 }: Prefix, line: Uint8Array): Prefix {
  const hash = createHash("sha256").update(sha256).update(line).digest("hex");
  return { bytes: bytes + line.length + 1, sha256: hash };
}

/** `value` as a prefix, if it is one. */
export function parsePrefix(value: unknown): Prefix | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { bytes, sha256 } = value as Partial<Record<keyof Prefix, unknown>>;
  const valid = Number.isSafeInteger(bytes) && (bytes as number) >= 0 && /^[0-9a-f]{64}$/.test(String(sha256));
  return valid ? { bytes: bytes as number, sha256: String(sha256) } : undefined;
}

/** Where the audit's `line` says that it was appended; undefined when it does not say. */
export function placeOf(line: Uint8Array): Prefix | undefined {
  try {
    return parsePrefix((JSON.parse(Buffer.from(line).toString("utf8")) as { readonly after?: unknown } | null)?.after);
  } catch {
    return undefined;
  }
}

/** All of the audit behind `handle` that `bytes` reach, as a prefix; a line without its end counts as if it had one. */
export async function prefixOf(handle: FileHandle, bytes: number): Promise<Prefix> {
  const start = lastPlace(await readBytes(handle, Math.max(0, bytes - TAIL_BYTES), bytes), bytes) ?? NOTHING;
  return prefixFrom(handle, start, bytes);
}

/** The same from a prefix that is known. */
export async function prefixFrom(handle: FileHandle, start: Prefix, bytes: number): Promise<Prefix> {
  return linesOf(await readBytes(handle, start.bytes, bytes)).reduce(extend, start);
}

/** What the last chained line of `tail`, which ends at `end`, says of the place before it. */
function lastPlace(tail: Buffer, end: number): Prefix | undefined {
  for (const line of linesOf(tail).reverse()) {
    const place = placeOf(line);
    if (place !== undefined && place.bytes <= end - line.length) return place;
  }
  return undefined;
}

/** The lines of `bytes` without their line feeds; the last one may lack its own. */
function linesOf(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(LINE_FEED, start);
    lines.push(bytes.subarray(start, end < 0 ? bytes.length : end));
    start = end < 0 ? bytes.length : end + 1;
  }
  return lines;
}

async function readBytes(handle: FileHandle, start: number, end: number): Promise<Buffer> {
  const buffer = Buffer.alloc(Math.max(0, end - start));
  let length = 0;
  while (length < buffer.length) {
    const { bytesRead } = await handle.read(buffer, length, buffer.length - length, start + length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return buffer.subarray(0, length);
}
