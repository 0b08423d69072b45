/** Key presses, as Node's own decoder gives them for the bytes that a terminal sends. */

import { emitKeypressEvents } from "node:readline";
import { PassThrough } from "node:stream";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Key, type Keypress, KeyReader, STATUS_REPLY } from "../../src/operator/terminal/keys.js";
import { editReason } from "../../src/operator/terminal/reason.js";

/** What `bytes` become. A lone Esc at the end is waited for. */
async function read(bytes: string): Promise<(Key | "status")[]> {
  const stream = new PassThrough();
  const reader = new KeyReader();
  const keys: (Key | "status")[] = [];
  emitKeypressEvents(stream);
  stream.on("keypress", (text: string | undefined, press: Keypress) => {
    if (press.sequence === STATUS_REPLY) keys.push("status");
    else {
      const key = reader.read(text, press);
      if (key !== undefined) keys.push(key);
    }
  });
  stream.write(bytes);
  await new Promise((resolve) => setTimeout(resolve, bytes.endsWith("\x1b") ? 700 : 5));
  stream.destroy();
  return keys;
}

const character = (text: string): Key => ({ kind: "character", text });

describe("keys", () => {
  it.each<[string, (Key | "status")[]]>([
    ["aß😀", [character("a"), character("ß"), character("😀")]],
    ["\r", [{ kind: "enter" }]],
    ["\n", [{ kind: "enter" }]],
    ["\x7f\b", [{ kind: "backspace" }, { kind: "backspace" }]],
    ["\x15\x17\x03", [{ kind: "erase-line" }, { kind: "erase-word" }, { kind: "interrupt" }]],
    ["\x1b[A\x1b[B\x1b[5~\x1b[6~", [{ kind: "up" }, { kind: "down" }, { kind: "page-up" }, { kind: "page-down" }]],
    ["\x1b", [{ kind: "escape" }]],
    ["\x1ba", [{ kind: "escape" }]],
    ["\x1b[0n", ["status"]],
    ["a\x1b[0nb", [character("a"), "status", character("b")]],
    ["\x1b[200~a\rfine\r\x1b[201~b", [{ kind: "paste", text: "a\rfine\r" }, character("b")]],
    ["\x1b[200~never ended\x03", [{ kind: "interrupt" }]],
    ["\x01", [{ kind: "unknown" }]],
  ])("%j", async (bytes, keys) => {
    expect(await read(bytes)).toEqual(keys);
  });
});

describe("the reason", () => {
  it.each<[string, Key, string]>([
    ["ab", character("c"), "abc"],
    ["ab", character("\u202e"), "ab"],
    ["a😀", { kind: "backspace" }, "a"],
    ["", { kind: "backspace" }, ""],
    ["two words ", { kind: "erase-word" }, "two "],
    ["two words", { kind: "erase-line" }, ""],
    ["see ", { kind: "paste", text: "T-1\r\nand\tT-2" }, "see T-1 and T-2"],
    ["same", { kind: "up" }, "same"],
  ])("%j and %j", (before, key, after) => {
    expect(editReason(before, key)).toBe(after);
  });

  it("never exceeds 1,000 characters and holds nothing invisible", () => {
    const texts = fc.array(fc.string({ unit: "binary", maxLength: 700 }), { maxLength: 6 });
    fc.assert(
      fc.property(texts, (pastes) => {
        const reason = pastes.reduce((text, pasted) => editReason(text, { kind: "paste", text: pasted }), "");
        expect([...reason].length).toBeLessThanOrEqual(1_000);
        expect(reason).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
      }),
    );
  });
});
