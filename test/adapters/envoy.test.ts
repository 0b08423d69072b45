/** A real Envoy with the configuration of examples/envoy, in front of the service. */

import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { connect } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type CheckService, createCheckService } from "../../src/adapters/serve.js";
import { startEnvoy, withEnvoy } from "../support/proxies.js";
import type { TestServer } from "../support/servers.js";
import { repository } from "../support/source.js";
import { HELD, SECRET, StubGuard } from "./support/stub-guard.js";
import { chunked, exchange, sha256, startUpstream, type Upstream } from "./support/upstream.js";

const TOKEN = "a-token-for-tests-0";

describe.skipIf(!withEnvoy)("Envoy", () => {
  let guard: StubGuard;
  let service: CheckService;
  let proxy: TestServer;
  let upstream: Upstream;

  /** The example, for the ports of this run. Each replacement must find what it replaces. */
  async function startProxy(change: (yaml: string) => string = (yaml) => yaml, token = TOKEN): Promise<TestServer> {
    let yaml = await readFile(`${repository}examples/envoy/envoy.yaml`, "utf8");
    const replace = (from: string, to: string): void => {
      expect(yaml).toContain(from);
      yaml = yaml.replaceAll(from, to);
    };
    replace("port_value: 8090", `port_value: ${new URL(service.url).port}`);
    replace("address: notes.example, port_value: 80 ", `address: 127.0.0.1, port_value: ${upstream.port} `);
    replace("REPLACE_WITH_THE_TOKEN", token);
    return startEnvoy((port) => change(yaml.replace("port_value: 8080", `port_value: ${port}`)));
  }

  beforeAll(async () => {
    const current = { check: (...call: Parameters<StubGuard["check"]>) => guard.check(...call) } as StubGuard;
    service = await createCheckService({ guard: current, listen: { host: "127.0.0.1", port: 0 }, token: TOKEN });
    upstream = await startUpstream();
    proxy = await startProxy();
  });
  beforeEach(() => {
    guard = new StubGuard();
    upstream.received.length = 0;
  });
  afterAll(async () => {
    await proxy?.remove();
    await service?.close();
    await upstream?.close();
  });

  function wire(
    method: string,
    path: string,
    headers: readonly string[] = [],
    body?: Buffer,
    isChunked = false,
  ): Buffer {
    const framing =
      body === undefined ? [] : [isChunked ? "Transfer-Encoding: chunked" : `Content-Length: ${body.length}`];
    const head = [
      `${method} ${path} HTTP/1.1`,
      "Host: notes.example",
      "Connection: close",
      ...headers,
      ...framing,
      "",
      "",
    ];
    const sent = body === undefined ? Buffer.alloc(0) : isChunked ? chunked(body) : body;
    return Buffer.concat([Buffer.from(head.join("\r\n")), sent]);
  }

  it.each([
    ["no body", undefined, false],
    ["an empty body", Buffer.alloc(0), false],
    ["a few bytes", Buffer.from("hello"), false],
    ["a few bytes, chunked", Buffer.from("hello"), true],
    ["3 MiB", Buffer.alloc(3 * 1024 * 1024, "abc"), false],
    ["3 MiB, chunked", Buffer.alloc(3 * 1024 * 1024, "abc"), true],
  ])("sends exactly what was scanned: %s", async (_, body, isChunked) => {
    const answer = await exchange(proxy.port, wire("POST", "/p?q=1", ["X-A: 1", "X-A: 2"], body, isChunked));
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    const sent = body ?? Buffer.alloc(0);
    expect(guard.only).toMatchObject({ method: "POST", url: "http://notes.example/p?q=1", bodyComplete: true });
    expect(sha256(guard.only.body as Buffer)).toBe(sha256(sent));
    expect(upstream.received.map((received) => [received.url, sha256(received.body)])).toEqual([
      ["/p?q=1", sha256(sent)],
    ]);
  });

  const BIG = Buffer.concat([Buffer.alloc(2_000_000, "x"), Buffer.from(SECRET)]);
  const PLACES: readonly (readonly [name: string, bytes: () => Buffer])[] = [
    ["URL", () => wire("GET", `/${SECRET}`)],
    ["query", () => wire("GET", `/?q=${SECRET}`)],
    ["header", () => wire("GET", "/", [`X-A: ${SECRET}`])],
    ["Authorization", () => wire("GET", "/", [`Authorization: Bearer ${SECRET}`])],
    ["second of two headers", () => wire("GET", "/", ["X-A: 1", `X-A: ${SECRET}`])],
    ["body", () => wire("POST", "/", [], Buffer.from(SECRET))],
    ["body of a GET", () => wire("GET", "/", [], Buffer.from(SECRET))],
    ["end of a long body", () => wire("POST", "/", [], BIG)],
    ["end of a long chunked body", () => wire("POST", "/", [], BIG, true)],
  ];

  it.each(PLACES)("a secret in the %s is a 403, and nothing is sent", async (_, bytes) => {
    const before = upstream.bytes();
    const answer = await exchange(proxy.port, bytes());
    expect(answer).toMatch(/^HTTP\/1\.1 403 /);
    expect(answer).toContain('"because":"rejected"');
    expect(answer).not.toContain(SECRET);
    expect(upstream.bytes()).toBe(before);
  });

  it.each([
    "x-outbound-dlp-token",
    "x-envoy-auth-partial-body",
    "x-envoy-internal",
    "x-envoy-expected-rq-timeout-ms",
    "x-forwarded-proto",
    "x-request-id",
  ])("a client cannot smuggle in %s, which Envoy writes itself", async (name) => {
    await exchange(proxy.port, wire("POST", "/", [`${name}: ${SECRET}`], Buffer.from("hello")));
    expect(JSON.stringify(upstream.received.map(({ rawHeaders }) => rawHeaders))).not.toContain(SECRET);
  });

  it("trailers are not sent", async () => {
    const bytes = Buffer.concat([
      Buffer.from("POST / HTTP/1.1\r\nHost: notes.example\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"),
      chunked(Buffer.from("x"), `T: ${SECRET}\r\n`),
    ]);
    await exchange(proxy.port, bytes);
    expect(upstream.received.map(({ rawTrailers }) => rawTrailers)).toEqual([[]]);
  });

  it("a body that is longer than the service reads is a 403", async () => {
    const before = upstream.bytes();
    const answer = await exchange(proxy.port, wire("POST", "/", [], Buffer.alloc(9 * 1024 * 1024)));
    expect(answer).toMatch(/^HTTP\/1\.1 403 .*"because":"uninspectable"/s);
    expect(guard.only.bodyComplete).toBe(false);
    expect(upstream.bytes()).toBe(before);
  });

  it("a client that says its cut body is whole is not believed", async () => {
    const header = "x-envoy-auth-partial-body: false";
    const answer = await exchange(proxy.port, wire("POST", "/", [header], Buffer.alloc(9 * 1024 * 1024)));
    expect(answer).toMatch(/^HTTP\/1\.1 403 /);
    expect(guard.only.bodyComplete).toBe(false);
  });

  it("a client that leaves while its request is held ends the hold", async () => {
    const before = upstream.bytes();
    const socket = connect(proxy.port, "127.0.0.1");
    socket.write(wire("POST", "/", [], Buffer.from(HELD)));
    await guard.held;
    const signal = guard.asked[0]!.call!.signal!;
    expect(signal.aborted).toBe(false);
    socket.destroy();
    await once(signal, "abort");
    expect(upstream.bytes()).toBe(before);
  });

  it.each([
    ["an upgrade", "GET / HTTP/1.1\r\nHost: notes.example\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n\r\n"],
    ["CONNECT", "CONNECT notes.example:443 HTTP/1.1\r\nHost: notes.example:443\r\nConnection: close\r\n\r\n"],
  ])("%s is not sent on", async (_, bytes) => {
    const before = upstream.bytes();
    const socket = connect(proxy.port, "127.0.0.1");
    socket.write(bytes);
    const [answer] = await once(socket, "data");
    socket.destroy();
    expect(String(answer)).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(upstream.bytes()).toBe(before);
  });

  it.each([
    ["a wrong token", (yaml: string) => yaml.replace(TOKEN, "another-token-0000")],
    ["headers withheld", (yaml: string) => yaml.replace(/^ *allowed_headers:.*$/m, "")],
    ["no service", (yaml: string) => yaml.replaceAll(`port_value: ${new URL(service.url).port}`, "port_value: 1")],
    ["bodies withheld", (yaml: string) => yaml.replace(/^ *with_request_body:.*$/m, "")],
  ])("with %s a request with a body is a 403", async (_, change) => {
    const broken = await startProxy(change);
    try {
      const before = upstream.bytes();
      const answer = await exchange(broken.port, wire("POST", "/", ["Content-Type: text/plain"], Buffer.from("hello")));
      expect(answer).toMatch(/^HTTP\/1\.1 403 /);
      expect(upstream.bytes()).toBe(before);
    } finally {
      await broken.remove();
    }
  });
});
