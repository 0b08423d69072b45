import { deflateSync, gzipSync } from "node:zlib";
import {
  body,
  type Evasion,
  each,
  get,
  header,
  hex,
  json,
  type Place,
  pieces,
  query,
  row,
  within,
} from "../evasion.js";

const base64 = (value: string): string => Buffer.from(value).toString("base64").replace(/=+$/, "");
const asHex = (value: string): string => Buffer.from(value).toString("hex");

/** Base64 of a longer text, with so many bytes before the value. */
function inText(length: number): Evasion {
  const text = (value: string): string => `${"The value is here: ".slice(0, length)}${value} and more of it`;
  return row(
    `base64 at offset ${length} of a longer text`,
    json,
    ["base64"],
    (value) => Buffer.from(text(value)).toString("base64"),
    {
      run: (value) => groupsOf(text(value), value),
    },
  );
}

/** The whole groups of base64 from the one in which the value starts, up to the last character that it needs. */
function groupsOf(text: string, value: string): string {
  const at = text.indexOf(value);
  const encoded = Buffer.from(text).toString("base64");
  const from = Math.floor(at / 3) * 4;
  const end = at + value.length;
  return encoded.slice(from, Math.floor(end / 3) * 4 + (end % 3 === 0 ? 0 : (end % 3) + 1));
}

function base32(value: string): string {
  let bits = "";
  for (const byte of Buffer.from(value)) bits += byte.toString(2).padStart(8, "0");
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[Number.parseInt(five.padEnd(5, "0"), 2)])
    .join("");
}

const lines = (text: string, width: number, joint: string): string => pieces(text, width).join(joint);
/** As xxd shows a text: lines of 16 bytes in groups of two, each of 68 characters. */
function dump(text: string): string {
  return pieces(text, 16)
    .map((line, i) => `${hexOf(16 * i)}: ${pieces(asHex(line), 4).join(" ").padEnd(39)}  ${line}`)
    .join("\n");
}
const hexOf = (offset: number): string => offset.toString(16).padStart(8, "0");
const placeInDump = (byte: number): number =>
  68 * Math.floor(byte / 16) + 10 + 2 * (byte % 16) + Math.floor((byte % 16) / 2);

/** 24 bytes, which are 32 characters of base64, before the value. */
const behindWords = (value: string): string => `some words and others = ${value} ${"and words ".repeat(9)}`;
const twice = (value: string): string => Buffer.from(base64(value)).toString("base64").replace(/=+$/, "");
const padded = (value: string, joint: string): string =>
  pieces(value, 10)
    .map((piece) => Buffer.from(piece).toString("base64"))
    .join(joint);
const gzipped = (value: string): string => gzipSync(`${value} and words`).toString("base64");

export const baseRows: readonly Evasion[] = [
  row("base64", json, ["base64"], base64),
  row("base64 with padding", body(), ["base64"], (value) => Buffer.from(`${value}`).toString("base64"), {
    run: base64,
  }),
  row("base64url", query, ["base64"], (value) => Buffer.from(value).toString("base64url")),
  row("base64 in a header", header, ["base64"], base64),
  ...[1, 2, 3, 4, 5, 6].map(inText),
  row(
    "base64 in lines of 76, with CRLF",
    body(),
    ["base64"],
    (value) => lines(Buffer.from(`${value} ${"and words ".repeat(9)}`).toString("base64"), 76, "\r\n"),
    { run: (value) => groupsOf(`${value} `, value) },
  ),
  ...[
    ["lines", body(), "\n"],
    ["escaped lines", json, "\\n"],
    ["string literals", body("text/javascript"), '" + "'],
    ["calls", body("text/javascript"), '") + atob("'],
    ["fields", body(), "&next="],
  ].map(([where, place, joint]) =>
    row(
      `base64 of each piece with its own padding, in ${where}`,
      place as Place,
      ["padded-pieces"],
      (value) => `"${padded(value, joint as string)}"`,
      { run: (value) => padded(value, joint as string).replace(/=+$/, "") },
    ),
  ),
  row(
    "base64 in lines of 64 between which a header has blanks",
    header,
    ["base64"],
    (value) => lines(Buffer.from(behindWords(value)).toString("base64"), 64, " "),
    { run: (value) => lines(`${" ".repeat(32)}${groupsOf(behindWords(value), value)}`, 64, " ").slice(32) },
  ),
  ...["> ", "# ", "// ", " * "].map((mark) =>
    row(
      `base64 in lines of 64 behind "${mark}"`,
      json,
      ["base64"],
      (value) => lines(Buffer.from(behindWords(value)).toString("base64"), 64, `\\n${mark}`),
      {
        run: (value) => lines(`${" ".repeat(32)}${groupsOf(behindWords(value), value)}`, 64, `\\n${mark}`).slice(32),
      },
    ),
  ),
  row("base64 in lines of 20", body(), ["base64"], (value) => lines(base64(value), 20, "\n")),
  row(
    "base64 in lines of 20, indented",
    within("key: |\n    ", "\n", "body", "application/yaml"),
    ["base64"],
    (value) => lines(base64(value), 20, "\r\n    "),
  ),
  row("base64 in lines, in JSON", json, ["base64"], (value) => lines(base64(value), 20, "\\n")),
  row("base64 in lines, in JSON in a JSON string", json, ["base64"], (value) => lines(base64(value), 20, "\\\\r\\\\n")),
  row("base64 twice", json, ["base64", "base64"], twice),
  row("base64 three times", json, ["base64", "base64", "base64"], (value) =>
    Buffer.from(twice(value)).toString("base64").replace(/=+$/, ""),
  ),
  row(
    "base64 of zlib in a path",
    { surface: "url", path: "path", put: (text) => get(`https://api.example.com/a/${text}`) },
    ["base64", "deflate"],
    (value) => deflateSync(`${value} and words`).toString("base64").replace(/=+$/, ""),
    // Without the checksum behind the data.
    {
      run: (value) => {
        const data = deflateSync(`${value} and words`);
        return data.toString("base64").slice(0, Math.ceil(((data.length - 4) * 4) / 3));
      },
    },
  ),
  row("base64 of gzip", json, ["base64", "gzip"], gzipped, { run: (value) => gzipped(value).replace(/=+$/, "") }),
  row(
    "base64 of gzip of JSON with escapes",
    json,
    ["base64", "gzip", "json-string"],
    (value) =>
      gzipSync(
        JSON.stringify({ a: "b", c: "X" }).replace(
          "X",
          each(value, (c) => `\\u00${hex(c)}`),
        ),
      ).toString("base64"),
    {
      run: (value) =>
        gzipSync(
          JSON.stringify({ a: "b", c: "X" }).replace(
            "X",
            each(value, (c) => `\\u00${hex(c)}`),
          ),
        )
          .toString("base64")
          .replace(/=+$/, ""),
    },
  ),
  row(
    "base64 in a data: URI",
    within('<img src="data:text/plain;base64,', '">', "body", "text/html"),
    ["base64"],
    base64,
  ),
  row("a data: URI in a query", query, ["base64"], (value) => `data:;base64,${base64(value)}`, { run: base64 }),
  row("percent in a data: URI", query, ["percent"], (value) => `data:,${each(value, (c) => `%${hex(c)}`)}`, {
    run: (value) => each(value, (c) => `%${hex(c)}`),
  }),
  row("hex", json, ["hex"], asHex),
  row("hex in capitals", query, ["hex"], (value) => asHex(value).toUpperCase()),
  row("hex with blanks", body(), ["hex"], (value) => pieces(asHex(value), 2).join(" ")),
  row("hex with colons", json, ["hex"], (value) => pieces(asHex(value), 2).join(":")),
  row("hex with 0x before it", body(), ["hex"], (value) => `0x${asHex(value)}`, { run: asHex }),
  row(
    "hex with 0x before each",
    body(),
    ["hex"],
    (value) =>
      pieces(asHex(value), 2)
        .map((pair) => `0x${pair}`)
        .join(", "),
    {
      run: (value) =>
        pieces(asHex(value), 2)
          .map((pair) => `0x${pair}`)
          .join(", ")
          .slice(2),
    },
  ),
  row("hex with \\x before each", body(), ["json-string"], (value) => each(value, (c) => `\\x${hex(c)}`)),
  row("a dump of xxd", body("text/plain"), ["hex"], (value) => dump(`token of the bot ${value}`), {
    run: (value) => dump(`token of the bot ${value}`).slice(placeInDump(17), placeInDump(16 + value.length) + 2),
  }),
  row("hex in lines", body(), ["hex"], (value) => lines(asHex(value), 32, "\n")),
  row("a hex dump, in JSON", json, ["hex"], (value) =>
    lines(pieces(asHex(value), 2).join(" "), 48, "\\n").replaceAll(" \\n", "\\n"),
  ),
  row("hex of base64", json, ["hex", "base64"], (value) => asHex(base64(value))),
  row("base64 of hex", json, ["base64", "hex"], (value) => base64(asHex(value))),
  row("base32", json, ["base32"], base32),
  row("base32 in small letters", query, ["base32"], (value) => base32(value).toLowerCase()),
  row("base32 in both cases", body(), ["base32"], (value) =>
    each(base32(value), (c, i) => (i % 2 ? c : c.toLowerCase())),
  ),
  row("base32 with padding", body(), ["base32"], (value) => `${base32(value)}====`, { run: base32 }),
  row("bytes as numbers in an array", within('{"a":[', "]}", "$.a"), ["byte-numbers"], (value) =>
    [...Buffer.from(value)].join(","),
  ),
  row(
    "bytes as numbers, apart",
    body("text/javascript"),
    ["byte-numbers"],
    (value) => `String.fromCharCode(${[...Buffer.from(value)].join(", ")})`,
    { run: (value) => [...Buffer.from(value)].join(", ") },
  ),
];
