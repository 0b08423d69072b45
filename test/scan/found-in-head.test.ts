/** What is remembered of a head in which secrets were found changes no result. */

import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, it } from "vitest";
import {
  catalogue,
  createKnownSecrets,
  type OutboundRequest,
  type ScanOptions,
  scanOutbound,
} from "../../src/index.js";
import { RequestReading, textSurface } from "../../src/request/index.js";
import { type FoundSecret, foundInHead, recallFound } from "../../src/scan/quiet/found-in-head.js";

const SOME = catalogue.filter(({ service }) => ["openai", "github", "stripe"].includes(service));
const OPENAI = `sk-proj-${"aB3xY7qR".repeat(9)}T3BlbkFJ${"aB3xY7qR".repeat(9)}`;
const GITHUB = `ghp_${"aB3xY7qR".repeat(5).slice(0, 36)}`;

const STRIPE = `sk_live_${"aB3xY7qR".repeat(3)}`;

type Header = [string, string];
const base64 = (text: string) => Buffer.from(text).toString("base64");
const places: readonly ((token: string) => Partial<OutboundRequest>)[] = [
  (token) => ({ headers: [["authorization", `Bearer ${token}`]] }),
  (token) => ({ headers: [["x-api-key", token]] }),
  (token) => ({ headers: [["x-note", `caf\u00e9 ${token}`]] }),
  (token) => ({ headers: [["cookie", `theme=dark; key=${token}; lang=en`]] }),
  (token) => ({ headers: [["authorization", `Basic ${base64(`user:${token}`)}`]] }),
  (token) => ({ headers: [["x-note", `${token} and ${token}`]] }),
  (token) => ({ headers: [["x-api-key", token] as Header, ["x-api-key", token] as Header] }),
  (token) => ({ headers: [["x-a", token.slice(0, 9)] as Header, ["x-b", token.slice(9)] as Header] }),
  (token) => ({ headers: [["x-note", Buffer.from(token) as unknown as string]] }),
  (token) => ({ headers: [[token, "1"]] }),
  (token) => ({ trailers: [["x-note", token]] }),
  (token) => ({ url: `https://api.openai.com/v1?key=${encodeURIComponent(token)}` }),
  (token) => ({ url: `https://api.openai.com/v1?key=${Buffer.from(token).toString("hex")}` }),
  (token) => ({ url: new URL(`https://api.openai.com/${encodeURIComponent(token)}`) as unknown as string }),
  () => ({}),
];
const requests = fc
  .tuple(
    fc.constantFrom(...places),
    fc.constantFrom(OPENAI, GITHUB, STRIPE),
    fc.constantFrom("", "{}", `{"note": "${"quite plain ".repeat(8)}"}`, `{"note": "${GITHUB}"}`),
  )
  .map(([place, token, body]): OutboundRequest => {
    const part = place(token);
    const headers = [["content-type", "application/json"], ...((part.headers ?? []) as Header[])] as Header[];
    return { method: "POST", url: "https://api.openai.com/v1/responses", ...part, headers, body };
  });

const options = fc.constantFrom<ScanOptions>(
  {},
  { minConfidence: "low" },
  { issuerTraffic: "trust-issuer" },
  { issuerTraffic: "trust-issuer", issuerHosts: { github: ["api.openai.com"] } },
  { limits: { findings: 1 } },
  { limits: { workBytes: 3000 } },
  { knownSecrets: createKnownSecrets([{ name: "NOTE", value: "quite plain" }]) },
);

const all = ({ findings, ...rest }: ReturnType<typeof scanOutbound>) => ({
  ...rest,
  findings: findings.map((finding) => [finding, finding.matched]),
});

it("a request's result is the same however often its head came, whatever is approved", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(requests, options, fc.subarray([OPENAI, GITHUB])), { minLength: 1, maxLength: 4 }),
      (calls) => {
        const remembering = Object.freeze([...SOME]);
        for (const [request, given, safe] of [...calls, ...calls, ...calls]) {
          const fresh = Object.freeze([...SOME]);
          expect(all(scanOutbound(request, safe, { ...given, detectors: remembering }))).toEqual(
            all(scanOutbound(request, safe, { ...given, detectors: fresh })),
          );
        }
      },
    ),
    { numRuns: 25 },
  );
});

it("a head is told by all of it: another value in the same place is another", () => {
  const detectors = Object.freeze([...SOME]);
  const scan = (token: string) => {
    const headers: Header[] = [["authorization", `Bearer ${token}`]];
    return scanOutbound({ method: "GET", url: "https://example.com/", headers }, [GITHUB], { detectors });
  };
  for (let i = 0; i < 3; i++) expect(scan(GITHUB)).toMatchObject({ verdict: "clear", skipped: 1 });
  const other = GITHUB.replace("aB3", "zB3");
  for (let i = 0; i < 3; i++) expect(scan(other).findings.map(({ matched }) => matched)).toEqual([other]);
  expect(scan(GITHUB)).toMatchObject({ verdict: "clear", skipped: 1 });
});

it("an issuer's trust in one head is not remembered for whom nobody trusts", () => {
  const detectors = Object.freeze([...SOME]);
  const headers: Header[] = [["authorization", `Bearer ${OPENAI}`]];
  const scan = (given: ScanOptions) =>
    scanOutbound({ method: "GET", url: "https://api.openai.com/v1/models", headers }, [], { ...given, detectors });
  for (let i = 0; i < 2; i++) {
    expect(scan({ issuerTraffic: "trust-issuer" }).verdict).toBe("clear");
    expect(scan({}).verdict).toBe("hold");
  }
});

it.each([
  ["as it is", `Bearer ${GITHUB}`],
  ["in base64", `Basic ${base64(`user:${GITHUB}`)}`],
  ["in base64, a byte later", `Basic ${base64(`users:${GITHUB}`)}`],
  ["in base64, two bytes later", `Basic ${base64(`user-a:${GITHUB}:`)}`],
])("what is remembered of a secret that stands in a head %s is where it stands, not what it is", (_, value) => {
  const request: OutboundRequest = { method: "GET", url: "https://example.com/", headers: [["authorization", value]] };
  const reading = new RequestReading(request);
  const surface = reading.surfaces({ bodyBytes: 0 }).find(({ name }) => name === "authorization")!;
  const secrets: FoundSecret[] = scanOutbound(request).findings.map((finding) => ({ surface, finding }));
  const found = foundInHead(secrets, reading)!;
  expect(JSON.stringify(found)).not.toContain(GITHUB.slice(4, 10));
  expect(found.map(({ finding }) => (finding as { matched?: string }).matched)).toEqual([undefined]);
  expect(recallFound(found, reading).map(({ matched }) => matched)).toEqual([GITHUB]);
  expect(foundInHead([{ ...secrets[0]!, surface: textSurface(value) }], reading)).toBeUndefined();
});

it("a head with something that cannot be inspected beside its secret is asked about for both each time", () => {
  const archive = Buffer.concat([Buffer.from("377abcaf271c0004", "hex"), randomBytes(300)]).toString("base64");
  const headers: Header[] = [
    ["authorization", `Bearer ${GITHUB}`],
    ["x-note", archive],
  ];
  const detectors = Object.freeze([...SOME]);
  for (let i = 0; i < 3; i++) {
    const { findings } = scanOutbound({ method: "GET", url: "https://example.com/", headers }, [], { detectors });
    expect(findings.map(({ detector }) => detector)).toEqual(["github-personal-access-token", "archive"]);
  }
});

it("more secrets in a head than may be found are too many, also when it comes again", () => {
  const headers: Header[] = [
    ["authorization", `Bearer ${GITHUB}`],
    ["x-api-key", STRIPE],
  ];
  const detectors = Object.freeze([...SOME]);
  const scan = (findings: number) =>
    scanOutbound({ method: "GET", url: "https://example.com/", headers }, [], { detectors, limits: { findings } });
  for (let i = 0; i < 2; i++) {
    expect(scan(2).findings).toHaveLength(2);
    expect(scan(1).findings.map(({ detector }) => detector)).toContain("findings-limit");
  }
});
