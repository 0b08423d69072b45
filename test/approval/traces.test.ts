/** Random histories of a guard: against a reference model where each step settles, and against the laws where nothing waits for anything. */

import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createGuardWith, createSafeTokens } from "../../src/approval/index.js";
import { fingerprintOf } from "../../src/fingerprint.js";
import { memoryQueue } from "../../src/queues/memory.js";
import type { ApprovalQueue, Guard, GuardEvent, GuardOptions, GuardVerdict, Proposal } from "../../src/types.js";
import { RUNS_TIMEOUT, runs } from "../support/runs.js";
import { turn } from "./support/bench.js";
import { GuardModel, type ModelOptions } from "./support/model.js";
import { request, scanning, token } from "./support/scanner.js";

/** More: npm run test:long. */
const TRACES = runs(10_000, 100_000);

const VALUES = ["a", "b", "c"].map(token);
const HOSTS = ["one.example", "two.example"];

afterEach(() => {
  vi.useRealTimers();
});

type Step =
  | { readonly do: "check"; readonly values: readonly string[]; readonly host: string }
  | { readonly do: "approve" | "reject" | "malformed" | "answer fails" | "cancel"; readonly which: number }
  | { readonly do: "revoke"; readonly value: string }
  | { readonly do: "wait"; readonly seconds: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("check" as const),
      values: fc.subarray(VALUES),
      host: fc.constantFrom(...HOSTS),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("approve" as const), which: fc.nat(9) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom("reject" as const, "malformed" as const, "answer fails" as const, "cancel" as const),
      which: fc.nat(9),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("revoke" as const), value: fc.constantFrom(...VALUES) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("wait" as const), seconds: fc.integer({ min: 1, max: 8 }) }) },
);

const options: fc.Arbitrary<ModelOptions> = fc.record({
  timeout: fc.integer({ min: 3, max: 12 }),
  scope: fc.constantFrom("anywhere" as const, "host" as const),
  uses: fc.constantFrom(undefined, 1, 2),
  ttl: fc.constantFrom(undefined, 4),
  denyAgain: fc.constantFrom(0, 5),
  pending: fc.constantFrom(2, 100),
});

/** A queue whose every answer a test gives by hand. */
class HandQueue implements ApprovalQueue {
  readonly open = new Map<
    string,
    { readonly proposal: Proposal; settle: (answer: unknown) => void; fail: () => void }
  >();

  async submit(proposal: Proposal): Promise<void> {
    this.open.set(proposal.id, { proposal, settle: () => {}, fail: () => {} });
  }

  answer(id: string, signal: AbortSignal): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const entry = this.open.get(id);
      if (entry !== undefined) Object.assign(entry, { settle: resolve, fail: () => reject(new Error("failed")) });
      signal.addEventListener("abort", () => reject(new Error("aborted")));
    });
  }

  async withdraw(id: string): Promise<void> {
    this.open.delete(id);
  }
}

function guardOptions(model: ModelOptions): GuardOptions {
  return {
    timeoutSeconds: model.timeout,
    approvalScope: model.scope,
    grant: {
      ...(model.uses === undefined ? {} : { uses: model.uses }),
      ...(model.ttl === undefined ? {} : { ttlSeconds: model.ttl }),
    },
    limits: { denyAgainSeconds: model.denyAgain, pending: model.pending },
  };
}

/** A guard and its model, side by side. */
class Pair {
  readonly safeTokens = createSafeTokens();
  readonly queue = new HandQueue();
  readonly guard: Guard;
  readonly model: GuardModel;
  readonly ends = new Map<number, string>();
  readonly #names: ReadonlyMap<string | undefined, string>;
  readonly #clients: AbortController[] = [];

  constructor(options: ModelOptions) {
    this.model = new GuardModel(options);
    this.#names = new Map(VALUES.map((value) => [fingerprintOf(this.safeTokens)?.(value), value]));
    this.guard = createGuardWith(scanning, {
      ...guardOptions(options),
      queue: this.queue,
      safeTokens: this.safeTokens,
    });
  }

  async take(one: Step): Promise<void> {
    if (one.do === "check") this.#check(one.values, one.host);
    else if (one.do === "wait") await this.#wait(one.seconds);
    else if (one.do === "revoke") this.#revoke(one.value);
    else if (one.do === "cancel") this.#cancel(one.which);
    else this.#answer(one.do, one.which);
    await this.settle();
  }

  async settle(): Promise<void> {
    for (let i = 0; i < 4; i++) await turn();
  }

  /** What is asked, as "value host". */
  asked(): string[] {
    return [...this.queue.open.values()].map(
      ({ proposal: { payload } }) => `${this.#names.get(payload.fingerprint)} ${payload.host}`,
    );
  }

  #check(values: readonly string[], host: string): void {
    const number = this.#clients.length;
    const client = new AbortController();
    this.#clients.push(client);
    this.model.check(number, values, host);
    const verdict = this.guard.check(request(values.join(" "), host), { signal: client.signal });
    verdict.then(({ because }) => {
      if (this.ends.has(number)) throw new Error("A second verdict.");
      this.ends.set(number, because);
    });
  }

  async #wait(seconds: number): Promise<void> {
    for (let i = 0; i < seconds; i++) {
      this.model.tick();
      await vi.advanceTimersByTimeAsync(1_000);
      await this.settle();
    }
  }

  #revoke(value: string): void {
    this.model.revoke(value);
    this.safeTokens.revoke(fingerprintOf(this.safeTokens)?.(value) ?? "");
  }

  #cancel(which: number): void {
    const held = this.model.held;
    const number = held[which % held.length];
    if (number === undefined) return;
    this.model.cancel(number);
    this.#clients[number]?.abort();
  }

  #answer(how: "approve" | "reject" | "malformed" | "answer fails", which: number): void {
    const asked = this.asked();
    const at = which % asked.length;
    const entry = [...this.queue.open.values()][at];
    const question = this.model.questions.find(({ value, host }) => `${value} ${host}` === asked[at]);
    if (entry === undefined || question === undefined) return;
    const { id } = entry.proposal;
    if (how === "approve") {
      this.model.approve(question);
      entry.settle({ id, verdict: "approve", reason: "fine" });
    } else if (how === "reject") {
      this.model.reject(question);
      entry.settle({ id, verdict: "reject" });
    } else if (how === "malformed") {
      this.model.deny(question, "malformed-answer");
      entry.settle({ id, verdict: "approve" });
    } else {
      this.model.deny(question, "queue-failed");
      entry.fail();
    }
  }
}

/** An approval that was recorded. */
interface Approval {
  readonly id: string;
  readonly value: string;
  readonly name: string;
  isRevoked: boolean;
}

/** What came of a request, and the approvals that had been taken back when it was sent. */
interface Outcome {
  readonly values: readonly string[];
  readonly host: string;
  readonly revoked: ReadonlySet<Approval>;
  readonly verdict: GuardVerdict;
}

/** `expect` alone would take most of the time. */
function agree(pair: Pair): void {
  const { model, ends } = pair;
  const expected = model.questions.map(({ value, host }) => `${value} ${host}`).sort();
  const found = pair.asked().sort();
  if (expected.join() !== found.join()) expect(found).toEqual(expected);
  if (ends.size !== model.ends.size || [...ends].some(([number, end]) => model.ends.get(number) !== end)) {
    expect(ends).toEqual(model.ends);
  }
}

describe("a guard", () => {
  it(
    "does what its model does, step by step, and ends every hold exactly once",
    async () => {
      vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance", "Date"] });
      await fc.assert(
        fc.asyncProperty(
          options,
          fc.array(step, { minLength: 6, maxLength: 18, size: "max" }),
          async (given, steps) => {
            const pair = new Pair(given);
            for (const one of steps) {
              await pair.take(one);
              agree(pair);
            }
            pair.model.close();
            await pair.guard.close();
            await pair.settle();
            expect(pair.ends).toEqual(pair.model.ends);
            expect(pair.asked()).toEqual([]);
          },
        ),
        { numRuns: TRACES },
      );
    },
    RUNS_TIMEOUT,
  );

  it(
    "lets nothing out without an approval for each value and use, in whatever order things happen",
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.scheduler(),
          options,
          fc.array(step, { minLength: 6, maxLength: 18, size: "max" }),
          fc.infiniteStream(fc.nat(9)),
          async (scheduler, given, steps, dice) => {
            const memory = memoryQueue();
            const approvals: Approval[] = [];
            const about = new Map<string, { readonly value: string; readonly host: string }>();
            const safeTokens = createSafeTokens();
            const names = new Map(VALUES.map((value) => [fingerprintOf(safeTokens)?.(value), value]));
            const nameOf = (value: string, host: string): string =>
              given.scope === "host" ? `${value} ${host}` : value;
            const jump = <Result>(label: string, call: () => Promise<Result>): Promise<Result> =>
              scheduler.schedule(Promise.resolve(), label).then(call);
            const faults = new Map<string, { give(answer: unknown): void; fail(): void }>();
            const told = new Set<string>();
            const queue: ApprovalQueue = {
              submit: (proposal) =>
                jump("submit", () => {
                  about.set(proposal.id, {
                    value: names.get(proposal.payload.fingerprint) ?? "",
                    host: proposal.payload.host,
                  });
                  return memory.submit(proposal);
                }),
              answer: (id, signal) => {
                const fault = new Promise((give, reject) => {
                  faults.set(id, { give, fail: () => reject(new Error("failed")) });
                });
                const tell = <Result>(act: () => Result): Promise<Result> =>
                  jump("answer", async () => {
                    told.add(id);
                    return act();
                  });
                return Promise.race([memory.answer(id, signal), fault]).then(
                  (answer) => tell(() => answer),
                  (error: unknown) =>
                    tell(() => {
                      throw error;
                    }),
                );
              },
              withdraw: (id, why) => jump("withdraw", () => memory.withdraw(id, why)),
            };
            const events: GuardEvent[] = [];
            const guard = createGuardWith(scanning, {
              ...guardOptions({ ...given, ttl: undefined, timeout: 60 }),
              queue,
              safeTokens,
              onEvent: (event) => events.push(event),
            });
            const clients: AbortController[] = [];
            const verdicts: Promise<Outcome>[] = [];
            const check = (values: readonly string[], host: string): void => {
              const client = new AbortController();
              clients.push(client);
              const revoked = new Set(approvals.filter(({ isRevoked }) => isRevoked));
              const verdict = guard.check(request(values.join(" "), host), { signal: client.signal });
              verdicts.push(verdict.then((verdict) => ({ values, host, revoked, verdict })));
            };
            const decide = async ({ do: how, which }: Step & { readonly which: number }): Promise<void> => {
              const pending = await memory.pending();
              const chosen = pending[which % pending.length];
              if (chosen === undefined) return;
              const { id } = chosen;
              if (how === "malformed") faults.get(id)?.give({ id, verdict: "approve" });
              else if (how === "answer fails") faults.get(id)?.fail();
              else if (how === "reject") await memory.decide({ id, verdict: "reject" });
              else if ((await memory.decide({ id, verdict: "approve", reason: "fine" })) === "recorded") {
                const { value, host } = about.get(id) ?? { value: "", host: "" };
                approvals.push({ id, value, name: nameOf(value, host), isRevoked: false });
              }
            };
            /** What the guard was told of is forgotten; an answer that is still on its way counts. */
            const revoke = async (value: string): Promise<void> => {
              await turn();
              for (const one of approvals) if (one.value === value && told.has(one.id)) one.isRevoked = true;
              safeTokens.revoke(fingerprintOf(safeTokens)?.(value) ?? "");
            };
            for (const one of steps) {
              if (one.do === "check") check(one.values, one.host);
              else if (one.do === "revoke") await revoke(one.value);
              else if (one.do === "cancel") clients[one.which % clients.length]?.abort();
              else if (one.do !== "wait") await decide(one);
              if (dice.next().value < 6) await turn();
              if (scheduler.count() > 0 && dice.next().value < 7) await scheduler.waitOne();
            }
            await scheduler.waitFor(guard.close());
            const spent = new Map<string, number>();
            for (const { values, host, revoked, verdict } of await Promise.all(verdicts)) {
              if (verdict.action !== "forward") continue;
              for (const value of values) {
                const name = nameOf(value, host);
                const counts = approvals.filter((one) => one.name === name && !revoked.has(one));
                if (counts.length === 0) expect(counts, "approvals of what was forwarded").not.toEqual([]);
                spent.set(name, (spent.get(name) ?? 0) + 1);
              }
            }
            if (given.uses !== undefined) {
              for (const [name, count] of spent) {
                const most = approvals.filter((one) => one.name === name).length * given.uses;
                if (count > most) expect(count).toBeLessThanOrEqual(most);
              }
            }
            const ends = events.filter(
              ({ type, proposalId }) => type === "released" || (type === "denied" && proposalId),
            );
            expect(ends.length).toBe(events.filter(({ type }) => type === "held").length);
            for (let i = 0; i < 4; i++) await turn();
            expect(await memory.pending()).toEqual([]);
          },
        ),
        { numRuns: TRACES },
      );
    },
    RUNS_TIMEOUT,
  );
});
