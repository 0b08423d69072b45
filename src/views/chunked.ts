import { HEX_VALUE } from "./bytes.js";
import type { Decoder, DecoderInput } from "./decoder.js";
import { ViewWriter } from "./writer.js";

const CR = 0x0d;
const LF = 0x0a;
const SEMICOLON = 0x3b;

/** Longest chunk extension that is passed over: a signature of aws-chunked has 85 bytes. */
const LONGEST_LINE = 512;

/** Place after the chunk's size line at `at`, and the size; `undefined` when none stands there. */
function readSize(bytes: Buffer, at: number): { readonly size: number; readonly data: number } | undefined {
  let size = 0;
  let end = at;
  while (end < bytes.length && end - at < 8 && HEX_VALUE[bytes[end]!]! >= 0)
    size = size * 16 + HEX_VALUE[bytes[end++]!]!;
  if (end === at) return undefined;
  if (bytes[end] === SEMICOLON) while (end < bytes.length && end - at < LONGEST_LINE && bytes[end] !== CR) end++;
  return bytes[end] === CR && bytes[end + 1] === LF ? { size, data: end + 2 } : undefined;
}

/** Source spans of the chunks at the start of `bytes`; stops where the framing breaks. */
function readChunks(bytes: Buffer): number[] {
  const chunks: number[] = [];
  let at = 0;
  for (let line = readSize(bytes, at); line !== undefined && line.size > 0; line = readSize(bytes, at)) {
    const end = line.data + line.size;
    if (end > bytes.length) break;
    chunks.push(line.data, end);
    if (bytes[end] !== CR || bytes[end + 1] !== LF) break;
    at = end + 2;
  }
  return chunks;
}

function decode(input: DecoderInput): void {
  const { bytes } = input;
  if (bytes.length < 12 || HEX_VALUE[bytes[0]!]! < 0) return;
  const chunks = readChunks(bytes);
  if (chunks.length < 4) return;
  const first = chunks[0]!;
  const last = chunks.at(-1)!;
  if (!input.budget.spendView(last - first, input.chain.length)) return;
  const writer = new ViewWriter(bytes, last - first);
  for (let i = 0; i < chunks.length; i += 2) writer.copy(chunks[i]!, chunks[i + 1]!);
  if (writer.length >= 8) input.emit(writer.finish());
}

/** Chunked framing (RFC 9112, section 7.1; aws-chunked has the same) that was left in a body, two chunks or more. */
export const chunked: Decoder = {
  name: "chunked",
  tellTales: "\r",
  decode,
  examples: [
    { encoded: "5\r\nghp_a\r\n6\r\nbcdefg\r\n0\r\n\r\n", contains: "ghp_abcdefg" },
    {
      encoded: "4;chunk-signature=ab\r\nghp_\r\nA;x\r\nabcdefghij\r\n0;chunk-signature=cd\r\n\r\n",
      contains: "ghp_abcdefghij",
    },
  ],
  quiet: ["5\r\nwords\r\n", "abc\r\ndef\r\nghi", "1234567890 words"],
};
