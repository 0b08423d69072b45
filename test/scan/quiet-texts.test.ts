/** What is remembered of texts in which nothing was found changes no finding. */

import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, it } from "vitest";
import { catalogue, createKnownSecrets, type OutboundRequest, scanOutbound } from "../../src/index.js";
import { tokens } from "../properties/support/tokens.js";

const NAMES = ["user-agent", "accept", "host", "x-request-id", "sec-fetch-dest", "authorization", "accept-x"];
const clean = fc.constantFrom("a", "text/html", "one; q=0.9", "Mozilla/5.0 (X11; Linux x86_64)", "4bf92f3577b34da6");
const headers = fc.array(fc.tuple(fc.constantFrom(...NAMES), fc.oneof({ weight: 4, arbitrary: clean }, tokens)), {
  maxLength: 6,
});
const requests = fc
  .tuple(headers, fc.constantFrom("/v1", "/v1/chat", "/v1?a=1"), fc.option(tokens, { freq: 6 }))
  .map(([list, path, token]): OutboundRequest => {
    const url = `https://api.example.com${path}${token === null ? "" : `/${encodeURIComponent(token)}`}`;
    return { method: "GET", url, headers: list };
  });

it("a request's findings are the same whatever was scanned before it", () => {
  fc.assert(
    fc.property(fc.array(requests, { minLength: 1, maxLength: 8 }), (all) => {
      // Another list of the same detectors remembers nothing yet.
      const fresh = () => ({ detectors: Object.freeze([...catalogue.slice(0, 200)]) });
      const remembering = fresh();
      for (const request of all)
        expect(scanOutbound(request, [], remembering).findings).toEqual(scanOutbound(request, [], fresh()).findings);
    }),
    { numRuns: 15 },
  );
});

it("a known secret is found in a text in which nothing was found before", () => {
  const request = { method: "GET", url: "https://api.example.com/", headers: [["user-agent", "quite plain"]] } as const;
  expect(scanOutbound(request).verdict).toBe("clear");
  const knownSecrets = createKnownSecrets([{ name: "PLAIN", value: "quite plain" }]);
  expect(scanOutbound(request, [], { knownSecrets }).findings.map(({ matched }) => matched)).toEqual(["quite plain"]);
  expect(scanOutbound(request).verdict).toBe("clear");
});

/** Scans of a request with a list of detectors that has seen nothing, and with one that has seen its head. */
function bothScans(request: OutboundRequest) {
  const fresh = () => ({ detectors: Object.freeze([...catalogue.slice(0, 200)]) });
  const seen = fresh();
  const { body: _, ...head } = request;
  expect(scanOutbound(head as OutboundRequest, [], seen).verdict).toBe("clear");
  return [scanOutbound(request, [], fresh()), scanOutbound(request, [], seen)] as const;
}

it("a body's findings are the same behind a head in which nothing was found before", () => {
  const headers = [
    ["content-type", "application/json"],
    ["user-agent", "an agent"],
  ] as [string, string][];
  const bodies = fc.oneof(
    tokens.map((token) => JSON.stringify({ text: token })),
    fc.constantFrom("{}", "%25".repeat(20_000), "\\u0061".repeat(40_000)),
  );
  fc.assert(
    fc.property(bodies, (body) => {
      const [first, again] = bothScans({ method: "POST", url: "https://api.example.com/v1", headers, body });
      expect(again.verdict).toBe(first.verdict);
      expect(again.findings).toEqual(first.findings);
    }),
    { numRuns: 30 },
  );
});

it("a head that differs in one byte, or in whose it is, is read anew", () => {
  const detectors = Object.freeze([...catalogue]);
  const token = `ghp_${"aB3xY7qR".repeat(5).slice(0, 36)}`;
  const heads = (value: string): readonly OutboundRequest[] => [
    { method: "GET", url: `https://api.example.com/${value}`, headers: [["x-note", "plain"]] },
    { method: "GET", url: "https://api.example.com/", headers: [["x-note", value]] },
    { method: "GET", url: "https://api.example.com/", headers: [["x-note", "plain"]], trailers: [["x-note", value]] },
    { method: "GET", url: "https://api.example.com/", headers: [["x-note", Buffer.from(value) as unknown as string]] },
  ];
  for (const plain of heads("plain")) expect(scanOutbound(plain, [], { detectors }).verdict).toBe("clear");
  for (const secret of heads(token))
    expect(scanOutbound(secret, [], { detectors }).findings.map(({ matched }) => matched)).toEqual([token]);
});

const TOKEN = `ghp_${"aB3xY7qR".repeat(5).slice(0, 36)}`;
const TEXT = `{"messages": [{"role": "user", "content": "${"Please summarise this. ".repeat(4)}"}]}`;
const SPLIT = `text=${"quite+plain+".repeat(8)}&a=${TOKEN.slice(0, 9)}&b=${TOKEN.slice(9)}`;
const FORM: [string, string][] = [["content-type", "application/x-www-form-urlencoded"]];
const SECRET = TEXT.replace("this", `this ${TOKEN}`);

/** A scan of a body that has come before, so that it is remembered if nothing was found in it. */
function scanAgain(request: Partial<OutboundRequest>, before: Partial<OutboundRequest> = request, options = {}) {
  const own = { detectors: Object.freeze([...catalogue.slice(0, 200)]), ...options };
  const whole = (part: Partial<OutboundRequest>): OutboundRequest => ({
    method: "POST",
    url: "https://api.example.com/v1",
    headers: [["content-type", "application/json"]],
    ...part,
  });
  for (let i = 0; i < 3; i++) scanOutbound(whole(before), [], own);
  return scanOutbound(whole(request), [], own);
}

const bodies = fc.oneof(
  tokens.map((token) => JSON.stringify({ text: `${"quite plain ".repeat(6)}${token}` })),
  fc.constantFrom(TEXT, `${TEXT}%25`, gzipSync(TEXT), gzipSync(SECRET), Buffer.from(SECRET).toString("base64")),
  fc.constantFrom("%25".repeat(20_000), "\\u0061".repeat(40_000)),
);
const types = fc.constantFrom("application/json", "text/plain", "application/x-www-form-urlencoded");

it("a body's findings are the same however often it came, and whatever came before it", () => {
  const posts = fc.tuple(bodies, types, fc.boolean(), fc.boolean(), fc.constantFrom("a", "%41".repeat(300))).map(
    ([body, type, isGzip, bodyComplete, note]): OutboundRequest => ({
      method: "POST",
      url: "https://api.example.com/v1",
      headers: [
        ["content-type", type],
        ["x-note", note],
        ...(isGzip ? [["content-encoding", "gzip"] as [string, string]] : []),
      ],
      body,
      bodyComplete,
    }),
  );
  fc.assert(
    fc.property(fc.array(posts, { minLength: 1, maxLength: 4 }), fc.constantFrom(2e4, 1e5, 1e7), (all, workBytes) => {
      const limits = { workBytes };
      const fresh = () => ({ detectors: Object.freeze([...catalogue.slice(0, 200)]), limits });
      const remembering = fresh();
      for (const request of [...all, ...all, ...all])
        expect(scanOutbound(request, [], remembering)).toEqual(scanOutbound(request, [], fresh()));
    }),
    { numRuns: 10 },
  );
});

it.each<[string, Partial<OutboundRequest>, Partial<OutboundRequest>]>([
  ["differs in what it holds", { body: SECRET }, { body: TEXT }],
  [
    "is compressed, and was not said to be",
    { body: gzipSync(SECRET), headers: [["content-encoding", "gzip"]] },
    { body: gzipSync(TEXT) },
  ],
  ["is not whole", { body: TEXT, bodyComplete: false }, { body: TEXT }],
  [
    "is a form, and was not",
    { body: SPLIT, headers: FORM },
    { body: SPLIT, headers: [["content-type", "text/plain"]] },
  ],
])("a body is read anew when it %s", (_, request, before) => {
  expect(scanAgain(request, before).verdict).toBe("hold");
});

it("a body is read anew for another depth, another limit and another confidence", () => {
  const twice = { body: Buffer.from(Buffer.from(SECRET).toString("base64")).toString("base64") };
  const detectors = Object.freeze([...catalogue.slice(0, 200)]);
  const scan = (options: object) => scanAgain(twice, twice, { detectors, ...options });
  expect(scan({ limits: { viewDepth: 0, workBytes: 1e9 } }).findings.map(({ kind }) => kind)).toEqual([
    "uninspectable",
  ]);
  expect(scan({}).findings.map(({ matched }) => matched)).toContain(TOKEN);
  const body = { body: JSON.stringify({ note: "quite plain ".repeat(6), password: "changeme123" }) };
  expect(scanAgain(body, body, { detectors: catalogue }).verdict).toBe("clear");
  expect(scanAgain(body, body, { detectors: catalogue, minConfidence: "low" }).verdict).toBe("hold");
  expect(scan({ limits: { bodyBytes: 80 } }).findings.map(({ detector }) => detector)).toContain("body-size");
});

it("a known secret is found in a body in which nothing was found before", () => {
  const detectors = Object.freeze([...catalogue.slice(0, 200)]);
  const knownSecrets = createKnownSecrets([{ name: "PLAIN", value: "summarise this" }]);
  const body = { body: TEXT };
  expect(scanAgain(body, body, { detectors }).verdict).toBe("clear");
  expect(scanAgain(body, body, { detectors, knownSecrets }).verdict).toBe("hold");
  expect(scanAgain(body, body, { detectors }).verdict).toBe("clear");
});

it("a body that has less work left than it took, or more than it ended for, is read anew", () => {
  const body = `a=${"%41b".repeat(4000)}`;
  const headed = (note: string): Partial<OutboundRequest> => ({ body, headers: [["x-note", note], ...FORM] });
  const [cheap, dear] = [headed("a"), headed("%41".repeat(2000))];
  const verdicts = new Set<string>();
  for (let workBytes = 16_000; workBytes < 44_000; workBytes += 1000)
    for (const [before, now] of [
      [cheap, dear],
      [dear, cheap],
    ] as const) {
      const scan = (first: Partial<OutboundRequest>) => scanAgain(now, first, { limits: { workBytes } });
      const again = scan(before);
      expect(again).toEqual(scan({ body: TEXT }));
      verdicts.add(again.findings.map(({ detector, location }) => detector + location.surface).join());
    }
  expect([...verdicts].sort()).toEqual(["", "work-budgetbody"]);
});

it("a body in which all that was found was approved is read again once nothing is", () => {
  const request: OutboundRequest = { method: "POST", url: "https://api.example.com/v1", headers: [], body: SECRET };
  const options = { detectors: Object.freeze([...catalogue.slice(0, 200)]) };
  for (let i = 0; i < 3; i++) expect(scanOutbound(request, [TOKEN], options).verdict).toBe("clear");
  expect(scanOutbound(request, [], options).verdict).toBe("hold");
});
