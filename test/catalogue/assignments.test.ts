/** What the bytes behind a name tell at once changes nothing of the values that the patterns find there. */

import fc from "fast-check";
import { expect, test } from "vitest";
import { readAssignment } from "../../src/catalogue/named/assignments.js";

const BEFORE = [
  "",
  " ",
  "set ",
  "ENV ",
  "export\t",
  "the ",
  "- ",
  "--",
  "\\n",
  "(",
  '"',
  "{",
  "<",
  "a.",
  "x-",
  ".",
  "\n",
];
const NAMES = ["token", "--api-key", "db.password", "SECRET", "-p"];
const BEHIND = [
  ..." \t\n\r\"'`\\=:|,.;>(-+?!)]/".split(""),
  ...[
    "is ",
    "was: ",
    "of ",
    "String ",
    "As string",
    "a",
    "b1",
    "value",
    "the-word-in",
    "2024",
    "=>",
    ":=",
    ".=",
    "\\n",
  ],
  ...["x".repeat(20), "q7Wx4Kp9Zt2LmVb8Rc", '"q7Wx4Kp9Zt"', "</a>", "value=", "process.env.X || ", "default = "],
];
const texts = fc.tuple(
  fc.array(fc.constantFrom(...BEFORE), { maxLength: 3 }).map((parts) => parts.join("")),
  fc.constantFrom(...NAMES),
  fc.array(fc.constantFrom(...BEHIND), { maxLength: 8 }).map((parts) => parts.join("")),
);

test("the quick look behind a name misses no value", () => {
  let given = 0;
  fc.assert(
    fc.property(texts, ([before, name, behind]) => {
      const bytes = Buffer.from(before + name + behind, "latin1");
      const [start, end] = [before.length, before.length + name.length];
      const found = readAssignment(bytes, start, end, undefined, false);
      if (found !== undefined) given++;
      expect(readAssignment(bytes, start, end)).toEqual(found);
    }),
    { numRuns: 20_000 },
  );
  expect(given).toBeGreaterThan(1000);
});
