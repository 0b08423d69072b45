/** Whatever the input, a reader gives entries or says in words of its own what is wrong; and it leaves nothing out. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UsageError } from "../../../src/cli/errors.js";
import { FORMATS, type Format, type InputEntry } from "../../../src/cli/input/entry.js";
import { guessFormat, readEntries } from "../../../src/cli/input/format.js";

/** Pieces of which inputs of each format are made, and what does not belong. */
const pieces: Readonly<Record<Format, readonly string[]>> = {
  har: [
    '{"log":{"entries":[',
    '{"request":',
    '{"method":"GET",',
    '"url":"x",',
    '"postData":{"text":"a"}',
    "}",
    "]",
    "null",
    "[1]",
    ",",
  ],
  http: [
    "POST / HTTP/1.1\r\n",
    "Host: a\n",
    "Transfer-Encoding: chunked\r\n",
    "Content-Length: 3\r\n",
    "\r\n",
    "\n",
    "5\r\nhello",
    "0\r\n",
    "x:",
    " y",
  ],
  curl: [
    "curl ",
    "-d ",
    "-H ",
    "-F ",
    "@x ",
    "$'\\x",
    "'",
    '"',
    "\\",
    "\n",
    "--next ",
    "https://a ",
    "-",
    "| ",
    "> ",
    "=;type=",
    "\\u00",
  ],
  raw: ["a", "\0", "\n"],
};

function allOf({ request, text }: InputEntry): string {
  if (request === undefined) return Buffer.from(text ?? "").toString();
  const headers = [...((request.headers ?? []) as Iterable<readonly [string, string]>)].flat().join("\n");
  const trailers = [...((request.trailers ?? []) as Iterable<readonly [string, string]>)].flat().join("\n");
  return [request.method, request.url, headers, Buffer.from(request.body ?? "").toString(), trailers].join("\n");
}

describe.each(FORMATS)("%s", (format) => {
  it("any input gives entries or a UsageError", () => {
    const likely = fc.array(fc.oneof(fc.constantFrom(...pieces[format]), fc.string({ unit: "binary", maxLength: 4 })), {
      maxLength: 25,
    });
    const input = fc.oneof(
      likely.map((parts) => Buffer.from(parts.join(""))),
      fc.uint8Array({ maxLength: 200 }),
    );
    fc.assert(
      fc.property(input, (bytes) => {
        guessFormat(bytes);
        try {
          expect(Array.isArray(readEntries(bytes, format))).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("a word that is sent", () => {
  const word = "MARKmark0123456789";

  it.each<[Format, string]>([
    ["http", `${word} / HTTP/1.1\r\n\r\n`],
    ["http", `GET /${word} HTTP/1.1\r\n\r\n`],
    ["http", `GET / HTTP/1.1\r\nA: b\r\n ${word}\r\n\r\n`],
    ["http", `GET / HTTP/1.1\r\n${word}: b\r\n\r\n`],
    ["http", `POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0;x=${word}\r\n\r\n`],
    ["http", `POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: ${word}\r\n\r\n`],
    ["http", `POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n${word}`],
    ["http", `POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\nPOST / HTTP/1.1\r\n\r\n${word}`],
    ["curl", `curl https://a/ -X ${word}`],
    ["curl", `curl https://a/ -sH x:${word}`],
    ["curl", `curl https://${word}.example`],
    ["curl", `curl https://a/ -b s=${word}`],
    ["curl", `curl https://a/ -e https://r/${word} -A x`],
    ["curl", `curl https://a/ --oauth2-bearer ${word}`],
    ["curl", `curl https://a/ -F 'f=@x;filename=${word}'`],
    ["curl", `curl https://a/ -F 'f=@${word}'`],
    ["curl", `curl https://a/ -F 'f=x;type=${word}'`],
    ["curl", `curl https://a/ -F '${word}=x'`],
    ["curl", `curl https://a/ --some-option-of-the-future ${word}`],
    ["curl", `curl https://a/ -d x ; echo ${word}`],
    ["curl", `cat <<EOF | curl -d @- https://a/\n${word}\nEOF`],
    ["curl", `curl -d @- https://a/ <<EOF\n${word}\nEOF`],
  ])("%s: %j is in an entry", (format, input) => {
    expect(readEntries(Buffer.from(input), format).map(allOf).join("\n").toLowerCase()).toContain(word.toLowerCase());
  });
});
