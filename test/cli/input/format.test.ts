/** Guessing what an input is. */

import { describe, expect, it } from "vitest";
import { guessFormat, readEntries } from "../../../src/cli/input/format.js";

describe("the format", () => {
  it.each([
    ['{"log":{"version":"1.2"', "har"],
    ['\ufeff {\n  "log" : {', "har"],
    ['{"log":"text"}', "raw"],
    ['{"model":"x"}', "raw"],
    ["curl https://a.example", "curl"],
    ["$ curl 'https://a.example' \\\n -H 'a: b'", "curl"],
    ["/usr/bin/curl -s x", "curl"],
    ["curling is a sport", "raw"],
    ["GET / HTTP/1.1\r\n", "http"],
    ["POST /x HTTP/2\n", "http"],
    ["GET / is what it sends", "raw"],
    ["", "raw"],
    ["\u0000\u0001\u00ff", "raw"],
  ])("%j is %s", (text, format) => {
    expect(guessFormat(Buffer.from(text))).toBe(format);
  });

  it("raw takes anything as it is", () => {
    const bytes = Uint8Array.of(0, 255, 10);
    expect(readEntries(bytes, "raw")).toEqual([{ text: bytes, notes: [] }]);
  });
});
