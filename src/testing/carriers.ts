import { brotliCompressSync, gzipSync } from "node:zlib";
import type { OutboundRequest } from "../types.js";

/** Where in a request a text is put. */
export interface Carrier {
  readonly name: string;
  readonly carry: (text: Buffer) => OutboundRequest;
  /** `Location.surface` and `path` of what stands in the text; no path where it depends on the text. */
  readonly surface: string;
  readonly path: string;
  /** Declared codings, which come first in `Location.decoded`. */
  readonly codings?: readonly string[];
  /** Bytes of the surface before the text, where it stands there as it is. */
  readonly before?: number;
  /** What stands right before the text, and right after it. */
  readonly beside: readonly [before: string, after: string];
  /** Characters that would end the text, or make it something else. */
  readonly breaks: RegExp;
  /** Takes any bytes, not only text. */
  readonly binary?: boolean;
  /** Bytes of it, beyond which paths are not told as exactly. */
  readonly longest?: number;
  /** The text is all of the body. */
  readonly isWhole?: boolean;
}

const request = (parts: Partial<OutboundRequest>): OutboundRequest => ({
  method: "POST",
  url: "https://api.example.com/v1/notes",
  ...parts,
});
const typed = (type: string): [string, string][] => [["content-type", type]];
const around = (before: string, text: Buffer, after: string): Buffer =>
  Buffer.concat([Buffer.from(before), text, Buffer.from(after)]);

const PART = '--b\r\nContent-Disposition: form-data; name="f"; filename="a.txt"\r\n\r\n';
const CONTROLS = /[\0-\x1f"\\]/;

/** The places of a request that a scan reads. */
export const carriers: readonly Carrier[] = [
  {
    name: "a URL's query",
    carry: (text) => request({ url: `https://api.example.com/a?x=1&key=${text}&y=2` }),
    surface: "url",
    path: "query.key",
    before: "https://api.example.com/a?x=1&key=".length,
    beside: ["=", "&"],
    breaks: /[\0-\x20&#"]/,
  },
  {
    name: "a URL's path",
    carry: (text) => request({ url: `https://api.example.com/a/${text}/c` }),
    surface: "url",
    path: "path[1]",
    before: "https://api.example.com/a/".length,
    beside: ["/", "/"],
    breaks: /[\0-\x20/?#:@"]/,
  },
  {
    name: "a URL's fragment",
    carry: (text) => request({ url: `https://api.example.com/a#${text}` }),
    surface: "url",
    path: "fragment",
    before: "https://api.example.com/a#".length,
    beside: ["#", ""],
    breaks: /[\0-\x20"]/,
  },
  {
    name: "a header",
    carry: (text) => request({ headers: [["x-note", text.toString()]] }),
    surface: "header",
    path: "x-note",
    before: 0,
    beside: ["", ""],
    breaks: /[\0-\x1f]/,
  },
  {
    name: "a cookie",
    carry: (text) => request({ headers: [["cookie", `a=1; sid=${text}; b=2`]] }),
    surface: "header",
    path: "cookie.sid",
    before: "a=1; sid=".length,
    beside: ["=", ";"],
    breaks: /[\0-\x20;,="]/,
  },
  {
    name: "a trailer",
    carry: (text) => request({ trailers: [["x-sum", text.toString()]] }),
    surface: "trailer",
    path: "x-sum",
    before: 0,
    beside: ["", ""],
    breaks: /[\0-\x1f]/,
  },
  {
    name: "a JSON string",
    carry: (text) => request({ headers: typed("application/json"), body: around('{"m":[{"c":"', text, '"}],"n":1}') }),
    surface: "body",
    path: "$.m[0].c",
    before: '{"m":[{"c":"'.length,
    beside: ['"', '"'],
    breaks: CONTROLS,
  },
  {
    name: "a JSON string of a string",
    carry: (text) => request({ body: JSON.stringify({ a: JSON.stringify({ b: text.toString() }) }) }),
    surface: "body",
    path: "$.a",
    beside: ['"', "\\"],
    breaks: CONTROLS,
  },
  {
    name: "a form",
    carry: (text) =>
      request({ headers: typed("application/x-www-form-urlencoded"), body: around("a=1&key=", text, "&b=2") }),
    surface: "body",
    path: "form.key",
    before: "a=1&key=".length,
    beside: ["=", "&"],
    breaks: /[\0-\x20&"]/,
  },
  {
    name: "a part of a multipart body",
    carry: (text) =>
      request({ headers: typed("multipart/form-data; boundary=b"), body: around(PART, text, "\r\n--b--\r\n") }),
    surface: "body",
    path: "part[0].body",
    before: PART.length,
    beside: ["\n", "\r\n"],
    breaks: /--b/,
    binary: true,
  },
  {
    name: "a file name in a multipart body",
    carry: (text) =>
      request({
        headers: typed("multipart/form-data; boundary=b"),
        body: around('--b\r\nContent-Disposition: form-data; name="f"; filename="', text, '"\r\n\r\nx\r\n--b--\r\n'),
      }),
    surface: "body",
    path: "part[0].filename",
    before: '--b\r\nContent-Disposition: form-data; name="f"; filename="'.length,
    beside: ['"', '"'],
    breaks: /[\0-\x1f"\\]|--b/,
    longest: 3500,
  },
  {
    name: "XML",
    carry: (text) => request({ headers: typed("application/xml"), body: around("<a><b c='1'>", text, "</b></a>") }),
    surface: "body",
    path: "body",
    before: "<a><b c='1'>".length,
    beside: [">", "<"],
    breaks: /[\0-\x08<]/,
  },
  {
    name: "an event stream",
    carry: (text) => request({ body: around('data: {"x":1}\n\ndata: ', text, "\n\n") }),
    surface: "body",
    path: "body",
    before: 'data: {"x":1}\n\ndata: '.length,
    beside: [" ", "\n"],
    breaks: /[\0-\x1f]/,
  },
  {
    name: "a plain body",
    carry: (text) => request({ headers: typed("application/octet-stream"), body: text }),
    surface: "body",
    path: "body",
    before: 0,
    beside: ["", ""],
    breaks: /^[{[]/,
    binary: true,
    isWhole: true,
  },
  {
    name: "a gzipped body",
    carry: (text) => request({ headers: [["content-encoding", "gzip"]], body: gzipSync(text) }),
    surface: "body",
    path: "body",
    codings: ["gzip"],
    beside: ["", ""],
    breaks: /^[{[]/,
    binary: true,
    isWhole: true,
  },
  {
    name: "a body in brotli, then gzip",
    carry: (text) => request({ headers: [["content-encoding", "br, gzip"]], body: gzipSync(brotliCompressSync(text)) }),
    surface: "body",
    path: "body",
    codings: ["gzip", "br"],
    beside: ["", ""],
    breaks: /^[{[]/,
    binary: true,
    isWhole: true,
  },
];

/** Whether a carrier takes a text: it stays whole, and what is no text stays as it is. */
export function takes({ breaks, binary, longest = Infinity }: Carrier, text: Buffer): boolean {
  if (text.length > longest || breaks.test(text.toString("latin1"))) return false;
  return binary === true || Buffer.from(text.toString()).equals(text);
}
