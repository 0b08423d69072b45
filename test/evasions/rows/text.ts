import { body, type Evasion, each, header, hex, json, pieces, query, row, within } from "../evasion.js";

const unit = (character: string): string => `\\u${hex(character).padStart(4, "0")}`;
const utf16 = (value: string, big = false): Buffer => {
  const text = Buffer.from(value, "utf16le");
  return big ? text.swap16() : text;
};
const between =
  (joint: string) =>
  (value: string): string =>
    [...value].join(joint);
/** Without what stands after the last letter. */
const fullWidth = (value: string): string => each(value, (c) => String.fromCodePoint(c.codePointAt(0)! + 0xfee0));
const CYRILLIC: Readonly<Record<string, string>> = {
  a: "\u0430",
  c: "\u0441",
  e: "\u0435",
  o: "\u043e",
  p: "\u0440",
  x: "\u0445",
};
const cyrillic = (value: string): string => each(value, (c) => CYRILLIC[c] ?? c);
const escaped = (value: string): string => JSON.stringify(JSON.stringify({ k: value })).slice(1, -1);

export const textRows: readonly Evasion[] = [
  row("JSON \\u", json, ["json-string"], (value) => each(value, unit)),
  row("JSON \\u in capitals, of some letters", json, ["json-string"], (value) =>
    each(value, (c, i) => (i % 3 ? c : unit(c).toUpperCase().replace("U", "u"))),
  ),
  row("JSON, cut by \\u0000", json, ["control-codes"], (value) => pieces(value, 9).join("\\u0000")),
  row("JSON, cut by \\u0009", json, ["control-codes"], (value) => pieces(value, 9).join("\\u0009")),
  row("JSON, cut by \\t", json, ["control-codes"], (value) => pieces(value, 9).join("\\t")),
  row("JSON, cut by \\r\\n", json, ["control-codes"], (value) => pieces(value, 9).join("\\r\\n")),
  row("JSON, cut by \\b", json, ["control-codes"], (value) => pieces(value, 9).join("\\b")),
  row("JSON \\u under text/plain", body("text/plain"), ["json-string"], (value) => each(value, unit)),
  row(
    "JSON \\u under a form's type",
    within("key=", "&a=1", "form.key", "application/x-www-form-urlencoded"),
    ["json-string"],
    (value) => each(value, unit),
  ),
  row("JSON \\u in a header", header, ["json-string"], (value) => each(value, unit)),
  row("JSON \\u in a query", query, ["json-string"], (value) => each(value, unit)),
  row("\\u{…}", body(), ["json-string"], (value) => each(value, (c) => `\\u{${hex(c)}}`)),
  row("\\U00000000", body(), ["json-string"], (value) => each(value, (c) => `\\U${hex(c).padStart(8, "0")}`)),
  row("JSON in a JSON string", within('{"a":"', '"}', "$.a"), [], escaped, { run: (value) => value }),
  row(
    "JSON \\u in JSON in a JSON string",
    within('{"a":"', '"}', "$.a"),
    ["json-string", "json-string"],
    (value) => `{\\"k\\":\\"${each(value, unit).replaceAll("\\", "\\\\")}\\"}`,
    { run: (value) => each(value, unit).replaceAll("\\", "\\\\") },
  ),
  row("after an escaped line break", json, [], (value) => `one\\n${value}\\ntwo`, { run: (value) => value }),
  row("\\x", body(), ["json-string"], (value) => each(value, (c) => `\\x${hex(c)}`)),
  row("octal", body(), ["json-string"], (value) => each(value, (c) => `\\${c.charCodeAt(0).toString(8)}`)),
  row("a backslash before a letter that needs none", body(), ["json-string"], (value) => value.replace("_", "\\_")),
  row("HTML entities, decimal", body("text/html"), ["html-entity"], (value) =>
    each(value, (c) => `&#${c.charCodeAt(0)};`),
  ),
  row("HTML entities, hexadecimal, without semicolons", body("text/html"), ["html-entity"], (value) =>
    each(value, (c) => `&#x${hex(c)};`),
  ),
  row("HTML entities with leading zeros", json, ["html-entity"], (value) =>
    each(value, (c) => `&#0000${c.charCodeAt(0)};`),
  ),
  row("a named HTML entity", body("text/html"), ["html-entity"], (value) => value.replaceAll("_", "&lowbar;")),
  row("%u", query, ["percent"], (value) => each(value, (c) => `%u${hex(c).padStart(4, "0")}`)),
  row("UTF-16 LE", body(), ["utf-16"], (value) => utf16(value)),
  row("UTF-16 BE", body(), ["utf-16"], (value) => utf16(value, true)),
  row("UTF-16 LE with its mark", body(), ["utf-16"], (value) => Buffer.concat([Buffer.of(0xff, 0xfe), utf16(value)]), {
    run: (value) => utf16(value),
  }),
  row(
    "UTF-16 BE with its mark and a charset",
    body("application/json; charset=utf-16"),
    ["utf-16"],
    (value) => Buffer.concat([Buffer.of(0xfe, 0xff), utf16(`{"a":"${value}"}`, true)]),
    { run: (value) => utf16(value, true) },
  ),
  row(
    "UTF-16 at an odd offset in other bytes",
    body(),
    ["utf-16"],
    (value) => Buffer.concat([Buffer.of(1, 2, 3), utf16(value), Buffer.of(0xff)]),
    { run: (value) => utf16(value) },
  ),
  row(
    "UTF-16 BE behind the mark of the other",
    body(),
    ["utf-16"],
    (value) => Buffer.concat([Buffer.of(0xff, 0xfe, 0x80), Buffer.from("ab"), utf16(value, true)]),
    { run: (value) => utf16(value, true) },
  ),
  row("UTF-8 with its mark", body("application/json", "$"), [], (value) => `\ufeff${value}`, { run: (value) => value }),
  row("zero-width spaces", json, ["invisible"], between("\u200b")),
  row("soft hyphens", json, ["invisible"], between("\u00ad")),
  row("word joiners in a header", header, ["invisible"], between("\u2060")),
  row("bidi controls", json, ["invisible"], between("\u202e")),
  row("combining marks", json, ["invisible"], between("\u0332")),
  row("variation selectors", json, ["invisible"], between("\ufe0f")),
  row("a byte order mark inside", body(), ["invisible"], (value) => `${value.slice(0, 9)}\ufeff${value.slice(9)}`),
  row("tag characters", json, ["confusable"], (value) =>
    each(value, (c) => String.fromCodePoint(0xe0000 + c.codePointAt(0)!)),
  ),
  row(
    "tag characters, blanks and all",
    json,
    ["confusable"],
    (value) => each(`key: ${value} .`, (c) => String.fromCodePoint(0xe0000 + c.codePointAt(0)!)),
    { run: (value) => each(value, (c) => String.fromCodePoint(0xe0000 + c.codePointAt(0)!)) },
  ),
  row("full-width letters", json, ["confusable"], fullWidth),
  row("full-width letters in a query", query, ["confusable"], fullWidth),
  row("full-width letters as \\u", json, ["json-string", "confusable"], (value) => each(fullWidth(value), unit)),
  row("Cyrillic letters", json, ["confusable"], cyrillic),
  row("zero-width spaces as \\u", json, ["json-string", "invisible"], between("\\u200b")),
  row("zero-width spaces as HTML entities", body("text/html"), ["html-entity", "invisible"], between("&#8203;")),
  row("zero-width spaces in percent", query, ["percent", "invisible"], between("%E2%80%8B")),
  row("mathematical letters", body(), ["confusable"], (value) =>
    each(value, (c) => (/[a-z]/.test(c) ? String.fromCodePoint(0x1d41a + c.charCodeAt(0) - 97) : c)),
  ),
  row("quoted-printable", body(), ["quoted-printable"], (value) => each(value, (c) => `=${hex(c).toUpperCase()}`)),
  row("quoted-printable soft line breaks", body(), ["quoted-printable"], (value) => pieces(value, 11).join("=\r\n")),
  row("quoted-printable soft line breaks in a JSON string", json, ["quoted-printable"], (value) =>
    pieces(value, 11).join("=\\r\\n"),
  ),
  row("UTF-16 in references", body("text/html"), ["html-entity", "utf-16"], (value) =>
    each(value, (c) => `&#${c.charCodeAt(0)};&#0;`),
  ),
  row(
    "percent codes round the quotes of string pieces",
    body(),
    ["percent", "string-pieces"],
    (value) => `x = %22${pieces(value, 9).join('%22 + "')}%22;`,
    { run: (value) => pieces(value, 9).join('%22 + "') },
  ),
  row(
    "string pieces with plus",
    body("text/javascript"),
    ["string-pieces"],
    (value) => `x = "${pieces(value, 9).join('" + "')}";`,
    { run: (value) => pieces(value, 9).join('" + "') },
  ),
  row(
    "string pieces with plus, escaped in JSON",
    json,
    ["string-pieces"],
    (value) => `x = \\"${pieces(value, 9).join('\\" + \\"')}\\";`,
    { run: (value) => pieces(value, 9).join('\\" + \\"') },
  ),
  row("string pieces side by side", body(), ["string-pieces"], (value) => `f('${pieces(value, 9).join("' '")}')`, {
    run: (value) => pieces(value, 9).join("' '"),
  }),
  row("string pieces over lines", body(), ["string-pieces"], (value) => `f("${pieces(value, 9).join('" +\n    "')}")`, {
    run: (value) => pieces(value, 9).join('" +\n    "'),
  }),
  row("UTF-7", body(), ["utf-7"], (value) =>
    each(value, (c) => `+${utf16(c, true).toString("base64").replaceAll("=", "")}-`),
  ),
  row("overlong UTF-8", body(), ["overlong-utf8"], (value) =>
    Buffer.from([...value].flatMap((c) => [0xc0 | (c.charCodeAt(0) >> 6), 0x80 | (c.charCodeAt(0) & 63)])),
  ),
  row(
    "XML elements inside",
    body("application/xml"),
    ["elements"],
    (value) => `<a>${pieces(value, 13).join("<b/>")}</a>`,
    { run: (value) => pieces(value, 13).join("<b/>") },
  ),
  row("HTML elements inside", body("text/html"), ["elements"], (value) => `<p>${pieces(value, 13).join("<wbr>")}</p>`, {
    run: (value) => pieces(value, 13).join("<wbr>"),
  }),
  row(
    "elements round each piece",
    body("text/html"),
    ["elements"],
    (value) => `<b>${pieces(value, 9).join("</b><b>")}</b>`,
    { run: (value) => pieces(value, 9).join("</b><b>") },
  ),
  row(
    "a span with attributes inside",
    json,
    ["elements"],
    (value) => `<p>${pieces(value, 23).join("<span class='x y'>")}</span></p>`,
    { run: (value) => pieces(value, 23).join("<span class='x y'>") },
  ),
];
