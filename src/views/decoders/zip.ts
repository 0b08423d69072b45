import { inflateAt } from "../compression.js";
import { containerIn, reasonOf } from "../containers.js";
import type { Decoder, DecoderInput } from "../decoder.js";
import { SourceMap } from "../source-map.js";
import { inflatePart, startsInflating } from "./inflate.js";

const TYPE = "application/zip";

const LOCAL_HEADER: Buffer = Buffer.from("PK\x03\x04", "latin1");
const HEADER_LENGTH = 30;
const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1;

/** Shorter content is no secret. */
const LEAST = 8;

/** Bytes of stored content by which it is told what it is: its size may be a lie, and headers can stand one in another. */
const STORED_HEAD = 1024;

/**
 * Reads the entry whose local header stands at `at`; gives the place to look for the next, -1 when the budget is spent. Stored content
 * stands in the bytes as it is.
 */
function readEntry(input: DecoderInput, at: number): number {
  const { bytes, budget } = input;
  const flags = bytes.readUInt16LE(at + 6);
  const method = bytes.readUInt16LE(at + 8);
  const data = at + HEADER_LENGTH + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
  const next = at + LOCAL_HEADER.length;
  if (data > bytes.length || bytes.readUInt16LE(at + 4) > 63) return next;
  if ((flags & ENCRYPTED) !== 0 || (method !== STORED && method !== DEFLATED)) {
    // However long it says that it is: the size may stand behind the content, or be a lie.
    input.uninspectable(
      "archive",
      "A ZIP archive with content that is encrypted or compressed in an uncommon way",
      TYPE,
    );
    return next;
  }
  if (method === STORED) {
    const inner = containerIn(bytes, data, Math.min(bytes.length, data + STORED_HEAD));
    if (inner !== undefined) input.uninspectable("archive", reasonOf(inner), inner.type);
    return next;
  }
  if (!startsInflating(bytes, data, LEAST)) return next;
  const result = inflateAt(bytes, data, budget.left);
  if (result === "too-large") {
    budget.spend(budget.left + 1);
    input.uninspectable("archive", "A ZIP archive that expands beyond what one scan may read", TYPE);
    return -1;
  }
  const content = result ?? inflatePart(bytes, data, budget.left);
  if (!budget.spend(content.end - data + content.bytes.length) || !budget.spendView(0, input.chain.length)) return -1;
  if (content.bytes.length >= LEAST) {
    input.emit({ bytes: content.bytes, map: SourceMap.whole(content.bytes.length, at, content.end) });
  }
  return result === undefined ? next : content.end;
}

/** Deflated entries of ZIP archives (APPNOTE 6.3.10, section 4.3.7), wherever they stand; so also of Office documents and packages. */
export const zip: Decoder = {
  name: "zip",
  tellTales: "\x03",
  decode(input: DecoderInput): void {
    const { bytes } = input;
    let at = bytes.indexOf(LOCAL_HEADER);
    while (at >= 0 && at + HEADER_LENGTH <= bytes.length) {
      const next = readEntry(input, at);
      if (next < 0) return;
      at = bytes.indexOf(LOCAL_HEADER, next);
    }
  },
  examples: [
    {
      encoded:
        "PK\x03\x04\x14\0\0\0\b\0\0\0!\0\x01\x04AB\x1c\0\0\0\x1a\0\0\0\x01\0\0\0a" +
        "K\xcf(\x88OLJNIMK\xcf\xc8\xcc\xca\xce\xc9\xcd\xcb/(,*.)-\x03\0",
      contains: "ghp_abcdefghijklmnopqrstuv",
    },
  ],
  quiet: ["PK\x03\x04", "PK\x03\x04 and then words, and more words that are no archive at all"],
};
