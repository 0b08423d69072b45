import type { Spans } from "./joins.js";

const CR = 0x0d;
const LF = 0x0a;
const HYPHEN = 0x2d;

/**
 * Finds paths in a multipart body (RFC 2046, RFC 7578). Asked in ascending order, all answers together cost one pass over the bytes.
 */
export class MultipartPaths {
  readonly #bytes: Buffer;
  readonly #delimiter: Buffer | undefined;
  /** The part that was asked about last: its place in the list (-1: before the first), and where it, its body and the next part start. */
  #index = -1;
  #low = 0;
  #body = -1;
  #next: number;
  #line: HeaderLine | undefined;

  constructor(bytes: Buffer, boundary: string | undefined) {
    this.#bytes = bytes;
    this.#delimiter = delimiterOf(bytes, boundary);
    this.#next = this.#delimiter === undefined ? -1 : bytes.indexOf(this.#delimiter);
  }

  /**
   * Counted from part 0: "part[2].body", "part[2].name", "part[2].filename", "part[2].header.content-type"; "body" outside of the parts or
   * in more than one.
   */
  pathOf(start: number, end: number): string {
    const delimiter = this.#delimiter;
    if (delimiter === undefined) return "body";
    if (this.#index >= 0 && start <= this.#low - delimiter.length) {
      this.#index = -1;
      this.#next = this.#bytes.indexOf(delimiter);
    }
    while (this.#next >= 0 && this.#next < start) {
      this.#index++;
      this.#low = this.#next + delimiter.length;
      this.#next = this.#bytes.indexOf(delimiter, this.#low);
      this.#body = -1;
    }
    if (this.#index < 0 || (this.#next >= 0 && end > this.#next) || this.#isAfterLast()) return "body";
    if (this.#body < 0)
      this.#body = bodyStart(this.#bytes, this.#low, this.#next < 0 ? this.#bytes.length : this.#next);
    return `part[${this.#index}]${start >= this.#body ? ".body" : this.#headerPath(start, end)}`;
  }

  /** Whether what stands here follows the delimiter that closes the body (RFC 2046, section 5.1.1). */
  #isAfterLast(): boolean {
    return this.#next < 0 && this.#bytes[this.#low] === HYPHEN && this.#bytes[this.#low + 1] === HYPHEN;
  }

  /** Which header of the part, or which parameter of its Content-Disposition, holds `[start, end)`. */
  #headerPath(start: number, end: number): string {
    let line = this.#line;
    if (line === undefined || start < Math.max(line.from, this.#low) || start >= line.to) {
      line = readLine(this.#bytes, this.#low, this.#body, start);
      this.#line = line;
    }
    if (end > line.to || line.name === undefined) return ".header";
    const parameter = line.parameters.find((one) => start >= one.start && end <= one.end);
    return parameter === undefined ? `.header.${line.name.slice(0, 64)}` : `.${parameter.name}`;
  }
}

/** Spans of the parts' bodies, without the line break before the next delimiter; none when there is no delimiter. */
export function partBodies(bytes: Buffer, boundary: string | undefined): Spans {
  const delimiter = delimiterOf(bytes, boundary);
  const spans: number[] = [];
  if (delimiter === undefined) return spans;
  for (let at = bytes.indexOf(delimiter); at >= 0; ) {
    const low = at + delimiter.length;
    const next = bytes.indexOf(delimiter, low);
    let high = next < 0 ? bytes.length : next;
    const start = bodyStart(bytes, low, high);
    if (next >= 0 && bytes[high - 1] === 0x0a) high -= bytes[high - 2] === 0x0d ? 2 : 1;
    if (start < high) spans.push(start, high);
    at = next;
  }
  return spans;
}

/** The line before each part: that of the declared boundary, or when it stands nowhere, the body's first line. */
function delimiterOf(bytes: Buffer, boundary: string | undefined): Buffer | undefined {
  const declared = boundary === undefined ? undefined : Buffer.from(`--${boundary}`, "latin1");
  if (declared !== undefined && bytes.includes(declared)) return declared;
  const line = /^--([^\r\n]{1,200})\r?\n/.exec(bytes.toString("latin1", 0, 256));
  return line === null ? declared : Buffer.from(`--${line[1]}`, "latin1");
}

/** After the empty line that ends a part's headers; `high` when there is none. */
function bodyStart(bytes: Buffer, low: number, high: number): number {
  for (let at = low; at + 1 < high; at++) {
    if (bytes[at] !== LF) continue;
    if (bytes[at + 1] === LF) return at + 2;
    if (at > low && at + 2 < high && bytes[at - 1] === CR && bytes[at + 1] === CR && bytes[at + 2] === LF)
      return at + 3;
  }
  return high;
}

/** A line of a part's headers: `[from, to)`, and what stands in it. */
interface HeaderLine {
  readonly from: number;
  readonly to: number;
  /** In lower case; undefined when the line has none. */
  readonly name: string | undefined;
  /** Where the parameters of a Content-Disposition stand that are paths of their own. */
  readonly parameters: readonly { readonly name: string; readonly start: number; readonly end: number }[];
}

/** Bytes of a header line that are looked at. */
const LONGEST_LINE = 4096;

/** The line that holds `at`, as far as it stands in `[low, high)`. */
function readLine(bytes: Buffer, low: number, high: number, at: number): HeaderLine {
  const first = Math.max(low, at - LONGEST_LINE);
  const from = first + bytes.subarray(first, at).lastIndexOf(0x0a) + 1;
  const next = bytes.indexOf(0x0a, at);
  const to = next < 0 ? high : Math.min(next, high);
  const text = bytes.toString("latin1", from, Math.min(to, from + LONGEST_LINE));
  const colon = text.indexOf(":");
  const name = colon < 0 ? undefined : text.slice(0, colon).trim().toLowerCase();
  if (name !== "content-disposition") return { from, to, name, parameters: [] };
  const parameters = [...text.matchAll(/\b(name|filename)\*?\s*=\s*("[^"]*"?|[^;\s]*)/gi)].map((match) => {
    const start = from + match.index;
    return { name: match[1]!.toLowerCase(), start, end: start + match[0].length };
  });
  return { from, to, name, parameters };
}
