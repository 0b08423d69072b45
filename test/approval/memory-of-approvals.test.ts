import v8 from "node:v8";
import vm from "node:vm";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Rejections } from "../../src/approval/hold/rejections.js";
import { createSafeTokens } from "../../src/approval/index.js";
import { bench, now } from "./support/bench.js";
import { request, token } from "./support/scanner.js";

afterEach(() => {
  vi.useRealTimers();
});

const secret = token("secret");

describe("an approval", () => {
  it("for one use releases one of those who wait, and the others ask again", async () => {
    const { guard, pending, approve, submitted } = bench({ grant: { uses: 1 } });
    const checks = [1, 2, 3].map(() => guard.check(request(secret)));
    const waiting = new Map(checks.map((check, i) => [i, check.then((verdict) => ({ i, verdict }))]));
    while (waiting.size > 0) {
      await approve((await pending(1))[0]);
      // Who has asked again by then may be released before one that has not: either is one request.
      const { i, verdict } = await Promise.race(waiting.values());
      expect(verdict).toMatchObject({ because: "approved" });
      waiting.delete(i);
    }
    expect(submitted).toHaveLength(3);
    expect(guard.safeTokens.size).toBe(0);
    expect(await now(guard.check(request(secret)))).toBe("pending");
  });

  it("for two uses is spent by the approved request and one more", async () => {
    const { guard, pending, approve } = bench({ grant: { uses: 2 } });
    const verdict = guard.check(request(`${secret} ${secret}`));
    await approve((await pending(1))[0]);
    expect(await verdict).toMatchObject({ because: "approved" });
    expect(await guard.check(request(secret))).toMatchObject({ because: "remembered" });
    expect(await now(guard.check(request(secret)))).toBe("pending");
  });

  it("for one use, given for two hosts, releases both", async () => {
    const { guard, pending, approve } = bench({ grant: { uses: 1 } });
    const [a, b, shared] = [token("a"), token("b"), token("shared")];
    const one = guard.check(request(`${shared} ${a}`, "one.example"));
    const two = guard.check(request(`${shared} ${b}`, "two.example"));
    const reports = await pending(4);
    for (const report of reports) await approve(report);
    expect(await one).toMatchObject({ because: "approved" });
    expect(await two).toMatchObject({ because: "approved" });
  });

  it("ends with its time to live", async () => {
    vi.useFakeTimers();
    const { guard, submitted, approve } = bench({ grant: { ttlSeconds: 30 } });
    const verdict = guard.check(request(secret));
    await vi.advanceTimersByTimeAsync(0);
    await approve(submitted[0]);
    expect(await verdict).toMatchObject({ because: "approved" });
    await vi.advanceTimersByTimeAsync(29_999);
    expect(await guard.check(request(secret))).toMatchObject({ because: "remembered" });
    await vi.advanceTimersByTimeAsync(1);
    guard.check(request(secret));
    await vi.advanceTimersByTimeAsync(0);
    expect(submitted).toHaveLength(2);
  });

  it("that ends while another of the request is awaited is asked for again", async () => {
    vi.useFakeTimers();
    const { guard, submitted, approve } = bench({ grant: { ttlSeconds: 5 } });
    const [a, b] = [token("a"), token("b")];
    const verdict = guard.check(request(`${a} ${b}`));
    await vi.advanceTimersByTimeAsync(0);
    await approve(submitted[0]);
    await vi.advanceTimersByTimeAsync(5_000);
    await approve(submitted[1]);
    await vi.advanceTimersByTimeAsync(0);
    expect(submitted).toHaveLength(3);
    await approve(submitted[2]);
    await vi.advanceTimersByTimeAsync(0);
    expect(await verdict).toMatchObject({ because: "approved" });
  });

  it("that is revoked no longer counts, and its fingerprint is the report's", async () => {
    const { guard, pending, approve } = bench();
    const verdict = guard.check(request(secret));
    const [report] = await pending(1);
    await approve(report);
    await verdict;
    expect(guard.safeTokens.list().map(({ fingerprint }) => fingerprint)).toEqual([report?.payload.fingerprint]);
    expect(guard.safeTokens.revoke(report?.payload.fingerprint ?? "")).toBe(true);
    expect(await now(guard.check(request(secret)))).toBe("pending");
  });

  it("that is revoked before the request's other answer comes is asked for again", async () => {
    const { guard, pending, approve } = bench();
    const verdict = guard.check(request(`${token("a")} ${token("b")}`));
    const [first, second] = await pending(2);
    await approve(first);
    await pending(1);
    guard.safeTokens.revoke(first?.payload.fingerprint ?? "");
    await approve(second);
    const [again] = await pending(1);
    expect(again?.payload.fingerprint).toBe(first?.payload.fingerprint);
    await approve(again);
    expect(await verdict).toMatchObject({ because: "approved" });
  });

  it("by the operator's own hand counts as well, for those who come and for those who wait for something else", async () => {
    const safeTokens = createSafeTokens([secret]);
    const { guard, pending, approve } = bench({ safeTokens });
    expect(await guard.check(request(secret))).toMatchObject({ because: "remembered" });
    const verdict = guard.check(request(`${token("a")} ${token("b")}`));
    const reports = await pending(2);
    safeTokens.add(token("b"));
    await approve(reports.find(({ payload }) => payload.location.start === 0));
    expect(await verdict).toMatchObject({ because: "approved" });
    await pending(0);
  });
});

describe("an approval for its host alone", () => {
  it.each([
    [
      "api.example.com",
      ["API.example.com", "api.example.com:443"],
      ["api.example.com:8443", "api.example.com.", "api.example.com:80"],
    ],
    ["[::1]:8443", ["[0:0:0:0:0:0:0:1]:8443"], ["[::1]", "[::1]:8444", "[::2]:8443"]],
    ["127.0.0.1", ["0x7f.1", "2130706433"], ["127.0.0.1:80", "127.0.0.2", "localhost"]],
    ["xn--bcher-kva.example", ["bücher.example", "b%C3%BCcher.example"], ["bucher.example", "xn--bcher-kva.example."]],
    ["not a host", ["not a host"], ["nor this one", "api.example.com"]],
  ])("to %s reaches it however it is written, and no other port or name", async (host, same, others) => {
    const { guard, pending, approve } = bench({ approvalScope: "host" });
    const verdict = guard.check(request(secret, host));
    await approve((await pending(1))[0]);
    expect(await verdict).toMatchObject({ because: "approved" });
    for (const one of same)
      expect(await guard.check(request(secret, one)), one).toMatchObject({ because: "remembered" });
    for (const one of others) expect(await now(guard.check(request(secret, one))), one).toBe("pending");
  });
});

describe("an approval for one host within TLS", () => {
  const at = (url: string) => ({ ...request(secret), url });

  it.each([
    "http://api.example.com/",
    "http://api.example.com:443/",
    "ws://api.example.com/",
    "ftp://api.example.com/",
  ])("is none for clear text: %s", async (url) => {
    const { guard, pending, approve, submitted } = bench({ approvalScope: "host" });
    const verdict = guard.check(at("https://api.example.com/"));
    await approve((await pending(1))[0]);
    expect(await verdict).toMatchObject({ because: "approved" });
    expect(await guard.check(at("wss://api.example.com/"))).toMatchObject({ because: "remembered" });
    expect(await now(guard.check(at(url)))).toBe("pending");
    expect(submitted.at(-1)?.payload.text).toMatch(/^host +\S+ \(in clear text: anybody on the way can read it\)$/m);
  });

  it("does not release who waits with the same value in clear text, and one for clear text is none within TLS", async () => {
    const { guard, pending, approve } = bench({ approvalScope: "host" });
    const secure = guard.check(at("https://api.example.com/"));
    const clear = guard.check(at("http://api.example.com/"));
    const [first, second] = await pending(2);
    await approve(first);
    expect(await secure).toMatchObject({ because: "approved" });
    expect(await now(clear)).toBe("pending");
    await approve(second);
    expect(await clear).toMatchObject({ because: "approved" });
    expect(guard.safeTokens.list().map(({ grant }) => grant.scope?.host)).toEqual([
      "api.example.com",
      "http://api.example.com",
    ]);
  });

  it.each(["localhost:8080", "127.0.0.1:8080", "[::1]:8080"])("has no clear text on this machine: %s", async (host) => {
    const { guard, pending, approve } = bench({ approvalScope: "host" });
    const verdict = guard.check(at(`http://${host}/`));
    const [proposal] = await pending(1);
    expect(proposal?.payload.text).not.toContain("clear text");
    await approve(proposal);
    expect(await verdict).toMatchObject({ because: "approved" });
    expect(await guard.check(at(`https://${host}/`))).toMatchObject({ because: "remembered" });
  });
});

describe("a rejection", () => {
  it("denies the same value for the same host again without a report, for a while", async () => {
    vi.useFakeTimers();
    const { guard, submitted, reject } = bench({ limits: { denyAgainSeconds: 30 } });
    const verdict = guard.check(request(secret));
    await vi.advanceTimersByTimeAsync(0);
    await reject(submitted[0]);
    expect(await verdict).toMatchObject({ because: "rejected" });
    expect(await now(guard.check(request(`other words, ${secret}`)))).toMatchObject({
      action: "deny",
      because: "denied-before",
    });
    await vi.advanceTimersByTimeAsync(29_999);
    expect(await now(guard.check(request(secret)))).toMatchObject({ because: "denied-before" });
    expect(submitted).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    guard.check(request(secret));
    await vi.advanceTimersByTimeAsync(0);
    expect(submitted).toHaveLength(2);
  });

  it.each([
    ["api.example.com", ["api.example.com:8443", "api.example.com.", "API.Example.COM.:1", "user@api.example.com"]],
    ["api.example.com:8443", ["api.example.com", "api.example.com."]],
    ["[::1]", ["[::1]:8443", "[0:0:0:0:0:0:0:1]"]],
    ["127.0.0.1", ["0x7f.1", "2130706433:81"]],
    ["bücher.example", ["xn--bcher-kva.example", "b%C3%BCcher.example:8443"]],
    ["not a host", ["nor this one"]],
  ])("for %s counts whatever the port, and however the host is written", async (host, others) => {
    const { guard, pending, reject, submitted } = bench();
    const verdict = guard.check(request(secret, host));
    await reject((await pending(1))[0]);
    await verdict;
    for (const other of others) {
      expect(await now(guard.check(request(secret, other))), other).toMatchObject({ because: "denied-before" });
    }
    expect(submitted).toHaveLength(1);
    for (const other of ["xapi.example.com", "[::2]", "127.0.0.2", "api.example.com.evil.example"]) {
      expect(await now(guard.check(request(secret, other))), other).toBe("pending");
    }
  });

  it("says nothing of another host or another value", async () => {
    const { guard, pending, reject } = bench();
    const verdict = guard.check(request(secret));
    await reject((await pending(1))[0]);
    await verdict;
    expect(await now(guard.check(request(secret, "elsewhere.example")))).toBe("pending");
    expect(await now(guard.check(request(token("other"))))).toBe("pending");
  });

  it("is asked anew at once with denyAgainSeconds 0", async () => {
    const { guard, pending, reject } = bench({ limits: { denyAgainSeconds: 0 } });
    const verdict = guard.check(request(secret));
    await reject((await pending(1))[0]);
    await verdict;
    expect(await now(guard.check(request(secret)))).toBe("pending");
  });

  it("counts for those who wait for something else and are scanned again", async () => {
    const { guard, pending, approve, reject } = bench();
    const [a, b] = [token("a"), token("b")];
    guard.safeTokens.add(a);
    const waiting = guard.check(request(`${a} ${b}`));
    const [about] = await pending(1);
    guard.safeTokens.revoke(guard.safeTokens.list()[0]?.fingerprint ?? "");
    const rejected = guard.check(request(a));
    await reject((await pending(2)).find(({ id }) => id !== about?.id));
    expect(await rejected).toMatchObject({ because: "rejected" });
    await approve(about);
    expect(await now(waiting)).toMatchObject({ action: "deny", because: "denied-before" });
  });

  it("takes no memory once it is over", () => {
    v8.setFlagsFromString("--expose-gc");
    const collect = vm.runInNewContext("gc") as () => void;
    const rejections = new Rejections(1e-9);
    const remember = (from: number): number => {
      for (let index = from; index < from + 200_000; index++) rejections.remember(`${index} `.padEnd(64, "x"));
      collect();
      return process.memoryUsage().heapUsed;
    };
    const before = remember(0);
    expect(remember(200_000) - before).toBeLessThan(4_000_000); // a fifth of what those would take
  });

  it("is overruled by a value that is safe by then", async () => {
    const { guard, pending, reject } = bench();
    const verdict = guard.check(request(secret));
    await reject((await pending(1))[0]);
    await verdict;
    guard.safeTokens.add(secret);
    expect(await guard.check(request(secret))).toMatchObject({ because: "remembered" });
  });
});
