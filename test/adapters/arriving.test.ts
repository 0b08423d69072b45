/** Clients that send slowly, in the smallest pieces, by halves or without end: what arrives is bounded together, and is given back. */

import { once } from "node:events";
import { createServer } from "node:http";
import { connect as connectH2 } from "node:http2";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { connect as connectTls } from "node:tls";
import fastify from "fastify";
import { Agent, request as undiciRequest } from "undici";
import { afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { guardPlugin } from "../../src/adapters/fastify.js";
import { guardFetch } from "../../src/adapters/fetch.js";
import { type CertificateAuthority, createGateway } from "../../src/adapters/mockttp.js";
import { guardMiddleware } from "../../src/adapters/node.js";
import { createCheckService } from "../../src/adapters/serve.js";
import { guardInterceptor } from "../../src/adapters/undici.js";
import { createGuard, memoryQueue } from "../../src/index.js";
import type { Guard, GuardOptions } from "../../src/types.js";
import { certificateAuthority } from "./support/certificates.js";
import { closersOfTests } from "./support/closers.js";
import { HELD, StubGuard } from "./support/stub-guard.js";
import { closeServer, listen, startUpstream, type Upstream } from "./support/upstream.js";

const KIB = 1024;
const TOKEN = "a-token-for-tests-0";
const ROOM = { limits: { arrivingBytes: 1024 * KIB } } satisfies GuardOptions;

let ca: CertificateAuthority;
const closers = closersOfTests();

beforeAll(async () => {
  ca = await certificateAuthority();
});
afterEach(() => {
  vi.useRealTimers();
});

interface Front {
  readonly port: number;
  /** What comes before a body of `length` bytes, or of one in chunks. */
  readonly head: (length?: number) => string;
}

type StartFront = (guard: Guard, upstream: Upstream) => Promise<Front>;

const framing = (length?: number): string =>
  length === undefined ? "Transfer-Encoding: chunked" : `Content-Length: ${length}`;

async function startNode(guard: Guard): Promise<Front> {
  const middleware = guardMiddleware(guard);
  const server = createServer((req, res) =>
    middleware(req, res, () => req.resume().on("end", () => res.end("reached"))),
  );
  const port = await listen(server);
  closers.add(() => closeServer(server));
  return { port, head: (length) => `POST / HTTP/1.1\r\nHost: api.example\r\n${framing(length)}\r\n\r\n` };
}

async function startFastify(guard: Guard): Promise<Front> {
  const app = fastify({ bodyLimit: 64 * 1024 * KIB, forceCloseConnections: true });
  app.addContentTypeParser("*", (_req, payload, done) => void payload.resume().on("end", () => done(null)));
  app.register(guardPlugin, { guard });
  app.post("/", async () => "reached");
  await app.listen({ port: 0, host: "127.0.0.1" });
  closers.add(() => app.close());
  const { port } = app.server.address() as { port: number };
  const type = "Content-Type: application/octet-stream";
  return { port, head: (length) => `POST / HTTP/1.1\r\nHost: api.example\r\n${type}\r\n${framing(length)}\r\n\r\n` };
}

async function startService(guard: Guard): Promise<Front> {
  const service = await createCheckService({ guard, listen: { host: "127.0.0.1", port: 0 }, token: TOKEN });
  closers.add(() => service.close());
  const headers = `Host: api.example\r\nX-Forwarded-Proto: https\r\nX-Envoy-Auth-Partial-Body: false\r\nX-Outbound-Dlp-Token: ${TOKEN}`;
  const head = (length?: number): string =>
    `POST /v1/ext-authz/https/x HTTP/1.1\r\n${headers}\r\n${framing(length)}\r\n\r\n`;
  return { port: Number(new URL(service.url).port), head };
}

async function startGateway(guard: Guard, upstream: Upstream): Promise<Front> {
  const gateway = await createGateway({ guard, ca });
  closers.add(() => gateway.close());
  const head = (length?: number): string =>
    `POST ${upstream.origin}/ HTTP/1.1\r\nHost: localhost:${upstream.port}\r\n${framing(length)}\r\n\r\n`;
  return { port: gateway.port, head };
}

const FRONTS: readonly (readonly [name: string, start: StartFront])[] = [
  ["guardMiddleware", startNode],
  ["the plugin for Fastify", startFastify],
  ["serve", startService],
  ["the gateway", startGateway],
];

async function front(start: StartFront, guard: Guard = createGuard(ROOM)): Promise<Front> {
  const upstream = await startUpstream();
  closers.add(() => upstream.close());
  return start(guard, upstream);
}

/** A connection on which `text` was sent; what came back on it so far. */
class Client {
  readonly socket: Socket;
  answer = "";

  constructor(port: number, text = "", allowHalfOpen = false) {
    this.socket = connect({ port, host: "127.0.0.1", allowHalfOpen });
    this.socket
      .on("error", () => {})
      .on("data", (chunk) => {
        this.answer += chunk.toString("latin1");
      });
    this.socket.write(text);
    onTestFinished(() => void this.socket.destroy());
  }

  get status(): number | undefined {
    const found = /^HTTP\/1\.1 (\d+)/.exec(this.answer)?.[1];
    return found === undefined ? undefined : Number(found);
  }

  async answered(): Promise<number> {
    await vi.waitFor(() => expect(this.status).toBeDefined(), { timeout: 20_000 });
    return this.status!;
  }
}

const part = (kib: number): string => "lorem ipsum dolor ".repeat(60 * kib).slice(0, kib * KIB);

describe.each(FRONTS)("slow uploads through %s", (_, start) => {
  it("are bounded together: over the bound they are denied as overloaded, and the others go on", async () => {
    const { port, head } = await front(start);
    const clients = Array.from({ length: 12 }, () => new Client(port, `${head(256 * KIB)}${part(200)}`));
    await vi.waitFor(() => expect(clients.filter(({ status }) => status === 403).length).toBeGreaterThan(5), 20_000);
    await sleep(100);
    const denied = clients.filter(({ status }) => status !== undefined);
    for (const { answer } of denied) expect(answer).toMatch(/"because":"overloaded","message":"[^"]*arriving at once/);
    const open = clients.filter((client) => !denied.includes(client));
    expect(open.length).toBeGreaterThan(2);
    // Two leave: what they took is there for the rest of the others.
    for (const { socket } of open.splice(0, 2)) socket.destroy();
    await sleep(60);
    for (const { socket } of open) socket.write(part(56));
    for (const client of open) expect(await client.answered()).toBe(200);
    const next = new Client(port, `${head(512 * KIB)}${part(512)}`);
    expect(await next.answered()).toBe(200);
  });

  it("that are broken off in the middle count no more", async () => {
    const { port, head } = await front(start);
    for (let round = 0; round < 6; round++) {
      const clients = Array.from({ length: 3 }, () => new Client(port, `${head(300 * KIB)}${part(250)}`));
      await sleep(60);
      expect(clients.map(({ status }) => status)).toEqual([undefined, undefined, undefined]);
      for (const { socket } of clients) round % 2 === 0 ? socket.destroy() : socket.resetAndDestroy();
      await sleep(60);
    }
  });

  it("without end are denied at the limit of one body", async () => {
    const { port, head } = await front(start, createGuard());
    const client = new Client(port, head());
    const chunk = `${(64 * KIB).toString(16)}\r\n${part(64)}\r\n`;
    const sending = setInterval(() => client.socket.writableNeedDrain || client.socket.write(chunk.repeat(8)), 1);
    onTestFinished(() => clearInterval(sending));
    expect(await client.answered()).toBe(403);
    expect(client.answer).toContain('"because":"uninspectable"');
  });

  it("that take longer than five minutes are denied", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { port, head } = await front(start);
    const client = new Client(port, `${head(100)}the beginning`);
    await new Promise((resolve) => setImmediate(resolve));
    while (vi.getTimerCount() === 0) await new Promise((resolve) => setImmediate(resolve));
    for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
    vi.advanceTimersByTime(299_000);
    for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(client.status).toBeUndefined();
    vi.advanceTimersByTime(2_000);
    vi.useRealTimers();
    expect(await client.answered()).toBe(403);
    expect(client.answer).toContain('"because":"uninspectable"');
  });

  it("in pieces of one byte are read, or denied before their pieces take more memory than all may", async () => {
    const { port, head } = await front(start);
    const client = new Client(port, `${head()}${"1\r\nx\r\n".repeat(20_000)}0\r\n\r\n`);
    const status = await client.answered();
    if (status !== 200) expect(client.answer).toContain('"because":"overloaded"');
    const next = new Client(port, `${head(512 * KIB)}${part(512)}`);
    expect(await next.answered()).toBe(200);
  });
});

/** Sends all of `text` before it reads anything, as many a client does; what it got for it. */
async function sendsBeforeItReads(port: number, text: string): Promise<{ client: Client; errors: readonly Error[] }> {
  const client = new Client(port);
  const errors: Error[] = [];
  client.socket.on("error", (error) => errors.push(error)).pause();
  await new Promise<unknown>((resolve) => client.socket.write(text, resolve));
  client.socket.resume();
  return { client, errors };
}

describe.each(FRONTS)("a client of %s that reads its answer only when it has sent everything", (_, start) => {
  it.each([
    ["its connection is to be closed then", "Connection: close\r\n"],
    ["its connection goes on", ""],
  ])("gets it: %s", async (__, field) => {
    const { port, head } = await front(start, createGuard({ limits: { bodyBytes: 64 * KIB } }));
    const length = 48 * 1024 * KIB;
    const { client, errors } = await sendsBeforeItReads(
      port,
      `${head(length).replace("\r\n\r\n", `\r\n${field}\r\n`)}${part(length / KIB)}`,
    );
    expect(errors).toEqual([]);
    expect(await client.answered()).toBe(403);
    await vi.waitFor(() => expect(client.answer).toMatch(/"because":"uninspectable".*\}\n$/s), 5_000);
  });
});

it("serve does not close a connection under a client that still sends when it is answered", async () => {
  const { port, head } = await front(startService, createGuard());
  const client = new Client(port, head());
  const errors: Error[] = [];
  client.socket.on("error", (error) => errors.push(error));
  const chunk = `${(64 * KIB).toString(16)}\r\n${part(64)}\r\n`;
  const sending = setInterval(() => client.socket.writableNeedDrain || client.socket.write(chunk), 1);
  onTestFinished(() => clearInterval(sending));
  expect(await client.answered()).toBe(403);
  const sent = client.socket.bytesWritten;
  await vi.waitFor(() => expect(client.socket.bytesWritten).toBeGreaterThan(sent + 512 * KIB), 10_000);
  expect(errors).toEqual([]);
  // It does not read on for ever.
  await once(client.socket, "close");
});

describe.each(FRONTS)("a connection through %s", (_, start) => {
  it("whose client closes its half while it is held ends the hold", async () => {
    const guard = new StubGuard();
    const { port, head } = await front(start, guard);
    const client = new Client(port, `${head(HELD.length)}${HELD}`, true);
    await guard.held;
    const signal = guard.asked[0]!.call!.signal!;
    client.socket.end();
    if (!signal.aborted) await once(signal, "abort");
  });

  it("with many requests that wait gives each its answer in order, and no warning", async () => {
    const warnings: Error[] = [];
    const warn = (warning: Error): void => void warnings.push(warning);
    process.on("warning", warn);
    onTestFinished(() => void process.off("warning", warn));
    const queue = memoryQueue();
    const guard = createGuard({ queue, timeoutSeconds: 60 });
    closers.add(() => guard.close());
    const { port, head } = await front(start, guard);
    const bodies = Array.from(
      { length: 40 },
      (__, at) => `use ${"ghp"}_${String(at).padStart(4, "0")}R7k2pQ9xTz4LmW8vYc3NbJ6hFs1DgA5u`,
    );
    const client = new Client(port, bodies.map((body) => `${head(body.length)}${body}`).join(""));
    const decided = new Set<string>();
    while (decided.size < bodies.length) {
      await sleep(5);
      for (const { id } of await queue.pending()) {
        decided.add(id);
        const even = decided.size % 2 === 0;
        await queue.decide(even ? { id, verdict: "approve", reason: "one of many" } : { id, verdict: "reject" });
      }
    }
    await vi.waitFor(() => expect(client.answer.match(/HTTP\/1\.1 \d+/g)).toHaveLength(bodies.length), 20_000);
    expect(client.answer.match(/HTTP\/1\.1 403/g)).toHaveLength(bodies.length / 2);
    await sleep(0);
    expect(warnings).toEqual([]);
  });
});

it("streams of one HTTP/2 connection through the gateway are bounded together, and each is told why it was denied", async () => {
  const guard = createGuard(ROOM);
  const { port } = await front(startGateway, guard);
  const tunnel = new Client(port, "CONNECT api.example:443 HTTP/1.1\r\nHost: api.example:443\r\n\r\n");
  await tunnel.answered();
  const socket = connectTls({ socket: tunnel.socket, servername: "api.example", ca: ca.cert, ALPNProtocols: ["h2"] });
  await once(socket, "secureConnect");
  const session = connectH2("https://api.example", { createConnection: () => socket });
  closers.add(() => session.destroy());
  const answers: string[] = [];
  for (let index = 0; index < 12; index++) {
    const stream = session.request({ ":method": "POST", ":path": "/" });
    let text = "";
    stream
      .on("error", () => {})
      .on("data", (chunk: Buffer) => {
        text += chunk.toString();
      });
    stream.on("response", (headers) => {
      text += headers[":status"];
    });
    stream.on("end", () => answers.push(text));
    stream.write(part(200));
  }
  await vi.waitFor(() => expect(answers.length).toBeGreaterThan(5), 20_000);
  for (const answer of answers) expect(answer).toMatch(/^403.*"because":"overloaded"/);
  expect(answers.length).toBeLessThan(12);
});

describe("a body that a program streams", () => {
  const url = "http://api.example/";
  const endless = (): ReadableStream<Uint8Array> =>
    new ReadableStream({ start: (controller) => controller.enqueue(Buffer.from(part(300))) });
  const sent = vi.fn(async () => new Response("sent"));
  const viaFetch = (guard: Guard, body: ReadableStream, signal: AbortSignal): Promise<number> =>
    guardFetch(guard, sent)(url, { method: "POST", body, duplex: "half", signal } as RequestInit).then(
      ({ status }) => status,
    );
  const viaUndici = async (guard: Guard, body: ReadableStream, signal: AbortSignal): Promise<number> => {
    const agent = new Agent().compose(guardInterceptor(guard));
    const { statusCode, body: answer } = await undiciRequest(url, {
      method: "POST",
      body: body as never,
      dispatcher: agent,
      signal,
    });
    await answer.dump();
    return statusCode;
  };

  it.each([
    ["fetch", viaFetch],
    ["undici", viaUndici],
  ])(
    "without end through %s is bounded together with the others, and counts no more once it is aborted",
    async (__, send) => {
      const guard = createGuard(ROOM);
      for (let round = 0; round < 3; round++) {
        const leave = new AbortController();
        const waiting = [1, 2, 3].map(() => send(guard, endless(), leave.signal).catch(() => "aborted"));
        await sleep(20);
        expect(await send(guard, endless(), AbortSignal.timeout(5_000))).toBe(403);
        leave.abort();
        expect(await Promise.all(waiting)).toEqual(["aborted", "aborted", "aborted"]);
      }
      expect(sent).not.toHaveBeenCalled();
    },
  );

  it("through undici in very many pieces is denied at the limit of one body", async () => {
    const pieces = (async function* () {
      for (let piece = 0; piece < 300_000; piece++) yield Buffer.from("x");
      for (;;) yield Buffer.alloc(64 * KIB, "x");
    })();
    const agent = new Agent().compose(guardInterceptor(createGuard()));
    const { statusCode, body } = await undiciRequest(url, { method: "POST", body: pieces as never, dispatcher: agent });
    await body.dump();
    expect(statusCode).toBe(403);
  });
});
