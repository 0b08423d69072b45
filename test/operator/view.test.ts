/** What the supervisor sees, in any state and on any size of screen. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toReport } from "../../src/operator/report.js";
import { step } from "../../src/operator/terminal/session.js";
import { type SessionState, startSession, type WaitingReport } from "../../src/operator/terminal/state.js";
import { view } from "../../src/operator/terminal/view.js";
import { columnsOf, wrap } from "../../src/operator/terminal/wrap.js";
import type { ApprovedValue, Proposal } from "../../src/types.js";
import { proposal, waiting } from "./proposals.js";

function screen(state: SessionState, now = 0): string {
  return view(state, now)
    .rows.map(({ text }) => text.trimEnd())
    .join("\n");
}

/** As a queue might bring it from a store of somebody else's. */
function listed(index: number): ApprovedValue {
  const scope = { host: `h${index}\u202e\u001b[2J.example` };
  return { fingerprint: `aaaa:${index}`, grant: { scope, uses: 2 }, addedAt: "2030-01-01T00:00:00.000Z" };
}

function showing(...reports: WaitingReport[]): SessionState {
  return step(startSession("olga"), { type: "pending", waiting: reports, others: [], now: 0 }).state;
}

describe("the screen", () => {
  it("shows the report, the time left, and what else waits", () => {
    const shown = screen(showing(waiting("one", 245_000), waiting("two", 30_000)));
    expect(shown).toContain("Report 1 of 2, 4 min 05 s left");
    expect(shown).toContain("Report one\nsecond line");
    expect(shown).toContain("also waiting: example-token to api.example.com, 30 s left");
    expect(shown).toContain("thrown away");
  });

  it("names the keys only once they work", () => {
    const settling = showing(waiting("one"));
    expect(screen(settling)).not.toContain("[a] approve");
    expect(screen({ ...settling, stage: { name: "choosing" } })).toContain("[a] approve  [r] reject  [n] next");
  });

  it("keeps the chosen value of a long list in sight", () => {
    const values = Array.from({ length: 100 }, (_, index) => listed(index));
    for (const chosen of [0, 7, 50, 99]) {
      const state = { ...showing(waiting("one")), stage: { name: "listing", values, chosen, at: "choosing" } as const };
      expect(screen(state)).toContain(`\n> aaaa:${chosen}  since`);
      expect(screen(state)).toContain("Approved now: 100");
      expect(screen(state)).not.toContain("Report one");
    }
  });

  it("lists proposals of other tools without a way to decide them", () => {
    const other = toReport({ ...proposal("other"), tool: "shell-command" as Proposal["tool"] });
    expect(other?.decidable).toBe(false);
    const { state } = step(startSession("olga"), {
      type: "pending",
      waiting: [],
      others: other ? [other] : [],
      now: 0,
    });
    expect(screen(state)).toContain("decided elsewhere: shell-command");
    expect(screen(state)).toContain("1 of other tools");
    expect(state.shown).toBeUndefined();
  });

  it("fits any size, and shows printable characters only", () => {
    const size = fc.record({ columns: fc.integer({ min: 20, max: 200 }), rows: fc.integer({ min: 1, max: 80 }) });
    const stage = fc.constantFrom("settling", "choosing", "writing", "recording", "listing", "confirming");
    const text = fc.string({ unit: "binary", maxLength: 2_000 });
    fc.assert(
      fc.property(size, stage, text, text, ({ columns, rows }, name, report, reason) => {
        const shown = showing(waiting("one", 5_000, report), waiting("two"), waiting("three"), waiting("four"));
        const visibleReason = [...reason].filter((character) => !/\p{C}/u.test(character)).join("");
        const stages = {
          settling: { name: "settling", since: 0, lastKey: 0, question: 1 },
          choosing: { name: "choosing" },
          writing: { name: "writing", verdict: "approve", reason: visibleReason },
          recording: { name: "recording", verdict: "approve" },
          listing: {
            name: "listing",
            values: Array.from({ length: 50 }, (_, i) => listed(i)),
            chosen: 25,
            at: "choosing",
          },
          confirming: { name: "listing", values: [listed(0)], chosen: 0, at: "confirming" },
        } as const;
        const painted = view({ ...shown, columns, rows, stage: stages[name as keyof typeof stages] }, 0);
        expect(painted.rows.length).toBeLessThanOrEqual(rows);
        for (const row of painted.rows) {
          expect(columnsOf(row.text)).toBeLessThanOrEqual(columns);
          expect(row.text).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("a report wider than the screen", () => {
  it("begins no row with what goes on from the row above", () => {
    const report = `${"x".repeat(30)}Approve this${"y".repeat(40)}\nnext line`;
    const shown = { ...showing(waiting("one", 1_000, report)), columns: 30 };
    const rows = view(shown, 0).rows.map(({ text }) => text);
    expect(rows.filter((row) => /^(x{30}|next line)$/.test(row))).toHaveLength(2);
    expect(rows.some((row) => row.startsWith("Approve this"))).toBe(false);
    expect(rows).toContain(`  \u2026 Approve this${"y".repeat(14)}`);
  });

  it("of 80 columns fits a screen of 80 columns as it is", () => {
    const line = "z".repeat(80);
    expect(screen(showing(waiting("one", 1_000, `${line}\n${line}`)))).toContain(`\n${line}\n${line}\n`);
  });
});

describe("wrapping", () => {
  it("leaves nothing out and keeps to the width", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), fc.integer({ min: 2, max: 90 }), (text, columns) => {
        const pieces = wrap(text, columns);
        expect(pieces.join("")).toBe(text);
        for (const piece of pieces) expect(columnsOf(piece)).toBeLessThanOrEqual(columns);
      }),
    );
  });

  it.each(["\u231a", "\u2b1b", "\u26a1", "\u{1f1e9}", "\u{1f004}", "\ufe10", "\u{17000}", "\u4e00"])(
    "takes two columns for %s, as terminals do: none of a row is cut off",
    (character) => expect(columnsOf(character)).toBe(2),
  );
});
