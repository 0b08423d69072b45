import { getEventListeners } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Destination } from "../../src/approval/destination.js";
import { Hold } from "../../src/approval/hold/hold.js";
import { EVENT_OF, HOLD_STATES, type HoldState } from "../../src/approval/hold/states.js";
import { Turns } from "../../src/approval/hold/turns.js";
import { deny } from "../../src/approval/messages.js";
import type { DenyCause, GuardVerdict } from "../../src/types.js";
import { repository } from "../support/source.js";
import { bench, turn } from "./support/bench.js";
import { request, scan, token } from "./support/scanner.js";

afterEach(() => {
  vi.useRealTimers();
});

const secret = token("secret");

function newHold(): Hold {
  const outbound = request(secret);
  return new Hold(
    {
      request: outbound,
      destination: new Destination(outbound.url, new Uint8Array(32)),
      bytes: 20,
      client: undefined,
      signal: undefined,
      deadline: 0,
    },
    scan(outbound),
  );
}

describe("the table of states", () => {
  const states = Object.entries(HOLD_STATES);
  const events = Object.keys(HOLD_STATES.waiting);

  it("leads from waiting to an end with each event, and from no end to anywhere", () => {
    for (const [state, next] of states) {
      expect(Object.keys(next)).toEqual(events);
      const reached = new Set(Object.values(next));
      if (state === "waiting")
        expect([...reached].sort()).toEqual(
          states
            .map(([name]) => name)
            .filter((name) => name !== "waiting")
            .sort(),
        );
      else expect([...reached]).toEqual([state]);
    }
  });

  it("approves for no verdict that denies", () => {
    const approving = Object.entries(EVENT_OF).filter(([, event]) => HOLD_STATES.waiting[event] === "approved");
    expect(approving.map(([because]) => because)).toEqual(["clear", "remembered", "approved"]);
  });

  it("is the one that docs/reliability.md shows", async () => {
    const rows = states.map(([state, next]) => `| *${state}* | ${Object.values(next).join(" | ")} |`);
    const table = [`| | ${events.join(" | ")} |`, `|${"---|".repeat(events.length + 1)}`, ...rows].join("\n");
    expect(await readFile(join(repository, "docs/reliability.md"), "utf8")).toContain(`\n${table}\n`);
  });
});

describe("a hold", () => {
  const ends: readonly [DenyCause, HoldState][] = [
    ["rejected", "rejected"],
    ["denied-before", "rejected"],
    ["timeout", "expired"],
    ["cancelled", "cancelled"],
    ["malformed-answer", "abandoned"],
    ["queue-failed", "abandoned"],
    ["scan-failed", "abandoned"],
    ["uninspectable", "abandoned"],
    ["closed", "abandoned"],
  ];

  it.each(ends)("denied as %s is %s", (because, state) => {
    const hold = newHold();
    expect(hold.state).toBe("waiting");
    hold.end(deny(because));
    expect(hold.state).toBe(state);
  });

  it("ends once: the first end stands, and its cleanups run once", async () => {
    const verdict = fc.constantFrom(...ends.map(([because]): GuardVerdict => deny(because)));
    await fc.assert(
      fc.asyncProperty(fc.array(verdict, { minLength: 1, maxLength: 5 }), async (verdicts) => {
        const hold = newHold();
        const cleanup = vi.fn();
        hold.onEnd(cleanup);
        expect(verdicts.map((one) => hold.end(one))).toEqual(verdicts.map((_, index) => index === 0));
        expect(await hold.verdict).toBe(verdicts[0]);
        expect(cleanup).toHaveBeenCalledOnce();
      }),
    );
  });

  it("that has ended runs at once what it is given for its end", () => {
    const hold = newHold();
    hold.end(deny("cancelled"));
    const cleanup = vi.fn();
    hold.onEnd(cleanup);
    expect(cleanup).toHaveBeenCalledOnce();
  });

  it("that has ended waits for no answer any more", async () => {
    const waits: AbortSignal[] = [];
    const answer = (_: string, signal: AbortSignal): Promise<unknown> => {
      waits.push(signal);
      return new Promise(() => {});
    };
    const { guard, pending } = bench({}, { answer });
    const client = new AbortController();
    const verdict = guard.check(request(secret), { signal: client.signal });
    await pending(1);
    await turn();
    expect(waits.map(({ aborted }) => aborted)).toEqual([false]);
    client.abort();
    expect(await verdict).toMatchObject({ because: "cancelled" });
    expect(waits.map(({ aborted }) => aborted)).toEqual([true]);
  });

  it("that has ended leaves no timer and no listener behind", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance", "Date"] });
    const { guard, pending, approve, reject } = bench();
    const client = new AbortController();
    const verdicts = [1, 2, 3, 4].map((n) => guard.check(request(token(n)), { signal: client.signal }));
    const reports = await pending(4);
    expect(vi.getTimerCount()).toBe(8);
    expect(getEventListeners(client.signal, "abort")).toHaveLength(4);
    await approve(reports[0]);
    await reject(reports[1]);
    await Promise.all(verdicts.slice(0, 2));
    expect(vi.getTimerCount()).toBe(4);
    expect(getEventListeners(client.signal, "abort")).toHaveLength(2);
    await guard.close();
    expect(vi.getTimerCount()).toBe(0);
    expect(getEventListeners(client.signal, "abort")).toHaveLength(0);
  });
});

describe("turns", () => {
  it("run every job once and in order, a few at once and many in slices", async () => {
    const turns = new Turns();
    const ran: number[] = [];
    turns.run(() => ran.push(0));
    expect(ran).toEqual([0]);
    for (let n = 1; n < 1_000; n++) turns.run(() => ran.push(n));
    expect(ran.length).toBeLessThan(1_000);
    const slices = new Set<number>();
    while (ran.length < 1_000) {
      slices.add(ran.length);
      await turn();
    }
    expect(ran).toEqual(Array.from({ length: 1_000 }, (_, n) => n));
    expect(slices.size).toBeGreaterThan(2);
  });

  it("run what a job asks for after that job", () => {
    const turns = new Turns();
    const ran: string[] = [];
    turns.run(() => {
      turns.run(() => ran.push("inner"));
      ran.push("outer");
    });
    expect(ran).toEqual(["outer", "inner"]);
  });
});
