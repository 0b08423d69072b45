/** Ways to break a request: bytes, texts, codes, structure, and what the request says of itself. */

import { catalogue } from "../../../src/catalogue/index.js";
import { type Choose, sampler } from "../../../src/testing/sample.js";
import { copyOf, type FuzzInput } from "./corpus.js";
import { encoders } from "./encode.js";

/** Bytes that a mutated body, URL or header has at most. */
export const MOST_BYTES = 65_536;

type BytesMutation = (bytes: Buffer, choose: Choose, other: Buffer) => Buffer;
type InputMutation = (input: FuzzInput, choose: Choose, other: FuzzInput) => void;

const pick = <Item>(items: readonly Item[], choose: Choose): Item => items[choose(items.length)]!;
const text = (value: string): Buffer => Buffer.from(value, "utf8");

/** A range of the bytes, mostly a short one. */
function range(bytes: Buffer, choose: Choose): { readonly start: number; readonly end: number } {
  const start = choose(bytes.length + 1);
  const most = pick([8, 64, 1024, MOST_BYTES], choose);
  return { start, end: Math.min(bytes.length, start + 1 + choose(most)) };
}

function replace(bytes: Buffer, start: number, end: number, by: Uint8Array): Buffer {
  return Buffer.concat([bytes.subarray(0, start), by, bytes.subarray(end)]);
}

const WORDS = [...new Set(catalogue.flatMap(({ literals, context }) => [...literals, ...(context?.words ?? [])]))];

/** What decoders, detectors and readers of structure look for. */
const MARKS: readonly Buffer[] = [
  ..."\0\t\n\r\"'`\\/{}[]()<>,;:&?=%+-_.@#*~".split("").map(text),
  ...['"d"', "://", "a:b@", '","', '":"', "':'", '" + "', "' '", '"\\n"', "\\", "\\\\", '\\"', "\\u0041", "\\x41"].map(
    text,
  ),
  ...["\\n", "\\101", "%41", "%25", "%2525", "%u0041", "&#65;", "&#x41", "&amp;", "=41", "=\r\n", "+AEE-", "+"].map(
    text,
  ),
  ...["\u200b", "\u00ad", "\u0301", "\u{e0041}", "\u202e", "\uff21", "а", "é", "\ufeff"].map(text),
  ...["<!--", "-->", "<![CDATA[", "]]>", "<a b='", "/>", "\r\n\r\n", "--b\r\n", "--", "data: ", "data:;base64,"].map(
    text,
  ),
  ...["-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----", "-----BEGIN ", "eyJ", "H4sIA", "eJ", "UEsDB"].map(
    text,
  ),
  ...[
    "PK\x03\x04",
    "PK\x01\x02",
    "PK\x05\x06",
    "\x1f\x8b\x08\0",
    "\x78\x9c",
    "%PDF-",
    "a\r\n",
    "0\r\n\r\n",
    "0x41",
    "41:",
  ].map((value) => Buffer.from(value, "latin1")),
  ...[[0xff], [0xc0, 0x80], [0xc1, 0xa1], [0xe0, 0x81, 0xa1], [0xff, 0xfe], [0, 0, 0, 0, 5], [0xed, 0xa0, 0x80]].map(
    (bytes) => Buffer.from(bytes),
  ),
];

function mark(choose: Choose): Buffer {
  return choose(3) === 0 ? text(pick(WORDS, choose)) : pick(MARKS, choose);
}

const samplers = new Map<number, ReturnType<typeof sampler>>();

/** A token of a random detector. */
function token(choose: Choose): Buffer {
  const index = choose(catalogue.length);
  let sample = samplers.get(index);
  if (sample === undefined) {
    sample = sampler(catalogue[index]!);
    samplers.set(index, sample);
  }
  const whole = text(sample(choose).text);
  return choose(4) === 0 ? whole.subarray(0, choose(whole.length + 1)) : whole;
}

function encoded(bytes: Buffer, choose: Choose): Buffer {
  let result = bytes;
  for (let times = 1 + choose(3); times > 0 && result.length < MOST_BYTES / 4; times--) {
    result = pick(encoders, choose)(result);
  }
  return result;
}

const bytesMutations: readonly BytesMutation[] = [
  function flip(bytes, choose) {
    const copy = Buffer.from(bytes);
    for (let times = 1 + choose(8); times > 0 && copy.length > 0; times--) copy[choose(copy.length)]! ^= 1 << choose(8);
    return copy;
  },
  function insertMark(bytes, choose) {
    const at = choose(bytes.length + 1);
    return replace(bytes, at, at, mark(choose));
  },
  function insertByte(bytes, choose) {
    const at = choose(bytes.length + 1);
    return replace(bytes, at, at, Buffer.of(choose(256)));
  },
  function remove(bytes, choose) {
    const { start, end } = range(bytes, choose);
    return replace(bytes, start, end, Buffer.alloc(0));
  },
  function duplicate(bytes, choose) {
    const { start, end } = range(bytes, choose);
    return replace(bytes, start, start, bytes.subarray(start, end));
  },
  function truncate(bytes, choose) {
    return bytes.subarray(0, choose(bytes.length + 1));
  },
  function splice(bytes, choose, other) {
    const from = choose(other.length + 1);
    return Buffer.concat([bytes.subarray(0, choose(bytes.length + 1)), other.subarray(from)]);
  },
  function repeatRange(bytes, choose) {
    const { start, end } = range(bytes, choose);
    const once = bytes.subarray(start, end);
    if (once.length === 0) return bytes;
    const times = pick([2, 16, 256, 65_536], choose);
    return replace(bytes, start, end, Buffer.alloc(Math.min(MOST_BYTES, once.length * times), once));
  },
  function fillWithWhole(bytes) {
    return bytes.length === 0 ? bytes : Buffer.alloc(MOST_BYTES, bytes);
  },
  function fillWithRange(bytes, choose) {
    const { start, end } = range(bytes, choose);
    return end > start ? Buffer.alloc(MOST_BYTES, bytes.subarray(start, end)) : bytes;
  },
  function fillWithMarks(_, choose) {
    const parts = Array.from({ length: 1 + choose(5) }, () => (choose(8) === 0 ? token(choose) : mark(choose)));
    return Buffer.alloc(MOST_BYTES, Buffer.concat(parts));
  },
  function randomMarks(_, choose) {
    const marks = Array.from({ length: 1 + choose(6) }, () => (choose(8) === 0 ? token(choose) : mark(choose)));
    return Buffer.concat(Array.from({ length: 1 + choose(4096) }, () => pick(marks, choose)));
  },
  function runOfOne(bytes, choose) {
    const at = choose(bytes.length + 1);
    return replace(
      bytes,
      at,
      at,
      Buffer.alloc(1 + choose(MOST_BYTES), pick([...MARKS, text("A"), text("a"), text("0")], choose)),
    );
  },
  function markEverywhere(bytes, choose) {
    const between = mark(choose);
    const step = pick([1, 2, 4, 8, 16, 64], choose);
    const parts: Buffer[] = [];
    for (let at = 0; at < bytes.length && at < MOST_BYTES; at += step)
      parts.push(bytes.subarray(at, at + step), between);
    return Buffer.concat(parts);
  },
  function plant(bytes, choose) {
    const at = choose(bytes.length + 1);
    const value = token(choose);
    return replace(bytes, at, at, choose(2) === 0 ? value : encoded(value, choose));
  },
  function plantMany(bytes, choose) {
    const value = token(choose);
    const between = choose(2) === 0 ? mark(choose) : Buffer.alloc(0);
    const once = choose(2) === 0 ? Buffer.concat([value, between]) : Buffer.concat([encoded(value, choose), between]);
    return Buffer.concat([bytes, Buffer.alloc(1 + choose(MOST_BYTES), once.length > 0 ? once : "x")]);
  },
  function nest(bytes, choose) {
    return encoded(bytes, choose);
  },
  function nestRange(bytes, choose) {
    const { start, end } = range(bytes, choose);
    return replace(bytes, start, end, encoded(bytes.subarray(start, end), choose));
  },
  function unbalance(bytes, choose) {
    const marks = choose(2) === 0 ? "\"'`" : "{}[]()<>";
    const at = [...bytes.keys()].filter((i) => marks.includes(String.fromCharCode(bytes[i]!)));
    if (at.length === 0) return bytes;
    const i = pick(at, choose);
    return replace(bytes, i, i + 1, choose(2) === 0 ? Buffer.alloc(0) : text(pick(marks.split(""), choose)));
  },
  function deepen(bytes, choose) {
    const [open, close] = pick(
      [
        ["[", "]"],
        ['{"a":', "}"],
        ["<a>", "</a>"],
        ['{"a":[', "]}"],
        ['"{\\"a\\":', '}"'],
      ] as const,
      choose,
    );
    const times = pick([4, 64, 4096], choose);
    return Buffer.concat([text(open.repeat(times)), bytes, text(choose(2) === 0 ? close.repeat(times) : "")]);
  },
  function cutInPieces(bytes, choose) {
    const between = pick(
      ['","', "&a=", "&", '"},{"a":"', "\n", " ", "\r\n--b\r\n\r\n", '" + "', "=\r\n", "</a><a>"],
      choose,
    );
    const size = 1 + choose(24);
    const parts: Buffer[] = [];
    for (let at = 0; at < bytes.length && at < MOST_BYTES; at += size)
      parts.push(bytes.subarray(at, at + size), text(between));
    return Buffer.concat(parts);
  },
];

const CODINGS = [
  "gzip",
  "br",
  "deflate",
  "zstd",
  "identity",
  "gzip, gzip",
  "br, gzip",
  "x-gzip",
  "aes128gcm",
  " , ",
  "GZIP",
  "gzip;q=1",
];
const TYPES = [
  "application/json",
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=b",
  'multipart/mixed; boundary="b"; boundary=c',
  "multipart/form-data",
  "text/xml",
  "text/event-stream",
  "application/x-ndjson",
  "application/grpc+proto",
  "application/octet-stream",
  "image/png",
  "application/x-git-receive-pack-request",
  "text/plain; charset=utf-16",
];

function setHeader(input: FuzzInput, name: string, value: string): void {
  input.headers = input.headers.filter(([known]) => known.toLowerCase() !== name);
  input.headers.push([name, value]);
}

const inputMutations: readonly InputMutation[] = [
  function lieAboutCoding(input, choose) {
    setHeader(input, "content-encoding", pick(CODINGS, choose));
  },
  function addCoding(input, choose) {
    const known = input.headers.find(([name]) => name.toLowerCase() === "content-encoding")?.[1];
    const [name, encode] = pick(
      [
        ["gzip", encoders.length - 3],
        ["deflate", encoders.length - 2],
        ["br", encoders.length - 1],
      ] as const,
      choose,
    );
    input.body = encoders[encode]!(input.body);
    setHeader(input, "content-encoding", known === undefined ? name : `${known}, ${name}`);
  },
  function changeType(input, choose) {
    setHeader(input, "content-type", pick(TYPES, choose));
  },
  function otherBody(input, _, other) {
    input.body = other.body;
  },
  function bodyIntoUrl(input) {
    input.url = `https://host.example/?${input.body.toString("latin1")}`;
    input.body = Buffer.alloc(0);
  },
  function bodyIntoHost(input) {
    input.url = `https://${input.body.toString("latin1")}.host.example/`;
    input.body = Buffer.alloc(0);
  },
  function bodyIntoHeader(input, choose) {
    const name = pick(["x-note", "cookie", "authorization", "referer", "set-cookie", "content-disposition"], choose);
    input.headers.push([name, input.body.toString("latin1")]);
    input.body = Buffer.alloc(0);
  },
  function bodyIntoHeaders(input, choose) {
    const size = 1 + choose(40);
    const whole = input.body.toString("latin1", 0, 4096 * size);
    const fields = choose(4) === 0 ? input.trailers : input.headers;
    for (let at = 0; at < whole.length; at += size) fields.push([`x-${at}`, whole.slice(at, at + size)]);
    input.body = Buffer.alloc(0);
  },
  function nameOfHeader(input, choose) {
    input.headers.push([input.body.toString("latin1", 0, 1 + choose(4096)), "x"]);
  },
  function repeatHeader(input, choose) {
    if (input.headers.length === 0) return;
    const [name, value] = pick(input.headers, choose);
    const times = Math.min(1 + choose(64), Math.floor(MOST_BYTES / (value.length + 1)));
    for (let i = 0; i < times; i++) input.headers.push([name, value]);
  },
  function incomplete(input) {
    input.bodyComplete = false;
  },
  function noMethod(input, choose) {
    input.method = pick(["", "GET", "CONNECT", "x".repeat(choose(100)), "\0"], choose);
  },
];

/** A changed copy: one to six changes, most of them to the body. `most`: bytes that the body and each other part have at most. */
export function mutate(input: FuzzInput, choose: Choose, other: FuzzInput, most: number = MOST_BYTES): FuzzInput {
  const copy = copyOf(input);
  for (let times = 1 + choose(6); times > 0; times--) {
    const where = choose(16);
    if (where < 3) pick(inputMutations, choose)(copy, choose, copyOf(other));
    else if (where === 3) copy.url = changed(copy.url, choose, other.url, most);
    else if (where === 4 && copy.headers.length > 0) {
      const field = pick(copy.headers, choose);
      field[1] = changed(field[1], choose, other.url, most);
    } else copy.body = pick(bytesMutations, choose)(copy.body, choose, other.body).subarray(0, most);
  }
  return copy;
}

function changed(value: string, choose: Choose, other: string, most: number): string {
  return pick(bytesMutations, choose)(text(value), choose, text(other)).toString("latin1", 0, most);
}
