/** The gateway as real clients see it: what is clean arrives to the byte, what is not never leaves. */

import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createGateway, type Gateway } from "../../src/adapters/mockttp.js";
import { certificateAuthority, hasOpenssl, localhostCertificate } from "./support/certificates.js";
import { type ClientCall, clients } from "./support/clients.js";
import { notOpened, SECRET, StubGuard } from "./support/stub-guard.js";
import { sha256, startUpstream, type Upstream } from "./support/upstream.js";

let guard: StubGuard;
let gateway: Gateway;
let upstreams: Record<"http" | "https", Upstream>;
let common: Pick<ClientCall, "ca" | "caFile">;
const directory = mkdtempSync(join(tmpdir(), "gateway-"));

describe.skipIf(!hasOpenssl)("the gateway", () => {
  beforeAll(async () => {
    const [ca, tls] = [await certificateAuthority(), localhostCertificate()];
    const caFile = join(directory, "ca.pem");
    writeFileSync(caFile, ca.cert);
    common = { ca: ca.cert, caFile };
    upstreams = { http: await startUpstream(), https: await startUpstream({ tls }) };
    const shared = new StubGuard();
    gateway = await createGateway({
      guard: {
        ...shared,
        check: (request, call) => guard.check(request, call),
        open: notOpened,
        close: async () => {},
      },
      ca,
      upstreamCas: [tls.cert],
    });
  });
  beforeEach(() => {
    guard = new StubGuard();
    for (const upstream of Object.values(upstreams)) upstream.received.length = 0;
  });
  afterAll(async () => {
    await gateway.close();
    for (const upstream of Object.values(upstreams)) await upstream.close();
    rmSync(directory, { recursive: true });
  });

  const MIB = 1024 * 1024;
  const REQUESTS: readonly (readonly [name: string, call: Pick<ClientCall, "body" | "headers" | "chunked">])[] = [
    ["a GET", {}],
    ["JSON", { body: Buffer.from('{"a":"ü"}'), headers: { "content-type": "application/json" } }],
    ["gzip", { body: gzipSync(randomBytes(5_000)), headers: { "content-encoding": "gzip" } }],
    ["a chunked body", { body: randomBytes(100_000), chunked: true }],
    ["3 MiB, for which curl waits for a 100 Continue", { body: randomBytes(3 * MIB) }],
  ];
  const SECRETS: readonly (readonly [
    name: string,
    path: string,
    call: Pick<ClientCall, "body" | "headers" | "chunked">,
  ])[] = [
    ["the URL", `/?q=${SECRET}`, {}],
    ["a header", "/", { headers: { authorization: `Bearer ${SECRET}` } }],
    ["the body", "/", { body: Buffer.from(SECRET) }],
    ["a chunked body", "/", { body: Buffer.from(`${"x".repeat(990)}${SECRET}`), chunked: true }],
    ["3 MiB", "/", { body: Buffer.concat([randomBytes(3 * MIB), Buffer.from(SECRET)]) }],
  ];

  describe.each(clients)("$name", ({ present, send }) => {
    describe.each(["http", "https"] as const)("%s", (scheme) => {
      it.skipIf(!present).each(REQUESTS)("%s arrives to the byte", async (_, call) => {
        const upstream = upstreams[scheme];
        const answer = await send({ ...common, ...call, proxy: gateway.url, url: `${upstream.origin}/path?q=1` });
        const body = call.body ?? Buffer.alloc(0);
        expect(answer).toEqual({ status: 200, text: `sha256:${sha256(body)}` });
        expect(sha256(guard.only.body as Buffer)).toBe(sha256(body));
        expect(guard.only.url).toBe(`${upstream.origin}/path?q=1`);
        expect(upstream.received.map(({ url }) => url)).toEqual(["/path?q=1"]);
      });

      it.skipIf(!present).each(SECRETS)("a secret in %s is a 403, and no byte leaves", async (_, path, call) => {
        const before = upstreams[scheme].bytes();
        const answer = await send({ ...common, ...call, proxy: gateway.url, url: upstreams[scheme].origin + path });
        expect(answer.status).toBe(403);
        expect(JSON.parse(answer.text)).toMatchObject({ because: "rejected" });
        expect(answer.text).not.toContain(SECRET);
        expect(upstreams[scheme].bytes()).toBe(before);
      });
    });
  });
});
