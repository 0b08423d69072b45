import type fastCheck from "fast-check";

const WORDS = [
  "the",
  "token",
  "of",
  "a",
  "request",
  "is",
  "sent",
  "to",
  "this",
  "service",
  "when",
  "user",
  "asks",
  "it",
];
const NAMES = ["index", "getToken", "apiKey", "secretName", "userId", "styles", "password_field", "maxTokens"];
const PLACEHOLDERS = [
  "<token>",
  `\${TOKEN}`,
  "your-api-key",
  "xxxxxxxx",
  "{{ secret }}",
  "process.env.TOKEN",
  "********",
];

/**
 * Texts in which nobody would look for a credential: sentences, identifiers, hashes under their names, dates, code, markup, placeholders.
 * Takes your fast-check.
 */
export function ordinaryText(fc: typeof fastCheck): fastCheck.Arbitrary<string> {
  const hex = (length: number): fastCheck.Arbitrary<string> =>
    fc
      .array(fc.constantFrom(..."0123456789abcdef"), { minLength: length, maxLength: length })
      .map((all) => all.join(""));
  const base64 = (bytes: number): fastCheck.Arbitrary<string> =>
    fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((all) => Buffer.from(all).toString("base64"));
  const name = fc.constantFrom(...NAMES);
  const date = fc.date({ min: new Date(0), max: new Date("2100-01-01"), noInvalidDate: true });
  const line = fc.oneof(
    fc.array(fc.constantFrom(...WORDS), { minLength: 3, maxLength: 12 }).map((words) => `${words.join(" ")}.`),
    fc.uuid().map((id) => `{"id":"${id}","name":"a"}`),
    hex(40).map((id) => `commit ${id}`),
    hex(64).map((hash) => `sha256:${hash}`),
    hex(32).map((hash) => `ETag: "${hash}"`),
    base64(64).map((hash) => `"integrity": "sha512-${hash}"`),
    date.map((at) => `updated at ${at.toISOString()}`),
    fc.nat().map((count) => `{"count":${count},"ok":true}`),
    fc.tuple(fc.nat(20), fc.nat(99), fc.nat(99)).map((parts) => `"version": "${parts.join(".")}"`),
    fc.tuple(name, name).map(([one, other]) => `const ${one} = await ${other}(request, options);`),
    name.map((one) => `<div class="row ${one}"><a href="https://example.com/${one}.html">more</a></div>`),
    fc.tuple(name, fc.constantFrom(...PLACEHOLDERS)).map(([one, value]) => `${one}: ${value}`),
    base64(300).map((image) => `data:image/png;base64,${image}`),
  );
  return fc.array(line, { minLength: 1, maxLength: 6 }).map((lines) => lines.join("\n"));
}
