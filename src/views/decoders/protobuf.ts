import type { Decoder, DecoderInput } from "../decoder.js";
import { KIND } from "../text.js";
import { ViewWriter } from "../writer.js";

/** Wire types (protobuf.dev, "Encoding"): a number of up to ten bytes, eight bytes, bytes with their length, four bytes. */
const VARINT = 0;
const I64 = 1;
const LEN = 2;
const I32 = 5;

/** Messages in messages that are read. */
const MOST_DEEP = 8;

/** Bytes of a text worth a view: as a known secret has. */
const LEAST = 8;

/** Bytes before a message of gRPC or Connect: flags and a length. */
const PREFIX = 5;
/** Flags of a message: compressed, the last one of Connect or the trailers of gRPC-Web. */
const COMPRESSED = 1;
const FLAGS = 0x83;

const NEWLINE = 0x0a;

/** The place after the number that starts at `at`, and the number itself: reused by every call, as a scan is synchronous. */
const read = { value: 0, end: 0 };

/** Reads a varint before `end`; `false` when none stands there. */
function readVarint(bytes: Buffer, at: number, end: number): boolean {
  read.value = 0;
  for (let i = 0; i < 10 && at + i < end; i++) {
    const byte = bytes[at + i]!;
    read.value += (byte & 0x7f) * 2 ** (7 * i);
    if (byte >= 0x80) continue;
    read.end = at + i + 1;
    return true;
  }
  return false;
}

/** Whether `[start, end)` holds characters alone, most of them printable. */
function isText(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (KIND[bytes[at]!] === 0 || bytes[at] === 0) return false;
  return true;
}

/**
 * Adds the texts of the message `[start, end)`, as pairs of start and end; `false`, and none, when it is no message: most other bytes
 * end as such at once.
 */
function readMessage(bytes: Buffer, start: number, end: number, texts: number[], depth = 0): boolean {
  const before = texts.length;
  for (let at = start; at < end; ) {
    if (!readVarint(bytes, at, end) || read.value < 8 || read.value > 0xffffffff) break;
    const type = read.value % 8;
    at = read.end;
    if (type === VARINT && readVarint(bytes, at, end)) at = read.end;
    else if (type === I64) at += 8;
    else if (type === I32) at += 4;
    else if (type === LEN && readVarint(bytes, at, end)) {
      const from = read.end;
      at = from + read.value;
      if (at <= end && at - from >= LEAST) readField(bytes, from, at, texts, depth);
    } else break;
    if (at === end) return true;
    if (at > end) break;
  }
  texts.length = before;
  return false;
}

/** A field with a length: a text, or a message if it is one. A message of texts alone can look like a text. */
function readField(bytes: Buffer, from: number, to: number, texts: number[], depth: number): void {
  if (depth < MOST_DEEP && readMessage(bytes, from, to, texts, depth + 1) && texts.at(-1)! > from) return;
  if (isText(bytes, from, to)) texts.push(from, to);
}

/** The texts of all messages that stand behind a prefix each, or of the one message that the bytes are. */
function textsOf(bytes: Buffer): readonly number[] {
  const texts: number[] = [];
  if (readMessage(bytes, 0, bytes.length, texts)) return texts;
  for (let at = 0; at + PREFIX <= bytes.length && (bytes[at]! & ~FLAGS) === 0; ) {
    const start = at + PREFIX;
    const end = start + bytes.readUInt32BE(at + 1);
    if (end > bytes.length) break;
    if ((bytes[at]! & COMPRESSED) === 0) readMessage(bytes, start, end, texts);
    at = end;
  }
  return texts;
}

/** A necessary condition: a field's number and type, or the flags of a message, stand first. */
function mayBegin(bytes: Buffer): boolean {
  const first = bytes[0] ?? 0;
  const type = first & 7;
  return bytes.length > LEAST && ((first >= 8 && type !== 3 && type !== 4 && type < 6) || (first & ~FLAGS) === 0);
}

/** Whether the bytes are messages with a text in them. */
export function isProtobuf(bytes: Buffer): boolean {
  return mayBegin(bytes) && textsOf(bytes).length > 0;
}

/**
 * Texts in messages of Protocol Buffers, bare or as gRPC and Connect frame them. As they stand, a length or the number of the next field
 * may look like a letter before or after them, or like a backslash.
 */
export const protobuf: Decoder = {
  name: "protobuf",
  decode(input: DecoderInput): void {
    const { bytes } = input;
    if (!mayBegin(bytes)) return;
    const texts = textsOf(bytes);
    if (texts.length === 0 || !input.budget.spendView(bytes.length, input.chain.length)) return;
    const writer = new ViewWriter(bytes, bytes.length);
    for (let i = 0; i < texts.length; i += 2) {
      writer.byte(NEWLINE, texts[i]! - 1, texts[i]!);
      writer.copy(texts[i]!, texts[i + 1]!);
    }
    input.emit(writer.finish());
  },
  examples: [
    {
      encoded: "\x0a\x30ghp_abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqr",
      contains: "\nghp_abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqr",
    },
    { encoded: "\0\0\0\0\x12\x08\x96\x01\x12\x0dghp_abcdefghi", contains: "\nghp_abcdefghi" },
    { encoded: "\x0a\x1e\x0a\x0dghp_abcdefghi2\x0dhello, world.", contains: "\nghp_abcdefghi\nhello, world." },
  ],
  quiet: ["some words and more of them", '{"a":1}', "\x08\x96\x01", "\0\0\0\0\x05hello", "\x0a\x05hello"],
};
