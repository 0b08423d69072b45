import type { OutboundRequest } from "../../types.js";
import { UsageError } from "../errors.js";
import { decodeChunked } from "./chunked.js";
import type { InputEntry } from "./entry.js";

/** A request line (RFC 9112, section 3): token, target, version. Browsers' "raw headers" end it with HTTP/2 or HTTP/3. */
const REQUEST_LINE = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+) +(\S+) +HTTP\/\d(?:\.\d)?[ \t]*$/;

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Whether `text`, after blank lines, begins with a request line. */
export function startsLikeRequest(text: string): boolean {
  const line = /^(?:\r?\n)*([^\r\n]*)/.exec(text)?.[1];
  return line !== undefined && REQUEST_LINE.test(line);
}

/**
 * HTTP/1.1 requests (RFC 9112), one after the other. Lines may end in LF alone (section 2.2). A request without
 * Content-Length and Transfer-Encoding has, here, all that follows as its body: a message pasted from elsewhere has often
 * lost them.
 */
export function readHttpMessage(bytes: Uint8Array): readonly InputEntry[] {
  const entries: InputEntry[] = [];
  let rest = skipBlankLines(bytes);
  while (rest.length > 0) {
    if (entries.length > 0 && !startsLikeRequest(decode(rest.subarray(0, 64 * 1024)))) {
      entries.push({ text: rest, notes: ["These bytes stand after the end of the request before them."] });
      break;
    }
    const { entry, after } = readOne(rest);
    entries.push(...entry);
    rest = skipBlankLines(after);
  }
  if (entries.length === 0) throw new UsageError("The input is no HTTP request: it is empty.");
  return entries;
}

interface Head {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly after: Uint8Array;
}

function readOne(bytes: Uint8Array): { entry: readonly InputEntry[]; after: Uint8Array } {
  const head = readHead(bytes);
  const request = { method: head.method, url: absoluteUrl(head), headers: head.headers };
  const codings = values(head.headers, "transfer-encoding").join(",").toLowerCase();
  if (codings !== "") return readEncoded(request, head.after, codings);
  const lengths = new Set(
    values(head.headers, "content-length").flatMap((value) => value.split(",").map((part) => part.trim())),
  );
  if (lengths.size === 0)
    return { entry: [{ request: { ...request, body: head.after }, notes: [] }], after: new Uint8Array() };
  const [length = ""] = lengths;
  if (lengths.size > 1 || !/^\d{1,15}$/.test(length)) {
    return incomplete(request, head.after, "The Content-Length is no single number.");
  }
  const end = Number(length);
  if (end > head.after.length)
    return incomplete(request, head.after, "The body is shorter than its Content-Length says.");
  return {
    entry: [{ request: { ...request, body: head.after.subarray(0, end) }, notes: [] }],
    after: head.after.subarray(end),
  };
}

function readEncoded(
  request: OutboundRequest,
  bytes: Uint8Array,
  codings: string,
): { entry: readonly InputEntry[]; after: Uint8Array } {
  if (codings !== "chunked") return incomplete(request, bytes, "The body has a transfer coding other than chunked.");
  const chunked = decodeChunked(bytes);
  if (chunked === undefined) return incomplete(request, bytes, "The body's chunks cannot be read.");
  const entry: InputEntry[] = [
    { request: { ...request, body: chunked.body, trailers: parseFields(chunked.trailer) }, notes: [] },
  ];
  if (chunked.extensions !== "") entry.push({ text: chunked.extensions, notes: ["The chunks' extensions."] });
  return { entry, after: chunked.after };
}

function incomplete(
  request: OutboundRequest,
  body: Uint8Array,
  note: string,
): { entry: readonly InputEntry[]; after: Uint8Array } {
  return { entry: [{ request: { ...request, body, bodyComplete: false }, notes: [note] }], after: new Uint8Array() };
}

function readHead(bytes: Uint8Array): Head {
  const end = endOfHead(bytes);
  const lines = decode(bytes.subarray(0, end)).split(/\r?\n/);
  const line = REQUEST_LINE.exec(lines[0] ?? "");
  if (line === null)
    throw new UsageError("The input is no HTTP request: its first line is not METHOD TARGET HTTP/1.1.");
  const headers = parseFields(lines.slice(1));
  return { method: line[1] ?? "", target: line[2] ?? "", headers, after: bytes.subarray(end) };
}

/** Where the head ends, after its empty line. A message without one is all head. */
function endOfHead(bytes: Uint8Array): number {
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) {
    if (bytes[at + 1] === LINE_FEED) return at + 2;
    if (bytes[at + 1] === CARRIAGE_RETURN && bytes[at + 2] === LINE_FEED) return at + 3;
  }
  return bytes.length;
}

/** Field lines (RFC 9112, section 5); a folded line (section 5.2) continues the value before it with a space. */
function parseFields(lines: readonly string[]): (readonly [string, string])[] {
  const fields: [string, string][] = [];
  lines.forEach((line, index) => {
    const last = fields.at(-1);
    if (line === "") return;
    if (/^[ \t]/.test(line) && last !== undefined) {
      last[1] = `${last[1]} ${line.trim()}`;
      return;
    }
    const colon = line.indexOf(":", 1);
    if (colon < 0) throw new UsageError(`Header line ${index + 1} has no colon.`);
    fields.push([line.slice(0, colon).trimEnd(), line.slice(colon + 1).trim()]);
  });
  return fields;
}

/** The target URI (RFC 9112, section 3.3). The message does not say whether it goes over TLS; "http" claims the least. */
function absoluteUrl({
  method,
  target,
  headers,
}: Head | { method: string; target: string; headers: Head["headers"] }): string {
  if (method === "CONNECT" || /^[a-z][a-z0-9+.-]*:\/\//i.test(target)) return target;
  const host = values(headers, "host")[0] ?? values(headers, ":authority")[0];
  if (host === undefined) return target;
  return `http://${host}${target === "*" ? "" : target}`;
}

function values(headers: Head["headers"], name: string): string[] {
  return headers.filter(([field]) => field.toLowerCase() === name).map(([, value]) => value);
}

function skipBlankLines(bytes: Uint8Array): Uint8Array {
  let at = 0;
  while (bytes[at] === LINE_FEED || bytes[at] === CARRIAGE_RETURN) at++;
  return bytes.subarray(at);
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder("utf-8").decode(bytes);
}
