import { HEX_VALUE } from "../bytes.js";
import type { Decoder, DecoderInput } from "../decoder.js";
import { ViewWriter } from "../writer.js";

const CR = 0x0d;
const LF = 0x0a;
const SEMICOLON = 0x3b;
const HEAD_END: Buffer = Buffer.from("\r\n\r\n");

/** Shorter content is no secret. */
const LEAST = 8;

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

/** Source spans of the chunks from `at` on; stops where the framing breaks. */
function readChunks(bytes: Buffer, from: number): number[] {
  const chunks: number[] = [];
  let at = from;
  for (let line = readSize(bytes, at); line !== undefined && line.size > 0; line = readSize(bytes, at)) {
    const end = line.data + line.size;
    if (end > bytes.length) break;
    chunks.push(line.data, end);
    if (bytes[end] !== CR || bytes[end + 1] !== LF) break;
    at = end + 2;
  }
  return chunks;
}

/** Emits the chunks from `at` on, joined, where there are two or more; gives the place after them, -1 when the budget is spent. */
function emitChunks(input: DecoderInput, at: number): number {
  const { bytes } = input;
  const chunks = HEX_VALUE[bytes[at] ?? 0]! < 0 ? [] : readChunks(bytes, at);
  if (chunks.length < 4) return at;
  const first = chunks[0]!;
  const last = chunks.at(-1)!;
  if (!input.budget.spendView(last - first, input.chain.length)) return -1;
  const writer = new ViewWriter(bytes, last - first);
  for (let i = 0; i < chunks.length; i += 2) writer.copy(chunks[i]!, chunks[i + 1]!);
  if (writer.length >= LEAST) input.emit(writer.finish());
  return last;
}

/** At the start, and after each head of a message that stands in the bytes. */
function decode(input: DecoderInput): void {
  const { bytes } = input;
  if (bytes.length < LEAST) return;
  for (let at = emitChunks(input, 0); at >= 0; ) {
    const head = bytes.indexOf(HEAD_END, at);
    if (head < 0) return;
    at = emitChunks(input, head + HEAD_END.length);
  }
}

/** Chunked framing (RFC 9112, section 7.1; aws-chunked has the same) that was left in a body, two chunks or more. */
export const chunked: Decoder = {
  name: "chunked",
  tellTales: "\r",
  decode,
  examples: [
    { encoded: "5\r\nghp_a\r\n6\r\nbcdefg\r\n0\r\n\r\n", contains: "ghp_abcdefg" },
    {
      encoded: "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nghp_a\r\n6\r\nbcdefg\r\n0\r\n\r\n",
      contains: "ghp_abcdefg",
    },
    {
      encoded: "4;chunk-signature=ab\r\nghp_\r\nA;x\r\nabcdefghij\r\n0;chunk-signature=cd\r\n\r\n",
      contains: "ghp_abcdefghij",
    },
  ],
  quiet: ["5\r\nwords\r\n", "abc\r\ndef\r\nghi", "1234567890 words"],
};
