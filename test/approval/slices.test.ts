/**
 * One answer can release hundreds of requests, which takes several turns of the event loop. Until its own turn each of them is held, and what
 * happens meanwhile counts.
 */

import { describe, expect, it, vi } from "vitest";
import type { GuardOptions } from "../../src/types.js";
import { bench, turn } from "./support/bench.js";
import { request, token } from "./support/scanner.js";

/** More than are released in one turn: see `Turns`. */
const WAITING = 300;

const secret = token("secret");

/** Requests with one value, just approved: the first of them are released, and the last have yet to be. */
async function halfReleased(options: GuardOptions) {
  const { guard, pending, approve, withdrawn } = bench({ limits: { pending: WAITING + 1 }, ...options });
  const clients = Array.from({ length: WAITING }, () => new AbortController());
  let released = 0;
  const verdicts = clients.map(({ signal }, index) =>
    guard.check(request(`${index} ${secret}`), { signal }).then((verdict) => {
      released += 1;
      return verdict;
    }),
  );
  const [proposal] = await pending(1);
  await approve(proposal);
  while (released === 0) await turn();
  expect(released).toBeLessThan(WAITING);
  return { guard, pending, clients, verdicts, withdrawn, last: verdicts[WAITING - 1]! };
}

describe("between an approval and its own turn a request", () => {
  it("is denied when its client leaves, and takes no use", async () => {
    const { guard, clients, verdicts, last } = await halfReleased({ grant: { uses: WAITING } });
    clients[WAITING - 1]!.abort();
    expect(await last).toMatchObject({ because: "cancelled" });
    await Promise.all(verdicts);
    expect(await guard.check(request(secret))).toMatchObject({ because: "remembered" });
    expect(guard.safeTokens.size).toBe(0);
  });

  it("asks about nothing more when it was denied for something else", async () => {
    const answers = new Map<string, (answer: unknown) => void>();
    const answer = (id: string): Promise<unknown> => new Promise((resolve) => answers.set(id, resolve));
    const { guard, submitted } = bench({ limits: { pending: WAITING } }, { answer });
    const verdicts = Array.from({ length: WAITING }, (_, index) =>
      guard.check(request(`${index} ${secret} ${token("other")}`)),
    );
    while (answers.size < 2) await turn();
    const [one, other] = submitted.map(({ id }) => id);
    answers.get(other!)?.("no answer");
    answers.get(one!)?.({ id: one, verdict: "approve", reason: "test" });
    for (const verdict of await Promise.all(verdicts)) expect(verdict).toMatchObject({ because: "malformed-answer" });
    for (let turns = 0; turns < 20; turns++) await turn();
    expect(submitted).toHaveLength(2);
  });

  it("is denied when the guard closes", async () => {
    const { guard, last } = await halfReleased({});
    const closed = guard.close();
    expect(await last).toMatchObject({ because: "closed" });
    await closed;
  });

  it("is denied when its deadline passes", async () => {
    const { last } = await halfReleased({ timeoutSeconds: 60 });
    const later = performance.now() + 60_000;
    vi.spyOn(performance, "now").mockReturnValue(later);
    try {
      expect(await last).toMatchObject({ because: "timeout" });
    } finally {
      vi.restoreAllMocks();
    }
  });

  it("is held again when the approval is taken back", async () => {
    const { guard, pending, last } = await halfReleased({});
    for (const { fingerprint } of guard.safeTokens.list()) guard.safeTokens.revoke(fingerprint);
    const [again] = await pending(1);
    expect(again).toBeDefined();
    await guard.close();
    expect(await last).toMatchObject({ because: "closed" });
  });

  it("ends once, and is told of once, when it is denied for two reasons", async () => {
    const { guard, events, pending } = bench({ limits: { pending: WAITING } });
    const clients = Array.from({ length: WAITING }, () => new AbortController());
    const verdicts = clients.map(({ signal }, index) => guard.check(request(`${index} ${secret}`), { signal }));
    await pending(1);
    for (const client of clients) client.abort();
    await guard.close();
    for (const verdict of await Promise.all(verdicts)) expect(verdict).toMatchObject({ because: "cancelled" });
    for (let turns = 0; turns < 20; turns++) await turn();
    expect(events.filter(({ type }) => type === "denied")).toHaveLength(WAITING);
  });

  it("has its proposal withdrawn once, though its own end and the proposal's come before either has its turn", async () => {
    const { guard, clients, verdicts, withdrawn, last } = await halfReleased({ timeoutSeconds: 60 });
    const other = guard.check(request(`${token("other")}`), { arrivedAt: performance.now() - 59_990 });
    // Both timers fire in one turn of the loop, behind what is still to be released.
    const until = performance.now() + 30;
    while (performance.now() < until);
    expect(await other).toMatchObject({ because: "timeout" });
    for (const client of clients) client.abort();
    await Promise.all([...verdicts, last]);
    for (let turns = 0; turns < 20; turns++) await turn();
    expect(new Set(withdrawn.map(({ id }) => id)).size).toBe(withdrawn.length);
  });
});
