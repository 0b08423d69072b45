/** The supervisor's session: what keys can and cannot do, and what becomes of a report on screen. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Control, Key } from "../../src/operator/terminal/keys.js";
import { QUIET_MILLISECONDS, UNANSWERED_MILLISECONDS } from "../../src/operator/terminal/on-screen.js";
import { step } from "../../src/operator/terminal/session.js";
import {
  type Effect,
  type SessionEvent,
  type SessionState,
  startSession,
  type WaitingReport,
} from "../../src/operator/terminal/state.js";
import { view } from "../../src/operator/terminal/view.js";
import type { ApprovedValue } from "../../src/types.js";
import { waiting } from "./proposals.js";

/** Drives a session by hand, and keeps what it asked for. */
class Driver {
  state: SessionState = startSession("olga");
  now = 0;
  effects: Effect[] = [];

  send(
    event: { [Type in SessionEvent["type"]]: Omit<Extract<SessionEvent, { type: Type }>, "now"> }[SessionEvent["type"]],
  ) {
    const next = step(this.state, { ...event, now: this.now } as SessionEvent);
    this.state = next.state;
    this.effects.push(...next.effects);
    return this;
  }

  pending(...reports: WaitingReport[]) {
    return this.send({ type: "pending", waiting: reports, others: [] });
  }

  control(kind: Control) {
    return this.send({ type: "key", key: { kind } });
  }

  type(text: string) {
    for (const character of text) this.send({ type: "key", key: { kind: "character", text: character } });
    return this;
  }

  wait(milliseconds: number) {
    this.now += milliseconds;
    return this.send({ type: "tick" });
  }

  /** The terminal answers and nobody types: the report on screen takes input. */
  settle() {
    while (this.state.answered < this.state.asked) this.send({ type: "terminal-answered" });
    return this.wait(QUIET_MILLISECONDS);
  }

  get answers() {
    return this.effects.flatMap((effect) => (effect.type === "decide" ? [effect.answer] : []));
  }
}

const approved = (fingerprint: string): ApprovedValue => ({
  fingerprint,
  grant: {},
  addedAt: "2030-01-01T00:00:00.000Z",
});

const letter = (n: number): string => String.fromCharCode(0x410 + n);

/** A report of so many lines, each with a letter of its own at its beginning and at its end. */
function long(lines: number): string {
  return Array.from(
    { length: lines },
    (_, n) => `${letter(2 * n)}${"x".repeat((n * 7) % 60)}${letter(2 * n + 1)}`,
  ).join("\n");
}

const first = waiting("one");
const second = waiting("two");

describe("deciding", () => {
  it("approves with a typed reason", () => {
    const driver = new Driver().pending(first).settle().type("a").type("known test key").control("enter");
    expect(driver.answers).toEqual([{ id: "one", verdict: "approve", reason: "known test key", operator: "olga" }]);
  });

  it.each<[string, (driver: Driver) => Driver]>([
    ["nothing", (driver) => driver],
    ["spaces", (driver) => driver.type("   ")],
    ["characters that show nothing", (driver) => driver.type("\u200b\u2800\u00ad\u202e")],
    ["a reason that was erased", (driver) => driver.type("why").control("erase-line")],
    ["a pasted blank", (driver) => driver.send({ type: "key", key: { kind: "paste", text: "\r\n\t " } }).settle()],
  ])("an approval with %s as its reason is not sent", (_, write) => {
    const driver = write(new Driver().pending(first).settle().type("a")).control("enter");
    expect(driver.answers).toEqual([]);
    expect(driver.state.stage.name).toBe("writing");
    expect(driver.state.notice).toContain("needs a reason");
  });

  it.each<[string, string | undefined]>([
    ["", undefined],
    ["not ours", "not ours"],
  ])("rejects with the reason %j", (reason, expected) => {
    const driver = new Driver().pending(first).settle().type("r").type(reason).control("enter");
    expect(driver.answers).toEqual([
      { id: "one", verdict: "reject", ...(expected === undefined ? {} : { reason: expected }), operator: "olga" },
    ]);
  });

  it("Esc decides nothing and discards the reason", () => {
    const driver = new Driver()
      .pending(first)
      .settle()
      .type("a")
      .type("fine")
      .control("escape")
      .type("a")
      .control("enter");
    expect(driver.answers).toEqual([]);
  });

  it("there is no modify, and the terminal says so", () => {
    const driver = new Driver().pending(first).settle().type("m");
    expect(driver.state.notice).toContain("no modify");
    expect(driver.state.stage.name).toBe("choosing");
  });

  it("only one answer is sent, however often Enter is pressed", () => {
    const driver = new Driver().pending(first).settle().type("a").type("fine").control("enter").control("enter");
    expect(driver.control("enter").answers).toHaveLength(1);
  });

  it.each<["recorded" | "already-decided" | "gone", string, number]>([
    ["recorded", "Approved", 1],
    ["already-decided", "already decided", 0],
    ["gone", "no longer held", 0],
  ])("an answer that was %s is told, and the next report comes on screen", (outcome, words, logged) => {
    const driver = new Driver().pending(first, second).settle().type("a").type("fine").control("enter");
    driver.send({ type: "decided", outcome });
    expect(driver.state.notice).toContain(words);
    expect(driver.state.log).toHaveLength(logged);
    expect(driver.state.shown?.id).toBe("two");
    expect(driver.state.stage.name).toBe("settling");
  });

  it("an answer that the desk refused leaves the report on screen, and nothing written", () => {
    const driver = new Driver().pending(first).settle().type("a").type("fine").control("enter");
    driver.send({ type: "refused", message: "Not recorded. \x1b[2J" });
    expect(driver.state.stage).toEqual({ name: "choosing" });
    expect(driver.state.notice).toBe("Not recorded. \ufffd[2J");
  });

  it("a list that was read before the decision does not bring the report back", () => {
    const driver = new Driver().pending(first).settle().type("r").control("enter");
    driver.send({ type: "decided", outcome: "recorded" }).pending(first);
    expect(driver.state.shown).toBeUndefined();
  });
});

describe("what was typed before a report was on screen", () => {
  it("is thrown away while nothing is on screen", () => {
    const driver = new Driver().pending().type("afine").control("enter").pending(first).settle();
    expect(driver.answers).toEqual([]);
    expect(driver.state.stage.name).toBe("choosing");
  });

  it("is thrown away until the terminal has answered the question put after the report", () => {
    const driver = new Driver().pending(first).wait(QUIET_MILLISECONDS).type("a").type("fine").control("enter");
    expect(driver.answers).toEqual([]);
    expect(driver.state.stage.name).toBe("settling");
  });

  it("starts the wait again: only after a quiet time is a key one for this report", () => {
    const driver = new Driver().pending(first).send({ type: "terminal-answered" });
    for (let round = 0; round < 20; round++) driver.wait(QUIET_MILLISECONDS - 1).type("a");
    expect(driver.state.stage.name).toBe("settling");
    expect(driver.wait(QUIET_MILLISECONDS).state.stage.name).toBe("choosing");
  });

  it("an answer to an earlier question does not count", () => {
    const driver = new Driver()
      .pending(first)
      .pending(second)
      .send({ type: "terminal-answered" })
      .wait(QUIET_MILLISECONDS);
    expect(driver.state.shown?.id).toBe("two");
    expect(driver.state.stage.name).toBe("settling");
  });

  it("a terminal that never answers is waited for, not for ever", () => {
    const driver = new Driver().pending(first).wait(UNANSWERED_MILLISECONDS - 1);
    expect(driver.state.stage.name).toBe("settling");
    expect(driver.wait(1).state.stage.name).toBe("choosing");
  });

  it("a paste of many lines approves at most the report that it was pasted on", () => {
    const driver = new Driver().pending(first, second).settle();
    for (let line = 0; line < 3; line++) {
      driver.type("a").type("fine").control("enter");
      if (driver.state.stage.name === "recording") driver.send({ type: "decided", outcome: "recorded" });
    }
    expect(driver.answers.map(({ id }) => id)).toEqual(["one"]);
  });

  it("a paste that the terminal marks approves nothing", () => {
    const driver = new Driver().pending(first).settle();
    driver.send({ type: "key", key: { kind: "paste", text: "a\nfine\n" } });
    expect(driver.answers).toEqual([]);
    expect(driver.state.stage.name).toBe("choosing");
  });
});

describe("what comes behind a paste, as where it holds the mark of its own end", () => {
  const paste = (text: string) => ({ type: "key", key: { kind: "paste", text } }) as const;

  it.each<[string, (driver: Driver) => Driver, string]>([
    ["on a report", (driver) => driver, "choosing"],
    ["in a reason", (driver) => driver.type("a"), "writing"],
    ["in a reason to reject", (driver) => driver.type("r"), "writing"],
  ])(
    "is thrown away %s until the terminal has answered a question put after it, and a quiet time",
    (_, before, stage) => {
      const driver = before(new Driver().pending(first).settle()).send(paste("fine"));
      driver.type("a").type("fine").control("enter").send(paste("fine")).control("enter");
      expect([driver.answers, driver.state.stage.name]).toEqual([[], stage]);
      driver
        .wait(UNANSWERED_MILLISECONDS - 1)
        .type("afine")
        .control("enter");
      expect(driver.answers).toEqual([]);
      // An answer can be in the paste as well, so there must be a quiet time, too.
      driver.send({ type: "terminal-answered" }).type("afine").control("enter");
      expect(driver.answers).toEqual([]);
      driver.wait(QUIET_MILLISECONDS);
      if (stage === "choosing") driver.type("a").type("fine");
      expect(driver.control("enter").answers).toMatchObject([{ id: "one", reason: "fine" }]);
    },
  );

  it("revokes nothing in the list", () => {
    const driver = new Driver()
      .pending(first)
      .settle()
      .type("l")
      .send({ type: "listed", values: [approved("one")] });
    driver.send(paste("x")).type("xy");
    expect(driver.effects.filter(({ type }) => type === "revoke")).toEqual([]);
  });

  it("is not waited for for ever where the terminal never answers", () => {
    const driver = new Driver().pending(first).settle().type("a").send(paste("fine")).wait(UNANSWERED_MILLISECONDS);
    expect(driver.control("enter").answers).toMatchObject([{ verdict: "approve", reason: "fine" }]);
  });

  it("an answer that nobody asked for counts for no later question", () => {
    const driver = new Driver().send({ type: "terminal-answered" }).send({ type: "terminal-answered" });
    driver.pending(first).wait(QUIET_MILLISECONDS).type("afine").control("enter");
    expect([driver.answers, driver.state.stage.name]).toEqual([[], "settling"]);
  });
});

describe("a report on screen that ends", () => {
  const written = (): Driver => new Driver().pending(waiting("one", 10_000), second).settle().type("a").type("fine");

  it.each<[string, (driver: Driver) => Driver, RegExp]>([
    ["expires", (driver) => driver.wait(10_000), /time .* was up/],
    ["is withdrawn, or decided elsewhere", (driver) => driver.pending(second), /no longer waits/],
  ])("%s: the terminal says so, discards what was typed and moves on", (_, end, words) => {
    const driver = end(written());
    expect(driver.state.notice).toMatch(words);
    expect(driver.state.shown?.id).toBe("two");
    expect(driver.state.stage.name).toBe("settling");
    driver.control("enter").settle().control("enter");
    expect(driver.answers).toEqual([]);
  });

  it("expires at the very key that would approve it", () => {
    const driver = written();
    driver.now = 10_000;
    expect(driver.control("enter").answers).toEqual([]);
  });

  it("changes: it must be read again", () => {
    const driver = new Driver().pending(first).settle().type("a").type("fine");
    driver.pending(waiting("one", 1_000_000, "Another report")).control("enter");
    expect(driver.answers).toEqual([]);
    expect(driver.state.notice).toContain("changed");
  });

  it("arrivals leave it, and what is being written, alone", () => {
    const driver = new Driver()
      .pending(second)
      .settle()
      .type("a")
      .type("fi")
      .pending(first, second)
      .type("ne")
      .control("enter");
    expect(driver.answers.map(({ id }) => id)).toEqual(["two"]);
  });
});

describe("going round", () => {
  it("n shows each waiting report in turn", () => {
    const driver = new Driver().pending(first, second, waiting("three")).settle();
    const seen = [driver.state.shown?.id];
    for (let turn = 0; turn < 4; turn++) seen.push(driver.type("n").settle().state.shown?.id);
    expect(seen).toEqual(["one", "two", "three", "one", "two"]);
  });

  it("n with one report stays on it", () => {
    const driver = new Driver().pending(first).settle().type("n");
    expect(driver.state.shown?.id).toBe("one");
    expect(driver.state.notice).toBe("No other report waits.");
  });

  it.each(["idle", "settling", "choosing", "writing", "recording"])("Ctrl-C quits while %s", (stage) => {
    const driver = new Driver();
    if (stage !== "idle") driver.pending(first);
    if (stage !== "idle" && stage !== "settling") driver.settle();
    if (stage === "writing" || stage === "recording") driver.type("r");
    if (stage === "recording") driver.control("enter");
    expect(driver.state.stage.name).toBe(stage);
    expect(driver.control("interrupt").effects.at(-1)).toEqual({ type: "quit" });
  });

  it.each([
    ["rows", { columns: 80, rows: 8 }],
    ["columns", { columns: 19, rows: 24 }],
  ])("cannot be approved in a window of too few %s to show it, and can be once it is larger", (_, size) => {
    const driver = new Driver()
      .send({ type: "resize", ...size })
      .pending(first)
      .settle()
      .type("a")
      .control("enter");
    expect(driver.state.stage.name).toBe("choosing");
    expect(driver.answers).toEqual([]);
    driver.send({ type: "resize", columns: 20, rows: 9 }).control("down").type("awhy").control("enter");
    expect(driver.answers).toHaveLength(1);
  });

  it("a report longer than the window is approved only once it has been read to its end", () => {
    const driver = new Driver()
      .pending(waiting("one", 1_000_000, long(40)))
      .settle()
      .type("a");
    expect(driver.state.stage.name).toBe("choosing");
    expect(driver.state.notice).toContain("read it to its end");
    driver.type("   ").type("awhy").control("enter");
    expect(driver.answers).toHaveLength(1);
  });

  it("a report that changes is read again to its end", () => {
    const driver = new Driver()
      .pending(waiting("one", 1_000_000, long(40)))
      .settle()
      .type("    ");
    driver
      .pending(waiting("one", 1_000_000, long(41)))
      .settle()
      .type("awhy")
      .control("enter");
    expect(driver.answers).toEqual([]);
  });

  it("whatever is scrolled and resized, all of a report has been on screen before it can be approved", () => {
    const size = fc.record({ columns: fc.integer({ min: 10, max: 120 }), rows: fc.integer({ min: 5, max: 40 }) });
    const key = fc.constantFrom<Control>("up", "down", "page-up", "page-down");
    let approvals = 0;
    fc.assert(
      fc.property(size, fc.array(fc.oneof(size, key), { maxLength: 60 }), (start, moves) => {
        const driver = new Driver().send({ type: "resize", ...start });
        driver.pending(waiting("one", 1_000_000, long(30))).settle();
        const seen = new Set<string>();
        const read = () => {
          for (const { text } of view(driver.state, driver.now).rows) {
            // Of a narrow window the terminal cuts each row.
            for (const [letter] of text.slice(0, driver.state.columns).matchAll(/\p{Script=Cyrillic}/gu))
              seen.add(letter);
          }
        };
        read();
        for (const move of moves) {
          if (typeof move === "string") driver.control(move);
          else driver.send({ type: "resize", ...move });
          read();
        }
        if (driver.type("a").state.stage.name !== "writing") return;
        approvals++;
        expect(seen.size).toBe(60);
      }),
      { numRuns: 1_000 },
    );
    expect(approvals).toBeGreaterThan(20);
  });

  it("a long report scrolls, and no further than it is long", () => {
    const driver = new Driver().pending(waiting("one", 1_000_000, long(40))).settle();
    for (let press = 0; press < 20; press++) driver.control("page-down");
    const end = driver.state.scroll;
    expect(end).toBeGreaterThan(0);
    expect(end).toBeLessThan(40);
    expect(driver.control("up").state.scroll).toBe(end - 1);
  });
});

const ids = ["one", "two", "three"];

const key: fc.Arbitrary<Key> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(..."aaaarnmq? xy\u200b").map((text) => ({ kind: "character", text }) as const),
  },
  {
    weight: 4,
    arbitrary: fc
      .constantFrom<Control>("enter", "enter", "escape", "backspace", "erase-line", "down")
      .map((kind) => ({ kind }) as const),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom("a\nfine\n", "  \n", "why").map((text) => ({ kind: "paste", text }) as const),
  },
);

type Untimed = {
  [Type in SessionEvent["type"]]: Omit<Extract<SessionEvent, { type: Type }>, "now">;
}[SessionEvent["type"]];

const anyEvent: fc.Arbitrary<Untimed> = fc.oneof(
  { weight: 12, arbitrary: key.map((pressed) => ({ type: "key", key: pressed }) as const) },
  { weight: 3, arbitrary: fc.constant({ type: "tick" } as const) },
  { weight: 3, arbitrary: fc.constant({ type: "terminal-answered" } as const) },
  {
    weight: 2,
    arbitrary: fc
      .subarray(ids)
      .chain((listed) =>
        fc.tuple(...listed.map((id) => fc.integer({ min: 500, max: 60_000 }).map((deadline) => waiting(id, deadline)))),
      )
      .map((reports) => ({ type: "pending", waiting: reports, others: [] }) as const),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom("recorded", "already-decided", "gone")
      .map((outcome) => ({ type: "decided", outcome }) as const),
  },
  { weight: 1, arbitrary: fc.constant({ type: "refused", message: "no" } as const) },
  { weight: 1, arbitrary: fc.constant({ type: "listed", values: [approved("aaaa"), approved("bbbb")] } as const) },
  {
    weight: 1,
    arbitrary: fc.constantFrom("revoked", "unknown").map((outcome) => ({ type: "revoked", outcome }) as const),
  },
  { weight: 1, arbitrary: fc.constant({ type: "list-failed", message: "no" } as const) },
  {
    weight: 1,
    arbitrary: fc
      .record({ columns: fc.integer({ min: 1, max: 200 }), rows: fc.integer({ min: 1, max: 60 }) })
      .map((size) => ({ type: "resize", ...size }) as const),
  },
);

type Timed = readonly [event: Untimed, pause: number];

/** Short stories, so that runs get as far as a decision; they are mixed with anything at all. */
const press = (pressed: Key): Timed => [{ type: "key", key: pressed }, 0];
const settleStory: readonly Timed[] = [
  [{ type: "terminal-answered" }, 0],
  [{ type: "terminal-answered" }, 0],
  [{ type: "tick" }, QUIET_MILLISECONDS],
];
const approveStory = fc.constantFrom("fine", " ", "x\u200b").map((reason): readonly Timed[] => {
  const typed = [..."a", ...reason].map((text) => press({ kind: "character", text }));
  return [...typed, press({ kind: "enter" })];
});

const story: fc.Arbitrary<readonly Timed[]> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(anyEvent, fc.constantFrom(0, 0, 1, 100, QUIET_MILLISECONDS, 2_000)).map((one) => [one]),
  },
  { weight: 2, arbitrary: fc.constant(settleStory) },
  { weight: 2, arbitrary: approveStory },
  { weight: 2, arbitrary: approveStory.map((typed) => [...settleStory, ...typed]) },
);

/** Begins with reports that last for a while. */
const arrival: Timed = [{ type: "pending", waiting: ids.map((id) => waiting(id, 50_000)), others: [] }, 0];
const timeline = fc.array(story, { maxLength: 80 }).map((stories) => [arrival, ...stories.flat()]);

describe("the list of what is approved", () => {
  const values = ["aaaa", "bbbb", "cccc"].map(approved);
  const listing = (driver = new Driver()) => driver.type("l").send({ type: "listed", values });
  const revocations = ({ effects }: Driver) =>
    effects.flatMap((effect) => (effect.type === "revoke" ? [effect.revocation] : []));

  it("takes the chosen value back, after a yes, and is asked for anew", () => {
    const driver = listing().control("down").type("x");
    expect(revocations(driver)).toEqual([]);
    driver.type("y");
    expect(revocations(driver)).toEqual([{ fingerprint: "bbbb", operator: "olga" }]);
    driver.send({ type: "revoked", outcome: "revoked" });
    expect(driver.state.notice).toContain("Revoked");
    expect(driver.state.log).toEqual(["Revoked: bbbb"]);
    expect(driver.effects.filter(({ type }) => type === "list")).toHaveLength(2);
    driver.send({ type: "listed", values: values.slice(0, 1) });
    expect(driver.state.stage).toMatchObject({ name: "listing", chosen: 0, at: "choosing" });
  });

  it.each(["n", "x", " ", "a"])("%j after x revokes nothing", (answer) => {
    const driver = listing().type("x").type(answer);
    expect(revocations(driver)).toEqual([]);
    expect(driver.state.notice).toBe("Nothing was revoked.");
  });

  it("decides nothing about the report under it, which settles again when the list is left", () => {
    const driver = listing(new Driver().pending(first, second).settle());
    driver.type("a").type("fine").control("enter").type("r").control("enter");
    expect(driver.answers).toEqual([]);
    driver.control("escape");
    expect(driver.state.stage.name).toBe("settling");
    driver.type("a").type("fine").control("enter");
    expect(driver.answers).toEqual([]);
  });

  it("stays on screen while reports come and expire, and shows what waits when it is left", () => {
    const driver = listing(new Driver().pending(waiting("one", 1_000)).settle());
    driver.pending(waiting("one", 1_000), second).wait(2_000);
    expect(driver.state.stage.name).toBe("listing");
    driver.control("escape");
    expect(driver.state.shown?.id).toBe("two");
  });

  it("says why it cannot be had, and that a value is not remembered any more", () => {
    const driver = new Driver().type("l").send({ type: "list-failed", message: "A proxy does not say.\u001b[2J" });
    expect(driver.state.notice).toBe("A proxy does not say.\ufffd[2J");
    driver.type("x");
    expect(revocations(driver)).toEqual([]);
    listing(driver.control("escape")).type("xy").send({ type: "revoked", outcome: "unknown" });
    expect(driver.state.notice).toContain("No running proxy remembers");
    expect(driver.state.log).toEqual([]);
  });
});

describe("whatever happens, in whatever order", () => {
  it("an approval answers the report on screen, with a reason typed for it after it took input", () => {
    let approvals = 0;
    fc.assert(
      fc.property(timeline, (events) => {
        let state = startSession("olga");
        let now = 0;
        let typedSince: Key[] = [];
        for (const [event, pause] of events) {
          now += pause;
          const before = state;
          const next = step(state, { ...event, now } as SessionEvent);
          state = next.state;
          if (state.stage.name === "settling" || state.shown !== before.shown) {
            // Content and deadline may be refreshed without the report leaving the screen.
            if (state.stage.name === "settling" || state.shown?.id !== before.shown?.id) typedSince = [];
          }
          for (const effect of next.effects) {
            if (effect.type !== "decide") continue;
            expect(effect.answer.id).toBe(before.shown?.id);
            expect(before.stage.name).toBe("writing");
            expect(event.type === "key" && event.key.kind === "enter").toBe(true);
            if (effect.answer.verdict !== "approve") continue;
            approvals++;
            expect(effect.answer.reason).toMatch(/\S/);
            const typed = typedSince.flatMap((pressed) =>
              "text" in pressed ? [pressed.text.replace(/\n/g, " ")] : [],
            );
            const start = typed.findIndex((text) => text.toLowerCase() === "a");
            expect(start).toBeGreaterThanOrEqual(0);
            for (const character of effect.answer.reason) expect(typed.slice(start + 1).join("")).toContain(character);
          }
          if (event.type === "key" && state.stage.name !== "settling") typedSince.push(event.key);
        }
      }),
      { numRuns: 3_000 },
    );
    // The property says nothing if no run approves.
    expect(approvals).toBeGreaterThan(100);
  });

  it("a report on screen waits, and its time is not up", () => {
    fc.assert(
      fc.property(timeline, (events) => {
        let state = startSession("olga");
        let now = 0;
        for (const [event, pause] of events) {
          now += pause;
          state = step(state, { ...event, now } as SessionEvent).state;
          if (state.stage.name === "listing") continue;
          expect(state.shown === undefined).toBe(state.stage.name === "idle");
          if (state.shown === undefined || state.stage.name === "recording") continue;
          expect(state.waiting.map(({ id }) => id)).toContain(state.shown.id);
          expect(state.shown.deadline).toBeGreaterThan(now);
        }
      }),
    );
  });
});
