import type { OutboundRequest } from "../../types.js";
import { UsageError } from "../errors.js";
import type { InputEntry } from "./entry.js";
import { encodeMultipart } from "./multipart.js";

/**
 * HTTP Archive 1.2 (http://www.softwareishard.com/blog/har-12-spec/): the requests of `log.entries`, and what browsers add
 * to it: bodies in base64 (`postData.encoding`) and sent WebSocket messages (`_webSocketMessages`). Responses are inbound.
 */
export function readHar(bytes: Uint8Array): readonly InputEntry[] {
  const entries = member(member(parse(bytes), "log"), "entries");
  if (!Array.isArray(entries)) throw new UsageError("The input is no HAR: it has no list of entries in log.entries.");
  return entries.flatMap((entry: unknown, index) => [readRequest(entry, index), ...readMessages(entry)]);
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8").decode(bytes));
  } catch {
    throw new UsageError("The input is no HAR: it is not JSON.");
  }
}

function readRequest(entry: unknown, index: number): InputEntry {
  const request = member(entry, "request");
  if (typeof request !== "object" || request === null) {
    throw new UsageError(`The HAR's entry ${index} (counted from 0) has no request.`);
  }
  const method = text(member(request, "method"));
  const url = text(member(request, "url"));
  const headers = pairs(member(request, "headers")).filter(
    ([name, value]) => !repeatsTheLine(name, value, method, url),
  );
  const cookies = pairs(member(request, "cookies"));
  if (cookies.length > 0 && !headers.some(([name]) => name.toLowerCase() === "cookie")) {
    headers.push(["Cookie", cookies.map(([name, value]) => `${name}=${value}`).join("; ")]);
  }
  const body = readBody(request, headers);
  const read: OutboundRequest = { method, url, headers, body: body.bytes, bodyComplete: body.missing === undefined };
  return { request: read, notes: body.missing === undefined ? [] : [body.missing] };
}

/** HTTP/2 pseudo-header fields (RFC 9113, section 8.3.1) stand in some archives beside the method and URL that they make up. */
function repeatsTheLine(name: string, value: string, method: string, url: string): boolean {
  return name.startsWith(":") && (value === method || url.includes(value));
}

function readBody(
  request: object,
  headers: [string, string][],
): { bytes: Uint8Array | string | null; missing?: string } {
  const data = member(request, "postData");
  const content = text(member(data, "text"));
  if (content !== "") {
    if (text(member(data, "encoding")).toLowerCase() !== "base64") return { bytes: content };
    const bytes = Buffer.from(content, "base64");
    if (bytes.toString("base64").replace(/=+$/, "") === content.replace(/[=\s]+$/g, "").replace(/\s/g, ""))
      return { bytes };
    return { bytes: content, missing: "The body is not the base64 that it is said to be." };
  }
  const params = member(data, "params");
  if (Array.isArray(params) && params.length > 0) return readParams(params, text(member(data, "mimeType")), headers);
  const size = member(request, "bodySize");
  if (typeof size === "number" && size > 0)
    return { bytes: null, missing: "The archive does not hold the request's body." };
  return { bytes: null };
}

/** A form as its fields. The wire bytes are not in the archive, so they are written anew. */
function readParams(
  params: readonly unknown[],
  mimeType: string,
  headers: [string, string][],
): { bytes: Uint8Array | string; missing?: string } {
  const fields = params.map((param) => ({
    name: text(member(param, "name")),
    value: text(member(param, "value")),
    fileName: text(member(param, "fileName")),
    contentType: text(member(param, "contentType")),
  }));
  const missing = fields.some((field) => field.fileName !== "" && field.value === "")
    ? { missing: "The archive does not hold the files that the form sent." }
    : {};
  if (!mimeType.toLowerCase().startsWith("multipart/")) {
    const form = new URLSearchParams(
      fields.flatMap((field): [string, string][] => [[field.name, field.value], ...extra(field)]),
    );
    return { bytes: form.toString(), ...missing };
  }
  const { bytes, boundary } = encodeMultipart(fields);
  const others = headers.filter(([name]) => name.toLowerCase() !== "content-type");
  headers.splice(0, headers.length, ...others, ["Content-Type", `multipart/form-data; boundary=${boundary}`]);
  return { bytes, ...missing };
}

/** A file's name has no place in a URL-encoded form; it is scanned all the same. */
function extra(field: { readonly fileName: string }): [string, string][] {
  return field.fileName === "" ? [] : [["filename", field.fileName]];
}

/** Sent WebSocket messages as Chrome records them: opcode 1 is text, 2 is binary in base64 (RFC 6455, section 5.2). */
function readMessages(entry: unknown): InputEntry[] {
  const messages = member(entry, "_webSocketMessages");
  if (!Array.isArray(messages)) return [];
  return messages
    .filter((message) => member(message, "type") === "send")
    .map((message) => {
      const data = text(member(message, "data"));
      return { text: member(message, "opcode") === 2 ? Buffer.from(data, "base64") : data, notes: [] };
    });
}

function pairs(list: unknown): [string, string][] {
  if (!Array.isArray(list)) return list === undefined || list === null ? [] : [["", text(list)]];
  return list.map((item) => [text(member(item, "name")), text(member(item, "value"))]);
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}

/** A value as the text to scan. What is not a string, as the format demands, is scanned as its JSON. */
function text(value: unknown): string {
  if (typeof value === "string") return value;
  return value === undefined || value === null ? "" : JSON.stringify(value);
}
