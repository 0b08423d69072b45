import * as zlib from "node:zlib";

/** A content coding of RFC 9110, section 8.4.1, br of RFC 7932, or zstd of RFC 8878. */
export type Coding = "gzip" | "deflate" | "br" | "zstd";

/** "too-large": more than was allowed comes out. "unsupported": this version of Node cannot read it. */
export type Decompressed =
  | { readonly bytes: Buffer }
  | { readonly problem: "truncated" | "malformed" | "too-large" | "unsupported" };

interface ZlibResult {
  readonly buffer: Buffer;
  readonly engine: { readonly bytesWritten: number };
}

type Decompressor = (bytes: Uint8Array, options: object) => unknown;

/** In Node since 22.15. */
const zstd = (zlib as { zstdDecompressSync?: Decompressor }).zstdDecompressSync;

const DECOMPRESSORS: Readonly<Record<Coding, Decompressor | undefined>> = {
  gzip: zlib.gunzipSync,
  deflate: zlib.inflateSync,
  br: zlib.brotliDecompressSync,
  zstd,
};

/**
 * Undoes one content coding over the whole of `bytes`. At most `maxOutput` bytes of memory are taken for what comes out. Bytes after the
 * end of the data are "malformed", except zeros after gzip, with which tapes and some servers fill up; gzip may have several members.
 */
export function decompress(coding: Coding, bytes: Buffer, maxOutput: number): Decompressed {
  if (bytes.length === 0) return { bytes };
  const whole = attempt(DECOMPRESSORS[coding], bytes, maxOutput);
  if (coding !== "deflate" || !("problem" in whole) || whole.problem !== "malformed" || isZlib(bytes)) return whole;
  return attempt(zlib.inflateRawSync, bytes, maxOutput);
}

/** Up to here, in bytes, data are given room for so many at a time: taking zlib's usual 16 KiB costs more than such data do. */
const SMALL = 2048;
const ROOM_FOR_SMALL = 4096;

/** Runs it without the stack traces of its errors: they take longer than it takes to see that bytes are no such data. */
function run(decompressor: Decompressor, bytes: Uint8Array, maxOutputLength: number): ZlibResult {
  const options = { maxOutputLength, info: true, ...(bytes.length <= SMALL ? { chunkSize: ROOM_FOR_SMALL } : {}) };
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return decompressor(bytes, options) as ZlibResult;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function attempt(decompressor: Decompressor | undefined, bytes: Buffer, maxOutput: number): Decompressed {
  if (decompressor === undefined) return { problem: "unsupported" };
  if (maxOutput < 1) return { problem: "too-large" };
  try {
    const { buffer, engine } = run(decompressor, bytes, maxOutput);
    for (let i = engine.bytesWritten; i < bytes.length; i++) {
      if (bytes[i] !== 0 || decompressor !== zlib.gunzipSync) return { problem: "malformed" };
    }
    return { bytes: buffer };
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    if (code === "ERR_BUFFER_TOO_LARGE") return { problem: "too-large" };
    return { problem: code === "Z_BUF_ERROR" ? "truncated" : "malformed" };
  }
}

/** Whether `bytes` start with a zlib header (RFC 1950, section 2.2) without a preset dictionary. */
export function isZlib(bytes: Uint8Array, at = 0): boolean {
  const method = bytes[at] ?? 0;
  const flags = bytes[at + 1] ?? 0;
  return (method & 15) === 8 && method >> 4 <= 7 && (flags & 0x20) === 0 && (method * 256 + flags) % 31 === 0;
}

/** Longest file name or comment in a gzip header, in bytes. */
const LONGEST_NAME = 1024;

/** Place after the gzip header (RFC 1952, section 2.3) at `at`, or -1 when none stands there. */
export function afterGzipHeader(bytes: Buffer, at: number): number {
  if (bytes[at] !== 0x1f || bytes[at + 1] !== 0x8b || bytes[at + 2] !== 8) return -1;
  const flags = bytes[at + 3] ?? 0xff;
  if ((flags & 0xe0) !== 0) return -1;
  let from = at + 10;
  if ((flags & 4) !== 0) from += 2 + (bytes[from] ?? 0) + (bytes[from + 1] ?? 0) * 256;
  for (const flag of [8, 16]) {
    if ((flags & flag) === 0) continue;
    const end = bytes.subarray(from, from + LONGEST_NAME).indexOf(0);
    if (end < 0) return -1;
    from += end + 1;
  }
  if ((flags & 2) !== 0) from += 2;
  return from < bytes.length ? from : -1;
}

/** What Brotli data give; `undefined` when they are none, are cut, or other bytes follow on them. */
export function unbrotli(
  bytes: Buffer,
  limit: number,
): { readonly bytes: Buffer; readonly end: number } | "too-large" | undefined {
  const result = attempt(zlib.brotliDecompressSync, bytes, limit);
  if ("problem" in result) return result.problem === "too-large" ? "too-large" : undefined;
  return { bytes: result.bytes, end: bytes.length };
}

/** What the DEFLATE data at `from` give, and the place after them; `undefined` when zlib refuses them or more than `limit` comes out. */
export function inflateAt(
  bytes: Buffer,
  from: number,
  limit: number,
): { bytes: Buffer; end: number } | "too-large" | undefined {
  if (limit < 1) return "too-large";
  try {
    const { buffer, engine } = run(zlib.inflateRawSync, bytes.subarray(from), limit);
    return { bytes: buffer, end: from + engine.bytesWritten };
  } catch (error) {
    return (error as { code?: unknown }).code === "ERR_BUFFER_TOO_LARGE" ? "too-large" : undefined;
  }
}
