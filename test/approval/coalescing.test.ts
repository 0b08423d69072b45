import { afterEach, describe, expect, it, vi } from "vitest";
import { bench, now, turn } from "./support/bench.js";
import { request, scanning, token } from "./support/scanner.js";

afterEach(() => {
  vi.useRealTimers();
});

const secret = token("secret");

describe("requests with the same value for the same host", () => {
  it("share one report, and one approval releases all", async () => {
    const { guard, pending, approve, submitted, events } = bench();
    const verdicts = [1, 2, 3].map((n) => guard.check(request(`${n} ${secret}`)));
    await approve((await pending(1))[0]);
    for (const verdict of await Promise.all(verdicts)) expect(verdict).toMatchObject({ because: "approved" });
    expect(submitted).toHaveLength(1);
    expect(events.filter(({ type }) => type === "held")).toHaveLength(3);
  });

  it("are denied together by one rejection; those for another host are not", async () => {
    const { guard, pending, reject } = bench();
    const here = [1, 2].map((n) => guard.check(request(`${n} ${secret}`)));
    const there = guard.check(request(secret, "elsewhere.example"));
    const reports = await pending(2);
    await reject(reports.find(({ payload }) => payload.host === "api.example.com"));
    for (const verdict of await Promise.all(here)) expect(verdict).toMatchObject({ because: "rejected" });
    expect(await now(there)).toBe("pending");
    await pending(1);
  });

  it("keep their report until the last of them leaves", async () => {
    const { guard, pending, withdrawn } = bench();
    const clients = [1, 2].map(() => new AbortController());
    const verdicts = clients.map(({ signal }) => guard.check(request(secret), { signal }));
    const [report] = await pending(1);
    clients[0]?.abort();
    expect(await verdicts[0]).toMatchObject({ because: "cancelled" });
    expect(await now(verdicts[1] as Promise<unknown>)).toBe("pending");
    expect(await pending(1)).toEqual([report]);
    clients[1]?.abort();
    await pending(0);
    expect(withdrawn).toEqual([{ id: report?.id, why: "cancelled" }]);
  });

  it("lose their report with its first waiter's deadline, and those who came later ask again", async () => {
    vi.useFakeTimers();
    const { guard, submitted, withdrawn } = bench({ timeoutSeconds: 10 });
    const first = guard.check(request(secret));
    await vi.advanceTimersByTimeAsync(4_000);
    const later = [1, 2].map(() => guard.check(request(secret)));
    await vi.advanceTimersByTimeAsync(6_000);
    expect(await first).toMatchObject({ because: "timeout" });
    expect(withdrawn).toEqual([{ id: submitted[0]?.id, why: "expired" }]);
    expect(submitted).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(3_999);
    expect(await Promise.race([...later, Promise.resolve("pending")])).toBe("pending");
    await vi.advanceTimersByTimeAsync(1);
    for (const verdict of await Promise.all(later)) expect(verdict).toMatchObject({ because: "timeout" });
    expect(submitted).toHaveLength(2);
  });

  it("lose it then also when the first waiter has left before", async () => {
    vi.useFakeTimers();
    const { guard, submitted } = bench({ timeoutSeconds: 10 });
    const client = new AbortController();
    const first = guard.check(request(secret), { signal: client.signal });
    await vi.advanceTimersByTimeAsync(4_000);
    const second = guard.check(request(secret));
    client.abort();
    expect(await first).toMatchObject({ because: "cancelled" });
    await vi.advanceTimersByTimeAsync(5_999);
    expect(submitted).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(submitted).toHaveLength(2);
    expect(Date.parse(submitted[1]?.expiresAt ?? "") - Date.parse(submitted[0]?.expiresAt ?? "")).toBe(4_000);
    await vi.advanceTimersByTimeAsync(4_000);
    expect(await second).toMatchObject({ because: "timeout" });
  });

  it("share what each of them has in common, and no more", async () => {
    const { guard, pending, approve } = bench();
    const [a, b, c] = [token("a"), token("b"), token("c")];
    const one = guard.check(request(`${a} ${b}`));
    const two = guard.check(request(`${b} ${c}`));
    const reports = await pending(3);
    const [reportA, reportB, reportC] = reports;
    await approve(reportB);
    expect(await now(Promise.race([one, two]))).toBe("pending");
    await approve(reportA);
    expect(await one).toMatchObject({ because: "approved" });
    expect(await now(two)).toBe("pending");
    await approve(reportC);
    expect(await two).toMatchObject({ because: "approved" });
  });
});

describe("requests with the same value for another host", () => {
  it("are released too when the approval reaches them, and their report is withdrawn", async () => {
    const { guard, pending, approve, withdrawn } = bench();
    const hosts = ["one.example", "two.example", "three.example"];
    const verdicts = hosts.map((host) => guard.check(request(secret, host)));
    const reports = await pending(3);
    await approve(reports[1]);
    for (const verdict of await Promise.all(verdicts)) expect(verdict).toMatchObject({ because: "approved" });
    await pending(0);
    expect(withdrawn).toHaveLength(3);
  });

  it("wait on when it does not", async () => {
    const { guard, pending, approve } = bench({ approvalScope: "host" });
    const one = guard.check(request(secret, "one.example"));
    const two = guard.check(request(secret, "two.example"));
    const [first, second] = await pending(2);
    await approve(first);
    expect(await one).toMatchObject({ because: "approved" });
    expect(await now(two)).toBe("pending");
    expect(await now(guard.check(request(secret, "ONE.example")))).toMatchObject({ because: "remembered" });
    expect(await now(guard.check(request(secret, "one.example:8443")))).toBe("pending");
    await approve(second);
    expect(await two).toMatchObject({ because: "approved" });
  });

  it("are not even scanned again when it does not", async () => {
    let scans = 0;
    const scan: typeof scanning.scan = (...call) => {
      scans += 1;
      return scanning.scan(...call);
    };
    const { guard, pending, approve } = bench({ approvalScope: "host" }, {}, { ...scanning, scan });
    const one = guard.check(request(secret, "one.example"));
    for (let index = 0; index < 50; index++) void guard.check(request(`${index} ${secret}`, "two.example"));
    const [first] = await pending(2);
    scans = 0;
    await approve(first);
    expect(await one).toMatchObject({ because: "approved" });
    for (let turns = 0; turns < 5; turns++) await turn();
    expect(scans).toBe(1);
  });

  it("wait for a host of their own when their URL cannot be read", async () => {
    const { guard, pending, approve } = bench({ approvalScope: "host" });
    const unreadable = ["not a url", "nor this"].map((url) => guard.check({ ...request(secret), url }));
    const [first] = await pending(2);
    expect(first?.payload.host).toBe("(unreadable)");
    await approve(first);
    expect(await unreadable[0]).toMatchObject({ because: "approved" });
    expect(await now(unreadable[1] as Promise<unknown>)).toBe("pending");
    expect(await guard.check({ ...request(secret), url: "not a url" })).toMatchObject({ because: "remembered" });
  });

  it("whose host holds a secret have no name in the store, and are remembered all the same", async () => {
    const { guard, pending, approve } = bench({ approvalScope: "host" });
    const host = `${secret.replace("_", "-")}.example`;
    const body = `x ${secret}`;
    const url = `https://${secret}.example/`;
    const verdict = guard.check({ ...request(body), url });
    const [report] = await pending(1);
    await approve(report);
    expect(await verdict).toMatchObject({ because: "approved" });
    expect(JSON.stringify(guard.safeTokens.list())).not.toContain(secret.slice(4, 10));
    expect(await guard.check({ ...request(body), url })).toMatchObject({ because: "remembered" });
    expect(await now(guard.check(request(body, host)))).toBe("pending");
  });
});

describe("many at once", () => {
  it("20,000 requests with one value have one report, and all are released", async () => {
    const { guard, pending, approve, submitted } = bench({ limits: { pending: 20_000 } });
    const verdicts = Array.from({ length: 20_000 }, () => guard.check(request(secret)));
    await approve((await pending(1))[0]);
    const actions = (await Promise.all(verdicts)).map(({ because }) => because);
    expect(new Set(actions)).toEqual(new Set(["approved"]));
    expect(submitted).toHaveLength(1);
  });

  it("5,000 requests with values of their own each wait for their own answer", async () => {
    const { guard, pending, desk } = bench({ limits: { pending: 5_000 } });
    const verdicts = Array.from({ length: 5_000 }, (_, n) => guard.check(request(token(n))));
    const reports = await pending(5_000);
    await Promise.all(
      reports.map(({ id }, n) =>
        desk.decide(n % 2 === 0 ? { id, verdict: "approve", reason: "even" } : { id, verdict: "reject" }),
      ),
    );
    const ends = (await Promise.all(verdicts)).map(({ because }) => because);
    expect(ends).toEqual(ends.map((_, n) => (n % 2 === 0 ? "approved" : "rejected")));
    await turn();
    expect(await pending(0)).toEqual([]);
  });
});
