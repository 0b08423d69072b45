import { isZlib } from "../compression.js";
import type { Decoder, DecoderInput } from "../decoder.js";
import { SourceMap } from "../source-map.js";
import { inflate } from "./compressed.js";
import { startsInflating } from "./inflate.js";

const MARK: Buffer = Buffer.from("%PDF-");
const STREAM: Buffer = Buffer.from("stream");

/** How far from the start the mark may stand (ISO 32000-1, annex H.3, note 13), in bytes. */
const MARK_WITHIN = 1024;

/** Shorter content is no secret. */
const LEAST = 8;

/** Place after the line break that must follow the keyword (ISO 32000-1, section 7.3.8.1), or -1. */
function dataAfter(bytes: Buffer, keyword: number): number {
  const at = keyword + STREAM.length;
  if (bytes[at] === 0x0a) return at + 1;
  return bytes[at] === 0x0d && bytes[at + 1] === 0x0a ? at + 2 : -1;
}

function decode(input: DecoderInput): void {
  const { bytes } = input;
  if (!bytes.subarray(0, MARK_WITHIN).includes(MARK)) return;
  for (let at = bytes.indexOf(STREAM); at >= 0; ) {
    const data = dataAfter(bytes, at);
    let next = at + STREAM.length;
    if (data >= 0 && isZlib(bytes, data) && startsInflating(bytes, data + 2, LEAST)) {
      const inflated = inflate(input, data + 2);
      if (inflated === undefined) return;
      if (inflated.bytes.length >= LEAST)
        input.emit({ bytes: inflated.bytes, map: SourceMap.whole(inflated.bytes.length, data, inflated.end) });
      if (inflated.whole) next = inflated.end;
    }
    at = bytes.indexOf(STREAM, next);
  }
}

/** Streams of a PDF in the FlateDecode filter: what can be read of it; the document is held all the same, for its text has other codes. */
export const pdf: Decoder = {
  name: "pdf",
  tellTales: "%",
  decode,
  examples: [
    {
      encoded:
        "%PDF-1.7\n1 0 obj\n<</Filter/FlateDecode>>\nstream\nx\x9cK\xcf(\x88OLJNIMK\xcf\xc8\xcc\xca\xce\xc9\xcd\xcb/(,*.)-\x03\x00\x8e\x89\x0a\xdc\nendstream",
      contains: "ghp_abcdefghijklmnopqrstuv",
    },
  ],
  quiet: ["%PDF-1.7 and words of a stream\nof words", "a stream\nx\x9c"],
};
