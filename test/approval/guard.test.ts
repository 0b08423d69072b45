import { afterEach, describe, expect, it, vi } from "vitest";
import { createGuardWith } from "../../src/approval/index.js";
import { deny } from "../../src/approval/messages.js";
import { ConfigurationError } from "../../src/errors.js";
import { memoryQueue } from "../../src/queues/memory.js";
import type { CheckCall, DenyCause, GuardOptions, OutboundRequest, SafeTokens } from "../../src/types.js";
import { bench, now, turn } from "./support/bench.js";
import { request, scan, scanning, token } from "./support/scanner.js";

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

const secret = token("secret");
const other = token("other");

describe("a request", () => {
  it("with nothing in it is forwarded at once, and nobody is asked", async () => {
    const { guard, submitted, events } = bench();
    expect(await guard.check(request("hello"))).toMatchObject({ action: "forward", because: "clear" });
    expect(submitted).toEqual([]);
    expect(events).toEqual([]);
  });

  it("with a secret is held until an approval, then forwarded, and its value passes from then on", async () => {
    const { guard, pending, approve, events, withdrawn } = bench();
    const verdict = guard.check(request(`key ${secret}`));
    const [proposal] = await pending(1);
    expect(await now(verdict)).toBe("pending");
    await approve(proposal);
    expect(await verdict).toMatchObject({ action: "forward", because: "approved", result: { verdict: "clear" } });
    expect(await guard.check(request(`again ${secret}`))).toMatchObject({
      because: "remembered",
      result: { skipped: 1 },
    });
    expect(events).toEqual([
      { type: "held", proposalId: proposal?.id },
      { type: "released", proposalId: proposal?.id, because: "approved" },
    ]);
    expect(withdrawn).toEqual([{ id: proposal?.id, why: "settled" }]);
  });

  it("with an approved value and another secret is held for the other alone", async () => {
    const { guard, pending } = bench();
    guard.safeTokens.add(secret);
    const verdict = guard.check(request(`${secret} and ${other}`));
    await pending(1);
    expect(await now(verdict)).toBe("pending");
  });

  it("with several secrets shows all reports at once, is forwarded after the last approval and not before", async () => {
    const { guard, pending, approve } = bench();
    const secrets = [1, 2, 3].map(token);
    const verdict = guard.check(request(`${secrets.join(" ")} ${secrets[0]}`));
    const reports = await pending(3);
    await approve(reports[2]);
    await approve(reports[0]);
    expect(await now(verdict)).toBe("pending");
    await approve(reports[1]);
    expect(await verdict).toMatchObject({ action: "forward", because: "approved" });
  });

  it("with several secrets is denied by one rejection, and the other reports are withdrawn", async () => {
    const { guard, pending, reject, withdrawn } = bench();
    const verdict = guard.check(request(`${secret} ${other}`));
    const reports = await pending(2);
    await reject(reports[1]);
    expect(await verdict).toMatchObject({ action: "deny", because: "rejected", result: { verdict: "hold" } });
    await pending(0);
    expect(withdrawn.map(({ id }) => id).sort()).toEqual(reports.map(({ id }) => id).sort());
  });

  it("whose body could not be inspected can be approved as exactly those bytes", async () => {
    const { guard, pending, approve } = bench();
    const verdict = guard.check(request("opaque 1"));
    const [proposal] = await pending(1);
    expect(proposal?.payload).toMatchObject({ detector: "content-encoding" });
    await approve(proposal);
    expect(await verdict).toMatchObject({ because: "approved" });
    expect(await guard.check(request("opaque 1"))).toMatchObject({ because: "remembered" });
    expect(await now(guard.check(request("opaque 2")))).toBe("pending");
  });
});

describe("denied at once, without a report", () => {
  const aborted = AbortSignal.abort();
  const cases: readonly [string, DenyCause, GuardOptions, OutboundRequest, CheckCall][] = [
    ["no queue", "unsupervised", { queue: undefined as never }, request(secret), {}],
    ["an incomplete body", "uninspectable", {}, { ...request("x"), bodyComplete: false }, {}],
    ["a client that has gone", "cancelled", {}, request(secret), { signal: aborted }],
    ["a client that has gone, clean request", "cancelled", {}, request("x"), { signal: aborted }],
    ["a deadline that has passed", "timeout", {}, request(secret), { arrivedAt: performance.now() - 61_000 }],
    ["no room for requests", "overloaded", { limits: { pending: 0 } }, request(secret), {}],
    ["no room for bytes", "overloaded", { limits: { pendingBytes: 19 } }, request(secret), {}],
    ["no room for the client", "overloaded", { limits: { pendingPerClient: 0 } }, request(secret), { client: "a" }],
  ];

  it.each(cases)("%s: %s", async (_, because, options, outbound, call) => {
    const { guard, submitted, events } = bench(options);
    const verdict = await guard.check(outbound, call);
    expect(verdict).toMatchObject({ action: "deny", because });
    expect(submitted).toEqual([]);
    expect(events).toEqual([{ type: "denied", because }]);
  });

  const hostile = (fields: object): OutboundRequest => fields as OutboundRequest;
  const broken: readonly [string, OutboundRequest, CheckCall | undefined][] = [
    ["undefined", undefined as never, undefined],
    [
      "a getter that throws",
      hostile({
        method: "GET",
        get url(): string {
          throw new Error(secret);
        },
      }),
      undefined,
    ],
    [
      "headers that throw",
      hostile({
        method: "GET",
        url: "http://a/",
        headers: {
          *[Symbol.iterator]() {
            yield ["accept", "*/*"];
            throw new Error(secret);
          },
        },
      }),
      undefined,
    ],
    [
      "a header's value that is an object",
      hostile({ method: "GET", url: "http://a/", headers: [["a", { toString: () => secret }]] }),
      undefined,
    ],
    [
      "a proxy that throws",
      new Proxy(request("x"), {
        get() {
          throw secret;
        },
      }),
      undefined,
    ],
    ["a method that is no string", hostile({ method: 1, url: "http://a/" }), undefined],
    [
      "a call that throws",
      request("x"),
      {
        get client(): string {
          throw new Error(secret);
        },
      },
    ],
    ["a signal that is none", request(secret), { signal: {} as AbortSignal }],
  ];

  it.each(broken)("%s: scan-failed, as a verdict and never as an exception", async (_, outbound, call) => {
    const { guard, submitted } = bench();
    expect(await guard.check(outbound, call)).toMatchObject({ action: "deny", because: "scan-failed" });
    expect(submitted).toEqual([]);
  });

  it("a scan that throws: scan-failed", async () => {
    const { guard } = bench(
      {},
      {},
      {
        ...scanning,
        scan: () => {
          throw new Error(secret);
        },
      },
    );
    expect(await guard.check(request("x"))).toMatchObject({ because: "scan-failed", result: undefined });
  });

  it("a scan that throws only the second time: scan-failed", async () => {
    let broken = false;
    const { guard, pending, approve } = bench(
      {},
      {},
      {
        ...scanning,
        scan: (...given) => {
          if (broken) throw new Error(secret);
          return scan(...given);
        },
      },
    );
    const verdict = guard.check(request(secret));
    const [proposal] = await pending(1);
    broken = true;
    await approve(proposal);
    expect(await verdict).toMatchObject({ action: "deny", because: "scan-failed" });
  });

  it("a scan that throws while the report is written: scan-failed, and the next request is asked about", async () => {
    let calls = 0;
    const { guard, pending } = bench(
      {},
      {},
      {
        ...scanning,
        scan: (...given) => {
          if (++calls === 2) throw new Error(secret);
          return scan(...given);
        },
      },
    );
    expect(await guard.check(request(secret))).toMatchObject({ because: "scan-failed" });
    expect(await now(guard.check(request(secret)))).toBe("pending");
    await pending(1);
  });
});

describe("the wait", () => {
  it("ends at the deadline, counted from arrival", async () => {
    vi.useFakeTimers();
    const { guard, withdrawn, submitted } = bench({ timeoutSeconds: 300 });
    const verdict = guard.check(request(secret), { arrivedAt: performance.now() - 100_000 });
    let ended = false;
    verdict.then(() => {
      ended = true;
    });
    await vi.advanceTimersByTimeAsync(199_999);
    expect(ended).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await now(verdict)).toMatchObject({ action: "deny", because: "timeout" });
    expect(withdrawn).toEqual([{ id: submitted[0]?.id, why: "expired" }]);
  });

  it("once it is over leaves no proposal that takes an answer, for whoever has the verdict", async () => {
    const queue = memoryQueue();
    const guard = createGuardWith(scanning, { queue, timeoutSeconds: 0.05 });
    const verdict = guard.check(request(secret));
    while ((await queue.pending()).length === 0) await turn();
    const [proposal] = await queue.pending();
    expect(await verdict).toMatchObject({ because: "timeout" });
    expect(await queue.decide({ id: proposal?.id ?? "", verdict: "approve", reason: "late" })).toBe("gone");
  });

  it("ends at its own deadline, also where it shares the report of one that may wait longer", async () => {
    vi.useFakeTimers();
    const { guard, withdrawn } = bench({ timeoutSeconds: 60 });
    const longer = guard.check(request(secret));
    const sooner = guard.check(request(secret), { arrivedAt: performance.now() - 50_000 });
    await vi.advanceTimersByTimeAsync(9_999);
    expect(await now(sooner)).toBe("pending");
    await vi.advanceTimersByTimeAsync(1);
    expect(await now(sooner)).toMatchObject({ because: "timeout" });
    expect(await now(longer)).toBe("pending");
    expect(withdrawn).toEqual([]);
    await vi.advanceTimersByTimeAsync(50_000);
    expect(await now(longer)).toMatchObject({ because: "timeout" });
  });

  it("is not shortened by a deadline that no timer can hold", async () => {
    vi.useFakeTimers();
    const { guard } = bench({ timeoutSeconds: 1e7 });
    const verdict = guard.check(request(secret));
    let ended = false;
    verdict.then(() => {
      ended = true;
    });
    await vi.advanceTimersByTimeAsync(1e10 - 1);
    expect(ended).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await now(verdict)).toMatchObject({ because: "timeout" });
  });

  it("does not follow the wall clock", async () => {
    vi.useFakeTimers();
    const { guard } = bench({ timeoutSeconds: 10 });
    const verdict = guard.check(request(secret));
    vi.setSystemTime(Date.now() + 86_400_000);
    await vi.advanceTimersByTimeAsync(9_999);
    expect(await Promise.race([verdict, Promise.resolve("pending")])).toBe("pending");
    vi.setSystemTime(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(await now(verdict)).toMatchObject({ because: "timeout" });
  });

  it.each([NaN, Number.POSITIVE_INFINITY, "soon" as never])(
    "takes an arrival at %s for one just now",
    async (arrivedAt) => {
      vi.useFakeTimers();
      const { guard } = bench({ timeoutSeconds: 10 });
      const verdict = guard.check(request(secret), { arrivedAt });
      await vi.advanceTimersByTimeAsync(10_000);
      expect(await now(verdict)).toMatchObject({ because: "timeout" });
    },
  );

  it("ends when the client goes, whatever was approved by then", async () => {
    const { guard, pending, approve, withdrawn } = bench();
    const controller = new AbortController();
    const verdict = guard.check(request(`${secret} ${other}`), { signal: controller.signal });
    const reports = await pending(2);
    await approve(reports[0]);
    controller.abort();
    expect(await verdict).toMatchObject({ action: "deny", because: "cancelled" });
    await turn();
    expect(withdrawn.find(({ id }) => id === reports[1]?.id)?.why).toBe("cancelled");
  });

  it("leaves no listener on a signal that was aborted as it was looked at", async () => {
    const listeners: unknown[] = [];
    let looks = 0;
    const signal = {
      get aborted() {
        looks += 1;
        return looks > 1;
      },
      addEventListener: (_: string, listener: unknown) => listeners.push(listener),
      removeEventListener: (_: string, listener: unknown) => listeners.splice(listeners.indexOf(listener), 1),
    };
    const { guard } = bench();
    expect(await guard.check(request(secret), { signal: signal as never })).toMatchObject({ because: "cancelled" });
    expect(looks).toBeGreaterThan(1);
    expect(listeners).toEqual([]);
  });

  it("ends also for a client whose signal fails when it is let go", async () => {
    const signal = { aborted: false, addEventListener: () => {}, removeEventListener: () => expect.unreachable() };
    const { guard, pending, approve } = bench();
    const verdict = guard.check(request(secret), { signal: signal as never });
    await approve((await pending(1))[0]);
    expect(await verdict).toMatchObject({ because: "approved" });
  });

  it("is over with close(): all held, and all later, clean ones too", async () => {
    const { guard, pending } = bench();
    const held = [1, 2, 3].map((n) => guard.check(request(token(n))));
    await pending(3);
    await guard.close();
    for (const verdict of await Promise.all(held)) expect(verdict).toMatchObject({ action: "deny", because: "closed" });
    expect(await guard.check(request("clean"))).toMatchObject({ action: "deny", because: "closed" });
    expect(await guard.check({ method: 5 } as never)).toMatchObject({ action: "deny", because: "closed" });
    expect(await pending(0)).toEqual([]);
    await expect(guard.close()).resolves.toBeUndefined();
  });

  it("close() waits for a queue that hangs, but a second at most", async () => {
    vi.useFakeTimers();
    const { guard } = bench({}, { withdraw: () => new Promise(() => {}) });
    const verdict = guard.check(request(secret));
    await vi.advanceTimersByTimeAsync(0);
    const closed = guard.close();
    expect(await verdict).toMatchObject({ because: "closed" });
    await vi.advanceTimersByTimeAsync(1_000);
    await expect(closed).resolves.toBeUndefined();
  });

  it("a body changed during the wait is scanned as it is now", async () => {
    const { guard, pending, approve } = bench();
    const body = Buffer.from(`${secret} ${"x".repeat(20)}`);
    const verdict = guard.check({ ...request(""), body });
    const [proposal] = await pending(1);
    body.write(other, 21);
    await approve(proposal);
    const [second] = await pending(1);
    expect(second?.id).not.toBe(proposal?.id);
    expect(await now(verdict)).toBe("pending");
  });

  it("a body that turns unreadable during the wait is denied", async () => {
    let unreadable = false;
    const { guard, pending, approve } = bench(
      {},
      {},
      {
        ...scanning,
        scan: (outbound, ...rest) => scan(unreadable ? { ...outbound, bodyComplete: false } : outbound, ...rest),
      },
    );
    const verdict = guard.check(request(secret));
    const [proposal] = await pending(1);
    unreadable = true;
    await approve(proposal);
    expect(await verdict).toMatchObject({ action: "deny", because: "uninspectable" });
  });
});

describe("what is held at once", () => {
  it("is bounded, and room comes back when a hold ends", async () => {
    const { guard, pending, reject } = bench({ limits: { pending: 3, pendingPerClient: 2, pendingBytes: 200 } });
    const a = [1, 2].map((n) => guard.check(request(token(n)), { client: "a" }));
    expect(await guard.check(request(token(3)), { client: "a" })).toMatchObject({ because: "overloaded" });
    const b = guard.check(request(token(3)), { client: "b" });
    expect(await guard.check(request(token(4)))).toMatchObject({ because: "overloaded" });
    const reports = await pending(3);
    for (const report of reports) await reject(report);
    await Promise.all([...a, b]);
    expect(await guard.check(request(`${token(5)}${"x".repeat(200)}`))).toMatchObject({ because: "overloaded" });
    expect(await now(guard.check(request(token(5)), { client: "a" }))).toBe("pending");
  });

  it("counts waiters that share a report", async () => {
    const { guard, pending } = bench({ limits: { pending: 2 } });
    for (let n = 0; n < 2; n++) expect(await now(guard.check(request(secret)))).toBe("pending");
    expect(await guard.check(request(secret))).toMatchObject({ because: "overloaded" });
    await pending(1);
  });
});

describe("options that cannot be used are a ConfigurationError at start", () => {
  const cases: readonly [string, object][] = [
    ["a timeout of 0", { timeoutSeconds: 0 }],
    ["a negative timeout", { timeoutSeconds: -1 }],
    ["an endless timeout", { timeoutSeconds: Number.POSITIVE_INFINITY }],
    ["a timeout as text", { timeoutSeconds: "300" }],
    ["a scope that there is not", { approvalScope: "everywhere" }],
    ["a grant without uses", { grant: { uses: 0 } }],
    ["a grant without time", { grant: { ttlSeconds: -1 } }],
    ["a grant with a scope of its own", { grant: { scope: { host: "a" } } }],
    ["a negative limit", { limits: { pending: -1 } }],
    ["a limit that is no number", { limits: { denyAgainSeconds: Number.NaN } }],
    ["a limit that there is not", { limits: { pendig: 3 } }],
    ["an option that there is not", { timeOutSeconds: 3 }],
    ["known secrets of nobody knows what", { knownSecrets: {} }],
    ["a queue without withdraw", { queue: { submit() {}, answer() {} } }],
    ["a list for a store", { safeTokens: new Set(["a"]) }],
    ["a listener that is none", { onEvent: true }],
    ["limits that are none", { limits: null }],
    ["a grant that is none", { grant: null }],
    ["options of the scan that are none: detectors", { detectors: 5 }],
    ["a confidence that there is not", { minConfidence: "hgh" }],
    ["a way with issuers' traffic that there is not", { issuerTraffic: "trust" }],
    ["a negative limit of the scan", { limits: { bodyBytes: -1 } }],
    ["a media type for a list of them", { opaqueTypes: "application/zip" }],
    ["no options", null as unknown as object],
  ];
  it.each(cases)("%s", (_, options) => {
    expect(() => createGuardWith(scanning, options as GuardOptions)).toThrow(ConfigurationError);
  });

  it.each(["", "abc", "0", "-5", "5s", " 5", "5 ", "NaN", "Infinity", "0x10", "1,5", "1e999"])(
    "EGRESS_TOKEN_ALLOW_TIMEOUT_SECONDS=%j",
    (text) => {
      vi.stubEnv("EGRESS_TOKEN_ALLOW_TIMEOUT_SECONDS", text);
      expect(() => createGuardWith(scanning)).toThrow(ConfigurationError);
      expect(() => createGuardWith(scanning, { timeoutSeconds: 5 })).not.toThrow();
    },
  );

  it.each([
    ["12", 12],
    ["0.5", 0.5],
    ["1e1", 10],
    [undefined, 300],
  ])("but EGRESS_TOKEN_ALLOW_TIMEOUT_SECONDS=%j is %d seconds", async (text, seconds) => {
    vi.useFakeTimers();
    vi.stubEnv("EGRESS_TOKEN_ALLOW_TIMEOUT_SECONDS", text);
    const { guard, submitted } = bench({ timeoutSeconds: undefined as never });
    const verdict = guard.check(request(secret));
    await vi.advanceTimersByTimeAsync(0);
    const [proposal] = submitted;
    expect(Date.parse(proposal?.expiresAt ?? "") - Date.parse(proposal?.createdAt ?? "")).toBe(seconds * 1000);
    await vi.advanceTimersByTimeAsync(seconds * 1000);
    expect(await now(verdict)).toMatchObject({ because: "timeout" });
  });
});

describe("what a client is told", () => {
  const causes: readonly DenyCause[] = [
    "rejected",
    "timeout",
    "malformed-answer",
    "unsupervised",
    "queue-failed",
    "overloaded",
    "denied-before",
    "uninspectable",
    "cancelled",
    "scan-failed",
    "closed",
  ];
  it("is one printable line for each cause, and a different one", () => {
    const messages = causes.map((because) => deny(because).message);
    for (const message of messages) expect(message).toMatch(/^[\x20-\x7e]{40,200}$/);
    expect(new Set(messages).size).toBe(causes.length);
  });
});

describe("a store from elsewhere", () => {
  const store = (faults: Partial<SafeTokens>): SafeTokens => ({
    has: () => false,
    add: () => {},
    spend: () => {},
    list: () => [],
    revoke: () => false,
    size: 0,
    ...faults,
  });

  it.each([
    [
      "that throws when it is asked",
      {
        has: () => {
          throw new Error(secret);
        },
      },
      "scan-failed",
    ],
    ["that takes nothing", {}, "queue-failed"],
    ["that answers with a promise", { has: (() => Promise.resolve(false)) as never }, "queue-failed"],
    [
      "that throws when it is given a value",
      {
        add: () => {
          throw new Error(secret);
        },
      },
      "queue-failed",
    ],
  ] as const)("%s: denied", async (_, faults, because) => {
    const { guard, pending, approve } = bench({ safeTokens: store(faults) });
    const verdict = guard.check(request(secret));
    if (because === "queue-failed") await approve((await pending(1))[0]);
    expect(await verdict).toMatchObject({ action: "deny", because });
  });

  it("that throws when a use is spent: denied", async () => {
    const { guard } = bench({
      safeTokens: store({
        has: () => true,
        spend: () => {
          throw new Error(secret);
        },
      }),
    });
    expect(await guard.check(request(secret))).toMatchObject({ action: "deny", because: "scan-failed" });
  });
});
