/** Whatever a queue carries, an operator's screen gets printable, bounded text. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { printableLine, printableLines } from "../../src/operator/printable.js";
import { timeLeft, toReport } from "../../src/operator/report.js";
import { listReports, watchReports } from "../../src/operator/watch.js";
import type { Proposal, SupervisorDesk } from "../../src/types.js";
import { proposal } from "./proposals.js";

describe("text from a queue", () => {
  it.each<[string, string]>([
    ["a cursor movement", "\x1b[2Ahost"],
    ["a C1 control", "\u009b2Jhost"],
    ["a window title", "\x1b]0;owned\x07"],
    ["a carriage return", "evil\rgood"],
    ["a right-to-left override", "a\u202eb"],
    ["an isolate", "a\u2066b\u2069"],
    ["a zero width joiner", "a\u200db"],
    ["a line separator", "a\u2028b"],
    ["a tag", "a\u{e0041}b"],
    ["a lone surrogate", "a\ud800b"],
    ["a tab", "a\tb"],
  ])("loses %s", (_, text) => {
    expect(printableLine(text)).not.toMatch(/[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u);
    expect(printableLine(text)).toContain("\ufffd");
  });

  it("keeps ordinary text of any script", () => {
    const text = "Grüße, 你好, שלום, नमस्ते, 😀 §3 /v1?q=%20";
    expect(printableLine(text)).toBe(text);
  });

  it("is printable and bounded, whatever it was", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: "binary", maxLength: 400 }), fc.anything()),
        fc.integer({ min: 1, max: 100 }),
        (value, longest) => {
          const line = printableLine(value, longest);
          expect([...line].length).toBeLessThanOrEqual(longest);
          expect(line).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
        },
      ),
    );
  });

  it("a report over the bound is cut, and says so", () => {
    const lines = printableLines("x".repeat(20_000));
    expect(lines[0]).toHaveLength(16_384);
    expect(lines.at(-1)).toContain("only its beginning");
  });
});

describe("a proposal from a queue", () => {
  it("is decidable when it is this tool's and has a report and an expiry", () => {
    expect(toReport(proposal("one"))?.decidable).toBe(true);
  });

  it.each<[string, unknown]>([
    ["another tool's", { ...proposal("one"), tool: "shell-command" }],
    ["without a payload", { ...proposal("one"), payload: undefined }],
    ["with a blank report", proposal("one", {}, " \n ")],
    ["with a report that is no text", { ...proposal("one"), payload: { text: { a: 1 } } }],
    ["with a report of which only the beginning is shown", proposal("one", {}, "x".repeat(16 * 1024 + 1))],
    ["without an expiry", { ...proposal("one"), expiresAt: "soon" }],
  ])("%s is listed but not decided", (_, value) => {
    expect(toReport(value as Proposal)).toMatchObject({ id: "one", decidable: false });
  });

  it.each<[string, unknown]>([
    ["no id", { tool: "x" }],
    ["an empty id", { id: "" }],
    ["an id that is no text", { id: 7 }],
  ])("with %s is left out", (_, value) => {
    expect(toReport(value as Proposal)).toBeUndefined();
  });

  it("reports come oldest first", async () => {
    const desk = deskOf([
      proposal("b", { createdAt: "2030-01-01T00:00:02Z" }),
      proposal("c", { createdAt: "2030-01-01T00:00:01Z" }),
      proposal("a", { createdAt: "2030-01-01T00:00:02Z" }),
    ]);
    expect((await listReports(desk)).map(({ id }) => id)).toEqual(["c", "a", "b"]);
  });
});

function deskOf(proposals: readonly Proposal[], steps: AsyncIterable<void> = nothing()): SupervisorDesk {
  return { pending: async () => proposals, decide: async () => "gone", changes: () => steps };
}

async function* nothing(): AsyncIterable<void> {}

describe("watching a desk", () => {
  it("looks at once, and again after each change, and subscribes before the first look", async () => {
    const calls: string[] = [];
    const desk: SupervisorDesk = {
      pending: async () => {
        calls.push("pending");
        return [];
      },
      decide: async () => "gone",
      changes: async function* () {
        calls.push("subscribed");
        yield;
        yield;
      },
    };
    let looks = 0;
    for await (const reports of watchReports(desk, new AbortController().signal)) {
      expect(reports).toEqual([]);
      looks++;
    }
    expect(looks).toBe(3);
    expect(calls).toEqual(["subscribed", "pending", "pending", "pending"]);
  });

  it("a desk that fails ends the watch with its error", async () => {
    const desk: SupervisorDesk = { ...deskOf([]), pending: () => Promise.reject(new Error("broken")) };
    await expect(watchReports(desk, new AbortController().signal).next()).rejects.toThrow("broken");
  });
});

describe("time left", () => {
  it.each<[number, string]>([
    [-5_000, "0 s"],
    [999, "0 s"],
    [59_999, "59 s"],
    [60_000, "1 min 00 s"],
    [299_000, "4 min 59 s"],
    [3_600_000, "1 h 00 min"],
    [7_380_000, "2 h 03 min"],
  ])("%d ms reads %s", (milliseconds, words) => {
    expect(timeLeft(milliseconds)).toBe(words);
  });
});
