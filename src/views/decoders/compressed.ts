import { isUtf8 } from "node:buffer";
import { afterGzipHeader, inflateAt, isZlib } from "../compression.js";
import type { Decoder, DecoderInput } from "../decoder.js";
import { SourceMap } from "../source-map.js";
import { headInflated, isTextHead } from "./deflate-start.js";
import { BEYOND_ASCII, isKnownContainer } from "./headless.js";
import { type Inflated, inflateFew, inflatePart, startsInflating } from "./inflate.js";
import { looksCompressed } from "./magic.js";

/** Shorter output is what noise gives that happens to have the header. */
const LEAST = 8;

/** Bytes of a gzip member after its DEFLATE data: CRC-32 and length. */
const GZIP_TRAILER = 8;

/** What it costs to begin, in bytes of work; more when zlib refuses the data, and for what reads a few bytes before it is asked. */
const START_COST = 14_336;
const REFUSAL_COST = 12_288;
const LOOK_COST = 2048;

/** Up to so many bytes, which give no more than so many, need no zlib. */
const FEW = 512;
const FEW_EXPANDED = 2048;
const FEW_COST = 8192;

const GZIP_MAGIC: Buffer = Buffer.of(0x1f, 0x8b, 8);

/**
 * Inflates the DEFLATE data at `from`; `undefined` when the budget is spent. Checksums are not looked at, and what zlib refuses is read
 * as far as it goes: a receiver can do the same.
 */
export function inflate(input: DecoderInput, from: number): (Inflated & { readonly whole: boolean }) | undefined {
  const { bytes, budget } = input;
  const isFew = bytes.length - from <= FEW;
  if (isFew && !budget.spend(FEW_COST)) return undefined;
  const few = isFew ? inflateFew(bytes, from, Math.min(budget.left, FEW_EXPANDED)) : undefined;
  if (few === undefined && !budget.spend(START_COST)) return undefined;
  const result = few === undefined ? inflateAt(bytes, from, budget.left) : few.whole ? few : undefined;
  if (result === "too-large") {
    budget.spend(budget.left + 1);
    input.uninspectable("compressed-data", "Compressed data that expand beyond what one scan may read");
    return undefined;
  }
  if (result === undefined && !budget.spend(REFUSAL_COST)) return undefined;
  const inflated = result ?? few ?? inflatePart(bytes, from, budget.left);
  if (!budget.spendView(inflated.end - from + inflated.bytes.length, input.chain.length)) return undefined;
  return { bytes: inflated.bytes, end: inflated.end, whole: result !== undefined };
}

/** Emits the members from the one whose DEFLATE data start at `from`; gives the place to look for others, -1 to stop. */
function emitMembers(input: DecoderInput, start: number, from: number): number {
  const { bytes } = input;
  const parts: Buffer[] = [];
  let end = start;
  let whole = true;
  for (let deflated = from; deflated >= 0 && whole; deflated = afterGzipHeader(bytes, end)) {
    const member = inflate(input, deflated);
    if (member === undefined) return -1;
    parts.push(member.bytes);
    whole = member.whole;
    end = Math.min(bytes.length, member.end + (whole ? GZIP_TRAILER : 0));
  }
  const decoded = parts.length === 1 ? parts[0]! : Buffer.concat(parts);
  if (decoded.length >= LEAST) input.emit({ bytes: decoded, map: SourceMap.whole(decoded.length, start, end) });
  return whole ? end : start + GZIP_MAGIC.length;
}

/** gzip (RFC 1952) by its magic number, wherever it stands. */
export const gzip: Decoder = {
  name: "gzip",
  tellTales: "\x1f",
  decode(input: DecoderInput): void {
    const { bytes } = input;
    let at = bytes.length < 18 ? -1 : bytes.indexOf(GZIP_MAGIC);
    while (at >= 0) {
      const deflated = afterGzipHeader(bytes, at);
      if (deflated >= 0 && !input.budget.spend(LOOK_COST)) return;
      const isData = deflated >= 0 && startsInflating(bytes, deflated, LEAST);
      const next = isData ? emitMembers(input, at, deflated) : at + GZIP_MAGIC.length;
      at = next < 0 ? -1 : bytes.indexOf(GZIP_MAGIC, next);
    }
  },
  examples: [
    {
      encoded:
        "junk\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03K\xcf(\x88OLJNIMK\xcf\xc8\xcc\xca\xce\xc9\xcd\xcb/(,*.)-\x03\x00\x01\x04AB\x1a\x00\x00\x00 and more",
      contains: "ghp_abcdefghijklmnopqrstuv",
    },
  ],
  quiet: ["\x1f\x8b\x08", "\x1f\x8b\x08\xff and words, but no compressed data"],
};

const HYPHEN = 0x2d;
const HEAD_END: Buffer = Buffer.from("\r\n\r\n");

/** Whether a multipart body may start here (RFC 2046, section 5.1): its parts stand behind heads of their own. */
export function mayHoldParts(bytes: Buffer): boolean {
  return bytes[0] === HYPHEN && bytes[1] === HYPHEN;
}

/** Where the content of each part of a multipart body begins. */
export function* partContents(bytes: Buffer): Generator<number> {
  if (!mayHoldParts(bytes)) return;
  for (let at = bytes.indexOf(HEAD_END); at >= 0; at = bytes.indexOf(HEAD_END, at + 1)) yield at + HEAD_END.length;
}

/** Most different bytes in what noise gives, of which a code table of a few symbols is read, and in how many: no text has so few. */
const FEW_DIFFERENT = 8;
const LEAST_OF_FEW = 64;

function isOfFewBytes(bytes: Buffer): boolean {
  return bytes.length >= LEAST_OF_FEW && new Set(bytes.subarray(0, 16 * LEAST_OF_FEW)).size <= FEW_DIFFERENT;
}

/** Emits what zlib data at `at` give; the place after them, `at` when they are not whole, -1 when the budget is spent. */
function emitZlib(input: DecoderInput, at: number): number {
  const data = inflate(input, at + 2);
  if (data === undefined) return -1;
  if (data.bytes.length >= LEAST && (data.whole || !isOfFewBytes(data.bytes)))
    input.emit({ bytes: data.bytes, map: SourceMap.whole(data.bytes.length, at, data.end) });
  return data.whole ? data.end : at;
}

/** Emits what stands at `at` if it is zlib data; `false` when the budget is spent. */
function tryZlib(input: DecoderInput, at: number): boolean {
  const { bytes } = input;
  if (bytes.length < at + LEAST || !isZlib(bytes, at)) return true;
  if (!startsInflating(bytes, at + 2, LEAST)) return at === 0 || input.budget.spend(LOOK_COST);
  return emitZlib(input, at) >= 0;
}

/** zlib (RFC 1950) at the start of a view, and of each part of a multipart body. */
export const deflate: Decoder = {
  name: "deflate",
  tellTales: "\b\x18(8HXhx",
  decode(input: DecoderInput): void {
    if (!tryZlib(input, 0)) return;
    for (const at of partContents(input.bytes)) if (!tryZlib(input, at)) return;
  },
  examples: [
    {
      encoded: "x\x9cK\xcf(\x88OLJNIMK\xcf\xc8\xcc\xca\xce\xc9\xcd\xcb/(,*.)-\x03\x00\x8e\x89\x0a\xdc",
      contains: "ghp_abcdefghijklmnopqrstuv",
    },
    {
      encoded:
        "--b\r\nContent-Encoding: deflate\r\n\r\nx\x9cK\xcf(\x88OLJNIMK\xcf\xc8\xcc\xca\xce\xc9\xcd\xcb/(,*.)-\x03\x00\x8e\x89\x0a\xdc\r\n--b--",
      contains: "ghp_abcdefghijklmnopqrstuv",
    },
  ],
  quiet: ["x^2 + y^2 = z^2", "H\x89 no", "a text that is not compressed"],
};

/** The headers that encoders write: the usual window of 32 KiB, at each of the four levels that they name (RFC 1950, section 2.2). */
const ZLIB_MAGICS: readonly Buffer[] = [0x01, 0x5e, 0x9c, 0xda].map((flags) => Buffer.of(0x78, flags));

/** Whether zlib data may stand behind something else: their header does, and the bytes are no text. */
export function mayHoldZlib(bytes: Buffer): boolean {
  return !isUtf8(bytes) && !isKnownContainer(bytes) && ZLIB_MAGICS.some((magic) => bytes.indexOf(magic, 1) > 0);
}

const PNG: Buffer = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
const PIXELS: Buffer = Buffer.from("IDAT");

/** Whether the data at `at` are the pixels of an image (PNG, section 11.2.4), which are no text, as an image's bytes are not. */
function arePixels(bytes: Buffer, at: number): boolean {
  const first = at - PIXELS.length;
  return first > 0 && PIXELS.compare(bytes, first, at) === 0 && bytes.subarray(0, first).includes(PNG);
}

/** Whether what comes out at `at` begins as a text, or as more compressed data. */
function startsText(bytes: Buffer, at: number): boolean {
  if (bytes.length < at + LEAST || !startsInflating(bytes, at + 2, LEAST)) return false;
  const head = headInflated(bytes, at + 2);
  return looksCompressed(head) || isTextHead(head);
}

/** zlib (RFC 1950) behind other bytes: in a field, a frame or a record. */
export const deflateInside: Decoder = {
  name: deflate.name,
  tellTales: BEYOND_ASCII,
  decode(input: DecoderInput): void {
    const { bytes } = input;
    if (!mayHoldZlib(bytes)) return;
    for (const magic of ZLIB_MAGICS) {
      for (let at = bytes.indexOf(magic, 1); at >= 0; ) {
        if (!input.budget.spend(LOOK_COST)) return;
        const end = arePixels(bytes, at) || !startsText(bytes, at) ? at : emitZlib(input, at);
        if (end < 0) return;
        at = bytes.indexOf(magic, Math.max(end, at + 1));
      }
    }
  },
  examples: [
    {
      encoded: "see x\x9cK\xcf(\x88OLJNIMK\xcf\xc8\xcc\xca\xce\xc9\xcd\xcb/(,*.)-\x03\x00\x8e\x89\x0a\xdc and more",
      contains: "ghp_abcdefghijklmnopqrstuv",
    },
  ],
  quiet: ["x^2 + y^2 = z^2", "d\xc3\xa9j\xc3\xa0 x\x01 vu", "\xff\xfe x\x9c and words"],
};
