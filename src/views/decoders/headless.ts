import { isUtf8 } from "node:buffer";
import { inflateAt, unbrotli } from "../compression.js";
import type { Decoder, DecoderInput } from "../decoder.js";
import { SourceMap } from "../source-map.js";
import { startsInflating } from "./inflate.js";

/** Shorter data hold no secret; shorter output is what noise gives. */
const LEAST = 12;
const LEAST_TEXT = 8;

/** Bytes at the start by which a text is told from other bytes. */
const HEAD = 256;
const LONGEST_CHARACTER = 4;

/** What it costs to ask zlib, in bytes of work. */
const START_COST = 14_336;

/** First bytes of images, audio, video, fonts and archives, whose own readers are asked. */
const KNOWN: readonly Buffer[] = [
  "\x89PNG",
  "\xff\xd8\xff",
  "GIF8",
  "RIFF",
  "OggS",
  "ID3",
  "fLaC",
  "wOF",
  "%PDF",
  "PK\x03\x04",
  "\x1f\x8b",
  "\x28\xb5\x2f\xfd",
  "SQLite",
].map((magic) => Buffer.from(magic, "latin1"));

/** Their first bytes: most texts begin with none. */
const FIRST: Uint8Array = new Uint8Array(256);
for (const magic of KNOWN) FIRST[magic[0]!] = 1;

/** Whether the bytes say what they are. */
export function isKnownContainer(bytes: Buffer): boolean {
  if (bytes.length === 0 || FIRST[bytes[0]!] === 0) return false;
  return KNOWN.some((magic) => bytes.length >= magic.length && magic.compare(bytes, 0, magic.length) === 0);
}

/** Whether the first `length` bytes are UTF-8, but for a character that is cut there. */
export function beginsAsUtf8(bytes: Buffer, length: number): boolean {
  if (bytes.length <= length) return isUtf8(bytes);
  for (let cut = 0; cut < LONGEST_CHARACTER; cut++) if (isUtf8(bytes.subarray(0, length - cut))) return true;
  return false;
}

/** A necessary condition: no text, and nothing that says by its first bytes what it is. */
export function mayBeHeadless(bytes: Buffer): boolean {
  if (bytes.length < LEAST || beginsAsUtf8(bytes, HEAD)) return false;
  return !isKnownContainer(bytes);
}

/** Emits what all of the wire bytes give when `decompress` takes them. */
function decodeWhole(
  input: DecoderInput,
  decompress: (
    bytes: Buffer,
    limit: number,
  ) => { readonly bytes: Buffer; readonly end: number } | "too-large" | undefined,
): void {
  const { bytes, budget } = input;
  if (input.chain.length > 0 || !mayBeHeadless(bytes) || !budget.spend(START_COST)) return;
  const result = decompress(bytes, budget.left);
  if (result === undefined) return;
  if (result === "too-large") {
    budget.spend(budget.left + 1);
    input.uninspectable("compressed-data", "Compressed data that expand beyond what one scan may read");
    return;
  }
  if (result.bytes.length < LEAST_TEXT || !budget.spendView(result.bytes.length, 0)) return;
  input.emit({ bytes: result.bytes, map: SourceMap.whole(result.bytes.length, 0, result.end) });
}

/** Bytes of which some stand in all that is compressed, and none in an ASCII text. */
export const BEYOND_ASCII: string = String.fromCharCode(...Array.from({ length: 0x40 }, (_, i) => 0xc0 + i));

/** DEFLATE (RFC 1951) without a header, as some send it for "deflate", where it is all of a body. */
export const rawDeflate: Decoder = {
  name: "deflate",
  tellTales: BEYOND_ASCII,
  decode: (input) =>
    decodeWhole(input, (bytes, limit) =>
      startsInflating(bytes, 0, LEAST_TEXT) ? inflateAt(bytes, 0, limit) : undefined,
    ),
  examples: [
    {
      encoded: "K\xcf(\x88OLJNIMK\xcf\xc8\xcc\xca\xce\xc9\xcd\xcb/(,*.)-\x03\x00",
      contains: "ghp_abcdefghijklmnopqrstuv",
    },
  ],
  quiet: [
    "some words and more of them",
    "d\xc3\xa9j\xc3\xa0 vu, na\xc3\xafve caf\xc3\xa9",
    "\x89PNG\r\n\x1a\n\xff\xfe\0\0\0\0",
  ],
};

/** Brotli (RFC 7932), which has no header either, where it is all of a body. */
export const brotli: Decoder = {
  name: "br",
  tellTales: BEYOND_ASCII,
  decode: (input) => decodeWhole(input, unbrotli),
  examples: [
    {
      encoded:
        "\x1b?\x00\x00\xe4\xb9a\xaa\xe4\xc6\x8e\x0a~\xbc\xb9\x081X\xa5\x95\xa9\x83\x9a#\xb1\x84\x98\xd4r\xa9\xad\x8f\xe9k\x9f\xfb\xfe1j4 \x0b",
      contains: "ghp_abcdefghijklmnopqrstuv again",
    },
  ],
  quiet: [
    "some words and more of them",
    "d\xc3\xa9j\xc3\xa0 vu, na\xc3\xafve caf\xc3\xa9",
    "\xff\xd8\xff\xe0\0\x10JFIF\0\x01",
  ],
};
