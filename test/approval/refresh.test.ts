/** A store that proxies share is asked once more before a person is; whatever it does, nothing passes that is not approved. */

import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { createGuard, createSafeTokens, type Detector, type Guard, memoryQueue } from "../../src/index.js";
import type { GuardOptions, SafeTokens, WantedToken } from "../../src/types.js";

const detector: Detector = {
  id: "test-token",
  service: "test",
  title: "Test token",
  literals: ["tok_"],
  shape: "tok_[a-z0-9]{16}",
  examples: ["tok_0123456789abcdef"],
  counterExamples: ["tok_"],
};
const value = `tok_${"a1b2c3d4".repeat(2)}`;
const request = { method: "POST", url: "https://a.example/", body: value };

type Refresh = (wanted: readonly WantedToken[], store: SafeTokens) => Promise<void>;

function guardWith(refresh: Refresh, options: GuardOptions = {}): { guard: Guard; store: SafeTokens } {
  const inner = createSafeTokens();
  const store: SafeTokens = {
    has: (one, scope) => inner.has(one, scope),
    add: (one, grant) => inner.add(one, grant),
    spend: (one, scope) => inner.spend(one, scope),
    list: () => inner.list(),
    revoke: (fingerprint) => inner.revoke(fingerprint),
    get size() {
      return inner.size;
    },
    refresh: (wanted) => refresh(wanted, inner),
  };
  const guard = createGuard({ detectors: [detector], safeTokens: store, timeoutSeconds: 5, ...options });
  onTestFinished(() => guard.close());
  return { guard, store };
}

describe("before anybody is asked, a guard", () => {
  test("forwards what the store brings, and asks it about exactly the values that are in the way", async () => {
    const asked: (readonly WantedToken[])[] = [];
    const { guard } = guardWith(async (wanted, store) => {
      asked.push(wanted);
      store.add(value);
    });
    expect(await guard.check({ ...request, body: "nothing" })).toMatchObject({ because: "clear" });
    expect(asked).toEqual([]);
    expect(await guard.check(request)).toMatchObject({ action: "forward", because: "remembered" });
    expect(await guard.check(request)).toMatchObject({ action: "forward", because: "remembered" });
    expect(asked).toHaveLength(1);
    expect(asked[0]?.[0]).toEqual({ value, scope: { host: "a.example" } });
    expect(new Set(asked[0]?.map((one) => one.value))).toEqual(new Set([value]));
  });

  test("asks once for each request, and does not pass what came for another host", async () => {
    let times = 0;
    const { guard } = guardWith(async (_, store) => {
      times += 1;
      store.add(value, { scope: { host: "b.example" } });
    });
    expect(await guard.check(request)).toMatchObject({ action: "deny", because: "unsupervised" });
    expect(times).toBe(1);
  });

  test.each<[string, Refresh]>([
    ["rejects", () => Promise.reject(new Error("x"))],
    [
      "throws",
      () => {
        throw new Error("x");
      },
    ],
    ["hangs", () => new Promise(() => {})],
    ["gives no promise", () => undefined as never],
    ["brings nothing", () => Promise.resolve()],
  ])("goes on where the store %s", async (_, refresh) => {
    const { guard } = guardWith(refresh);
    expect(await guard.check(request)).toMatchObject({ action: "deny", because: "unsupervised" });
    const queue = memoryQueue();
    const asking = guardWith(refresh, { queue });
    const held = asking.guard.check(request);
    while ((await queue.pending()).length === 0) await sleep(10);
    const [proposal] = await queue.pending();
    await queue.decide({ id: proposal!.id, verdict: "approve", reason: "a test" });
    expect(await held).toMatchObject({ action: "forward", because: "approved" });
  });

  test("denies as closed or cancelled what it was asking about, though the store brings the approval then", async () => {
    let bring = (): void => {};
    const late: Refresh = (_, store) =>
      new Promise((resolve) => {
        bring = () => {
          store.add(value);
          resolve();
        };
      });
    const closing = guardWith(late);
    const first = closing.guard.check(request);
    void closing.guard.close();
    bring();
    expect(await first).toMatchObject({ action: "deny", because: "closed" });

    const leaving = guardWith(late);
    const client = new AbortController();
    const second = leaving.guard.check(request, { signal: client.signal });
    client.abort();
    bring();
    expect(await second).toMatchObject({ action: "deny", because: "cancelled" });
  });

  test("lets a hundred requests wait for the store, and no more", async () => {
    let asked = 0;
    const { guard } = guardWith(() => {
      asked += 1;
      return new Promise(() => {});
    });
    const verdicts = await Promise.all(Array.from({ length: 150 }, () => guard.check(request)));
    expect(asked).toBe(100);
    expect(new Set(verdicts.map(({ because }) => because))).toEqual(new Set(["unsupervised"]));
    await guard.check(request);
    expect(asked).toBe(101);
  });
});
