import { PairPaths } from "./form.js";
import type { Spans } from "./joins.js";
import { hostLabels, pairValues, pathSegments } from "./split-values.js";

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

/** Finds paths in a URL. Asked in ascending order, all answers together cost one pass over the bytes. */
export class UrlPaths {
  readonly #bytes: Buffer;
  #parts: UrlParts | undefined;
  #pairs: PairPaths | undefined;
  /** Slashes of the path before `#counted`. */
  #slashes = 0;
  #counted = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** "scheme", "userinfo", "host", "path[2]", "query.key", "query[2].name", "fragment"; "url" for more than one of them. */
  pathOf(start: number, end: number): string {
    this.#parts ??= partsOf(this.#bytes);
    const parts = this.#parts;
    const ends: readonly (readonly [string, number])[] = [
      ["scheme", parts.authority],
      ["userinfo", parts.host],
      ["host", parts.path],
      ["path", parts.query],
      ["query", parts.fragment],
      ["fragment", this.#bytes.length],
    ];
    const [name, last] = ends.find(([, before]) => start < before) ?? ["url", 0];
    if (end > last) return "url";
    if (name === "path") return this.#segmentPath(parts.path, start, end);
    if (name !== "query") return name;
    this.#pairs ??= new PairPaths(this.#bytes, "query", parts.query + 1, parts.fragment);
    return this.#pairs.pathOf(start, end);
  }

  /** "path[0]" for the first segment, "path" for more than one. */
  #segmentPath(from: number, start: number, end: number): string {
    if (start < this.#counted || this.#counted < from) {
      this.#counted = from;
      this.#slashes = 0;
    }
    for (; this.#counted < start; this.#counted++) if (this.#bytes[this.#counted] === SLASH) this.#slashes++;
    if (this.#bytes.subarray(start + 1, end).includes(SLASH)) return "path";
    return `path[${Math.max(0, this.#slashes - (this.#bytes[start] === SLASH ? 0 : 1))}]`;
  }
}

/** Values that a token can be split over: query values, segments of the path, labels of the host; none where there are not two of them. */
export function urlValues(bytes: Buffer): readonly Spans[] {
  const parts = partsOf(bytes);
  const lists = [pairValues(bytes, Math.min(parts.query + 1, parts.fragment), parts.fragment)];
  if (parts.authority > 0) lists.push(hostLabels(bytes, parts.host, parts.path));
  lists.push(pathSegments(bytes, parts.path, parts.query));
  return lists.filter((spans) => spans.length > 2);
}
