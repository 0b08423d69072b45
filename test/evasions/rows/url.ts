import { type Evasion, each, get, hex, type Place, pieces, row } from "../evasion.js";

const at = (path: string, before: string, after = ""): Place => ({
  surface: "url",
  path,
  put: (text) => get(`${before}${text}${after}`),
});
const query = at("query.q", "https://api.example.com/find?a=1&q=", "&b=2");
const segment = at("path[1]", "https://api.example.com/a/", "/c");

const percent = (value: string): string => each(value, (c) => `%${hex(c)}`);
const again = (text: string): string => text.replaceAll("%", "%25");
const plain = (value: string): string => value;
const base32 = (value: string): string => {
  let bits = "";
  for (const byte of Buffer.from(value)) bits += byte.toString(2).padStart(8, "0");
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => "abcdefghijklmnopqrstuvwxyz234567"[Number.parseInt(five.padEnd(5, "0"), 2)])
    .join("");
};

export const urlRows: readonly Evasion[] = [
  row("a query value", query, [], plain),
  row("a query key", at("query[1].name", "https://api.example.com/find?a=1&", "=1"), [], plain),
  row("a query without a name", at("query[0]", "https://api.example.com/find?", ""), [], plain),
  row("a path segment", segment, [], plain),
  row("the fragment", at("fragment", "https://api.example.com/a#"), [], plain),
  row("the userinfo", at("userinfo", "https://x:", "@api.example.com/"), [], plain),
  row("the user alone", at("userinfo", "https://", "@api.example.com/"), [], plain),
  row("the absolute form of another host", at("path[3]", "https://proxy.example.com/http://a.example/"), [], plain),
  row(
    "CONNECT to host and port",
    { surface: "url", path: "host", put: (text) => ({ method: "CONNECT", url: `${text}.example.com:443` }) },
    [],
    plain,
  ),
  row("a URL that does not parse", at("host", "http://[:::", ""), [], plain, { twin: "words" }),
  row("percent", query, ["percent"], percent),
  row("percent, in capitals", query, ["percent"], (value) => percent(value).toUpperCase()),
  row("percent, in both cases", query, ["percent"], (value) =>
    each(value, (c, i) => (i % 2 ? `%${hex(c)}` : `%${hex(c).toUpperCase()}`)),
  ),
  row("percent, one letter", query, ["percent"], (value) => `%${hex(value[0]!)}${value.slice(1)}`),
  row("percent, in a path", segment, ["percent"], percent),
  row("percent, in the fragment", at("fragment", "https://api.example.com/a#"), ["percent"], percent),
  row("percent, in the userinfo", at("userinfo", "https://u:", "@a.example/"), ["percent"], percent, {
    twin: undefined,
  }),
  row("percent, in a query key", at("query[0].name", "https://a.example/?", "=1"), ["percent"], percent),
  ...["%09", "%00", "%0a", "%0D%0A", "%7f"].flatMap((code) => {
    const cut = (value: string): string => pieces(value, 9).join(code);
    return [
      row(`cut by ${code}, in a query`, query, ["control-codes"], cut),
      row(`cut by ${code}, in a path`, segment, ["control-codes"], cut),
    ];
  }),
  row("percent twice", query, ["percent", "percent"], (value) => again(percent(value))),
  row("percent three times", query, ["percent", "percent", "percent"], (value) => again(again(percent(value)))),
  row("percent four times", query, ["percent", "percent", "percent", "percent"], (value) =>
    again(again(again(percent(value)))),
  ),
  row("percent between malformed percents", query, ["percent"], (value) => `100%,%zz%${percent(value)}%2`, {
    run: percent,
  }),
  row(
    "percent with a malformed percent before and after each",
    at("query.q", "https://a.example/?q=%&q="),
    ["percent"],
    percent,
  ),
  row("words with plus for blanks", query, [], (value) => `my+key+is+${value}+ok`, { run: plain, twin: "see+page+12" }),
  row("percent in words with plus for blanks", query, ["percent"], (value) => `my+key+is+${percent(value)}+ok`, {
    run: percent,
  }),
  row("overlong UTF-8 in percent", query, ["percent", "overlong-utf8"], (value) =>
    each(value, (c) => `%c${(c.charCodeAt(0) >> 6).toString(16)}%${hex(0x80 | (c.charCodeAt(0) & 63))}`),
  ),
  row("full-width letters in percent", query, ["percent", "confusable"], (value) =>
    encodeURIComponent(each(value, (c) => String.fromCodePoint(c.codePointAt(0)! + 0xfee0))),
  ),
  row(
    "base64 with its padding in percent",
    query,
    ["base64"],
    (value) => encodeURIComponent(Buffer.from(`${value}.`).toString("base64")),
    {
      run: (value) =>
        Buffer.from(`${value}.`)
          .toString("base64")
          .replace(/=*$/, "")
          .slice(0, Math.ceil((value.length * 4) / 3)),
    },
  ),
  row(
    "base32 in host labels",
    { surface: "url", path: "host", put: (text) => get(`https://${pieces(String(text), 60).join(".")}.example.com/`) },
    ["joined", "base32"],
    base32,
    { run: (value) => pieces(base32(value), 60).join("."), twin: undefined },
  ),
  row(
    "hex in host labels",
    { surface: "url", path: "host", put: (text) => get(`https://${pieces(String(text), 32).join(".")}.example.com/`) },
    ["joined", "hex"],
    (value) => Buffer.from(value).toString("hex"),
    { run: (value) => pieces(Buffer.from(value).toString("hex"), 32).join("."), twin: undefined },
  ),
];
