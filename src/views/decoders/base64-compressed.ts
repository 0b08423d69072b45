import { CONTAINER_STARTS } from "../containers.js";
import { byteSet } from "../runs.js";
import { CONTROL_LETTERS } from "./base64-pieces.js";
import { byteAt, decodedLength } from "./base64-regions.js";
import { VALUE } from "./base64-text.js";
import { opensDeflate, startsDeflatedText } from "./deflate-start.js";

/**
 * A gzip header (1f 8b 08, RFC 1952) can start at each of the three bytes of a base64 group: it is then "H4sI", or holds "+LC" or "fiw"
 * from the group's third or fourth character on. Here each form with the characters from the group's start to it.
 */
const GZIP_FORMS: readonly { readonly mark: Buffer; readonly before: number }[] = [
  { mark: Buffer.from("H4sI"), before: 0 },
  { mark: Buffer.from("+LC"), before: 2 },
  { mark: Buffer.from("-LC"), before: 2 },
  { mark: Buffer.from("fiw"), before: 3 },
];

const CONTAINERS: ReadonlySet<number> = new Set(CONTAINER_STARTS);

/** Whether a container begins with the characters at `at`: the decoders after this one read what they can of it, or say what they cannot. */
function isContainerAt(bytes: Buffer, at: number): boolean {
  const value = (i: number): number => VALUE[bytes[at + i]!]!;
  return CONTAINERS.has((value(0) << 18) | (value(1) << 12) | (value(2) << 6) | value(3));
}

/** A gzip header has ten bytes; what follows it is longer. */
const LEAST = 16;

/** Characters of a text in which data may begin behind a slash, as in a path; a zlib header of usual size also does so further on. */
const IN_PATH = 128;
const SLASH = 0x2f;
const ZLIB_IN_PATH: Buffer = Buffer.from("/e");

/** Up to here a loop is cheaper than four native searches. */
const SHORT = 256;

const NONE: readonly number[] = [];

/**
 * Where what was compressed may begin as it was encoded: at the start, behind the letter of an escape there, which looks like some of it, and
 * behind a slash of a path in a segment that is long enough.
 */
function placesOfData(bytes: Buffer, start: number, end: number): readonly number[] {
  const places = [start];
  if (CONTROL_LETTERS[bytes[start]!] === 1) places.push(start + 1);
  const last = Math.min(end, start + IN_PATH);
  for (let at = start, from = start; at < last; at++) {
    if (bytes[at] === SLASH) from = at + 1;
    else if (at + 1 - from === LEAST && from > start) places.push(from);
  }
  return places;
}

/** Whether a zlib header (RFC 1950), DEFLATE data without one, or a container stand there. */
function isDataAt(bytes: Buffer, at: number, end: number): boolean {
  return isZlibAt(bytes, at) || isContainerAt(bytes, at) || isDeflateAt(bytes, at, end);
}

/**
 * Starts, in ascending order and relative to `start`, of the groups of base64 characters `[start, end)` in which a gzip header starts, and
 * of those with which other compressed data begin. At most one for each of the four characters that a group can start at.
 */
export function compressedGroups(bytes: Buffer, start: number, end: number): readonly number[] {
  const groups: number[] = [];
  const add = (group: number): void => {
    if (!groups.some((other) => other % 4 === group % 4 && other <= group)) groups.push(group);
  };
  for (const at of placesOfData(bytes, start, end)) if (isDataAt(bytes, at, end)) add(at - start);
  if (end - start < SHORT && groups.length === 0 && !holdsMark(bytes, start, end)) return NONE;
  const text = bytes.subarray(start, end);
  for (
    let at = text.indexOf(ZLIB_IN_PATH);
    at >= 0 && at + LEAST < text.length;
    at = text.indexOf(ZLIB_IN_PATH, at + 1)
  )
    if (isZlibAt(text, at + 1)) add(at + 1);
  for (const { mark, before } of GZIP_FORMS) {
    for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) {
      const group = at - before;
      if (group < 0 || group + LEAST > text.length || !isGzipAt(text, group)) continue;
      add(group);
    }
  }
  return groups.sort((one, other) => one - other);
}

const MARK_ENDS: Uint8Array = byteSet("sCwe");

/** Whether what all forms have in common stands in `[start, end)`: "4s", "LC" or "iw"; or "/e". */
function holdsMark(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start + 1; at < end; at++) {
    const byte = bytes[at]!;
    if (MARK_ENDS[byte] === 0) continue;
    const before = bytes[at - 1];
    if (
      (byte === 0x73 && before === 0x34) ||
      (byte === 0x43 && before === 0x4c) ||
      (byte === 0x77 && before === 0x69) ||
      (byte === 0x65 && before === 0x2f)
    ) {
      return true;
    }
  }
  return false;
}

/** Whether the decoded bytes hold the magic number, and flags without the reserved bits, from one of the group's three bytes on. */
function isGzipAt(text: Buffer, group: number): boolean {
  const decoded = Buffer.from(text.toString("latin1", group, group + 8), "base64");
  for (let at = 0; at < 3; at++) {
    if (decoded[at] === 0x1f && decoded[at + 1] === 0x8b && decoded[at + 2] === 8)
      return (decoded[at + 3] ?? 0xff) < 0x20;
  }
  return false;
}

function isZlibAt(bytes: Buffer, at: number): boolean {
  const header = (VALUE[bytes[at]!]! << 10) | (VALUE[bytes[at + 1]!]! << 4) | (VALUE[bytes[at + 2]!]! >> 2);
  return (header & 0x8f00) === 0x0800 && (header & 0x20) === 0 && header % 31 === 0;
}

/** Bytes by which DEFLATE without a header is told: with a code of its own, text comes behind some eighty. */
const DEFLATE_HEAD = 192;
/** Room for them, used by one call at a time. */
const head: Buffer = Buffer.alloc(DEFLATE_HEAD);

function isDeflateAt(bytes: Buffer, start: number, end: number): boolean {
  if (!opensDeflate(byteAt(bytes, start, 0))) return false;
  const length = Math.min(DEFLATE_HEAD, decodedLength(end - start));
  for (let i = 0; i < length; i++) head[i] = byteAt(bytes, start, i);
  return startsDeflatedText(head.subarray(0, length));
}
