/** The service over real sockets. */

import { once } from "node:events";
import { chmod, lstat, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { type ClientRequest, request as httpRequest, type IncomingMessage } from "node:http";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type CheckService, type CheckServiceOptions, createCheckService } from "../../src/adapters/serve.js";
import { ConfigurationError } from "../../src/errors.js";
import type { Guard } from "../../src/types.js";
import { BROKEN_GUARDS, brokenGuard, HELD, SECRET, StubGuard } from "./support/stub-guard.js";
import { exchange, listen, sha256 } from "./support/upstream.js";

const TOKEN = "a-token-for-tests-0";
let guard: StubGuard;
let directory: string;
const services: CheckService[] = [];

beforeEach(async () => {
  guard = new StubGuard();
  directory = await mkdtemp(join(tmpdir(), "serve-"));
});
afterEach(async () => {
  for (const service of services.splice(0)) await service.close();
  await rm(directory, { recursive: true });
});

async function start(options: Partial<CheckServiceOptions> = {}): Promise<number> {
  const service = await createCheckService({ guard, listen: { host: "127.0.0.1", port: 0 }, token: TOKEN, ...options });
  services.push(service);
  return Number(new URL(service.url).port);
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly text: string;
}

interface Call {
  readonly port?: number;
  readonly socketPath?: string;
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Buffer;
}

const BEARER = { authorization: `Bearer ${TOKEN}` };

function open({ body, headers = BEARER, ...call }: Call): ClientRequest {
  const req = httpRequest({
    host: "127.0.0.1",
    method: "POST",
    path: "/v1/check",
    agent: false,
    ...call,
    headers: headers as Record<string, string>,
  });
  req.on("error", () => {}).end(body);
  return req;
}

async function ask(call: Call): Promise<Answer> {
  const [res] = (await once(open(call), "response")) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of res) chunks.push(chunk as Buffer);
  return { status: res.statusCode ?? 0, headers: res.headers, text: Buffer.concat(chunks).toString() };
}

const REQUEST = {
  method: "POST",
  url: "https://notes.example/api?q=1",
  headers: [
    ["Host", "notes.example"],
    ["X-A", "1"],
    ["X-A", "2"],
  ],
};
const check = (port: number, parts: object = {}): Promise<Answer> =>
  ask({ port, body: JSON.stringify({ ...REQUEST, ...parts }) });
const base64 = (text: string | Buffer): string => Buffer.from(text).toString("base64");

describe("POST /v1/check", () => {
  it("shows the guard the request as it was described, and answers 200", async () => {
    const before = performance.now();
    const body = Buffer.from([0, 255, 10, 200]);
    const { status, text } = await check(await start(), {
      bodyBase64: base64(body),
      trailers: [["T", "1"]],
      client: "10.1.2.3",
    });
    expect([status, JSON.parse(text)]).toEqual([200, { action: "forward", because: "clear" }]);
    expect(guard.only).toMatchObject({ ...REQUEST, trailers: [["T", "1"]], bodyComplete: true });
    expect(sha256(guard.only.body as Buffer)).toBe(sha256(body));
    expect(guard.asked[0]?.call?.client).toBe("10.1.2.3");
    expect(guard.asked[0]?.call?.arrivedAt).toBeGreaterThanOrEqual(before);
  });

  it.each([
    ["URL", { url: `https://notes.example/${SECRET}` }],
    ["header", { headers: [["x", SECRET]] }],
    ["trailer", { trailers: [["x", SECRET]] }],
    ["body", { bodyBase64: base64(SECRET) }],
  ])("a secret in the %s is a 403 that quotes nothing", async (_, parts) => {
    const { status, headers, text } = await check(await start(), parts);
    expect([status, JSON.parse(text)]).toMatchObject([403, { error: "request_denied", because: "rejected" }]);
    expect(headers).toMatchObject({ "content-type": "application/json", "cache-control": "no-store" });
    expect(text).not.toContain(SECRET);
  });

  it("a body that its proxy could not read whole is a 403", async () => {
    const { status } = await check(await start(), { bodyBase64: base64("beginning"), bodyComplete: false });
    expect([status, guard.only.bodyComplete]).toEqual([403, false]);
  });

  it.each([
    ["no JSON", SECRET],
    ["invalid UTF-8", Buffer.concat([Buffer.from('{"method":"GET","url":"'), Buffer.from([0xff]), Buffer.from('"}')])],
    ["a list", "[]"],
    ["null", "null"],
    ["no url", JSON.stringify({ method: "GET" })],
    ["a method that is no string", JSON.stringify({ ...REQUEST, method: [SECRET] })],
    ["headers that are no pairs", JSON.stringify({ ...REQUEST, headers: { a: SECRET } })],
    ["a header of three", JSON.stringify({ ...REQUEST, headers: [["a", "b", SECRET]] })],
    ["a body that is no base64", JSON.stringify({ ...REQUEST, bodyBase64: "%%%%" })],
    ["base64url", JSON.stringify({ ...REQUEST, bodyBase64: "_-__" })],
    ["base64 without its padding", JSON.stringify({ ...REQUEST, bodyBase64: "QQ" })],
    ["bodyComplete that is no boolean", JSON.stringify({ ...REQUEST, bodyComplete: "false" })],
    ["an unknown field", JSON.stringify({ ...REQUEST, [SECRET]: 1 })],
    ["a field twice", `${JSON.stringify({ ...REQUEST, bodyBase64: base64(SECRET) }).slice(0, -1)},"bodyBase64":""}`],
    ["a field twice, once escaped", `${JSON.stringify(REQUEST).slice(0, -1)},"ur\\u006c":"https://b.example/\\":"}`],
    ["a misspelt field", JSON.stringify({ ...REQUEST, bodycomplete: false })],
  ])("%s is a 400 that quotes nothing, and nobody is asked", async (_, body) => {
    const { status, text } = await ask({ port: await start(), body });
    expect(status).toBe(400);
    expect(text).not.toContain(SECRET);
    expect(guard.asked).toEqual([]);
  });

  it("more than the limit is a 413, and its rest is not waited for", async () => {
    const port = await start({ bodyBytes: 1000 });
    const { status, headers } = await ask({ port, body: "x".repeat(2 * 1024 * 1024) });
    expect([status, headers.connection]).toEqual([413, "close"]);
    expect((await check(port, { bodyBase64: base64("x".repeat(1000)) })).status).toBe(200);
  });

  it("a Host that names another place is refused; an authority, an address and no URL at all are asked about", async () => {
    const port = await start();
    const because = async (parts: object): Promise<string> => JSON.parse((await check(port, parts)).text).because;
    expect(await because({ url: "https://elsewhere.example/" })).toBe("misdirected");
    expect(await because({ url: "https://10.0.0.1/" })).toBe("clear");
    expect(await because({ method: "CONNECT", url: "notes.example:443" })).toBe("clear");
    expect(await because({ method: "CONNECT", url: "elsewhere.example:443" })).toBe("misdirected");
    expect(await because({ url: "nothing that parses" })).toBe("clear");
  });

  it.each(BROKEN_GUARDS)("a guard that %s is a 403 without what it threw", async (_, broken) => {
    const { status, text } = await check(await start({ guard: brokenGuard(broken) as Guard }));
    expect(status).toBe(403);
    expect(text).not.toContain(SECRET);
  });

  it("a caller that leaves while the request is held ends the hold", async () => {
    const req = open({ port: await start(), body: JSON.stringify({ ...REQUEST, bodyBase64: base64(HELD) }) });
    await guard.held;
    const signal = guard.asked[0]!.call!.signal!;
    expect(signal.aborted).toBe(false);
    req.destroy();
    await once(signal, "abort");
  });

  it("a caller that leaves ends all that is held of what it sent on one connection", async () => {
    const port = await start();
    const body = JSON.stringify({ ...REQUEST, bodyBase64: base64(HELD) });
    const one = `POST /v1/check HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer ${TOKEN}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    const socket = connect(port, "127.0.0.1");
    socket.write(one.repeat(3));
    while (guard.asked.length < 3) await new Promise((resolve) => setTimeout(resolve, 1));
    const signals = guard.asked.map(({ call }) => call!.signal!);
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, false, false]);
    socket.destroy();
    for (const signal of signals) if (!signal.aborted) await once(signal, "abort");
  });

  it("a caller that goes on sending behind a held request, until Node stops reading, is let go of with its hold", async () => {
    const port = await start();
    const socket = connect(port, "127.0.0.1").on("error", () => {});
    const sent = (bodyBase64: string): string => {
      const body = JSON.stringify({ ...REQUEST, bodyBase64 });
      return `POST /v1/check HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer ${TOKEN}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    };
    socket.write(sent(base64(HELD)) + sent("").repeat(200));
    while (guard.asked.length < 201) await new Promise((resolve) => setTimeout(resolve, 1));
    await new Promise((resolve) => setTimeout(resolve, 20)); // the answers are queued
    socket.write(sent(""));
    const signal = guard.asked[0]!.call!.signal!;
    if (!signal.aborted) await once(signal, "abort");
    socket.destroy();
  });

  it("a caller that leaves in the middle of its description is not asked about", async () => {
    const port = await start();
    const socket = connect(port, "127.0.0.1");
    socket.write(
      `POST /v1/check HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer ${TOKEN}\r\nContent-Length: 1000\r\n\r\n{"method":`,
    );
    await new Promise((resolve) => setTimeout(resolve, 20));
    socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(guard.asked).toEqual([]);
  });

  it("many requests are held at once, on connections that are used again", async () => {
    const port = await start();
    const body = JSON.stringify(REQUEST);
    const one = `POST /v1/check HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer ${TOKEN}\r\nContent-Length: ${body.length}\r\n`;
    const answers = await exchange(
      port,
      [`${one}\r\n${body}`.repeat(20), `${one}Connection: close\r\n\r\n${body}`].join(""),
    );
    expect(answers.match(/HTTP\/1\.1 200/g)).toHaveLength(21);
  });
});

describe("the token", () => {
  it.each([
    ["none", {}],
    ["another", { authorization: `Bearer ${TOKEN}x` }],
    ["an empty one", { authorization: "Bearer " }],
    ["another scheme", { authorization: `Basic ${TOKEN}` }],
    ["one in another header", { "x-outbound-dlp-token": TOKEN }],
  ])("%s is a 401, for checks and metrics, and nobody is asked", async (_, headers) => {
    const port = await start({ observe: async () => ({ status: 200, type: "text/plain", body: "told" }) });
    const answer = await ask({ port, headers, body: JSON.stringify(REQUEST) });
    expect([answer.status, answer.headers["www-authenticate"]]).toEqual([401, "Bearer"]);
    expect((await ask({ port, headers, method: "GET", path: "/metrics" })).status).toBe(401);
    expect(guard.asked).toEqual([]);
  });

  it("is not needed for health, and needed for metrics", async () => {
    const observe = async (path: string) =>
      path === "/nothing" ? undefined : { status: 200, type: "text/plain", body: `told ${path}` };
    const port = await start({ observe });
    expect(await ask({ port, method: "GET", path: "/healthz", headers: {} })).toMatchObject({
      status: 200,
      text: "told /healthz",
    });
    expect(await ask({ port, method: "GET", path: "/metrics?x" })).toMatchObject({
      status: 200,
      text: "told /metrics",
    });
    expect((await ask({ port, method: "GET", path: "/nothing" })).status).toBe(404);
    expect((await ask({ port, method: "GET" })).status).toBe(405);
    expect((await ask({ port, method: "DELETE", path: "/metrics" })).status).toBe(404);
  });

  it("must be there on TCP, and be hard to guess", async () => {
    const tcp = { host: "127.0.0.1", port: 0 };
    await expect(createCheckService({ guard, listen: tcp })).rejects.toBeInstanceOf(ConfigurationError);
    for (const token of ["", "short", `${"x".repeat(20)} y`]) {
      await expect(createCheckService({ guard, listen: tcp, token })).rejects.toBeInstanceOf(ConfigurationError);
    }
  });
});

describe("a Unix socket", () => {
  it("can be connected to by its owner alone, and needs no token", async () => {
    const path = join(directory, "serve.sock");
    services.push(await createCheckService({ guard, listen: { path } }));
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const body = JSON.stringify(REQUEST);
    expect((await ask({ socketPath: path, headers: {}, body })).status).toBe(200);
  });

  it("demands the token when it was given one", async () => {
    const path = join(directory, "serve.sock");
    services.push(await createCheckService({ guard, listen: { path }, token: TOKEN }));
    const body = JSON.stringify(REQUEST);
    expect((await ask({ socketPath: path, headers: {}, body })).status).toBe(401);
    expect((await ask({ socketPath: path, body })).status).toBe(200);
  });

  it("replaces one that was left behind, and nothing else", async () => {
    const path = join(directory, "serve.sock");
    const left = createServer();
    await new Promise<void>((resolve) => left.listen(path, resolve));
    await expect(createCheckService({ guard, listen: { path } })).rejects.toBeInstanceOf(ConfigurationError);
    // As after kill -9: the file stays, and nobody listens.
    left.close();
    await once(left, "close");
    const { spawnSync } = await import("node:child_process");
    spawnSync(process.execPath, [
      "-e",
      `require("net").createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 9))`,
    ]);
    expect((await lstat(path)).isSocket()).toBe(true);
    services.push(await createCheckService({ guard, listen: { path } }));
    const file = join(directory, "file");
    await writeFile(file, "mine");
    await expect(createCheckService({ guard, listen: { path: file } })).rejects.toBeInstanceOf(ConfigurationError);
    await chmod(file, 0o600);
    expect((await stat(file)).size).toBe(4);
  });
});

const ENVOY = {
  "x-outbound-dlp-token": TOKEN,
  host: "notes.example",
  "x-forwarded-proto": "http",
  "x-request-id": "1",
};
const envoy = (port: number, call: Call = {}): Promise<Answer> =>
  ask({ port, path: "/v1/ext-authz/https/api?q=1", ...call, headers: { ...ENVOY, ...call.headers } });

describe("Envoy's ext_authz", () => {
  it("asks about the request itself, without what Envoy adds for the service", async () => {
    const headers = {
      "x-envoy-auth-partial-body": "false",
      authorization: "Bearer of-the-request",
      "content-type": "text/plain",
    };
    const { status } = await envoy(await start(), { method: "PUT", headers, body: "hello" });
    expect(status).toBe(200);
    expect(guard.only).toMatchObject({ method: "PUT", url: "https://notes.example/api?q=1", bodyComplete: true });
    expect(String(guard.only.body)).toBe("hello");
    const names = (guard.only.headers as [string, string][]).map(([name]) => name);
    expect(names).toContain("authorization");
    expect(names).not.toContain("x-outbound-dlp-token");
    expect(names).not.toContain("x-envoy-auth-partial-body");
  });

  it("asks about every header field, however many there are", async () => {
    const fields = Array.from({ length: 3_000 }, (_, n) => `x${n}`);
    await envoy(await start(), { method: "GET", headers: Object.fromEntries(fields.map((name) => [name, "v"])) });
    const names = (guard.only.headers as [string, string][]).map(([name]) => name);
    expect(names).toEqual(expect.arrayContaining(fields));
  });

  it.each([
    ["/v1/ext-authz/http", "http://notes.example/"],
    ["/v1/ext-authz/http/", "http://notes.example/"],
    ["/v1/ext-authz/http?q=1", "http://notes.example/?q=1"],
    ["/v1/ext-authz/https//evil.example/x", "https://notes.example//evil.example/x"],
    ["/v1/ext-authz/http/v1/check", "http://notes.example/v1/check"],
  ])("%s is about %s", async (path, url) => {
    await envoy(await start(), { method: "GET", path });
    expect(guard.only.url).toBe(url);
  });

  const CUT: readonly (readonly [name: string, headers: Record<string, string | readonly string[]>])[] = [
    ["cut short", { "x-envoy-auth-partial-body": "true" }],
    ["said to be whole by its client, and cut short", { "x-envoy-auth-partial-body": ["false", "true"] }],
    ["marked with another word", { "x-envoy-auth-partial-body": "maybe" }],
    ["not marked", {}],
  ];
  it.each(CUT)("a body that is %s is a 403", async (_, headers) => {
    const { status } = await envoy(await start(), { headers, body: "hello" });
    expect([status, guard.only.bodyComplete]).toEqual([403, false]);
  });

  it("a body over the limit is a 403", async () => {
    const headers = { "x-envoy-auth-partial-body": "false" };
    const { status } = await envoy(await start({ bodyBytes: 10 }), { headers, body: "more than ten" });
    expect([status, guard.only.bodyComplete]).toEqual([403, false]);
  });

  it("a body of which only the type is there was withheld: 403", async () => {
    const { status } = await envoy(await start(), { headers: { "content-type": "text/plain" } });
    expect(status).toBe(403);
    expect((await envoy(await start(), { method: "POST" })).status).toBe(200);
  });

  it("headers that are withheld, a wrong token, an upgrade and CONNECT are 403s, and nobody is asked", async () => {
    const port = await start();
    const bare = { "x-outbound-dlp-token": TOKEN, host: "notes.example" };
    const path = "/v1/ext-authz/http/";
    expect(JSON.parse((await ask({ port, path, headers: bare })).text).because).toBe("misdirected");
    const given = `x-outbound-dlp-token: ${TOKEN}\r\nx-forwarded-proto: http\r\nConnection: close\r\n\r\n`;
    expect(
      await exchange(port, `GET ${path} HTTP/1.1\r\nHost: notes.example\r\nHost: other.example\r\n${given}`),
    ).toMatch(/^HTTP\/1\.1 403 .*"because":"misdirected"/s);
    const answer = await envoy(port, { headers: { "x-outbound-dlp-token": "another-token-0000" } });
    expect([answer.status, answer.headers["www-authenticate"]]).toEqual([403, undefined]);
    const upgrade = `GET ${path} HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`;
    expect(await exchange(port, upgrade)).toMatch(/^HTTP\/1\.1 403 .*"because":"upgrade"/s);
    expect(await exchange(port, "CONNECT notes.example:443 HTTP/1.1\r\nHost: h\r\n\r\n")).toMatch(/^HTTP\/1\.1 403 /);
    expect(guard.asked).toEqual([]);
  });

  it("a denied request is answered with what its client may be shown, also for HEAD", async () => {
    const port = await start();
    const { status, text } = await envoy(port, { headers: { "x-envoy-auth-partial-body": "false" }, body: SECRET });
    expect([status, JSON.parse(text).because]).toEqual([403, "rejected"]);
    const head = await envoy(port, { method: "HEAD", path: `/v1/ext-authz/http/${SECRET}` });
    expect([head.status, head.text]).toEqual([403, ""]);
  });
});

it("a port that is taken is a ConfigurationError", async () => {
  const other = createServer();
  const port = await listen(other);
  await expect(start({ listen: { host: "127.0.0.1", port } })).rejects.toBeInstanceOf(ConfigurationError);
  other.close();
});
