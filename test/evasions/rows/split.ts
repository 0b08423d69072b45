import { type Evasion, get, type Place, pieces, post, row } from "../evasion.js";

const JSON_TYPE = "application/json";
const FORM = "application/x-www-form-urlencoded";
const at = (path: string, put: Place["put"], surface: Place["surface"] = "body"): Place => ({ surface, path, put });
const parts = (text: string | Buffer, length = 12): readonly string[] => pieces(String(text), length);
const plain = (value: string): string => value;
const base64 = (value: string): string => Buffer.from(value).toString("base64").replace(/=+$/, "");

/** Pieces that are encoded each by itself, with no padding, as fields of a query. */
const bare = (value: string): string =>
  parts(value, 10)
    .map((part, i) => `p${i}=${base64(part)}`)
    .join("&");

export const splitRows: readonly Evasion[] = [
  row(
    "over query values, each in base64 without padding",
    at("query", (text) => get(`https://a.example/?${text}`), "url"),
    ["padded-pieces"],
    bare,
    { run: (value) => bare(value).slice(3) },
  ),
  row(
    "over query values",
    at(
      "query",
      (text) =>
        get(
          `https://a.example/?${parts(text)
            .map((part, i) => `p${i}=${part}`)
            .join("&")}`,
        ),
      "url",
    ),
    ["joined"],
    plain,
    {
      run: (value) =>
        parts(value)
          .map((part, i) => `p${i}=${part}`)
          .join("&")
          .slice(3),
    },
  ),
  row(
    "over query values of one name",
    at(
      "query",
      (text) =>
        get(
          `https://a.example/?${parts(text)
            .map((part) => `p=${part}`)
            .join("&")}`,
        ),
      "url",
    ),
    ["joined"],
    plain,
    {
      run: (value) =>
        parts(value)
          .map((part) => `p=${part}`)
          .join("&")
          .slice(2),
    },
  ),
  row(
    "over query values, in base64",
    at(
      "query",
      (text) =>
        get(
          `https://a.example/?${parts(text)
            .map((part, i) => `p${i}=${part}`)
            .join("&")}`,
        ),
      "url",
    ),
    ["joined", "base64"],
    base64,
    {
      run: (value) =>
        parts(base64(value))
          .map((part, i) => `p${i}=${part}`)
          .join("&")
          .slice(3),
    },
  ),
  row(
    "over path segments",
    at("path", (text) => get(`https://a.example/${parts(text).join("/")}/x`), "url"),
    ["joined"],
    plain,
    { run: (value) => parts(value).join("/") },
  ),
  row(
    "over form values",
    at("form", (text) =>
      post(
        parts(text)
          .map((part, i) => `p${i}=${part}`)
          .join("&"),
        FORM,
      ),
    ),
    ["joined"],
    plain,
    {
      run: (value) =>
        parts(value)
          .map((part, i) => `p${i}=${part}`)
          .join("&")
          .slice(3),
    },
  ),
  row(
    "over form values with charset",
    at("form", (text) =>
      post(
        parts(text)
          .map((part, i) => `p${i}=${part}`)
          .join("&"),
        `${FORM}; charset=utf-8`,
      ),
    ),
    ["joined"],
    plain,
    {
      run: (value) =>
        parts(value)
          .map((part, i) => `p${i}=${part}`)
          .join("&")
          .slice(3),
    },
  ),
  row(
    "over JSON members",
    at("$", (text) =>
      post(JSON.stringify(Object.fromEntries(parts(text).map((part, i) => [`k${i}`, part]))), JSON_TYPE),
    ),
    ["joined"],
    plain,
    { run: (value) => JSON.stringify(Object.fromEntries(parts(value).map((part, i) => [`k${i}`, part]))).slice(7, -2) },
  ),
  row(
    "over JSON members of one name, in objects",
    at("$", (text) => post(JSON.stringify(parts(text).map((part) => ({ n: 1, part }))), JSON_TYPE)),
    ["joined"],
    plain,
    { run: (value) => JSON.stringify(parts(value).map((part) => ({ n: 1, part }))).slice(16, -3) },
  ),
  row(
    "over duplicate JSON keys",
    at("$", (text) =>
      post(
        `{${parts(text)
          .map((part) => `"k":"${part}"`)
          .join(",")}}`,
        JSON_TYPE,
      ),
    ),
    ["joined"],
    plain,
    {
      run: (value) =>
        parts(value)
          .map((part) => `"k":"${part}"`)
          .join(",")
          .slice(5, -1),
    },
  ),
  row(
    "over array elements",
    at("$.a", (text) => post(JSON.stringify({ a: parts(text) }), JSON_TYPE)),
    ["string-pieces"],
    plain,
    { run: (value) => JSON.stringify({ a: parts(value) }).slice(7, -3) },
  ),
  row(
    "over array elements, letter by letter",
    at("$.a", (text) => post(JSON.stringify({ a: [...String(text)] }), JSON_TYPE)),
    ["string-pieces"],
    plain,
    { run: (value) => JSON.stringify({ a: [...value] }).slice(7, -3) },
  ),
  row(
    "over multipart parts",
    at("body", (text) =>
      post(
        `${parts(text)
          .map((part, i) => `--b\r\nContent-Disposition: form-data; name="p${i}"\r\n\r\n${part}\r\n`)
          .join("")}--b--\r\n`,
        "multipart/form-data; boundary=b",
      ),
    ),
    ["joined"],
    plain,
    {
      run: (value) =>
        parts(value)
          .map((part, i) => `--b\r\nContent-Disposition: form-data; name="p${i}"\r\n\r\n${part}\r\n`)
          .join("")
          .slice(50, -2),
    },
  ),
  row(
    "over records of NDJSON",
    at("$", (text) =>
      post(
        parts(text)
          .map((part) => JSON.stringify({ part }))
          .join("\n"),
        "application/x-ndjson",
      ),
    ),
    ["joined"],
    plain,
    {
      run: (value) =>
        parts(value)
          .map((part) => JSON.stringify({ part }))
          .join("\n")
          .slice(9, -2),
    },
  ),
  row(
    "over event-stream data",
    at("$", (text) =>
      post(
        parts(text)
          .map((part) => `data: ${JSON.stringify({ delta: part })}\n\n`)
          .join(""),
        "text/event-stream",
      ),
    ),
    ["joined"],
    plain,
    {
      run: (value) =>
        parts(value)
          .map((part) => `data: ${JSON.stringify({ delta: part })}\n\n`)
          .join("")
          .slice(16, -4),
    },
  ),
  row(
    "over XML elements",
    at("body", (text) =>
      post(
        `<a>${parts(text)
          .map((part) => `<p>${part}</p>`)
          .join("")}</a>`,
        "application/xml",
      ),
    ),
    ["elements"],
    plain,
    { run: (value) => parts(value).join("</p><p>") },
  ),
  row(
    "over chunks left in the body",
    at("body", (text) =>
      post(
        `${parts(text)
          .map((part) => `${part.length.toString(16)}\r\n${part}\r\n`)
          .join("")}0\r\n\r\n`,
      ),
    ),
    ["chunked"],
    plain,
    {
      run: (value) =>
        parts(value)
          .map((part) => `${part.length.toString(16)}\r\n${part}\r\n`)
          .join("")
          .slice(3, -2),
    },
  ),
];
