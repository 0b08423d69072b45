import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decoders, decodersFor } from "../../src/views/index.js";
import { createKernel, plainKernel } from "../../src/views/kernel/kernel.js";
import { AHEAD, CHUNK } from "../../src/views/kernel/layout.js";
import { indexText, OF_BASE32 } from "../../src/views/text-index.js";
import { tryDecoder } from "./harness.js";

/** Texts of codes, quotes, escapes and words of every kind; long ones go over the kernel's chunks. */
const PARTS: readonly string[] = [
  ..."\"'`\\/ ,;:=+&%<()[]{}\t\n\r\0\x03\x1f\x7f\x80\xc0\xff0aAfFgzZ_-",
  "\\n",
  "\\u0041",
  "\\\\n",
  '","',
  '": "',
  '" + "',
  "0x41, ",
  "41:",
  "Z2hwX2FiY2RlZmdoaWpr",
  "H4sIAAAAAAAA",
  "M5UHAX3BMJRWIZLGM5UGS2TLNQ",
  "6768705f6162636465666768",
  "words of text ",
  "additionalProperties",
  "550e8400-e29b-41d4-a716-446655440000",
];
const part = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...PARTS) },
  ...decoders.map(({ examples }) => fc.constantFrom(...examples.map(({ encoded }) => encoded))),
);
const repeated = fc.tuple(part, fc.integer({ min: 1, max: 300 })).map(([text, times]) => text.repeat(times));
const filler = fc
  .tuple(
    fc.constantFrom("x", " ", "-", '"', "\\", "4", '"ab",'),
    fc.integer({ min: -300, max: 300 }),
    fc.nat({ max: 2 }),
  )
  .map(([text, off, chunks]) => text.repeat(Math.max(0, Math.floor((chunks * CHUNK + off) / text.length))));
const texts = fc
  .array(fc.oneof({ weight: 12, arbitrary: part }, { weight: 2, arbitrary: repeated }, filler), { maxLength: 60 })
  .map((parts) => Buffer.from(parts.join(""), "latin1"));
const bytes = fc.oneof(
  texts,
  fc.uint8Array({ maxLength: 2000 }).map((raw) => Buffer.from(raw)),
);

describe("the index of a text", () => {
  it("is made by the kernel wherever the tests run", () => {
    expect(plainKernel()).toBeDefined();
  });

  it("has the same runs with the kernel and without", () => {
    fc.assert(
      fc.property(bytes, (text) => {
        expect(indexText(text).runs).toEqual(indexText(text, false).runs);
      }),
    );
  });

  it("has a run over chunks of the kernel once", () => {
    for (const length of [CHUNK - 1, CHUNK, CHUNK + AHEAD, CHUNK + AHEAD + 1, 2 * CHUNK + 17, 3 * CHUNK + AHEAD]) {
      const text = Buffer.from(` ${"a".repeat(length)} ${"b".repeat(20)}`);
      expect(indexText(text).runs).toEqual([1, length + 1, length + 2, length + 22]);
    }
  });

  it.each(decoders.map((decoder) => [decoder.name, decoder] as const))("lets %s make the same views", (_, decoder) => {
    fc.assert(
      fc.property(bytes, fc.boolean(), (text, isShort) => {
        const options = { work: isShort ? 3 * text.length : 1e9, marks: [] };
        const plain = tryDecoder(decoder, text, { ...options, kernel: false });
        if (!decodersFor(text, indexText(text)).includes(decoder)) {
          expect(plain.pieces).toEqual([]);
          return;
        }
        const { pieces, uninspectable, budget } = tryDecoder(decoder, text, options);
        if (budget.exhausted || plain.budget.exhausted) return;
        expect(pieces).toEqual(plain.pieces);
        expect(uninspectable).toEqual(plain.uninspectable);
      }),
      { numRuns: 200 },
    );
  });

  it("sees text in base32 wherever it stands in a long stretch, over the edges of the kernel's pieces too", () => {
    // "tokentoken" in base32, the least that makes a view; the letter "a" is five bits of zero.
    const text = "orxwwzlo".repeat(2);
    for (let before = 8040; before <= 8240; before++) {
      const stretch = Buffer.from(`${"a".repeat(before)}${text}${"a".repeat(1000)}`);
      expect([before, (indexText(stretch).uses![0]! & OF_BASE32) !== 0]).toEqual([before, true]);
    }
    expect(indexText(Buffer.from("a".repeat(20_000))).uses![0]! & OF_BASE32).toBe(0);
  });

  it("is the same in a text for which the kernel moves to a larger memory, and the one that it leaves stays whole", () => {
    const kernel = createKernel(undefined)!;
    const { buffer } = kernel.lists.runs;
    const text = Buffer.from(PARTS.join("").repeat(20_000), "latin1");
    expect(indexText(text, kernel).runs).toEqual(indexText(text, false).runs);
    expect(kernel.lists.runs.buffer).not.toBe(buffer);
    expect(buffer.byteLength).toBeGreaterThan(0);
  });

  it("has all the values joined where the kernel moves to a larger memory for them", () => {
    const kernel = createKernel(undefined)!;
    const { buffer } = kernel.lists.runs;
    const values = Array.from({ length: 40_000 }, (_, i) => `piece${i}`.padEnd(40, "x"));
    kernel.load(Buffer.from(JSON.stringify(values)));
    expect(kernel.lists.runs.buffer).toBe(buffer);
    const { bytes } = kernel.enterJoin(kernel.join());
    expect(kernel.lists.runs.buffer).not.toBe(buffer);
    expect(bytes.toString().trimEnd() === values.join("")).toBe(true);
  });

  it("looks at few places of ordinary JSON", () => {
    const message = { role: "user", content: 'first line\nsecond "quoted" line, and more\n\nwords', id: "msg_1" };
    const text = Buffer.from(JSON.stringify({ messages: Array.from({ length: 50 }, () => message) }));
    const { backslashes, seams, uses } = indexText(text);
    expect(backslashes!.length + seams!.length + uses!.filter((use) => use !== 0).length).toBeLessThan(10);
  });
});

describe("binary.ts", () => {
  const binary = readFileSync(new URL("../../src/views/kernel/binary.ts", import.meta.url), "utf8");
  const compiler = /Compiled by (.*)\.$/m.exec(binary)?.[1];

  it.skipIf(compilerVersion() !== compiler)("is what kernel.c compiles to, where that compiler is at hand", () => {
    const built = execFileSync(process.execPath, ["src/views/kernel/build.mjs", "--print"], { encoding: "utf8" });
    expect(built).toBe(binary);
  });
});

function compilerVersion(): string | undefined {
  try {
    return execFileSync("clang", ["--version"], { encoding: "utf8" }).split("\n")[0];
  } catch {
    return undefined;
  }
}
