/** A real mitmproxy with the addon of examples/mitmproxy, in front of the service. */

import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect as connectTls } from "node:tls";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type CheckService, createCheckService } from "../../src/adapters/serve.js";
import { startMitmproxy, withMitmproxy } from "../support/proxies.js";
import type { TestServer } from "../support/servers.js";
import { hasOpenssl, localhostCertificate } from "./support/certificates.js";
import { type ClientAnswer, clients } from "./support/clients.js";
import { HELD, SECRET, StubGuard } from "./support/stub-guard.js";
import { exchange, sha256, startUpstream, type Upstream } from "./support/upstream.js";

const TOKEN = "a-token-for-tests-0";

describe.skipIf(!withMitmproxy || !hasOpenssl)("mitmproxy", () => {
  let directory: string;
  let guard: StubGuard;
  let service: CheckService;
  let proxy: TestServer;
  let upstream: Upstream;
  let secure: Upstream;
  let secureTls: { readonly key: string; readonly cert: string };

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "mitmproxy-test-"));
    secureTls = localhostCertificate();
    const trusted = join(directory, "upstream.pem");
    await writeFile(trusted, secureTls.cert);
    const socket = join(directory, "serve.sock");
    // One service for all tests, each with a guard of its own.
    const current = { check: (...call: Parameters<StubGuard["check"]>) => guard.check(...call) } as StubGuard;
    service = await createCheckService({ guard: current, listen: { path: socket } });
    proxy = await startMitmproxy({
      outbound_dlp: service.url,
      ssl_verify_upstream_trusted_ca: trusted,
      stream_large_bodies: "1k",
    });
  });

  beforeEach(async () => {
    guard = new StubGuard();
    await upstream?.close();
    await secure?.close();
    upstream = await startUpstream();
    secure = await startUpstream({ tls: secureTls });
  });

  afterAll(async () => {
    await proxy?.remove();
    await service?.close();
    await upstream?.close();
    await secure?.close();
    await rm(directory, { recursive: true });
  });

  async function send(url: string, body?: Buffer, chunkedBody = false): Promise<ClientAnswer> {
    const caFile = join(proxy.directory, "mitmproxy-ca-cert.pem");
    const curl = clients.find(({ name }) => name === "curl")!;
    const ca = await readFile(caFile, "utf8");
    return curl.send({
      proxy: `http://127.0.0.1:${proxy.port}`,
      url,
      caFile,
      ca,
      chunked: chunkedBody,
      ...(body ? { body } : {}),
    });
  }

  it.each([
    ["HTTP", () => upstream],
    ["HTTPS", () => secure],
  ])("sends exactly what was scanned, over %s", async (_, target) => {
    const body = Buffer.from(Array.from({ length: 100_000 }, (_value, at) => at % 251));
    // curl speaks HTTP/2 within TLS, which has no chunks.
    for (const isChunked of target() === upstream ? [false, true] : [false]) {
      guard = new StubGuard();
      expect(await send(`${target().origin}/p?q=1`, body, isChunked)).toEqual({
        status: 200,
        text: `sha256:${sha256(body)}`,
      });
      expect(guard.only).toMatchObject({ method: "POST", url: `${target().origin}/p?q=1`, bodyComplete: true });
      expect(sha256(guard.only.body as Buffer)).toBe(sha256(body));
      expect(guard.asked[0]?.call?.client).toMatch(/127\.0\.0\.1/);
    }
    expect((await send(`${target().origin}/get`)).status).toBe(200);
  });

  it.each([
    ["HTTP", () => upstream],
    ["HTTPS", () => secure],
  ])(
    "a secret in the URL or the body is a 403 and nothing is sent, over %s, also in a body that mitmproxy would stream",
    async (_, target) => {
      const long = Buffer.concat([Buffer.alloc(50_000, "x"), Buffer.from(SECRET)]);
      for (const answer of [
        await send(`${target().origin}/${SECRET}`),
        await send(target().origin, long),
        await send(target().origin, long, true),
      ]) {
        expect([answer.status, JSON.parse(answer.text)]).toMatchObject([
          403,
          { error: "request_denied", because: "rejected" },
        ]);
        expect(answer.text).not.toContain(SECRET);
      }
      expect(target().bytes()).toBe(0);
    },
  );

  it("shows headers in wire order with duplicates; a secret in one is denied", async () => {
    const wire = (value: string): string =>
      `GET ${upstream.origin}/ HTTP/1.1\r\nHost: localhost:${upstream.port}\r\nX-A: 1\r\nX-B: ü\r\nX-A: ${value}\r\nConnection: close\r\n\r\n`;
    expect(await exchange(proxy.port, wire("2"))).toMatch(/^HTTP\/1\.1 200 /);
    const pairs = [...(guard.only.headers as [string, string][])].filter(([name]) => name.startsWith("X-"));
    expect(pairs).toEqual([
      ["X-A", "1"],
      ["X-B", Buffer.from("ü").toString("latin1")],
      ["X-A", "2"],
    ]);
    const before = upstream.bytes();
    expect(await exchange(proxy.port, wire(SECRET))).toMatch(/^HTTP\/1\.1 403 /);
    expect(upstream.bytes()).toBe(before);
  });

  it("a body over the service's limit is a 403", async () => {
    const answer = await send(upstream.origin, Buffer.alloc(8 * 1024 * 1024 + 1));
    expect([answer.status, JSON.parse(answer.text).because]).toEqual([403, "uninspectable"]);
    expect(upstream.bytes()).toBe(0);
  });

  it("a client that leaves while its request is held ends the hold", async () => {
    const socket = connect(proxy.port, "127.0.0.1");
    socket.write(
      `POST ${upstream.origin}/ HTTP/1.1\r\nHost: localhost:${upstream.port}\r\nContent-Length: ${HELD.length}\r\n\r\n${HELD}`,
    );
    await guard.held;
    const signal = guard.asked[0]!.call!.signal!;
    expect(signal.aborted).toBe(false);
    socket.destroy();
    await once(signal, "abort");
    expect(upstream.bytes()).toBe(0);
  });

  it("no connection is made for a tunnel before a request in it was checked", async () => {
    const socket = connect(proxy.port, "127.0.0.1");
    socket.write(`CONNECT localhost:${secure.port} HTTP/1.1\r\nHost: localhost:${secure.port}\r\n\r\n`);
    const [established] = await once(socket, "data");
    expect(String(established)).toMatch(/^HTTP\/1\.1 200 /);
    const tls = connectTls({ socket, servername: "localhost", rejectUnauthorized: false });
    await once(tls, "secureConnect");
    expect(secure.bytes()).toBe(0);
    tls.destroy();
  });

  it("upgrades are refused, and what is no HTTP in a tunnel is not sent", async () => {
    const upgrade = `GET ${upstream.origin}/ HTTP/1.1\r\nHost: localhost:${upstream.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n`;
    const socket = connect(proxy.port, "127.0.0.1");
    socket.write(upgrade);
    const [answer] = await once(socket, "data");
    expect(String(answer)).toMatch(/^HTTP\/1\.1 403 /);
    socket.destroy();
    const tunnel = connect(proxy.port, "127.0.0.1");
    tunnel
      .on("error", () => {})
      .write(`CONNECT localhost:${upstream.port} HTTP/1.1\r\nHost: localhost:${upstream.port}\r\n\r\n`);
    await once(tunnel, "data");
    tunnel.write(`\0\x01\x02${SECRET}${"x".repeat(100)}\r\n\r\n`);
    await once(tunnel, "close");
    expect(upstream.bytes()).toBe(0);
    expect(guard.asked).toEqual([]);
  });

  it.each([
    [
      "a wrong token",
      async () => createCheckService({ guard, listen: { host: "127.0.0.1", port: 0 }, token: `${TOKEN}-other` }),
    ],
    ["no service", async () => ({ url: "http://127.0.0.1:1", close: async () => {} })],
  ])("with %s every request is a 403", async (_, start) => {
    const other = await start();
    const lost = await startMitmproxy({ outbound_dlp: other.url }, TOKEN);
    try {
      const answer = await exchange(
        lost.port,
        `GET ${upstream.origin}/ HTTP/1.1\r\nHost: localhost:${upstream.port}\r\nConnection: close\r\n\r\n`,
      );
      expect(answer).toMatch(/^HTTP\/1\.1 403 /);
      expect(upstream.bytes()).toBe(0);
      expect(guard.asked).toEqual([]);
    } finally {
      await lost.remove();
      await other.close();
    }
  });

  it("over TCP, with the token, requests pass", async () => {
    const tcp = await createCheckService({ guard, listen: { host: "127.0.0.1", port: 0 }, token: TOKEN });
    const other = await startMitmproxy({ outbound_dlp: tcp.url }, TOKEN);
    try {
      const wire = `GET ${upstream.origin}/ HTTP/1.1\r\nHost: localhost:${upstream.port}\r\nConnection: close\r\n\r\n`;
      expect(await exchange(other.port, wire)).toMatch(/^HTTP\/1\.1 200 /);
    } finally {
      await other.remove();
      await tcp.close();
    }
  });
});
