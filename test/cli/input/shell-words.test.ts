/** The word splitter against cases from the POSIX shell's grammar, and against bash itself. */

import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitShell } from "../../../src/cli/input/shell-words.js";
import { hasProgram, requirement } from "../../support/requirements.js";

const words = (text: string): string[][] => splitShell(text).map((command) => command.words.map((word) => word.text));

describe("splitting shell text", () => {
  it.each<[string, string[][]]>([
    ["curl  a\tb", [["curl", "a", "b"]]],
    ["'a b' \"c d\" e\\ f", [["a b", "c d", "e f"]]],
    ["a'b'\"c\"d", [["abcd"]]],
    ["'' \"\"", [["", ""]]],
    ["'a\\'", [["a\\"]]],
    ['"a\\"b\\$c\\`d\\\\e\\n"', [['a"b$c`d\\e\\n']]],
    ["a \\\n  b \\\r\n c", [["a", "b", "c"]]],
    ["$'a\\n\\t\\'\\\\\\x41\\101\\u00e9\\U0001F600'", [["a\n\t'\\AA\u00e9😀"]]],
    ["$'\\xc3\\xa9 \\303\\251'", [["é é"]]],
    ["$'\\ud83d\\ude00'", [["😀"]]],
    ["$'a!\\u0021'", [["a!!"]]],
    ["a; b && c | d & e\nf", [["a"], ["b"], ["c"], ["d"], ["e"], ["f"]]],
    ["a # comment ; b\nc#d", [["a"], ["c#d"]]],
    ["a > out 2> err b < in 2>&1", [["a", "b"]]],
    ["'never closed", [["never closed"]]],
    ["a\\", [["a\\"]]],
    ["  \n ;; ", []],
  ])("%j", (text, expected) => {
    expect(words(text)).toEqual(expected);
  });

  it.each<[string, boolean]>([
    ['"$TOKEN"', true],
    ["$" + "{TOKEN}", true],
    ['"$(cat token)"', true],
    ["`cat token`", true],
    ["'$TOKEN'", false],
    ["\\$TOKEN", false],
    ["a$", false],
    ["'cost: $5'", false],
  ])("%s is expanded by the shell: %s", (text, expands) => {
    expect(splitShell(text)[0]?.words.some((word) => word.expands)).toBe(expands);
  });

  it("keeps the source of each command", () => {
    expect(splitShell("a 'b'; c\nd").map(({ source }) => source)).toEqual(["a 'b'", "c", "d"]);
  });

  describe.skipIf(!requirement("bash", hasProgram("bash", "--version")))("as bash does", () => {
    it("any text in any of the three quotes", () => {
      // Batched, so that one bash judges all; NUL cannot stand in an argument.
      const text = fc.string({ unit: fc.constantFrom(..."ab '\"\\\n\t$`!#;&|<>*?~{}é😀"), maxLength: 30 });
      const texts = fc.sample(text, { numRuns: 400, seed: 7 });
      const quoted = texts.flatMap((one) => [single(one), double(one), ansi(one)]);
      const script = `printf '%s\\0' ${quoted.join(" ")}`;
      const expected = execFileSync("bash", ["--norc", "-c", script], { env: { LC_ALL: "C.UTF-8" } })
        .toString()
        .split("\0")
        .slice(0, -1);
      const [command, ...rest] = splitShell(script);
      expect(rest).toEqual([]);
      expect(command?.words.slice(2).map((word) => word.text)).toEqual(expected);
    });
  });
});

function single(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function double(text: string): string {
  return `"${text.replace(/[\\"$`]/g, "\\$&")}"`;
}

function ansi(text: string): string {
  const escaped = [...text].map((character, index) => {
    const code = character.codePointAt(0) ?? 0;
    if (code > 0xffff) return `\\U${code.toString(16).padStart(8, "0")}`;
    return index % 2 === 0 || "'\\".includes(character) ? `\\u${code.toString(16).padStart(4, "0")}` : character;
  });
  return `$'${escaped.join("")}'`;
}
