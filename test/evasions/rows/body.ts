import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { body, type Evasion, each, type Held, hex, json, type Place, post, row, within } from "../evasion.js";

type Compress = (text: Buffer) => Buffer;
const coded = (coding: string, compress: Compress, path = "body"): Place => ({
  surface: "body",
  path,
  put: (text) => post(compress(Buffer.from(text as string)), undefined, [["content-encoding", coding]]),
});
/** All of the compressed bytes. */
const all = (compress: Compress, write: (value: string) => string = plain) => ({
  run: (value: string) => compress(Buffer.from(write(value))),
});
const plain = (value: string): string => value;
const message = (value: string): string => JSON.stringify({ text: `it is ${value} ok` });
const PART = '--b\r\nContent-Disposition: form-data; name="f"\r\n';
const multipart = (before: string, after: string, path: string, type = "multipart/form-data; boundary=b"): Place =>
  within(before, after, path, type);
const grpc = (message: Buffer, flag = 0): Buffer => {
  const head = Buffer.alloc(5);
  head[0] = flag;
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
};
/** A protobuf field: a string of this number. */
const field = (number: number, value: string): Buffer =>
  Buffer.concat([Buffer.of((number << 3) | 2, value.length), Buffer.from(value)]);
/** A WebSocket frame (RFC 6455, section 5.2) of less than 126 bytes. */
const frame = (head: number, payload: Buffer): Buffer => Buffer.concat([Buffer.of(head, payload.length), payload]);
const KEY = Buffer.of(0x37, 0xfa, 0x21, 0x3d);
const maskedFrame = (text: string): Buffer =>
  Buffer.concat([Buffer.of(0x81, 0x80 | text.length), KEY, Buffer.from(text).map((byte, i) => byte ^ KEY[i & 3]!)]);
const base64 = (value: string): string => Buffer.from(value).toString("base64").replace(/=+$/, "");
const twoLayers: Compress = (text) => gzipSync(brotliCompressSync(text));

export const bodyRows: readonly Evasion[] = [
  row("JSON", json, [], plain),
  row("a JSON key", within('{"', '":1}', "$", "application/json"), [], plain),
  row("JSON with no type", within('{"a":"', '"}', "$.a"), [], plain),
  row("JSON under a form's type", within('{"a":"', '"}', "$.a", "application/x-www-form-urlencoded"), [], plain),
  row("invalid JSON under a JSON type", within('{"a":"', '",}}]', "$.a", "application/json"), [], plain),
  row("the first of duplicate JSON keys", within('{"a":"', '","a":"b"}', "$.a", "application/json"), [], plain),
  row(
    "JSON two hundred deep",
    within(
      '{"a":['.repeat(100) + '"',
      '"' + "]}".repeat(100),
      `$${".a[0]".repeat(8)}…${".a[0]".repeat(8)}`,
      "application/json",
    ),
    [],
    plain,
  ),
  row("JSON after a byte order mark", within('\ufeff{"a":"', '"}', "$.a", "application/json"), [], plain),
  row(
    "GraphQL variables",
    within('{"query":"mutation($k:String!){a(k:$k)}","variables":{"k":"', '"}}', "$.variables.k", "application/json"),
    [],
    plain,
  ),
  row("a GraphQL query", within('{ a(k: "', '") { id } }', "body", "application/graphql"), [], plain, {}),
  row("a record of NDJSON", within('{"a":1}\n{"b":"', '"}\n{"c":2}', "record[1].b", "application/x-ndjson"), [], plain),
  row("data of an event stream", within('event: x\ndata: {"a":"', '"}\n\n', "$.a", "text/event-stream"), [], plain),
  row("a form value", within("a=1&key=", "&b=2", "form.key", "application/x-www-form-urlencoded"), [], plain),
  row("a form key", within("a=1&", "=2", "form[1].name", "application/x-www-form-urlencoded"), [], plain),
  row(
    "a form value in percent, under a charset",
    within("a=1&key=", "", "form.key", "application/x-www-form-urlencoded; charset=ISO-8859-1"),
    ["percent"],
    (value) => each(value, (c) => `%${hex(c)}`),
  ),
  row("XML text", within("<a><b>", "</b></a>", "body", "application/xml"), [], plain),
  row("an XML attribute", within("<a b='", "'/>", "body", "application/xml"), [], plain),
  row("CDATA", within("<a><![CDATA[", "]]></a>", "body", "application/xml"), [], plain),
  row(
    "CDATA in pieces",
    within("<a><![CDATA[", "]]></a>", "body", "application/xml"),
    ["markup"],
    (value) => `${value.slice(0, 20)}]]><![CDATA[${value.slice(20)}`,
  ),
  row(
    "a comment inside",
    within("<a>", "</a>", "body", "application/xml"),
    ["markup"],
    (value) => `${value.slice(0, 20)}<!-- x -->${value.slice(20)}`,
  ),
  row("XML entities", within("<a>", "</a>", "body", "text/xml"), ["html-entity"], (value) =>
    each(value, (c) => `&#x${hex(c)};`),
  ),
  row("multipart: a value", multipart(`${PART}\r\n`, "\r\n--b--\r\n", "part[0].body"), [], plain),
  row(
    "multipart: a name",
    multipart('--b\r\nContent-Disposition: form-data; name="', '"\r\n\r\nx\r\n--b--\r\n', "part[0].name"),
    [],
    plain,
  ),
  row(
    "multipart: a file name",
    multipart(
      '--b\r\nContent-Disposition: form-data; name="f"; filename="',
      '"\r\n\r\nx\r\n--b--\r\n',
      "part[0].filename",
    ),
    [],
    plain,
  ),
  row(
    "multipart: an extended file name",
    multipart(
      "--b\r\nContent-Disposition: form-data; name=f; filename*=UTF-8''",
      "\r\n\r\nx\r\n--b--\r\n",
      "part[0].filename",
    ),
    ["percent"],
    (value) => each(value, (c) => `%${hex(c)}`),
  ),
  row(
    "multipart: a part's header",
    multipart(`${PART}X-Note: `, "\r\n\r\nx\r\n--b--\r\n", "part[0].header.x-note"),
    [],
    plain,
  ),
  row(
    "multipart: base64",
    multipart(`${PART}Content-Transfer-Encoding: base64\r\n\r\n`, "\r\n--b--\r\n", "part[0].body"),
    ["base64"],
    base64,
  ),
  row(
    "multipart: quoted-printable",
    multipart(`${PART}Content-Transfer-Encoding: quoted-printable\r\n\r\n`, "\r\n--b--\r\n", "part[0].body"),
    ["quoted-printable"],
    (value) => each(value, (c) => `=${hex(c).toUpperCase()}`),
  ),
  row("multipart: no final boundary", multipart(`${PART}\r\n`, "", "part[0].body"), [], plain),
  row(
    "multipart: boundary in quotes",
    multipart(`${PART}\r\n`, "\r\n--b--\r\n", "part[0].body", 'multipart/form-data; boundary="b"'),
    [],
    plain,
  ),
  row(
    "multipart: boundary in capitals elsewhere",
    multipart(`${PART}\r\n`, "\r\n--b--\r\n", "part[0].body", "MULTIPART/Form-Data; BOUNDARY=b"),
    [],
    plain,
  ),
  row(
    "multipart: another boundary than declared",
    multipart(`${PART}\r\n`, "\r\n--b--\r\n", "part[0].body", "multipart/form-data; boundary=other"),
    [],
    plain,
  ),
  row(
    "multipart: no boundary declared",
    multipart(`${PART}\r\n`, "\r\n--b--\r\n", "part[0].body", "multipart/form-data"),
    [],
    plain,
  ),
  row(
    "multipart: two boundaries declared",
    multipart(
      "--fake\r\n\r\n--fake--\r\n--b\r\nContent-Disposition: form-data; name=f\r\n\r\n",
      "\r\n--b--\r\n",
      "body",
      "multipart/form-data; boundary=fake; boundary=b",
    ),
    [],
    plain,
  ),
  row(
    "multipart: a boundary in two continuations",
    multipart(`${PART}\r\n`, "\r\n--b--\r\n", "part[0].body", "multipart/form-data; boundary*0=b; boundary*1=x"),
    [],
    plain,
  ),
  row("multipart: before the first part", multipart("", `\r\n${PART}\r\nx\r\n--b--\r\n`, "body"), [], plain),
  row("multipart: after the last part", multipart(`${PART}\r\nx\r\n--b--\r\n`, "", "body"), [], plain),
  row(
    "multipart: line feeds alone",
    multipart("--b\nContent-Disposition: form-data; name=f\n\n", "\n--b--\n", "part[0].body"),
    [],
    plain,
  ),
  row(
    "multipart: headers folded",
    multipart('--b\r\nContent-Disposition: form-data;\r\n name="f"\r\n\r\n', "\r\n--b--\r\n", "part[0].body"),
    [],
    plain,
  ),
  row(
    "multipart: a disposition written twice",
    multipart(
      '--b\r\nContent-Disposition: form-data; name="a"\r\nContent-Disposition: form-data; name="',
      '"\r\n\r\nx\r\n--b--\r\n',
      "part[0].name",
    ),
    [],
    plain,
  ),
  row(
    "multipart: in multipart",
    multipart(
      "--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\n",
      "\r\n--c--\r\n--b--\r\n",
      "part[0].body",
    ),
    [],
    plain,
  ),
  row(
    "multipart under a form's type",
    within(`${PART}\r\n`, "\r\n--b--\r\n", "body", "application/octet-stream"),
    [],
    plain,
  ),
  row("binary with NULs", within("\0\u0001\0", "\0\u0002", "body", "application/octet-stream"), [], plain),
  row(
    "invalid UTF-8",
    {
      ...body(),
      put: (text) =>
        post(Buffer.concat([Buffer.of(0xff, 0xc0, 0x80, 0xfe), Buffer.from(text as string), Buffer.of(0xe2, 0x82)])),
    },
    [],
    plain,
  ),
  row("a gRPC frame", { ...body(), put: (text) => post(grpc(field(1, String(text))), "application/grpc") }, [], plain),
  row(
    "a gRPC frame in gzip",
    {
      ...body(undefined, "message[0]"),
      put: (text) => post(grpc(gzipSync(field(1, String(text))), 1), "application/grpc", [["grpc-encoding", "gzip"]]),
    },
    ["gzip"],
    plain,
    { run: (value) => gzipSync(field(1, value)) },
  ),
  row(
    "a gRPC frame in deflate",
    {
      ...body(undefined, "message[0]"),
      put: (text) =>
        post(grpc(deflateSync(field(1, String(text))), 1), "application/grpc", [["grpc-encoding", "deflate"]]),
    },
    ["deflate"],
    plain,
    { run: (value) => deflateSync(field(1, value)) },
  ),
  row(
    "gRPC-Web text",
    { ...body(), put: (text) => post(grpc(field(1, String(text))).toString("base64"), "application/grpc-web-text") },
    ["base64"],
    plain,
    { run: (value) => grpc(field(1, value)).toString("base64").slice(8).replace(/=+$/, "") },
  ),
  row(
    "a protobuf string beside others",
    {
      ...body(),
      put: (text) =>
        post(
          Buffer.concat([field(1, "note"), field(2, String(text)), Buffer.of(0x18, 0x96, 1)]),
          "application/x-protobuf",
        ),
    },
    [],
    plain,
  ),
  row(
    "a protobuf string whose length looks like a letter, between others",
    {
      ...body(),
      put: (text) =>
        post(
          Buffer.concat([field(1, "n"), field(5, `${text} ${"w".repeat(64)}`), field(6, "more")]),
          "application/grpc",
        ),
    },
    [],
    plain,
  ),
  row(
    "a WebSocket message in fragments",
    {
      ...body(),
      put: (text) =>
        post(
          Buffer.concat([
            frame(0x01, Buffer.from(String(text).slice(0, 20))),
            frame(0x89, Buffer.alloc(0)),
            frame(0x80, Buffer.from(String(text).slice(20))),
          ]),
        ),
    },
    ["websocket"],
    plain,
    {
      run: (value) =>
        Buffer.concat([
          Buffer.from(value.slice(0, 20)),
          frame(0x89, Buffer.alloc(0)),
          frame(0x80, Buffer.from(value.slice(20))),
        ]),
    },
  ),
  row(
    "a WebSocket message, masked",
    { ...body(), put: (text) => post(maskedFrame(String(text))) },
    ["websocket"],
    plain,
    { run: (value) => maskedFrame(value).subarray(6) },
  ),
  row(
    "a WebSocket text frame, unmasked",
    {
      ...body(),
      put: (text) => post(Buffer.concat([Buffer.of(0x81, String(text).length), Buffer.from(text as string)])),
    },
    [],
    plain,
  ),
  row(
    "HTTP/1 in a body",
    within("GET /a HTTP/1.1\r\nHost: a.example\r\nAuthorization: Bearer ", "\r\n\r\n", "body", "application/http"),
    [],
    plain,
  ),
  row(
    "HTTP/1 chunked in a body",
    within("POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", "0\r\n\r\n", "body"),
    ["chunked"],
    (value) => `14\r\n${value.slice(0, 20)}\r\n14\r\n${value.slice(20)}\r\n`,
    { run: (value) => `${value.slice(0, 20)}\r\n14\r\n${value.slice(20)}` },
  ),
  row(
    "gzip",
    coded("gzip", (text) => gzipSync(text)),
    ["gzip"],
    plain,
    all((text) => gzipSync(text)),
  ),
  row(
    "gzip of JSON",
    coded("gzip", (text) => gzipSync(text), "$.text"),
    ["gzip"],
    message,
    all((text) => gzipSync(text), message),
  ),
  row(
    "deflate",
    coded("deflate", (text) => deflateSync(text)),
    ["deflate"],
    plain,
    all((text) => deflateSync(text)),
  ),
  row(
    "raw deflate",
    coded("deflate", (text) => deflateRawSync(text)),
    ["deflate"],
    plain,
    all((text) => deflateRawSync(text)),
  ),
  row(
    "brotli",
    coded("br", (text) => brotliCompressSync(text)),
    ["br"],
    plain,
    all((text) => brotliCompressSync(text)),
  ),
  row("brotli in gzip", coded("br, gzip", twoLayers), ["gzip", "br"], plain, all(twoLayers)),
  row(
    "gzip in gzip",
    coded("gzip, gzip", (text) => gzipSync(gzipSync(text))),
    ["gzip", "gzip"],
    plain,
    all((text) => gzipSync(gzipSync(text))),
  ),
  row(
    "gzip in gzip, of which one is declared",
    coded("gzip", (text) => gzipSync(gzipSync(text))),
    ["gzip", "gzip"],
    plain,
    all((text) => gzipSync(gzipSync(text))),
  ),
  row(
    "gzip that nothing declares",
    { ...body(), put: (text) => post(gzipSync(text)) },
    ["gzip"],
    plain,
    all((text) => gzipSync(text)),
  ),
  row(
    "gzip in other bytes",
    { ...body(), put: (text) => post(Buffer.concat([Buffer.from("x=1\0"), gzipSync(text), Buffer.from("y")])) },
    ["gzip"],
    plain,
    all((text) => gzipSync(text)),
  ),
  row(
    "zlib that nothing declares",
    { ...body(), put: (text) => post(deflateSync(text)) },
    ["deflate"],
    plain,
    all((text) => deflateSync(text).subarray(0, -4)),
  ),
  row(
    "zlib in a record",
    { ...body(), put: (text) => post(Buffer.concat([Buffer.from("note "), deflateSync(text), Buffer.from(" end")])) },
    ["deflate"],
    plain,
    all((text) => deflateSync(text).subarray(0, -4)),
  ),
  row(
    "zlib in a part",
    {
      ...body(undefined, "part[0].body"),
      put: (text) =>
        post(
          Buffer.concat([
            Buffer.from(`${PART}Content-Encoding: deflate\r\n\r\n`),
            deflateSync(text),
            Buffer.from("\r\n--b--"),
          ]),
          "multipart/form-data; boundary=b",
        ),
    },
    ["deflate"],
    plain,
    all((text) => deflateSync(text).subarray(0, -4)),
  ),
  row(
    "raw DEFLATE that nothing declares",
    { ...body(), put: (text) => post(deflateRawSync(text)) },
    ["deflate"],
    plain,
    all((text) => deflateRawSync(text)),
  ),
  row(
    "Brotli that nothing declares",
    { ...body(), put: (text) => post(brotliCompressSync(message(String(text)))) },
    ["br"],
    plain,
    all((text) => brotliCompressSync(text), message),
  ),
  row(
    "gzip that nothing declares, cut short",
    { ...body(), put: (text) => post(gzipSync(text).subarray(0, -6)) },
    ["gzip"],
    plain,
    all((text) => gzipSync(text).subarray(0, -6)),
  ),
];

const zeros = Buffer.alloc(100 * 1024 * 1024);
const words = "the quick brown fox jumps over a lazy dog. ".repeat(20);
const declared = (coding: string, bytes: Buffer) => post(bytes, undefined, [["content-encoding", coding]]);
const parts = (count: number, text: (i: number) => string): string =>
  `${Array.from({ length: count }, (_, i) => `--b\r\nContent-Disposition: form-data; name="p${i}"\r\n\r\n${text(i)}\r\n`).join("")}--b--\r\n`;

export const bodyHeld: readonly Held[] = [
  { name: "gzip cut short", request: declared("gzip", gzipSync(words).subarray(0, -30)), what: "content-encoding" },
  {
    name: "brotli cut short",
    request: declared("br", brotliCompressSync(words).subarray(0, -5)),
    what: "content-encoding",
  },
  { name: "an unknown coding", request: declared("exi", Buffer.from(words)), what: "content-encoding" },
  { name: "a lying coding", request: declared("br", gzipSync(words)), what: "content-encoding" },
  {
    name: "Zstandard, where Node has none",
    request: declared(
      "zstd",
      Buffer.concat([Buffer.of(0x28, 0xb5, 0x2f, 0xfd, 0x24, 3, 0x19, 0, 0), Buffer.from("abc")]),
    ),
    what: "content-encoding",
  },
  { name: "100 MiB in brotli", request: declared("br", brotliCompressSync(zeros)), what: "expanded-size" },
  {
    name: "100 MiB in gzip in gzip",
    request: declared("gzip, gzip", gzipSync(gzipSync(zeros))),
    what: "expanded-size",
  },
  { name: "100 MiB in gzip that nothing declares", request: post(gzipSync(zeros)), what: "compressed-data" },
  { name: "a megabyte of %2525…", request: post(`%${"25".repeat(512 * 1024)}`), what: "view-depth" },
  {
    name: "a body marked incomplete",
    request: { ...post(words), bodyComplete: false },
    what: "body-incomplete",
    approvable: false,
  },
  { name: "a body over the cap", request: post(Buffer.alloc(9 * 1024 * 1024, "words and ")), what: "body-size" },
];
void parts;
