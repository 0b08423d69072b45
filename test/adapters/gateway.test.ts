/** What a client can do to a gateway besides sending a plain request, byte by byte. */

import { randomBytes } from "node:crypto";
import dns from "node:dns";
import { once } from "node:events";
import { type ClientHttp2Session, connect as connectH2 } from "node:http2";
import { connect, type Socket } from "node:net";
import { networkInterfaces } from "node:os";
import { Duplex } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { connect as connectTls } from "node:tls";
import { afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import {
  type CertificateAuthority,
  createGateway,
  type Gateway,
  type GatewayOptions,
} from "../../src/adapters/mockttp.js";
import { ConfigurationError } from "../../src/errors.js";
import type { Guard } from "../../src/types.js";
import { certificateAuthority, hasOpenssl, localhostCertificate } from "./support/certificates.js";
import { BROKEN_GUARDS, brokenGuard, HELD, SECRET, StubGuard } from "./support/stub-guard.js";
import { chunked, exchange, sha256, startUpstream, type Upstream } from "./support/upstream.js";

const KIB = 1024;

let ca: CertificateAuthority;
let tls: { readonly key: string; readonly cert: string };
let guard: StubGuard;
let upstream: Upstream;
let secure: Upstream;
const gateways: Gateway[] = [];

beforeAll(async () => {
  ca = await certificateAuthority();
  if (hasOpenssl) tls = localhostCertificate();
});
beforeEach(async () => {
  guard = new StubGuard();
  upstream = await startUpstream();
  if (hasOpenssl) secure = await startUpstream({ tls });
});
afterEach(async () => {
  vi.restoreAllMocks();
  for (const gateway of gateways.splice(0)) await gateway.close();
  await upstream.close();
  if (hasOpenssl) await secure.close();
});

async function start(options: Partial<GatewayOptions> & { readonly guard?: Guard } = {}): Promise<Gateway> {
  const gateway = await createGateway({ guard, ca, ...(hasOpenssl ? { upstreamCas: [tls.cert] } : {}), ...options });
  gateways.push(gateway);
  return gateway;
}

/** A tunnel through the gateway, with TLS in it when `alpn` is given. */
async function tunnel(gateway: Gateway, target: string, alpn?: readonly string[]): Promise<Socket> {
  const socket = connect(gateway.port, gateway.host);
  socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n`);
  await once(socket, "data");
  if (alpn === undefined) return socket;
  const secured = connectTls({ socket, servername: "localhost", ca: ca.cert, ALPNProtocols: [...alpn] });
  await once(secured, "secureConnect");
  return secured;
}

async function readAll(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("latin1");
}

/** A request to the upstream in absolute form, as a client sends it to a proxy. */
function get(path: string, extra = "", last = true): string {
  return `GET ${upstream.origin}${path} HTTP/1.1\r\nHost: localhost:${upstream.port}\r\n${last ? "Connection: close\r\n" : ""}${extra}\r\n`;
}

function post(framing: string, extra = ""): string {
  return `POST ${upstream.origin}/ HTTP/1.1\r\nHost: localhost:${upstream.port}\r\nConnection: close\r\n${framing}\r\n${extra}\r\n`;
}

const statuses = (answer: string): string[] => answer.match(/HTTP\/1\.1 \d+/g) ?? [];

describe("a request goes through as it came", () => {
  it("headers in wire order, with their case and duplicates, and trailers", async () => {
    const gateway = await start();
    const head = post("Transfer-Encoding: chunked", "X-One: 1\r\nx-two: 2\r\nX-One: 3\r\n");
    await exchange(
      gateway.port,
      Buffer.concat([Buffer.from(head), chunked(Buffer.from("hello"), "T-One: 1\r\nT-Two: 2\r\n")]),
    );
    const [received] = upstream.received;
    expect(received!.rawHeaders.join("|")).toContain("X-One|1|x-two|2|X-One|3");
    expect(received!.rawTrailers).toEqual(["T-One", "1", "T-Two", "2"]);
    expect(guard.only.trailers).toEqual([
      ["T-One", "1"],
      ["T-Two", "2"],
    ]);
    expect([...(guard.only.headers as [string, string][])].filter(([name]) => /^x-/i.test(name))).toEqual([
      ["X-One", "1"],
      ["x-two", "2"],
      ["X-One", "3"],
    ]);
  });

  it("pipelined on one connection, each is checked and answered in order", async () => {
    const gateway = await start();
    const answer = await exchange(gateway.port, get("/1", "", false) + get(`/${SECRET}`, "", false) + get("/3"));
    expect(statuses(answer)).toEqual(["HTTP/1.1 200", "HTTP/1.1 403", "HTTP/1.1 200"]);
    expect(upstream.received.map(({ url }) => url)).toEqual(["/1", "/3"]);
  });

  it("an answer arrives to the byte", async () => {
    const body = randomBytes(2_000 * KIB);
    const big = await startUpstream({ answer: (_, res) => res.end(body) });
    const gateway = await start();
    const answer = await exchange(
      gateway.port,
      `GET ${big.origin}/ HTTP/1.1\r\nHost: localhost:${big.port}\r\nConnection: close\r\n\r\n`,
    );
    expect(sha256(Buffer.from(answer.slice(answer.indexOf("\r\n\r\n") + 4), "latin1"))).toBe(sha256(body));
    await big.close();
  });

  it("the guard is told the client and when the request arrived", async () => {
    const gateway = await start();
    const before = performance.now();
    await exchange(gateway.port, get("/"));
    const { client, arrivedAt } = guard.asked[0]!.call!;
    expect(client).toMatch(/127\.0\.0\.1/);
    expect(arrivedAt).toBeGreaterThanOrEqual(before);
    expect(arrivedAt).toBeLessThanOrEqual(performance.now());
  });
});

describe("a 403", () => {
  it("says why and what to do, forbids caching, and leaves the connection usable", async () => {
    const gateway = await start();
    const answer = await exchange(gateway.port, get(`/${SECRET}`, "", false) + get("/"));
    expect(answer).toMatch(
      /^HTTP\/1\.1 403 Forbidden\r\ncontent-type: application\/json\r\ncache-control: no-store\r\n/,
    );
    expect(answer).toContain("denied as rejected; do without it");
    expect(answer).not.toContain(SECRET);
    expect(statuses(answer)).toEqual(["HTTP/1.1 403", "HTTP/1.1 200"]);
  });

  const PLACES: readonly (readonly [name: string, wire: () => string | Buffer])[] = [
    [
      "a trailer",
      () =>
        Buffer.concat([Buffer.from(post("Transfer-Encoding: chunked")), chunked(Buffer.from("x"), `T: ${SECRET}\r\n`)]),
    ],
    ["the method", () => get("/").replace("GET", "REPORT").replace("/ HTTP", `/${SECRET} HTTP`)],
    ["the Host", () => get("/").replace(/Host: .*/, `Host: ${SECRET}`)],
  ];

  it.each(PLACES)("for a secret in %s", async (_, wire) => {
    const gateway = await start();
    const answer = await exchange(gateway.port, wire());
    expect(statuses(answer)).toEqual(["HTTP/1.1 403"]);
    expect(answer).not.toContain(SECRET);
    expect(upstream.bytes()).toBe(0);
  });

  it.each(BROKEN_GUARDS)("when the guard %s", async (_, check) => {
    const gateway = await start({ guard: brokenGuard(check) });
    const answer = await exchange(gateway.port, get("/"));
    expect(statuses(answer)).toEqual(["HTTP/1.1 403"]);
    expect(answer).not.toContain(SECRET);
    expect(upstream.bytes()).toBe(0);
  });
});

describe("a body over the limit", () => {
  const body = Buffer.alloc(300 * KIB, "a");
  const WIRES: readonly (readonly [name: string, wire: () => Buffer])[] = [
    ["of declared length", () => Buffer.concat([Buffer.from(post(`Content-Length: ${body.length}`)), body])],
    ["in chunks", () => Buffer.concat([Buffer.from(post("Transfer-Encoding: chunked")), chunked(body)])],
    [
      "over by its last byte",
      () => Buffer.concat([Buffer.from(post(`Content-Length: ${100 * KIB + 1}`)), body.subarray(0, 100 * KIB + 1)]),
    ],
  ];

  it.each(WIRES)("%s is incomplete to the guard, a 403 to the client, and nothing to the upstream", async (_, wire) => {
    const gateway = await start({ bodyBytes: 100 * KIB });
    expect(statuses(await exchange(gateway.port, wire()))).toEqual(["HTTP/1.1 403"]);
    expect(guard.only.bodyComplete).toBe(false);
    expect(upstream.bytes()).toBe(0);
  });

  it("a body of just the limit passes", async () => {
    const gateway = await start({ bodyBytes: 100 * KIB });
    const wire = Buffer.concat([Buffer.from(post(`Content-Length: ${100 * KIB}`)), body.subarray(0, 100 * KIB)]);
    expect(statuses(await exchange(gateway.port, wire))).toEqual(["HTTP/1.1 200"]);
    expect(upstream.received[0]!.body.length).toBe(100 * KIB);
  });
});

describe("a client that leaves", () => {
  it("while it is held aborts the call's signal, and nothing is sent", async () => {
    const gateway = await start();
    const socket = connect(gateway.port, gateway.host);
    socket.write(get(`/${HELD}`));
    await guard.held;
    const signal = guard.asked[0]!.call!.signal!;
    expect(signal.aborted).toBe(false);
    socket.destroy();
    await once(signal, "abort");
    expect(upstream.bytes()).toBe(0);
  });

  it("ends all that is held of what it sent on one connection", async () => {
    const gateway = await start();
    const socket = connect(gateway.port, gateway.host);
    socket.write(get(`/${HELD}`, "", false).repeat(3));
    await vi.waitFor(() => expect(guard.asked.length).toBe(3));
    socket.destroy();
    const signals = guard.asked.map(({ call }) => call!.signal!);
    await vi.waitFor(() => expect(signals.map(({ aborted }) => aborted)).toEqual([true, true, true]));
  });

  it("in the middle of its body sends nothing", async () => {
    const gateway = await start();
    const socket = connect(gateway.port, gateway.host);
    socket.write(`${post("Content-Length: 1000")}the beginning`);
    await setTimeout(50);
    socket.destroy();
    expect(statuses(await exchange(gateway.port, get("/after")))).toEqual(["HTTP/1.1 200"]);
    expect(upstream.received.map(({ url }) => url)).toEqual(["/after"]);
  });
});

describe("what is not HTTP", () => {
  const UPGRADES: readonly (readonly [name: string, fields: string])[] = [
    [
      "a WebSocket",
      "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n",
    ],
    ["h2c", "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n"],
    ["another protocol", "Connection: upgrade\r\nUpgrade: something\r\n"],
  ];

  it.each(UPGRADES)("%s is refused with a 403 that says so", async (_, fields) => {
    const gateway = await start();
    const answer = await exchange(gateway.port, get("/", fields, false));
    expect(statuses(answer)).toEqual(["HTTP/1.1 403"]);
    expect(answer).toContain('"because":"upgrade"');
    expect(upstream.bytes()).toBe(0);
  });

  it("a WebSocket within TLS is refused with a 403 that says so", async () => {
    const gateway = await start();
    const socket = await tunnel(gateway, `localhost:${upstream.port}`, ["http/1.1"]);
    socket.write(`GET / HTTP/1.1\r\nHost: localhost:${upstream.port}\r\n${UPGRADES[0]![1]}\r\n`);
    const answer = await readAll(socket);
    expect(statuses(answer)).toEqual(["HTTP/1.1 403"]);
    expect(answer).toContain('"because":"upgrade"');
    expect(upstream.bytes()).toBe(0);
  });

  const RAW: readonly (readonly [name: string, bytes: Buffer])[] = [
    ["SSH", Buffer.from("SSH-2.0-OpenSSH_9.0\r\n")],
    ["SOCKS5", Buffer.from([5, 1, 0])],
    ["SOCKS4", Buffer.from([4, 1, 0, 80, 127, 0, 0, 1, 0])],
    ["bytes", randomBytes(200)],
    ["a secret", Buffer.from(`${SECRET}\r\n\r\n`)],
  ];

  it.each(RAW)("%s in a tunnel goes nowhere", async (_, bytes) => {
    const gateway = await start();
    const socket = await tunnel(gateway, `localhost:${upstream.port}`);
    socket.on("error", () => {});
    socket.end(bytes);
    await once(socket.resume(), "close");
    expect(upstream.bytes()).toBe(0);
  });

  it.each(RAW)("%s without a tunnel goes nowhere", async (_, bytes) => {
    const gateway = await start();
    const socket = connect(gateway.port, gateway.host);
    socket.on("error", () => {});
    socket.end(bytes);
    await once(socket.resume(), "close");
    expect(upstream.bytes()).toBe(0);
  });
});

describe("what the proxy underneath can make nothing of is answered, and ends no more than its connection", () => {
  /** What mockttp would take for settings of its own, and no list of tags. */
  const SETTINGS = `Proxy-Authorization: Basic ${Buffer.from('metadata:{"tags":5}').toString("base64")}\r\n`;
  const MALFORMED: readonly (readonly [name: string, wire: () => string])[] = [
    ["an address with a zone", () => get("/").replace("localhost", "[::1%lo]")],
    ["the server as a whole", () => "OPTIONS * HTTP/1.1\r\nHost: *\r\n\r\n"],
    ["another scheme", () => "GET ftp://localhost/ HTTP/1.1\r\nHost: localhost\r\n\r\n"],
    ["a port that is none", () => "GET http://localhost:x/ HTTP/1.1\r\nHost: localhost:x\r\n\r\n"],
    ["settings that are none", () => get("/", SETTINGS)],
  ];

  it.each(MALFORMED)("%s", async (_, wire) => {
    const gateway = await start();
    const socket = connect(gateway.port, gateway.host);
    socket.write(wire());
    const [answer] = (await once(socket, "data")) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 [45]\d\d /);
    socket.destroy();
    expect(upstream.bytes()).toBe(0);
    expect(statuses(await exchange(gateway.port, get("/after")))).toEqual(["HTTP/1.1 200"]);
  });

  it.each([
    ["a request", "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", "200"],
    ["no HTTP", "SSH-2.0-OpenSSH_9.0\r\n", "400"],
  ])("settings that are none, of a tunnel with %s in it", async (_, bytes, status) => {
    const gateway = await start();
    const socket = connect(gateway.port, gateway.host);
    socket.write(`CONNECT localhost:${upstream.port} HTTP/1.1\r\n${SETTINGS}\r\n`);
    await once(socket, "data");
    socket.write(bytes);
    expect(statuses(await readAll(socket))).toEqual([`HTTP/1.1 ${status}`]);
    expect(statuses(await exchange(gateway.port, get("/after")))).toEqual(["HTTP/1.1 200"]);
  });

  it("a request that expects something unknown is one like any other", async () => {
    const gateway = await start();
    const refused = await exchange(gateway.port, get("/", `Expect: ${SECRET}\r\n`));
    expect(statuses(refused)).toEqual(["HTTP/1.1 403"]);
    expect(refused).toContain("denied as rejected");
    expect(upstream.bytes()).toBe(0);
    // The upstream says what it thinks of it: Node's server a 417.
    expect(statuses(await exchange(gateway.port, get("/", "Expect: something\r\n")))).toEqual(["HTTP/1.1 417"]);
    expect(upstream.bytes()).toBeGreaterThan(0);
  });
});

describe("what comes in one packet with the CONNECT before it", () => {
  const ahead = (target: string, bytes: string): string =>
    `CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n${bytes}`;

  it.each([
    ["a request", "/clean", ["HTTP/1.1 200", "HTTP/1.1 200"]],
    ["a request with a secret", `/${SECRET}`, ["HTTP/1.1 200", "HTTP/1.1 403"]],
  ])("%s is answered at once", async (_, path, expected) => {
    const gateway = await start();
    const [host, inner] = [`localhost:${upstream.port}`, `GET ${path} HTTP/1.1\r\nConnection: close\r\n`];
    const answer = await exchange(gateway.port, ahead(host, `${inner}Host: ${host}\r\n\r\n`));
    expect(statuses(answer)).toEqual(expected);
    expect(guard.only.url).toBe(`http://${host}${path}`);
    expect(upstream.received).toHaveLength(path === "/clean" ? 1 : 0);
  });

  it("another CONNECT is answered at once", async () => {
    const gateway = await start();
    const host = `localhost:${upstream.port}`;
    const wire = ahead("one.example:80", ahead(host, `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`));
    expect(statuses(await exchange(gateway.port, wire))).toEqual(["HTTP/1.1 200", "HTTP/1.1 200", "HTTP/1.1 200"]);
    expect(guard.only.url).toBe(`${upstream.origin}/`);
  });

  it.skipIf(!hasOpenssl)("a handshake goes on", async () => {
    const gateway = await start();
    const target = `localhost:${secure.port}`;
    const raw = connect(gateway.port, gateway.host);
    let [isFirst, isAnswered] = [true, false];
    const within = new Duplex({
      read() {},
      write(chunk: Buffer, _encoding, done) {
        raw.write(isFirst ? Buffer.concat([Buffer.from(ahead(target, "")), chunk]) : chunk, done);
        isFirst = false;
      },
    });
    raw.on("data", (chunk: Buffer) => {
      const end = isAnswered ? 0 : chunk.indexOf("\r\n\r\n") + 4;
      isAnswered = true;
      if (end < chunk.length) within.push(chunk.subarray(end));
    });
    raw.on("end", () => within.push(null));
    const secured = connectTls({ socket: within, servername: "localhost", ca: ca.cert });
    secured.write(`GET /tls HTTP/1.1\r\nHost: ${target}\r\nConnection: close\r\n\r\n`);
    expect(await readAll(secured)).toMatch(/^HTTP\/1\.1 200 /);
    expect(guard.only.url).toBe(`https://${target}/tls`);
    raw.destroy();
  });
});

describe("where a request goes is what the guard is shown", () => {
  it("an IP address in the tunnel, whatever name its Host has", async () => {
    const gateway = await start();
    const socket = await tunnel(gateway, `127.0.0.1:${upstream.port}`);
    socket.write("GET /p HTTP/1.1\r\nHost: api.example\r\nConnection: close\r\n\r\n");
    expect(statuses(await readAll(socket))).toEqual(["HTTP/1.1 200"]);
    expect(guard.only.url).toBe(`http://127.0.0.1:${upstream.port}/p`);
  });

  it("the absolute URL in a tunnel, not the tunnel", async () => {
    const gateway = await start();
    const socket = await tunnel(gateway, "api.example:80");
    socket.write(get("/p"));
    expect(statuses(await readAll(socket))).toEqual(["HTTP/1.1 200"]);
    expect(guard.only.url).toBe(`${upstream.origin}/p`);
  });

  const MISDIRECTED: readonly (readonly [name: string, wire: (port: number) => string])[] = [
    [
      "a Host of another name",
      (port) => `GET http://localhost:${port}/ HTTP/1.1\r\nHost: api.example\r\nConnection: close\r\n\r\n`,
    ],
    [
      "a second Host",
      (port) =>
        `GET http://localhost:${port}/ HTTP/1.1\r\nHost: localhost\r\nhost: api.example\r\nConnection: close\r\n\r\n`,
    ],
    [
      "a host that is no name",
      (port) => `GET http://localhost\\@x:${port}/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
    ],
    [
      "a query where the path should start",
      () => "GET http://localhost?/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    ],
  ];

  it.each(MISDIRECTED)("%s is refused", async (_, wire) => {
    const gateway = await start();
    const answer = await exchange(gateway.port, wire(upstream.port));
    expect(answer).toMatch(/^HTTP\/1\.1 40[03] /);
    expect(upstream.bytes()).toBe(0);
    expect(guard.asked).toEqual([]);
  });

  it("a request to the gateway itself is told how to use it", async () => {
    const gateway = await start();
    const answer = await exchange(
      gateway.port,
      `GET / HTTP/1.1\r\nHost: 127.0.0.1:${gateway.port}\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).toContain("HTTP_PROXY");
    expect(statuses(answer)).toEqual(["HTTP/1.1 403"]);
  });
});

describe.skipIf(!hasOpenssl)("within TLS", () => {
  async function session(gateway: Gateway, port: number): Promise<ClientHttp2Session> {
    const socket = await tunnel(gateway, `localhost:${port}`, ["h2"]);
    const client = connectH2(`https://localhost:${port}`, { createConnection: () => socket });
    client.on("error", () => {});
    return client;
  }

  async function send(client: ClientHttp2Session, headers: Record<string, string>, body?: Buffer) {
    const stream = client.request(headers, { endStream: body === undefined });
    if (body) stream.end(body);
    const [answer] = (await once(stream, "response")) as [{ ":status": number }];
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    return { status: answer[":status"], text: Buffer.concat(chunks).toString() };
  }

  it("an HTTP/2 request arrives to the byte, with its pseudo-headers shown to the guard", async () => {
    const gateway = await start();
    const client = await session(gateway, secure.port);
    const body = randomBytes(200 * KIB);
    const { status, text } = await send(client, { ":method": "POST", ":path": "/p?q=1", "x-a": "1" }, body);
    expect([status, text]).toEqual([200, `sha256:${sha256(body)}`]);
    expect(guard.only.url).toBe(`${secure.origin}/p?q=1`);
    expect(new Map(guard.only.headers as [string, string][]).get(":path")).toBe("/p?q=1");
    client.close();
  });

  it("an HTTP/2 GET passes, and an HTTP/2 secret in a path, a header or a body is a 403", async () => {
    const gateway = await start();
    const client = await session(gateway, secure.port);
    expect((await send(client, { ":path": "/" })).status).toBe(200);
    const before = secure.bytes();
    for (const headers of [{ ":path": `/${SECRET}` }, { "x-a": SECRET }]) {
      expect((await send(client, headers)).status).toBe(403);
    }
    const { status, text } = await send(client, { ":method": "POST" }, Buffer.from(SECRET));
    expect(status).toBe(403);
    expect(text).not.toContain(SECRET);
    expect(secure.bytes()).toBe(before);
    client.close();
  });

  it.each([
    ["a scheme that is not HTTP's", { ":path": "/", ":scheme": "ftp" }],
    ["the server as a whole", { ":path": "*", ":method": "OPTIONS" }],
  ])("an HTTP/2 request for %s is answered, and its connection goes on", async (_, headers) => {
    const gateway = await start();
    const client = await session(gateway, secure.port);
    expect((await send(client, headers)).status).toBe(400);
    expect((await send(client, { ":path": "/" })).status).toBe(200);
    client.close();
  });

  it.each([
    ["after a body", "x", {}],
    ["without a body", "", {}],
    ["of a client that waits for leave to send", "x", { expect: "100-continue" }],
  ])("trailers of an HTTP/2 request, which could not be sent on, are a 403: %s", async (_, body, headers) => {
    const gateway = await start();
    const client = await session(gateway, secure.port);
    const stream = client.request({ ":method": "POST", ...headers }, { waitForTrailers: true });
    stream.on("wantTrailers", () => stream.sendTrailers({ "x-sum": SECRET }));
    stream.end(body);
    const [answer] = (await once(stream, "response")) as [{ ":status": number }];
    expect(answer[":status"]).toBe(403);
    expect(secure.bytes()).toBe(0);
    client.close();
  });

  it.each(["POST", "GET", "DELETE"])("an HTTP/2 %s with a body over the limit is a 403", async (method) => {
    const gateway = await start({ bodyBytes: 100 * KIB });
    const client = await session(gateway, secure.port);
    const { status } = await send(client, { ":method": method }, Buffer.alloc(300 * KIB, SECRET));
    expect(status).toBe(403);
    expect(guard.only.bodyComplete).toBe(false);
    expect(secure.bytes()).toBe(0);
    client.close();
  });

  it("an HTTP/2 POST without a body passes", async () => {
    const gateway = await start();
    const client = await session(gateway, secure.port);
    expect((await send(client, { ":method": "POST" })).status).toBe(200);
    expect((await send(client, { ":method": "POST" }, Buffer.alloc(0))).status).toBe(200);
    client.close();
  });

  it("an HTTP/2 stream that is reset while it is held aborts the call's signal", async () => {
    const gateway = await start();
    const client = await session(gateway, secure.port);
    const stream = client.request({ ":path": `/${HELD}` });
    stream.on("error", () => {});
    await guard.held;
    stream.close(8);
    const signal = guard.asked[0]!.call!.signal!;
    if (!signal.aborted) await once(signal, "abort");
    client.destroy();
  });

  it("an upstream whose certificate nobody vouches for gets no request", async () => {
    const gateway = await start({ upstreamCas: [] });
    const socket = await tunnel(gateway, `localhost:${secure.port}`, ["http/1.1"]);
    socket.write(`GET / HTTP/1.1\r\nHost: localhost:${secure.port}\r\nConnection: close\r\n\r\n`);
    expect(await readAll(socket)).toMatch(/^HTTP\/1\.1 502 /);
    expect(secure.received).toEqual([]);
  });
});

describe("the address it listens on", () => {
  const outer = Object.values(networkInterfaces())
    .flat()
    .find((one) => one?.family === "IPv4" && !one.internal)?.address;

  it("is 127.0.0.1 alone unless told otherwise", async () => {
    const gateway = await start();
    expect(gateway.url).toBe(`http://127.0.0.1:${gateway.port}`);
    for (const address of ["127.0.0.2", ...(outer === undefined ? [] : [outer])]) {
      await expect(once(connect(gateway.port, address), "connect")).rejects.toMatchObject({ code: "ECONNREFUSED" });
    }
  });

  it("that cannot be had is a ConfigurationError", async () => {
    const gateway = await start();
    await expect(start({ port: gateway.port })).rejects.toBeInstanceOf(ConfigurationError);
    await expect(start({ host: "192.0.2.1" })).rejects.toBeInstanceOf(ConfigurationError);
  });

  it.skipIf(outer === undefined)(
    "no name is looked up for a request that is denied, from another machine too",
    async () => {
      const gateway = await start({ host: "0.0.0.0" });
      const lookups = [vi.spyOn(dns, "lookup"), vi.spyOn(dns.promises, "lookup")];
      const wire = `GET http://${SECRET.replace("_", "-")}.invalid/${SECRET} HTTP/1.1\r\nHost: ${SECRET.replace("_", "-")}.invalid\r\nConnection: close\r\n\r\n`;
      expect(statuses(await exchange(gateway.port, wire, outer))).toEqual(["HTTP/1.1 403"]);
      for (const lookup of lookups) expect(lookup).not.toHaveBeenCalled();
    },
  );
});

it("requests for many ports of localhost leave no listeners behind", async () => {
  const warnings: Error[] = [];
  const warned = (warning: Error): void => void warnings.push(warning);
  process.on("warning", warned);
  onTestFinished(() => void process.off("warning", warned));
  const gateway = await start();
  for (let port = upstream.port + 1; port <= upstream.port + 12; port++) {
    await exchange(
      gateway.port,
      `GET http://localhost:${port}/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
    );
  }
  expect(statuses(await exchange(gateway.port, get("/")))).toEqual(["HTTP/1.1 200"]);
  await setTimeout(0); // warnings are told in a turn of their own
  expect(warnings.map(({ message }) => message).filter((message) => message.includes("listeners"))).toEqual([]);
});

describe("closing", () => {
  it("ends every connection and frees the port", async () => {
    const gateway = await createGateway({ guard, ca });
    const socket = connect(gateway.port, gateway.host);
    socket.on("error", () => {});
    await once(socket, "connect");
    const closed = once(socket, "close");
    await gateway.close();
    await closed;
    await expect(once(connect(gateway.port, gateway.host), "connect")).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });
});
