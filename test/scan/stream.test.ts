/** createScan: the findings of the whole, however the body is cut. */

import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { catalogue, createSafeTokens, createScan, OutboundDlpError, scanOutbound } from "../../src/index.js";
import { KeptBody } from "../../src/request/index.js";
import { Lookout } from "../../src/scan/index.js";
import type { OutboundRequest, RequestHead, SafeTokensLike, ScanOptions, ScanResult } from "../../src/types.js";
import { cuts, type Outbound, outbound, pieces } from "./support/outbound.js";

const RUNS = Number(process.env.OUTBOUND_DLP_CUTS ?? 400);

const token = (seed: string): string => `ghp_${createHash("sha256").update(seed).digest("hex").slice(0, 36)}`;
const secret = token("secret");
const other = token("other");
const head: RequestHead = {
  method: "POST",
  url: "https://api.example.com/",
  headers: [["content-type", "text/plain"]],
};
const text = (length: number): Buffer => Buffer.from("lorem ipsum dolor ".repeat(length / 18 + 1)).subarray(0, length);

/** Everything of a result, with the values that no print shows. */
function shown(result: ScanResult): unknown {
  return { ...result, matched: result.matched, values: result.findings.map(({ matched }) => matched) };
}

interface Streamed {
  readonly told: readonly boolean[];
  readonly result: ScanResult;
}

/** Pushes the pieces through one buffer, as a socket that reuses its memory does. `stop`: at the first piece that says so. */
function stream(
  { request }: Outbound,
  fractions: readonly number[],
  safe: SafeTokensLike | undefined,
  options: ScanOptions,
  stop = false,
): Streamed {
  const { body, trailers, bodyComplete, ...rest } = request;
  const scan = createScan(rest, safe, options);
  const told: boolean[] = [];
  for (const piece of pieces(body, fractions)) {
    const reused = Buffer.from(piece);
    told.push(scan.push(reused));
    reused.fill(0x41);
    if (stop && told.at(-1)) break;
  }
  const end = {
    ...(trailers === undefined ? {} : { trailers }),
    ...(bodyComplete === undefined ? {} : { bodyComplete }),
  };
  return { told, result: scan.finish(end) };
}

const limits = fc.constantFrom<ScanOptions>(
  {},
  {},
  { limits: { bodyBytes: 200 } },
  { limits: { bodyBytes: 0 } },
  { limits: { bodyBytes: 3000.5, findings: 1 } },
  { minConfidence: "low" },
  { limits: { workBytes: 2000 } },
);

/** Approved: some of the values, and sometimes exactly this body. */
const approved = fc.record({ every: fc.constantFrom(0, 0, 1, 2), body: fc.boolean() });
function approvedIn({ request, values }: Outbound, { every, body }: { every: number; body: boolean }): string[] {
  const safe = every === 0 ? [] : values.filter((_, i) => i % every === 0);
  return body ? [...safe, `sha256:${createHash("sha256").update(request.body).digest("hex")}`] : safe;
}

describe("a body in pieces", () => {
  it("gives the result of the whole, however it is cut", () => {
    fc.assert(
      fc.property(outbound, cuts, limits, approved, (made, fractions, options, safe) => {
        const tokens = approvedIn(made, safe);
        const { result } = stream(made, fractions, tokens, options);
        expect(shown(result)).toEqual(shown(scanOutbound(made.request, tokens, options)));
      }),
      { numRuns: RUNS },
    );
  });

  it("of which a finding stands before its end has one at its end, whatever came between, and at that place", () => {
    let early = 0;
    fc.assert(
      fc.property(outbound, cuts, limits, approved, (made, fractions, options, safe) => {
        const tokens = approvedIn(made, safe);
        const { told, result } = stream(made, fractions, tokens, options);
        expect([...told].sort()).toEqual(told);
        if (told.at(-1) !== true) return;
        early += 1;
        expect(result.verdict).toBe("hold");
        expect(stream(made, fractions, tokens, options, true).result.verdict).toBe("hold");
      }),
      { numRuns: RUNS },
    );
    expect(early).toBeGreaterThan(RUNS / 10);
  });

  it("in which everything is approved is not said to hold a finding, wherever it is cut", () => {
    fc.assert(
      fc.property(outbound, ({ request }) => {
        const { bodyComplete, body, trailers, ...rest } = request;
        const short = body.subarray(0, 600);
        const { findings } = scanOutbound({ ...rest, body: short }, [], { limits: { findings: 1000 } });
        const safe = findings.map(({ matched }) => matched);
        fc.pre(scanOutbound({ ...rest, body: short }, safe).verdict === "clear");
        const cutAt = [...short.keys()];
        expect(cutAt.filter((at) => createScan(rest, safe).push(short.subarray(0, at)))).toEqual([]);
      }),
      { numRuns: RUNS / 10 },
    );
  });

  it("byte by byte, gives the result of the whole", () => {
    const body = Buffer.from(`{"a":"${secret}","b":"${Buffer.from(other).toString("base64")}"}`);
    const scan = createScan(head);
    for (const byte of body) scan.push(Uint8Array.of(byte));
    expect(shown(scan.finish())).toEqual(shown(scanOutbound({ ...head, body })));
  });

  it("that is empty, or never came, is no body", () => {
    const scan = createScan(head);
    expect(scan.push(Buffer.alloc(0))).toBe(false);
    expect(shown(scan.finish())).toEqual(shown(scanOutbound(head)));
    expect(shown(createScan(head).finish())).toEqual(shown(scanOutbound(head)));
  });

  it("over the limit is named by the digest of all its bytes, and passes once that is approved", () => {
    const body = text(100_000);
    const options = { limits: { bodyBytes: 1000 } };
    const whole = scanOutbound({ ...head, body }, [], options);
    const run = (safe: SafeTokensLike): ScanResult => {
      const scan = createScan(head, safe, options);
      for (let at = 0; at < body.length; at += 777) scan.push(body.subarray(at, at + 777));
      return scan.finish();
    };
    expect(shown(run([]))).toEqual(shown(whole));
    expect(whole.matched).toBe(`sha256:${createHash("sha256").update(body).digest("hex")}`);
    expect(run([whole.matched!])).toMatchObject({ verdict: "clear", skipped: 1 });
    const store = createSafeTokens([whole.matched!]);
    expect(run(store)).toMatchObject({ verdict: "clear", skipped: 1 });
    body[99_999] = 0x41;
    expect(run(store)).toMatchObject({ verdict: "hold" });
  });
});

describe("the cost", () => {
  const found = createScan(head).finish();
  const hold = scanOutbound({ ...head, body: `"${secret}" ` });

  it.each([
    ["in single bytes", 1, 20_000, found],
    ["in small pieces", 100, 200_000, found],
    ["in packets", 16 * 1024, 2_000_000, found],
    ["where each look finds what the scan of all does not", 50, 100_000, hold],
  ])("of looking is a fixed multiple of the body %s", (_, size, length, windowed) => {
    let looked = 0;
    const scan = (outbound: OutboundRequest): ScanResult => {
      looked += outbound.body?.length ?? 0;
      return outbound.url === "" ? windowed : found;
    };
    const lookout = new Lookout({
      head,
      scan,
      detectors: catalogue,
      hasApprovals: () => false,
      mayApproveDigests: true,
    });
    const body = new KeptBody(length);
    const piece = Buffer.from(`"${secret}" `.padEnd(size)).subarray(0, size);
    for (let at = 0; at < length; at += size) {
      body.push(piece);
      expect(lookout.look(body, true)).toBe(false);
    }
    expect(looked).toBeGreaterThan(length / 2);
    expect(looked).toBeLessThan(4 * length + 128 * 1024);
  });
});

describe("memory", () => {
  it("is bounded by the limit, whatever comes", () => {
    const scan = createScan(head, createSafeTokens(), { limits: { bodyBytes: 64 * 1024 } });
    const chunk = text(1024 * 1024);
    scan.push(chunk);
    const before = process.memoryUsage().arrayBuffers;
    for (let i = 0; i < 64; i++) scan.push(chunk);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * 1024 * 1024);
    expect(scan.finish().findings[0]?.location.end).toBe(65 * chunk.length);
  });
});

describe("push", () => {
  it.each<[string, RequestHead]>([
    ["the URL", { ...head, url: `https://api.example.com/?k=${secret}` }],
    ["a header", { ...head, headers: { authorization: `Bearer ${secret}` } }],
    ["headers that can be read only once", { ...head, headers: [["x", secret] as const].values() }],
    ["what is missing", { ...head, bodyComplete: false }],
  ])("says at once what stands in %s", (_, given) => {
    const scan = createScan(given);
    expect(scan.push(Buffer.from("a"))).toBe(true);
    expect(scan.finish().verdict).toBe("hold");
  });

  it.each([
    ["in JSON", `{"key":"${secret}","more":`],
    ["in a form", `a=1&key=${secret}`],
    ["at the end of a line", `key ${secret}\nmore`],
    ["as base64, well before the end", `${Buffer.from(secret).toString("base64")} ${text(1100)}`],
    ["in full, whatever may follow", secret],
  ])("says that a token stands %s", (_, body) => {
    expect(createScan(head).push(Buffer.from(body))).toBe(true);
  });

  it.each([
    ["half a token", secret.slice(0, 20)],
    ["a token that can go on", `ya29.${"aB3_".repeat(9)}`],
    ["a token that an escape may lengthen", `ya29.${"aB3_".repeat(9)}%4`],
    ["compressed data that have not ended", "\x1f\x8b\x08\0\0\0\0\0\0\x03abc"],
  ])("does not yet say so of %s", (_, body) => {
    expect(createScan(head).push(Buffer.from(body, "latin1"))).toBe(false);
  });

  it.each([
    ["of which a part is a value too", `fm2_${"lJPEc0fR".repeat(11)},fm2_${"lJPEc0fR".repeat(11)}`],
    ["that begins with a whole value of another kind", `rpa_${"G0Y4O46lUEogmoJaYl5jfIDdDzdARVqoV51q66dIW"}`],
    [
      "of several lines",
      `-----BEGIN ${"PRIVATE"} KEY-----\n${"MIIEvQIBADANBgkqhkiG9w0BAQ\n".repeat(9)}-----END PRIVATE KEY-----`,
    ],
  ])("says nothing of an approved value %s, wherever it is cut", (_, value) => {
    expect(scanOutbound({ ...head, body: value }, [value])).toMatchObject({ verdict: "clear", skipped: 1 });
    const told = [...value].map((_, at) => createScan(head, [value]).push(Buffer.from(value.slice(0, at + 1))));
    expect(told.indexOf(true)).toBe(-1);
  });

  it("says nothing of an approved value, and says it of the next, once that is no part of a longer one", () => {
    const scan = createScan(head, [secret]);
    expect(scan.push(Buffer.from(`"${secret}" `))).toBe(false);
    expect(scan.push(Buffer.from(`"${other}" `))).toBe(false);
    expect(scan.push(text(2000))).toBe(true);
    expect(scan.finish()).toMatchObject({ skipped: 1, findings: [{ detector: "github-personal-access-token" }] });
  });

  it("finds a token over the seam of two pieces, far into the body", () => {
    const scan = createScan(head);
    for (let i = 0; i < 40; i++) expect(scan.push(text(64 * 1024))).toBe(false);
    expect(scan.push(Buffer.from(`${text(5000)} ${secret.slice(0, 11)}`))).toBe(false);
    expect(scan.push(Buffer.from(`${secret.slice(11)} ${text(100)}`))).toBe(true);
  });

  it("says that a body over the limit stands, unless its digest may be approved", () => {
    const options = { limits: { bodyBytes: 10 } };
    expect(createScan(head, [secret], options).push(text(11))).toBe(true);
    expect(createScan(head, ["sha256:..."], options).push(text(11))).toBe(false);
    expect(createScan(head, createSafeTokens(), options).push(text(11))).toBe(false);
  });

  it("says it of what came before the limit, once that is passed", () => {
    const scan = createScan({ ...head, headers: { "content-encoding": "gzip" } }, createSafeTokens(), {
      limits: { bodyBytes: 100 },
    });
    expect(scan.push(Buffer.from(secret.padEnd(100)))).toBe(false);
    expect(scan.push(Buffer.from("x"))).toBe(true);
  });

  it("of what is no bytes makes the body one that nobody can approve", () => {
    const scan = createScan(head);
    expect(scan.push("text" as never)).toBe(true);
    expect(scan.finish().findings).toMatchObject([{ detector: "body-incomplete", approvable: false }]);
  });
});

describe("a scan", () => {
  it("reads safe tokens that can be read only once, and the caller's later changes to options do nothing", () => {
    const limits = { bodyBytes: 1000 };
    const scan = createScan(head, [secret].values(), { limits });
    limits.bodyBytes = 1;
    for (let i = 0; i < 3; i++) scan.push(Buffer.from(`"${secret}" `));
    expect(scan.finish()).toMatchObject({ verdict: "clear", skipped: 3 });
  });

  it("asks a store for this request's host", () => {
    const store = createSafeTokens();
    store.add(secret, { scope: { host: "api.example.com" } });
    const verdicts = ["api.example.com", "example.org"].map((host) => {
      const scan = createScan({ ...head, url: `https://${host}/` }, store);
      scan.push(Buffer.from(`"${secret}"`));
      return scan.finish().verdict;
    });
    expect(verdicts).toEqual(["clear", "hold"]);
  });

  it("that is finished takes nothing more", () => {
    const scan = createScan(head);
    scan.finish();
    expect(() => scan.push(Buffer.from(secret))).toThrow(OutboundDlpError);
    expect(() => scan.finish()).toThrow(expect.objectContaining({ code: "SCAN_FINISHED" }));
  });

  it("refuses options that cannot be used when it is made", () => {
    expect(() => createScan(head, [], { limits: { bodyBytes: -1 } })).toThrow("limits.bodyBytes");
  });
});
