import type { Decoder, DecoderInput } from "../decoder.js";
import { SourceMap } from "../source-map.js";
import { inflate, mayHoldParts, partContents } from "./compressed.js";
import { headInflated, isTextHead, mayStartDeflate, startsDeflatedText } from "./deflate-start.js";

/** What it costs to look, and to read the first bytes of what may be such data; in bytes of work. */
const LOOK_COST = 16;
const HEAD_COST = 2048;

/** Bytes at the start of a part that tell a text: compressed data have as many of ASCII once in 4,096 times. */
const ASCII_HEAD = 12;

/** Whether a part begins as a text, which nearly all do. */
function beginsAsText(bytes: Buffer, at: number): boolean {
  for (let i = at; i < at + ASCII_HEAD; i++) if ((bytes[i] ?? 0) >= 0x80) return false;
  return true;
}

/** Emits what the data at `at` give if they are text; `false` when the budget is spent. */
function tryAt(input: DecoderInput, at: number): boolean {
  const { bytes, budget } = input;
  const mayStart = mayStartDeflate(bytes, at);
  if (!budget.spend(mayStart ? HEAD_COST : LOOK_COST)) return false;
  if (!mayStart || !isTextHead(headInflated(bytes, at))) return true;
  const data = inflate(input, at);
  if (data === undefined) return false;
  input.emit({ bytes: data.bytes, map: SourceMap.whole(data.bytes.length, at, data.end) });
  return true;
}

/** Whether text may stand in these bytes as DEFLATE data without a header: at their start, or as a part of a multipart body. */
export function mayHoldDeflatedText(bytes: Buffer): boolean {
  return mayHoldParts(bytes) || startsDeflatedText(bytes);
}

/**
 * DEFLATE without a header (RFC 1951) that is text: all of what another code decodes to, as SAML's redirect binding (section 3.4.4.1) and
 * links to drawings have it in base64, and each part of a multipart body. `rawDeflate` reads what is all of a body.
 */
export const deflatedText: Decoder = {
  name: "deflate",
  tellTales: String.fromCharCode(...Array.from({ length: 0x80 }, (_, i) => 0x80 + i)),
  decode(input: DecoderInput): void {
    const { bytes } = input;
    if (input.chain.length > 0 && !tryAt(input, 0)) return;
    for (const at of partContents(bytes)) if (!beginsAsText(bytes, at) && !tryAt(input, at)) return;
  },
  examples: [
    {
      encoded:
        "--b\r\nContent-Type: a/b\r\n\r\nK\xcf(\x88OLJNIMK\xcf\xc8\xcc\xca\xce\xc9\xcd\xcb/(,*.)-\x03\x00\r\n--b--",
      contains: "ghp_abcdefghijklmnopqrstuv",
    },
  ],
  quiet: [
    "some words and more of them",
    "--b\r\nContent-Type: image/jpeg\r\n\r\n\xff\xd8\xff\xe0\0\x10JFIF\0\x01\r\n--b--",
    "--b\r\n\r\nKeep \xc3\xa9\r\n--b--",
  ],
};
