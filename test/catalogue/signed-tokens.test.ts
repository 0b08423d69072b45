import { expect, test } from "vitest";
import { sample } from "../../src/catalogue/forms/alphabets.js";
import { scanText } from "../../src/index.js";

test.each([
  ["kontent", `ey${sample("alnum", 30)}.${sample("alnum", 200)}.${sample("base64url", 43)}`],
  ["graphcms", `ey${sample("alnum", 73)}.ey${sample("alnum", 365)}.${sample("base64url", 683)}`],
])(
  "a token that is hundreds of characters long is reported whole, without the name that gives it: %s",
  (name, token) => {
    expect(scanText(`[DEBUG] Using ${name} Key=${token}\n`).findings.map(({ matched }) => matched)).toEqual([token]);
  },
);
