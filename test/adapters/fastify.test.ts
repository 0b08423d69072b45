/** The plugin in a real Fastify, with every byte of a request in the test's hand. */

import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { request as httpRequest, ServerResponse } from "node:http";
import { connect as connectH2 } from "node:http2";
import { type AddressInfo, connect, type Socket } from "node:net";
import Fastify, { type FastifyInstance, type FastifyRequest } from "fastify";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type GuardPluginOptions, guardPlugin } from "../../src/adapters/fastify.js";
import { ConfigurationError } from "../../src/errors.js";
import { BROKEN_GUARDS, brokenGuard, HELD, SECRET, StubGuard } from "./support/stub-guard.js";
import { chunked, exchange, sha256, startUpstream } from "./support/upstream.js";

const KIB = 1024;
let app: FastifyInstance;
let guard: StubGuard;
const closers: (() => Promise<unknown>)[] = [];

beforeEach(() => {
  guard = new StubGuard();
  app = Fastify({ bodyLimit: 20 * KIB * KIB, forceCloseConnections: true });
  app.addContentTypeParser("application/octet-stream", { parseAs: "buffer" }, (_, body, done) => done(null, body));
});

afterEach(async () => {
  await app.close();
  for (const close of closers.splice(0)) await close();
});

async function start(options: Partial<GuardPluginOptions> = {}): Promise<number> {
  await app.register(guardPlugin, { guard, ...options });
  return listen();
}

async function listen(): Promise<number> {
  await app.listen({ port: 0, host: "127.0.0.1" });
  return (app.server.address() as AddressInfo).port;
}

function head(body: { length: number } | "chunked", extra = "", type = "application/octet-stream"): string {
  const framing = body === "chunked" ? "Transfer-Encoding: chunked" : `Content-Length: ${body.length}`;
  return `POST /path?q=1 HTTP/1.1\r\nHost: api.example\r\nConnection: close\r\nContent-Type: ${type}\r\n${framing}\r\n${extra}\r\n`;
}

const BODIES: readonly (readonly [name: string, wire: (body: Buffer) => Buffer, body: Buffer])[] = [
  ["no bytes", (body) => Buffer.concat([Buffer.from(head(body)), body]), Buffer.alloc(0)],
  ["a few bytes", (body) => Buffer.concat([Buffer.from(head(body)), body]), randomBytes(100)],
  ["a few bytes, chunked", (body) => Buffer.concat([Buffer.from(head("chunked")), chunked(body)]), randomBytes(100)],
  ["3 MiB", (body) => Buffer.concat([Buffer.from(head(body)), body]), randomBytes(3 * KIB * KIB)],
  ["300 KiB, chunked", (body) => Buffer.concat([Buffer.from(head("chunked")), chunked(body)]), randomBytes(300 * KIB)],
];

describe("guardPlugin", () => {
  it.each(BODIES)("a parser gets exactly the scanned bytes: %s", async (_, wire, body) => {
    app.post("/path", (request: FastifyRequest<{ Body: Buffer | undefined }>) =>
      sha256(request.body ?? Buffer.alloc(0)),
    );
    const answer = await exchange(await start(), wire(body));
    expect(answer).toContain(sha256(body));
    expect(sha256(guard.only.body as Buffer)).toBe(sha256(body));
    expect(guard.only).toMatchObject({ method: "POST", url: "http://api.example/path?q=1", bodyComplete: true });
  });

  it.each(BODIES)(
    "a handler that sends the raw stream on sends exactly the scanned bytes: %s",
    async (_, wire, body) => {
      const upstream = await startUpstream();
      closers.push(upstream.close);
      // As @fastify/http-proxy does: the parser hands the stream on, unread.
      app.removeAllContentTypeParsers();
      app.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
      app.all("/*", (request, reply) => {
        reply.hijack();
        const { method, url: path, headers } = request.raw;
        const options = { host: "127.0.0.1", port: upstream.port, method, path, headers };
        const stream = (request.body as NodeJS.ReadableStream | undefined) ?? request.raw;
        stream.pipe(httpRequest(options, (answer) => answer.pipe(reply.raw)));
      });
      expect(await exchange(await start(), wire(body))).toContain(`sha256:${sha256(body)}`);
      expect(upstream.received.map((received) => sha256(received.body))).toEqual([sha256(body)]);
    },
  );

  it("JSON arrives parsed", async () => {
    app.post("/path", (request) => ({ got: request.body }));
    const body = JSON.stringify({ a: [1, "ü"] });
    const answer = await exchange(await start(), head(Buffer.from(body), "", "application/json") + body);
    expect(Buffer.from(answer, "latin1").toString()).toContain(`{"got":${body}}`);
  });

  const PLACES: readonly (readonly [name: string, wire: string | Buffer])[] = [
    ["URL of a route", `GET /path/${SECRET} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n`],
    ["URL that no route has", `GET /nowhere/${SECRET} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n`],
    ["URL of a HEAD", `HEAD /path?${SECRET} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n`],
    ["header", `GET /path HTTP/1.1\r\nHost: h\r\nConnection: close\r\nX: ${SECRET}\r\n\r\n`],
    ["body", `${head({ length: SECRET.length })}${SECRET}`],
    ["body of an unknown type", `${head({ length: SECRET.length }, "", "x/y")}${SECRET}`],
    ["body of a GET", `${head({ length: SECRET.length }).replace("POST", "GET")}${SECRET}`],
    ["trailer", Buffer.concat([Buffer.from(head("chunked")), chunked(Buffer.from("x"), `T: ${SECRET}\r\n`)])],
  ];

  it.each(PLACES)("a secret in the %s is a 403 that quotes nothing, and no handler runs", async (_, wire) => {
    let reached = 0;
    const handler = (): string => {
      reached += 1;
      return "reached";
    };
    app.all("/path", handler);
    app.get("/path/*", handler);
    app.setNotFoundHandler(handler);
    const answer = await exchange(await start(), wire);
    expect(answer).toMatch(/^HTTP\/1\.1 403 /);
    expect(answer).toMatch(/content-type: application\/json/i);
    expect(answer).toMatch(/cache-control: no-store/i);
    if (!String(wire).startsWith("HEAD")) expect(answer).toContain('"because":"rejected"');
    expect(answer).not.toContain(SECRET);
    expect(reached).toBe(0);
  });

  it("holds for routes before it, after it and in children, and not for those of a sibling", async () => {
    app.get("/before", () => "reached");
    await app.register(async (child) => {
      await child.register(guardPlugin, { guard });
      child.get("/inside", () => "reached");
      await child.register(async (grandchild) => void grandchild.get("/deeper", () => "reached"));
    });
    app.get("/sibling", () => "reached");
    const port = await listen();
    const get = (path: string): Promise<string> =>
      exchange(port, `GET ${path}?${SECRET} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n`);
    expect(await get("/inside")).toMatch(/^HTTP\/1\.1 403 /);
    expect(await get("/deeper")).toMatch(/^HTTP\/1\.1 403 /);
    expect(await get("/sibling")).toMatch(/^HTTP\/1\.1 200 /);
    expect(await get("/before")).toMatch(/^HTTP\/1\.1 200 /);
  });

  it("registered on the root it holds for routes that were added before it", async () => {
    app.get("/before", () => "reached");
    const answer = await exchange(
      await start(),
      `GET /before?${SECRET} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 403 /);
  });

  it("denies a body over the limit, and one that another hook has read", async () => {
    app.post("/path", () => "reached");
    const body = Buffer.alloc(200, "a");
    const port = await start({ bodyBytes: 100 });
    expect(await exchange(port, Buffer.concat([Buffer.from(head(body)), body]))).toMatch(/^HTTP\/1\.1 403 /);
    expect(guard.only.bodyComplete).toBe(false);
  });

  it("denies a body that a hook before it has read", async () => {
    app.addHook("preParsing", async (request) => {
      request.raw.resume();
      await once(request.raw, "end");
    });
    app.post("/path", () => "reached");
    expect(await exchange(await start(), `${head({ length: 2 })}hi`)).toMatch(/^HTTP\/1\.1 403 /);
    expect(guard.only.bodyComplete).toBe(false);
  });

  it("asks about the URL that the option gives, and a function that throws is a 403", async () => {
    app.all("/*", () => "reached");
    const port = await start({
      url: (request) => {
        if (request.url === "/broken") throw new Error(SECRET);
        return `https://fixed.example${request.url}`;
      },
    });
    const get = (path: string): Promise<string> =>
      exchange(port, `GET ${path} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n`);
    expect(await get("/fine")).toMatch(/^HTTP\/1\.1 200 /);
    expect(guard.only.url).toBe("https://fixed.example/fine");
    const broken = await get("/broken");
    expect(broken).toMatch(/^HTTP\/1\.1 403 /);
    expect(broken).not.toContain(SECRET);
  });

  it.each(BROKEN_GUARDS)("a guard that %s is a 403 without what it threw", async (_, check) => {
    app.post("/path", () => "reached");
    const answer = await exchange(await start({ guard: brokenGuard(check) }), `${head({ length: 2 })}hi`);
    expect(answer).toMatch(/^HTTP\/1\.1 403 /);
    expect(answer).not.toContain(SECRET);
    expect(answer).not.toContain("reached");
  });

  it("a client that leaves while it is held aborts the call's signal", async () => {
    app.post("/path", () => "reached");
    const socket = connect(await start(), "127.0.0.1");
    socket.write(`${head({ length: HELD.length })}${HELD}`);
    await guard.held;
    const signal = guard.asked[0]!.call!.signal!;
    expect(signal.aborted).toBe(false);
    socket.destroy();
    await once(signal, "abort");
  });

  it("a request to upgrade is refused where the server takes them", async () => {
    app.get("/path", () => "reached");
    // As @fastify/websocket does.
    app.server.on("upgrade", (request, socket) => {
      const response = new ServerResponse(request);
      response.assignSocket(socket as Socket);
      response.on("finish", () => socket.destroy());
      app.routing(request, response);
    });
    const wire = "GET /path HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
    const socket = connect(await start(), "127.0.0.1");
    socket.write(wire);
    const [answer] = await once(socket, "data");
    expect(String(answer)).toMatch(/^HTTP\/1\.1 403 /);
    socket.destroy();
    expect(guard.asked).toEqual([]);
  });

  it("works with inject()", async () => {
    app.post("/path", (request: FastifyRequest<{ Body: Buffer }>) => sha256(request.body));
    await app.register(guardPlugin, { guard });
    const headers = { "content-type": "application/octet-stream" };
    const post = (payload: string) => app.inject({ method: "POST", url: "/path", headers, payload });
    expect((await post("text")).body).toBe(sha256(Buffer.from("text")));
    expect((await post(SECRET)).statusCode).toBe(403);
  });

  it("without a guard does not start", async () => {
    app.register(guardPlugin, {} as GuardPluginOptions);
    await expect(app.ready()).rejects.toBeInstanceOf(ConfigurationError);
  });
});

it("over HTTP/2 a handler gets the scanned bytes, and a secret is a 403", async () => {
  const app2 = Fastify({ http2: true });
  closers.push(() => app2.close());
  app2.addContentTypeParser("*", { parseAs: "buffer" }, (_, body, done) => done(null, body));
  app2.post("/path", (request) => sha256(request.body as Buffer));
  await app2.register(guardPlugin, { guard });
  await app2.listen({ port: 0, host: "127.0.0.1" });
  const session = connectH2(`http://127.0.0.1:${(app2.server.address() as AddressInfo).port}`);
  closers.unshift(async () => session.close());
  for (const [body, status] of [
    [randomBytes(100_000), 200],
    [Buffer.from(SECRET), 403],
  ] as const) {
    const stream = session.request({ ":method": "POST", ":path": "/path", "content-type": "x/y" });
    stream.end(body);
    const [answer] = (await once(stream, "response")) as [{ ":status": number }];
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    expect(answer[":status"]).toBe(status);
    if (status === 200) expect(String(Buffer.concat(chunks))).toBe(sha256(body));
  }
});
