import { pairPath } from "./form.js";
import type { Spans } from "./joins.js";
import { hostLabels, pairValues } from "./split-values.js";

const HASH = 0x23;
const SLASH = 0x2f;
const QUESTION = 0x3f;
const AT = 0x40;

/** Where a URL's parts stand (RFC 3986, section 3), as offsets of its bytes; read from the text, so that any text has them. */
interface UrlParts {
  readonly authority: number;
  /** After the "@" of userinfo; `authority` when there is none. */
  readonly host: number;
  readonly path: number;
  readonly query: number;
  readonly fragment: number;
}

function partsOf(bytes: Buffer): UrlParts {
  const length = bytes.length;
  const hash = bytes.indexOf(HASH);
  const fragment = hash < 0 ? length : hash;
  const question = bytes.indexOf(QUESTION);
  const query = question < 0 || question > fragment ? fragment : question;
  const separator = bytes.indexOf("://");
  const authority = separator < 0 || separator > query ? 0 : separator + 3;
  const slash = bytes.indexOf(SLASH, authority);
  const path = slash < 0 || slash > query ? query : slash;
  const at = bytes.subarray(authority, path).lastIndexOf(AT);
  return { authority, host: authority + at + 1, path, query, fragment };
}

/** "scheme", "userinfo", "host", "path[2]", "query.key", "query[2].name", "fragment"; "url" for more than one of them. */
export function urlPath(bytes: Buffer, start: number, end: number): string {
  const parts = partsOf(bytes);
  const ends: readonly (readonly [string, number])[] = [
    ["scheme", parts.authority],
    ["userinfo", parts.host],
    ["host", parts.path],
    ["path", parts.query],
    ["query", parts.fragment],
    ["fragment", bytes.length],
  ];
  const [name, last] = ends.find(([, before]) => start < before) ?? ["url", 0];
  if (end > last) return "url";
  if (name === "query") return pairPath(bytes, "query", parts.query + 1, parts.fragment, start, end);
  return name === "path" ? segmentPath(bytes, parts.path, start, end) : name;
}

/** Values that a token can be split over: query values, labels of the host; none where there are not two of them. */
export function urlValues(bytes: Buffer): readonly Spans[] {
  const parts = partsOf(bytes);
  const lists = [pairValues(bytes, Math.min(parts.query + 1, parts.fragment), parts.fragment)];
  if (parts.authority > 0) lists.push(hostLabels(bytes, parts.host, parts.path));
  return lists.filter((spans) => spans.length > 2);
}

/** "path[0]" for the first segment, "path" for more than one. */
function segmentPath(bytes: Buffer, from: number, start: number, end: number): string {
  let index = -1;
  for (let at = from; at <= start; at++) if (bytes[at] === SLASH) index++;
  return bytes.subarray(start + 1, end).includes(SLASH) ? "path" : `path[${Math.max(0, index)}]`;
}
