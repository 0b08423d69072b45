import { type Evasion, each, get, header, hex, type Place, pieces, row } from "../evasion.js";

const at = (path: string, headers: (text: string) => readonly (readonly [string, string])[]): Place => ({
  surface: "header",
  path,
  put: (text) => ({ ...get("https://api.example.com/"), headers: headers(String(text)) }),
});
const plain = (value: string): string => value;
const first = (value: string): string => value.slice(0, 20);

export const headerRows: readonly Evasion[] = [
  row("a value", header, [], plain),
  row("a value after a scheme", header, [], (value) => `Bearer ${value}`, { run: plain }),
  row(
    "quoted-printable after a scheme",
    at("authorization", (text) => [["authorization", text]]),
    ["quoted-printable"],
    (value) => `Bearer ${each(value, (c) => `=${hex(c).toUpperCase()}`)}`,
    { run: (value) => each(value, (c) => `=${hex(c).toUpperCase()}`), twin: undefined },
  ),
  row(
    "a name",
    at("name", (text) => [[text, "1"]]),
    [],
    plain,
  ),
  row(
    "a cookie",
    at("cookie.sid", (text) => [["cookie", `a=1; sid=${text}; b=2`]]),
    [],
    plain,
  ),
  row(
    "a cookie's name",
    at("cookie", (text) => [["cookie", `a=1; ${text}=2`]]),
    [],
    plain,
  ),
  row(
    "the second of two fields of one name",
    {
      ...header,
      put: (text) => ({
        ...get("https://a.example/"),
        headers: [
          ["x-other", "1"],
          ["x-note", String(text)],
        ],
      }),
    },
    [],
    plain,
  ),
  row(
    "a record's value",
    { ...header, put: (text) => ({ ...get("https://a.example/"), headers: [["x-note", String(text)]] }) },
    [],
    plain,
  ),
  row(
    "an HTTP/2 path",
    at(":path", (text) => [
      [":method", "GET"],
      [":path", `/a?k=${text}`],
      [":authority", "a.example"],
    ]),
    [],
    plain,
  ),
  row(
    "an HTTP/2 authority",
    at(":authority", (text) => [
      [":authority", `${text}.a.example`],
      [":path", "/"],
    ]),
    [],
    plain,
  ),
  row("percent", header, ["percent"], (value) => each(value, (c) => `%${hex(c)}`)),
  row("RFC 2047 base64", header, ["base64"], (value) => `=?utf-8?B?${Buffer.from(value).toString("base64")}?=`, {
    run: (value) => Buffer.from(value).toString("base64").replace(/=+$/, ""),
  }),
  row(
    "RFC 2047 quoted-printable",
    header,
    ["encoded-words"],
    (value) => `=?utf-8?Q?${each(value, (c) => `=${hex(c).toUpperCase()}`)}?=`,
    { run: (value) => each(value, (c) => `=${hex(c).toUpperCase()}`) },
  ),
  row(
    "RFC 2047 in two words",
    header,
    ["encoded-words"],
    (value) =>
      pieces(value, 20)
        .map((part) => `=?utf-8?B?${Buffer.from(part).toString("base64")}?=`)
        .join(" "),
    {
      run: (value) =>
        pieces(value, 20)
          .map((part) => `=?utf-8?B?${Buffer.from(part).toString("base64")}?=`)
          .join(" ")
          .replace(/=*\?=$/, "")
          .replace(/^=\?utf-8\?B\?/, ""),
    },
  ),
  row(
    "two fields of one name",
    at("x-note, x-note", (text) => pieces(text, 20).map((part) => ["x-note", part] as const)),
    ["joined"],
    plain,
    { run: first },
  ),
  row(
    "two fields",
    at("x-one, x-two", (text) => [
      ["x-one", text.slice(0, 20)],
      ["x-two", text.slice(20)],
    ]),
    ["joined"],
    plain,
    { run: first },
  ),
  row(
    "two fields with common ones between",
    at("x-one, x-two", (text) => [
      ["x-one", text.slice(0, 20)],
      ["accept", "*/*"],
      ["user-agent", "x/1"],
      ["x-two", text.slice(20)],
    ]),
    ["joined"],
    plain,
    { run: first },
  ),
  row(
    "four fields in base64",
    at("x-1, x-2, x-3, x-4", (text) => pieces(text, 14).map((part, i) => [`x-${i + 1}`, part] as const)),
    ["joined", "base64"],
    (value) => Buffer.from(value).toString("base64"),
    { run: (value) => Buffer.from(value).toString("base64").slice(0, 14) },
  ),
  row(
    "two cookies",
    at("cookie", (text) => [["cookie", `a=${text.slice(0, 20)}; b=${text.slice(20)}`]]),
    ["joined"],
    plain,
    { run: (value) => `${value.slice(0, 20)}; b=${value.slice(20)}` },
  ),
  row(
    "two cookie fields",
    at("cookie, cookie", (text) => [
      ["cookie", `a=${text.slice(0, 20)}`],
      ["cookie", `b=${text.slice(20)}`],
    ]),
    ["joined"],
    plain,
    { run: first },
  ),
  row(
    "a trailer",
    {
      surface: "trailer",
      path: "x-sum",
      put: (text) => ({ ...get("https://a.example/"), trailers: [["x-sum", String(text)]] }),
    },
    [],
    plain,
  ),
  row(
    "two trailers",
    {
      surface: "trailer",
      path: "x-a, x-b",
      put: (text) => ({
        ...get("https://a.example/"),
        trailers: [
          ["x-a", String(text).slice(0, 20)],
          ["x-b", String(text).slice(20)],
        ],
      }),
    },
    ["joined"],
    plain,
    { run: first },
  ),
];
