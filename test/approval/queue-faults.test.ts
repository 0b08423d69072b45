import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { parseAnswer } from "../../src/answer.js";
import type { ApprovalQueue, DenyCause } from "../../src/types.js";
import { type Bench, bench, now, turn } from "./support/bench.js";
import { request, token } from "./support/scanner.js";

afterEach(() => {
  vi.useRealTimers();
});

const secret = token("secret");
const never = <Value>(): Promise<Value> => new Promise(() => {});
const broken = (): never => {
  throw new Error(secret);
};
const refuses = async (): Promise<never> => broken();

describe("a queue that fails", () => {
  const faults: readonly [string, Partial<ApprovalQueue>][] = [
    ["submit throws", { submit: broken }],
    ["submit rejects", { submit: refuses }],
    ["answer throws", { answer: broken }],
    ["answer rejects", { answer: refuses }],
    ["everything throws", { submit: broken, answer: broken, withdraw: broken }],
    ["everything rejects", { submit: refuses, answer: refuses, withdraw: refuses }],
    ["rejects with nothing", { submit: () => Promise.reject() }],
    // biome-ignore lint/suspicious/noThenProperty: what a hostile queue may give back
    ["gives a thenable that throws", { submit: () => ({ then: broken }) as never }],
  ];

  it.each(faults)("denies as queue-failed: %s", async (_, fault) => {
    const { guard, events } = bench({}, fault);
    expect(await guard.check(request(secret))).toMatchObject({ action: "deny", because: "queue-failed" });
    await turn();
    expect(events).toContainEqual(expect.objectContaining({ type: "queue-error" }));
    expect(JSON.stringify(events)).not.toContain(secret);
  });

  const hangs: readonly [string, Partial<ApprovalQueue>][] = [
    ["submit", { submit: never }],
    ["answer", { answer: never }],
    ["answer and withdraw", { answer: never, withdraw: never }],
    ["everything", { submit: never, answer: never, withdraw: never }],
  ];

  it.each(hangs)("denies as timeout when it hangs to the deadline: %s", async (_, fault) => {
    vi.useFakeTimers();
    const { guard } = bench({ timeoutSeconds: 10 }, fault);
    const verdict = guard.check(request(secret));
    await vi.advanceTimersByTimeAsync(9_999);
    expect(await Promise.race([verdict, Promise.resolve("pending")])).toBe("pending");
    await vi.advanceTimersByTimeAsync(1);
    expect(await verdict).toMatchObject({ action: "deny", because: "timeout" });
    guard.close();
    await vi.advanceTimersByTimeAsync(1_000);
  });

  it.each([
    ["throws", broken],
    ["rejects", refuses],
  ])("only says so in an event when withdraw %s", async (_, withdraw) => {
    const { guard, pending, approve, events } = bench({}, { withdraw });
    const verdict = guard.check(request(secret));
    await approve((await pending(1))[0]);
    expect(await verdict).toMatchObject({ action: "forward" });
    await turn();
    expect(events).toContainEqual({ type: "queue-error", because: "withdraw" });
  });

  it("is not asked for an answer to what it has not taken, and withdraws it once it has", async () => {
    let taken = (): void => {};
    const asked: string[] = [];
    const submit = (): Promise<void> =>
      new Promise((resolve) => {
        taken = resolve;
      });
    const answer = (id: string): Promise<never> => {
      asked.push(id);
      return never();
    };
    const { guard, withdrawn } = bench({}, { submit, answer });
    const client = new AbortController();
    const verdict = guard.check(request(secret), { signal: client.signal });
    client.abort();
    expect(await verdict).toMatchObject({ because: "cancelled" });
    await turn();
    expect(withdrawn).toEqual([]);
    taken();
    await turn();
    expect(asked).toEqual([]);
    expect(withdrawn).toMatchObject([{ why: "cancelled" }]);
  });
});

describe("the wait for an answer is ended", () => {
  const ends: readonly [string, (stand: Bench, client: AbortController) => unknown][] = [
    ["when the client leaves", (_, client) => client.abort()],
    ["when it is approved", ({ approve, submitted }) => approve(submitted[0])],
    ["when it is rejected", ({ reject, submitted }) => reject(submitted[0])],
    ["when the guard closes", ({ guard }) => guard.close()],
  ];

  it.each(ends)("%s", async (_, end) => {
    const [signals, stop]: [AbortSignal[], AbortController] = [[], new AbortController()];
    const answer = async (id: string, signal: AbortSignal): Promise<unknown> => {
      signals.push(signal);
      return stand.listen(id, stop.signal); // a queue that does not look at the signal
    };
    const stand = bench({}, { answer });
    const client = new AbortController();
    const verdict = stand.guard.check(request(secret), { signal: client.signal });
    while (signals.length === 0) await turn();
    expect(signals[0]?.aborted).toBe(false);
    await end(stand, client);
    await verdict;
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    stop.abort();
  });
});

describe("an answer", () => {
  /** A hold whose one answer is `value`, whatever that is. */
  async function answeredWith(
    value: (id: string) => unknown,
  ): Promise<[Bench, Awaited<ReturnType<Bench["guard"]["check"]>>]> {
    const stand = bench({}, { answer: async (id) => value(id) });
    return [stand, await stand.guard.check(request(secret))];
  }

  const malformed: readonly [string, (id: string) => unknown][] = [
    ["nothing", () => undefined],
    ["a word", () => "approve"],
    ["true", () => true],
    ["modify", (id) => ({ id, verdict: "modify", reason: "x" })],
    ["an approval without a reason", (id) => ({ id, verdict: "approve" })],
    ["an approval with an invisible reason", (id) => ({ id, verdict: "approve", reason: " \u200b\u3164 " })],
    ["an approval with a long reason", (id) => ({ id, verdict: "approve", reason: "x".repeat(1001) })],
    ["an approval for another id", () => ({ id: "0".repeat(32), verdict: "approve", reason: "x" })],
    ["an approval with an unknown field", (id) => ({ id, verdict: "approve", reason: "x", force: true })],
    ["an approval by inheritance", (id) => Object.create({ id, verdict: "approve", reason: "x" })],
    [
      "an approval with a getter",
      (id) => ({
        id,
        reason: "x",
        get verdict() {
          return "approve";
        },
      }),
    ],
    ["an array", (id) => [{ id, verdict: "approve", reason: "x" }]],
    ["a proxy that throws", () => new Proxy({}, { getPrototypeOf: broken })],
  ];

  it.each(malformed)("that is malformed denies: %s", async (_, value) => {
    const [{ events }, verdict] = await answeredWith(value);
    expect(verdict).toMatchObject({ action: "deny", because: "malformed-answer" });
    expect(events.map(({ type }) => type)).toEqual(["held", "malformed", "denied"]);
  });

  it("of any shape forwards only when it is a valid approval", async () => {
    const shapes = fc.oneof(
      fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withObjectString: true }),
      fc.record(
        { id: fc.anything(), verdict: fc.constantFrom("approve", "reject", "modify", "", null), reason: fc.anything() },
        { requiredKeys: [] },
      ),
    );
    await fc.assert(
      fc.asyncProperty(shapes, fc.boolean(), async (shape, ownId) => {
        const value = (id: string): unknown =>
          ownId && typeof shape === "object" && shape !== null ? { ...shape, id } : shape;
        const [{ guard, submitted }, verdict] = await answeredWith(value);
        let expected: "forward" | DenyCause = "malformed-answer";
        try {
          const id = submitted[0]?.id ?? "";
          expected = parseAnswer(value(id), id).verdict === "approve" ? "forward" : "rejected";
        } catch {
          // malformed, then
        }
        expect(verdict.action === "forward" ? "forward" : verdict.because).toBe(expected);
        await guard.close();
      }),
      { numRuns: 1_000 },
    );
  });

  it("that comes after the end of the wait does nothing, whatever it is", async () => {
    let give = (_: unknown): void => {};
    const answer = (): Promise<unknown> =>
      new Promise((resolve) => {
        give = resolve;
      });
    const { guard, submitted, events } = bench({}, { answer });
    const client = new AbortController();
    const verdict = guard.check(request(secret), { signal: client.signal });
    await turn();
    client.abort();
    expect(await verdict).toMatchObject({ because: "cancelled" });
    give({ id: submitted[0]?.id, verdict: "approve", reason: "late" });
    await turn();
    expect(guard.safeTokens.size).toBe(0);
    expect(events.map(({ type }) => type)).toEqual(["held", "denied"]);
  });

  it("that comes when the deadline has passed, but no timer has fired yet, does nothing", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    let give = (_: unknown): void => {};
    const answer = (): Promise<unknown> =>
      new Promise((resolve) => {
        give = resolve;
      });
    const { guard, submitted } = bench({ timeoutSeconds: 10 }, { answer });
    const verdict = guard.check(request(secret));
    await turn();
    vi.advanceTimersByTime(10_000);
    give({ id: submitted[0]?.id, verdict: "approve", reason: "late" });
    expect(await verdict).toMatchObject({ action: "deny", because: "timeout" });
    expect(guard.safeTokens.size).toBe(0);
  });

  it("is for its own proposal: one replayed from an earlier hold is malformed", async () => {
    const given: unknown[] = [];
    const answer = async (id: string): Promise<unknown> => {
      given.push({ id, verdict: "approve", reason: "once" });
      return given[0];
    };
    const { guard } = bench({ grant: { uses: 1 } }, { answer });
    expect(await guard.check(request(secret))).toMatchObject({ because: "approved" });
    expect(await guard.check(request(secret))).toMatchObject({ action: "deny", because: "malformed-answer" });
  });
});

describe("a listener", () => {
  it.each([
    ["throws", broken],
    ["rejects", refuses],
  ])("that %s changes nothing", async (_, onEvent) => {
    const { guard, pending, approve } = bench({ onEvent });
    const verdict = guard.check(request(secret));
    await approve((await pending(1))[0]);
    expect(await verdict).toMatchObject({ because: "approved" });
    expect(await now(guard.check(request(token("other"))))).toBe("pending");
  });
});
