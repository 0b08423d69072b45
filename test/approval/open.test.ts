/** guard.open: the verdicts of check, for a body that arrives in pieces. */

import { createHash } from "node:crypto";
import v8 from "node:v8";
import vm from "node:vm";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createGuard, createSafeTokens, memoryQueue } from "../../src/index.js";
import type { CheckCall, Guard, GuardOptions, GuardVerdict, OutboundRequest, RequestHead } from "../../src/types.js";
import { cuts, outbound, pieces } from "../scan/support/outbound.js";
import { bench, now } from "./support/bench.js";
import { request, token } from "./support/scanner.js";

const RUNS = Number(process.env.OUTBOUND_DLP_CUTS ?? 60);

const secret = token("secret");
const { body: _, ...head } = request("");

afterEach(() => {
  vi.useRealTimers();
});

/** Checks a request in pieces, through one buffer. */
function inPieces(
  guard: Guard,
  { body, trailers, bodyComplete, ...rest }: OutboundRequest,
  fractions: readonly number[] = [0.5],
  call?: CheckCall,
): Promise<GuardVerdict> {
  const open = guard.open(rest, call);
  for (const piece of pieces(Buffer.from(body ?? ""), fractions)) {
    const reused = Buffer.from(piece);
    open.push(reused);
    reused.fill(0x41);
  }
  return open.finish({
    ...(trailers === undefined ? {} : { trailers }),
    ...(bodyComplete === undefined ? {} : { bodyComplete }),
  });
}

function shown(verdict: GuardVerdict): unknown {
  const values = verdict.result?.findings.map(({ matched }) => matched);
  return { ...verdict, result: { ...verdict.result }, values };
}

/** The verdict when a supervisor approves, or rejects, whatever is asked. */
async function decided(
  options: GuardOptions,
  approves: boolean,
  ask: (guard: Guard) => Promise<GuardVerdict>,
): Promise<unknown> {
  const queue = memoryQueue();
  const guard = createGuard({ timeoutSeconds: 60, ...options, queue, safeTokens: createSafeTokens() });
  const end = new AbortController();
  const payloads: unknown[] = [];
  const supervise = async (): Promise<void> => {
    for await (const _ of queue.changes(end.signal)) {
      for (const { id, payload } of await queue.pending()) {
        payloads.push({ ...payload, fingerprint: "", text: "" });
        await queue.decide(approves ? { id, verdict: "approve", reason: "test" } : { id, verdict: "reject" });
      }
    }
  };
  const supervised = supervise();
  const verdict = shown(await ask(guard));
  end.abort();
  await supervised;
  await guard.close();
  return { verdict, payloads };
}

const limits = fc.constantFrom<GuardOptions>({}, {}, { limits: { bodyBytes: 100 } }, { limits: { bodyBytes: 2000 } });

describe("a request in pieces", () => {
  it("has the verdict of the whole, and the same reports, with a supervisor who approves or rejects", async () => {
    await fc.assert(
      fc.asyncProperty(outbound, cuts, limits, fc.boolean(), async (made, fractions, options, approves) => {
        const whole = await decided(options, approves, (guard) => guard.check(made.request));
        expect(await decided(options, approves, (guard) => inPieces(guard, made.request, fractions))).toEqual(whole);
      }),
      { numRuns: RUNS },
    );
  });

  it("has the verdict of the whole without a supervisor, also for who stops reading when told", async () => {
    await fc.assert(
      fc.asyncProperty(outbound, cuts, limits, async (made, fractions, options) => {
        const guard = createGuard(options);
        const whole = await guard.check(made.request);
        expect(shown(await inPieces(guard, made.request, fractions))).toEqual(shown(whole));
        const { body, trailers, bodyComplete, ...rest } = made.request;
        const open = guard.open(rest);
        if (pieces(body, fractions).some((piece) => open.push(piece))) {
          expect(whole.action).toBe("deny");
          expect((await open.finish()).action).toBe("deny");
        }
      }),
      { numRuns: RUNS },
    );
  });

  it("is held until an approval, and scanned again before it is forwarded", async () => {
    const { guard, pending, approve } = bench();
    const verdict = inPieces(guard, request(`key ${secret} end`));
    const [proposal] = await pending(1);
    expect(await now(verdict)).toBe("pending");
    await approve(proposal);
    expect(await verdict).toMatchObject({ action: "forward", because: "approved" });
    expect(await inPieces(guard, request(secret))).toMatchObject({ because: "remembered" });
  });

  it("shares its report with a whole one of the same value", async () => {
    const { guard, pending, approve } = bench();
    const verdicts = [inPieces(guard, request(secret)), guard.check(request(secret))];
    const [proposal] = await pending(1);
    await approve(proposal);
    for (const verdict of await Promise.all(verdicts)) expect(verdict).toMatchObject({ because: "approved" });
  });
});

describe("a body over the limit", () => {
  const body = Buffer.from("lorem ipsum ".repeat(1000));
  const bodyBytes = 500;

  it("is approved by the digest of all its bytes, and no other body passes with it", async () => {
    const queue = memoryQueue();
    const guard = createGuard({ queue, limits: { bodyBytes } });
    const verdict = inPieces(guard, { ...head, body }, [0.01, 0.3, 0.9]);
    const [proposal] = await queue.pending();
    expect(proposal?.payload).toMatchObject({ detector: "body-size", location: { start: 0, end: body.length } });
    await queue.decide({ id: proposal?.id ?? "", verdict: "approve", reason: "test" });
    expect(await verdict).toMatchObject({ action: "forward", because: "approved" });
    expect(guard.safeTokens.has(`sha256:${createHash("sha256").update(body).digest("hex")}`)).toBe(true);
    expect(await guard.check({ ...head, body })).toMatchObject({ because: "remembered" });
    const changed = Buffer.from(body);
    changed[body.length - 1] = 0x41;
    const other = inPieces(guard, { ...head, body: changed });
    expect(await now(other)).toBe("pending");
    await guard.close();
  });

  it("takes up as many bytes as are kept of it", async () => {
    const queue = memoryQueue();
    const guard = createGuard({ queue, limits: { bodyBytes, pendingBytes: 2 * bodyBytes } });
    const [one, two, three] = ["a", "b", "c"].map((end) =>
      inPieces(guard, { ...head, body: Buffer.concat([body, Buffer.from(end)]) }),
    );
    expect(await three).toMatchObject({ because: "overloaded" });
    expect([await now(one!), await now(two!)]).toEqual(["pending", "pending"]);
    await guard.close();
  });
});

describe("bodies that arrive at once", () => {
  const piece = Buffer.alloc(400, "a");
  const room = { limits: { arrivingBytes: 1_024 } };

  it("are bounded together; one for which there is no room is told to stop, and denied", async () => {
    const guard = createGuard(room);
    const [one, two, three] = [guard.open(head), guard.open(head), guard.open(head)];
    expect([one.push(piece), two.push(piece)]).toEqual([false, true]);
    expect([two.push(piece), one.push(piece)]).toEqual([true, false]);
    expect(await two.finish()).toMatchObject({ action: "deny", because: "overloaded" });
    expect(await one.finish()).toMatchObject({ action: "forward" });
    expect(three.push(piece)).toBe(false);
    expect(await three.finish()).toMatchObject({ action: "forward" });
  });

  it("take no room that is pushed behind their end", async () => {
    const guard = createGuard(room);
    const [ended, next] = [guard.open(head), guard.open(head)];
    await ended.finish();
    expect(ended.push(piece)).toBe(true);
    expect(next.push(piece)).toBe(false);
    expect(await next.finish()).toMatchObject({ action: "forward" });
  });

  it("count no more once who pushed them has forgotten them", async () => {
    v8.setFlagsFromString("--expose-gc");
    const collect = vm.runInNewContext("gc") as () => void;
    const guard = createGuard(room);
    (() => guard.open(head).push(piece))();
    const fits = async (): Promise<boolean> => {
      collect();
      const open = guard.open(head);
      const isTold = open.push(piece);
      await open.finish();
      return !isTold;
    };
    await vi.waitFor(async () => expect(await fits()).toBe(true), 20_000);
  });
});

describe("push", () => {
  it("stays false while a supervisor can approve what stands", async () => {
    const { guard, pending } = bench();
    const open = guard.open(head);
    expect(open.push(Buffer.from(`"${secret}" `))).toBe(false);
    const verdict = open.finish();
    await pending(1);
    expect(await now(verdict)).toBe("pending");
  });

  it.each<[string, RequestHead]>([
    ["the body", head],
    ["the head", { ...head, url: `https://api.example.com/?q=${secret}` }],
  ])("is true when a finding stands in %s and nobody can be asked", async (_, given) => {
    const { guard } = bench({ queue: undefined as never });
    const open = guard.open(given);
    expect(open.push(Buffer.from(`"${secret}" `))).toBe(true);
    expect(await open.finish()).toMatchObject({ because: "unsupervised", result: { verdict: "hold" } });
  });

  it("that was true keeps the request from leaving, whatever is approved meanwhile", async () => {
    const told = () => {
      const { guard } = bench({ queue: undefined as never });
      const open = guard.open(head);
      expect(open.push(Buffer.from(`"${secret}" `))).toBe(true);
      guard.safeTokens.add(secret);
      return open;
    };
    expect(await told().finish()).toMatchObject({ action: "deny", because: "uninspectable" });
    expect(await told().finish({ bodyComplete: true })).toMatchObject({ action: "forward", because: "remembered" });
  });

  it("is true after the guard has closed, and the request is denied", async () => {
    const { guard } = bench();
    const [before, silent] = [guard.open(head), guard.open(head)];
    expect(before.push(Buffer.from("a"))).toBe(false);
    await guard.close();
    expect(before.push(Buffer.from("a"))).toBe(true);
    const after = guard.open(head);
    expect(after.push(Buffer.from("a"))).toBe(true);
    for (const open of [before, silent, after]) expect(await open.finish()).toMatchObject({ because: "closed" });
  });

  it("is true once the client has gone, and the request is denied", async () => {
    const { guard } = bench();
    const client = new AbortController();
    const open = guard.open(head, { signal: client.signal });
    expect(open.push(Buffer.from("a"))).toBe(false);
    client.abort();
    expect(open.push(Buffer.from("a"))).toBe(true);
    expect(await open.finish()).toMatchObject({ because: "cancelled" });
  });

  it("is true after finish, which gives the same verdict again", async () => {
    const { guard, events } = bench({ queue: undefined as never });
    const open = guard.open(head);
    open.push(Buffer.from(secret));
    const verdict = open.finish();
    expect(open.push(Buffer.from("a"))).toBe(true);
    expect(open.finish({ bodyComplete: false })).toBe(verdict);
    expect(await verdict).toMatchObject({ because: "unsupervised" });
    expect(events).toHaveLength(1);
  });
});

describe("nothing throws or rejects, and nothing passes, when", () => {
  const trap = (): never => {
    throw new Error(secret);
  };
  const throws = (name: string): object => Object.defineProperty({ ...head }, name, { get: trap, enumerable: true });

  it.each<[string, unknown, unknown?]>([
    ["there is no head", undefined],
    ["the head has no URL", { method: "GET" }],
    ["the head throws", throws("url")],
    ["a header is no string", { ...head, headers: [["a", {}]] }],
    ["the call throws", head, throws("signal")],
    ["its signal throws", head, { signal: throws("aborted") }],
  ])("%s", async (_, given, call) => {
    const open = bench().guard.open(given as never, call as never);
    expect(open.push(Buffer.from("a"))).toBe(true);
    expect(await open.finish()).toMatchObject({ action: "deny", because: "scan-failed" });
  });

  it("the end throws", async () => {
    expect(
      await bench()
        .guard.open(head)
        .finish(throws("trailers") as never),
    ).toMatchObject({ because: "scan-failed" });
  });

  it("a chunk is no bytes", async () => {
    const open = bench().guard.open(head);
    expect(open.push("text" as never)).toBe(true);
    expect(await open.finish({ bodyComplete: true })).toMatchObject({ because: "uninspectable" });
  });

  it("a chunk throws, whatever comes after it", async () => {
    const open = bench().guard.open(head);
    const traps = Object.fromEntries(
      ["length", "byteLength", "byteOffset", "buffer"].map((name) => [name, { get: trap }]),
    );
    expect(open.push(Object.defineProperties(Buffer.from(secret), traps))).toBe(true);
    expect(open.push(Buffer.from("a"))).toBe(true);
    expect(await open.finish({ bodyComplete: true })).toMatchObject({ because: "scan-failed" });
  });

  it("the scan throws", async () => {
    const { guard } = bench({ queue: undefined as never }, {}, { scan: trap, detectors: [] });
    const open = guard.open(head);
    expect(open.push(Buffer.from("a"))).toBe(true);
    expect(await open.finish()).toMatchObject({ because: "scan-failed" });
  });

  it.each([
    ["the head", { ...head, bodyComplete: false }, {}],
    ["the end", head, { bodyComplete: false }],
  ])("%s says that the body is incomplete", async (_, given, end) => {
    const open = bench().guard.open(given);
    open.push(Buffer.from("a"));
    expect(await open.finish(end)).toMatchObject({ because: "uninspectable" });
  });
});

describe("time", () => {
  it.each([
    ["since it was opened", {}, 10],
    ["since it arrived, where the caller knows", { arrivedAt: 5_000 }, 5],
    ["since it was opened, where the caller says later", { arrivedAt: 1e9 }, 10],
  ])("counts %s", async (_, call, seconds) => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance", "Date"], now: 0 });
    vi.advanceTimersByTime(10_000);
    const { guard } = bench({ timeoutSeconds: 10 });
    const open = guard.open(head, call);
    vi.advanceTimersByTime(3_000);
    open.push(Buffer.from(secret));
    const verdict = open.finish();
    vi.advanceTimersByTime((seconds - 3) * 1000 - 10);
    expect(await now(verdict)).toBe("pending");
    vi.advanceTimersByTime(20);
    expect(await now(verdict)).toMatchObject({ because: "timeout" });
  });

  it("is up for a body that took longer than a supervisor has, but not for a clean one", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance", "Date"] });
    const { guard } = bench({ timeoutSeconds: 10 });
    const [clean, unclean] = [guard.open(head), guard.open(head)];
    vi.advanceTimersByTime(11_000);
    unclean.push(Buffer.from(secret));
    expect(await unclean.finish()).toMatchObject({ because: "timeout" });
    expect(await clean.finish()).toMatchObject({ because: "clear" });
  });
});
