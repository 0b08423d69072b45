import type { Spans } from "./joins.js";

const CRLF_CRLF: Buffer = Buffer.from("\r\n\r\n");
const LF_LF: Buffer = Buffer.from("\n\n");

/**
 * Path in a multipart body (RFC 2046, RFC 7578), counted from part 0: "part[2].body", "part[2].name", "part[2].filename",
 * "part[2].header.content-type"; "body" outside of the parts or in more than one.
 */
export function multipartPath(bytes: Buffer, boundary: string | undefined, start: number, end: number): string {
  const delimiter = delimiterOf(bytes, boundary);
  if (delimiter === undefined) return "body";
  let index = -1;
  let low = 0;
  for (let at = bytes.indexOf(delimiter); at >= 0 && at < start; at = bytes.indexOf(delimiter, low)) {
    index++;
    low = at + delimiter.length;
  }
  const next = bytes.indexOf(delimiter, low);
  if (index < 0 || (next >= 0 && end > next)) return "body";
  const high = next < 0 ? bytes.length : next;
  const body = bodyStart(bytes, low, high);
  if (start >= body) return `part[${index}].body`;
  return `part[${index}]${headerPath(bytes, low, body, start, end)}`;
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
  const part = bytes.subarray(low, high);
  const crlf = part.indexOf(CRLF_CRLF);
  const lf = part.indexOf(LF_LF);
  if (crlf >= 0 && (lf < 0 || crlf < lf)) return low + crlf + CRLF_CRLF.length;
  return lf >= 0 ? low + lf + LF_LF.length : high;
}

/** Which header of a part, or which parameter of its Content-Disposition, holds `[start, end)`. */
function headerPath(bytes: Buffer, low: number, high: number, start: number, end: number): string {
  let from = low;
  for (let line = bytes.indexOf(0x0a, low); line >= 0 && line < start; line = bytes.indexOf(0x0a, from))
    from = line + 1;
  const next = bytes.indexOf(0x0a, start);
  const to = next < 0 ? high : Math.min(next, high);
  const text = bytes.toString("latin1", from, Math.min(to, from + 4096));
  const colon = text.indexOf(":");
  if (end > to || colon < 0) return ".header";
  const name = text.slice(0, colon).trim().toLowerCase();
  if (name === "content-disposition") {
    for (const match of text.matchAll(/\b(name|filename)\*?\s*=\s*("[^"]*"?|[^;\s]*)/gi)) {
      const value = from + match.index;
      if (start >= value && end <= value + match[0].length) return `.${match[1]!.toLowerCase()}`;
    }
  }
  return `.header.${name.slice(0, 64)}`;
}
