import { expect, test } from "vitest";
import { sample } from "../../src/catalogue/forms/alphabets.js";
import { scanText } from "../../src/index.js";

test.each([
  ["cloudconvert", `ey${sample("alnum", 32)}.ey${sample("alnum", 550)}.${sample("base64url", 683)}`],
  ["simplynoted", sample("alnum", 350)],
  ["graphcms", `ey${sample("alnum", 73)}.ey${sample("alnum", 365)}.${sample("base64url", 683)}`],
])(
  "a token that is hundreds of characters long is reported whole, without the name that gives it: %s",
  (name, token) => {
    expect(scanText(`[DEBUG] Using ${name} Key=${token}\n`).findings.map(({ matched }) => matched)).toEqual([token]);
  },
);
