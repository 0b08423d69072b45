import { randomBytes } from "node:crypto";
import { once } from "node:events";
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import { connect as connectH2, createServer as createH2Server } from "node:http2";
import { connect } from "node:net";
import { setTimeout } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { checkIncoming, guardMiddleware, type IncomingOptions } from "../../src/adapters/node.js";
import type { Guard } from "../../src/types.js";
import { BROKEN_GUARDS, brokenGuard, HELD, SECRET, StubGuard } from "./support/stub-guard.js";
import { chunked, closeServer, exchange, listen, sha256, startUpstream } from "./support/upstream.js";

type Handler = (req: IncomingMessage, res: ServerResponse) => void;

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A server that guards, then gives the request to `next`. */
async function guarded(
  guard: Guard,
  next: Handler,
  options?: IncomingOptions,
): Promise<{ port: number; server: Server }> {
  const middleware = guardMiddleware(guard, options);
  const server = createServer((req, res) => middleware(req, res, () => next(req, res)));
  const port = await listen(server);
  closers.push(() => closeServer(server));
  return { port, server };
}

function head(body: { length: number } | "chunked", extra = ""): string {
  const framing = body === "chunked" ? "Transfer-Encoding: chunked" : `Content-Length: ${body.length}`;
  return `POST /path?q=1 HTTP/1.1\r\nHost: api.example\r\nConnection: close\r\n${framing}\r\n${extra}\r\n`;
}

/** Ways in which handlers read a body; each answers with the bytes' hash. */
const READERS: readonly (readonly [name: string, handler: Handler])[] = [
  [
    "data and end events",
    (req, res) => {
      const chunks: Buffer[] = [];
      req.on("data", (chunk: Buffer) => chunks.push(chunk)).on("end", () => res.end(sha256(Buffer.concat(chunks))));
    },
  ],
  [
    "an async iterator",
    async (req, res) => {
      const chunks: Buffer[] = [];
      for await (const chunk of req) chunks.push(chunk as Buffer);
      res.end(sha256(Buffer.concat(chunks)));
    },
  ],
  [
    "readable events",
    (req, res) => {
      const chunks: Buffer[] = [];
      req.on("readable", () => {
        for (let chunk = req.read() as Buffer | null; chunk !== null; chunk = req.read() as Buffer | null)
          chunks.push(chunk);
      });
      req.on("end", () => res.end(sha256(Buffer.concat(chunks))));
    },
  ],
  [
    "events attached later",
    async (req, res) => {
      await setTimeout(5);
      const chunks: Buffer[] = [];
      req.on("data", (chunk: Buffer) => chunks.push(chunk)).on("end", () => res.end(sha256(Buffer.concat(chunks))));
    },
  ],
];

const KIB = 1024;
const BODIES: readonly (readonly [name: string, bytes: (body: Buffer) => Buffer, body: Buffer])[] = [
  ["no bytes", (body) => Buffer.concat([Buffer.from(head(body)), body]), Buffer.alloc(0)],
  ["no bytes, chunked", (body) => Buffer.concat([Buffer.from(head("chunked")), chunked(body)]), Buffer.alloc(0)],
  ["a few bytes", (body) => Buffer.concat([Buffer.from(head(body)), body]), randomBytes(100)],
  ["a few bytes, chunked", (body) => Buffer.concat([Buffer.from(head("chunked")), chunked(body)]), randomBytes(100)],
  ["16 KiB", (body) => Buffer.concat([Buffer.from(head(body)), body]), randomBytes(16 * KIB)],
  ["3 MiB", (body) => Buffer.concat([Buffer.from(head(body)), body]), randomBytes(3 * KIB * KIB)],
  ["300 KiB, chunked", (body) => Buffer.concat([Buffer.from(head("chunked")), chunked(body)]), randomBytes(300 * KIB)],
];

describe("guardMiddleware", () => {
  describe.each(READERS)("the next handler reads with %s", (_, reader) => {
    it.each(BODIES)("and gets exactly the scanned bytes: %s", async (_name, wire, body) => {
      const guard = new StubGuard();
      const { port } = await guarded(guard, reader);
      expect(await exchange(port, wire(body))).toContain(sha256(body));
      expect(sha256(guard.only.body as Buffer)).toBe(sha256(body));
      expect(guard.only.bodyComplete).toBe(true);
    });
  });

  it.each(BODIES)("a handler that pipes the request on sends exactly the scanned bytes: %s", async (_, wire, body) => {
    const upstream = await startUpstream();
    closers.push(upstream.close);
    const { port } = await guarded(new StubGuard(), (req, res) => {
      const { method, url: path, headers } = req;
      req.pipe(
        httpRequest({ host: "127.0.0.1", port: upstream.port, method, path, headers }, (answer) => answer.pipe(res)),
      );
    });
    expect(await exchange(port, wire(body))).toContain(`sha256:${sha256(body)}`);
    expect(upstream.received.map((request) => sha256(request.body))).toEqual([sha256(body)]);
  });

  it("a body that arrives a byte at a time is whole", async () => {
    const guard = new StubGuard();
    const { port } = await guarded(guard, READERS[0]![1]);
    const body = randomBytes(40);
    const socket = connect(port, "127.0.0.1");
    socket.setNoDelay(true);
    for (const byte of Buffer.concat([Buffer.from(head("chunked")), chunked(body)])) {
      socket.write(Buffer.from([byte]));
      await setTimeout(0);
    }
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString()).toContain(sha256(body));
    expect(sha256(guard.only.body as Buffer)).toBe(sha256(body));
  });

  it("gives the guard headers in wire order with duplicates, trailers, the URL, the client and the time", async () => {
    const guard = new StubGuard();
    const { port } = await guarded(guard, READERS[0]![1]);
    const before = performance.now();
    const wire = Buffer.concat([
      Buffer.from(head("chunked", "X-A: 1\r\nx-b: 2\r\nX-A: 3\r\n")),
      chunked(Buffer.from("x"), "T-One: 1\r\nT-Two: 2\r\n"),
    ]);
    await exchange(port, wire);
    const { request, call } = guard.asked[0]!;
    expect(request).toMatchObject({ method: "POST", url: "http://api.example/path?q=1" });
    expect([...(request.headers as [string, string][])].slice(3)).toEqual([
      ["X-A", "1"],
      ["x-b", "2"],
      ["X-A", "3"],
    ]);
    expect(request.trailers).toEqual([
      ["T-One", "1"],
      ["T-Two", "2"],
    ]);
    expect(call?.client).toMatch(/127\.0\.0\.1/);
    expect(call?.arrivedAt).toBeGreaterThanOrEqual(before);
  });

  it("takes an absolute request target as it is, and options.url before it", async () => {
    const guard = new StubGuard();
    const { port } = await guarded(guard, READERS[0]![1]);
    const wire = "GET http://other.example/x HTTP/1.1\r\nHost: api.example\r\nConnection: close\r\n\r\n";
    await exchange(port, wire);
    const { port: second } = await guarded(guard, READERS[0]![1], { url: (req) => `https://fixed.example${req.url}` });
    await exchange(second, wire.replace("http://other.example", ""));
    expect(guard.asked.map(({ request }) => request.url)).toEqual([
      "http://other.example/x",
      "https://fixed.example/x",
    ]);
  });

  const PLACES: readonly (readonly [name: string, wire: string | Buffer])[] = [
    ["URL", `GET /${SECRET} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n`],
    ["header", `GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nX: ${SECRET}\r\n\r\n`],
    ["body", `${head({ length: SECRET.length })}${SECRET}`],
    ["trailer", Buffer.concat([Buffer.from(head("chunked")), chunked(Buffer.from("x"), `T: ${SECRET}\r\n`)])],
  ];

  it.each(PLACES)(
    "a secret in the %s is a 403 that says why and quotes nothing, and next is not called",
    async (_, wire) => {
      let reached = 0;
      const { port } = await guarded(new StubGuard(), () => {
        reached += 1;
      });
      const answer = await exchange(port, wire);
      expect(answer).toMatch(/^HTTP\/1\.1 403 /);
      expect(answer).toMatch(/content-type: application\/json/i);
      expect(answer).toMatch(/cache-control: no-store/i);
      expect(answer).toContain("denied as rejected; do without it");
      expect(answer).toContain('"because":"rejected"');
      expect(answer).not.toContain(SECRET);
      expect(reached).toBe(0);
    },
  );

  it("denies a body over the limit, which the guard sees as incomplete, and reads the connection on", async () => {
    const guard = new StubGuard();
    const { port } = await guarded(guard, READERS[0]![1], { bodyBytes: 10 * KIB });
    const body = Buffer.alloc(2 * KIB * KIB, "a");
    const first = Buffer.concat([Buffer.from(head(body).replace("Connection: close\r\n", "")), body]);
    const second = Buffer.from(`${head({ length: 2 })}hi`);
    const answer = await exchange(port, Buffer.concat([first, second]));
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 403", "HTTP/1.1 200"]);
    expect(guard.asked.map(({ request }) => request.bodyComplete)).toEqual([false, true]);
  });

  it("pipelined requests are each checked and answered in order", async () => {
    const { port } = await guarded(new StubGuard(), READERS[0]![1]);
    const keepAlive = (body: string): string => `${head(body).replace("Connection: close\r\n", "")}${body}`;
    const answer = await exchange(port, `${keepAlive("one")}${keepAlive(SECRET)}${head("three")}three`);
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 200", "HTTP/1.1 403", "HTTP/1.1 200"]);
  });

  it("denies a body that another middleware has read before it", async () => {
    const guard = new StubGuard();
    const middleware = guardMiddleware(guard);
    const server = createServer((req, res) => {
      req.once("data", () => middleware(req, res, () => res.end("reached")));
    });
    const port = await listen(server);
    closers.push(() => closeServer(server));
    expect(await exchange(port, `${head({ length: 2 })}hi`)).toMatch(/^HTTP\/1\.1 403 /);
    expect(guard.only.bodyComplete).toBe(false);
  });

  it("denies a body that setEncoding has made into text", async () => {
    const middleware = guardMiddleware(new StubGuard());
    const server = createServer((req, res) => middleware(req.setEncoding("utf8"), res, () => res.end("reached")));
    const port = await listen(server);
    closers.push(() => closeServer(server));
    expect(await exchange(port, `${head({ length: 2 })}hi`)).toMatch(/^HTTP\/1\.1 403 /);
  });

  it.each(BROKEN_GUARDS)("a guard that %s is a 403 without what it threw", async (_, check) => {
    const { port } = await guarded(brokenGuard(check), (_req, res) => res.end("reached"));
    const answer = await exchange(port, `${head({ length: 2 })}hi`);
    expect(answer).toMatch(/^HTTP\/1\.1 403 /);
    expect(answer).not.toContain(SECRET);
    expect(answer).not.toContain("reached");
  });

  it("a url function that throws is a 403", async () => {
    const { port } = await guarded(new StubGuard(), (_req, res) => res.end("reached"), {
      url: () => {
        throw new Error(SECRET);
      },
    });
    expect(await exchange(port, `${head({ length: 2 })}hi`)).toMatch(/^HTTP\/1\.1 403 /);
  });

  it("a client that leaves while it is held aborts the call's signal", async () => {
    const guard = new StubGuard();
    const { port } = await guarded(guard, (_req, res) => res.end("reached"));
    const socket = connect(port, "127.0.0.1");
    socket.write(`${head({ length: HELD.length })}${HELD}`);
    await guard.held;
    const signal = guard.asked[0]!.call!.signal!;
    expect(signal.aborted).toBe(false);
    socket.destroy();
    await once(signal, "abort");
  });

  it("a client that leaves in the middle of its body is asked about as incomplete", async () => {
    const guard = new StubGuard();
    const { port, server } = await guarded(guard, (_req, res) => res.end("reached"));
    const arrived = once(server, "request");
    const socket = connect(port, "127.0.0.1");
    socket.write(`${head({ length: 1000 })}the beginning`);
    await arrived;
    await setTimeout(5);
    socket.destroy();
    while (guard.asked.length === 0) await setTimeout(1);
    expect(guard.only.bodyComplete).toBe(false);
    expect(guard.asked[0]!.call!.signal!.aborted).toBe(true);
  });
});

describe("a request that does not say where it goes, or says it twice", () => {
  const wires: readonly (readonly [name: string, head: string])[] = [
    ["two Hosts", "GET / HTTP/1.1\r\nHost: api.example\r\nHost: other.example"],
    ["the same Host twice", "GET / HTTP/1.1\r\nHost: api.example\r\nhost: api.example"],
    ["two Hosts, the first an address", "GET / HTTP/1.1\r\nHost: 192.0.2.1\r\nHost: other.example"],
    ["no Host", "GET /path HTTP/1.0"],
    ["a Host with a user", "GET / HTTP/1.1\r\nHost: api.example@other.example"],
    ["a Host with a path", "GET / HTTP/1.1\r\nHost: other.example/api.example"],
    ["a Host that is none", "GET / HTTP/1.1\r\nHost: a b"],
    ["an empty Host", "GET /api.example HTTP/1.1\r\nHost: "],
  ];

  it.each(wires)("is a 403, and nobody is asked: %s", async (_, wire) => {
    const guard = new StubGuard();
    const { port } = await guarded(guard, (_req, res) => res.end("reached"));
    const answer = await exchange(port, Buffer.from(`${wire}\r\nConnection: close\r\n\r\n`));
    expect(answer).toMatch(/^HTTP\/1.1 403 /);
    expect(answer).toMatch(/"message":"The request[^"]*\bhosts?\b/i);
    expect(guard.asked).toEqual([]);
  });

  it("is a 403 for two Hosts also where the caller says where it goes; another Host than that is not", async () => {
    const guard = new StubGuard();
    const { port } = await guarded(guard, (_req, res) => res.end("reached"), { url: () => "https://fixed.example/" });
    const send = (hosts: string): Promise<string> =>
      exchange(port, Buffer.from(`GET / HTTP/1.1\r\n${hosts}\r\nConnection: close\r\n\r\n`));
    expect(await send("Host: proxy.example\r\nHost: fixed.example")).toMatch(/^HTTP\/1.1 403 /);
    expect(guard.asked).toEqual([]);
    expect(await send("Host: proxy.example")).toContain("reached");
  });

  it.each([
    ["OPTIONS * HTTP/1.1\r\nHost: api.example", "http://api.example"],
    ["GET http://api.example/a HTTP/1.0", "http://api.example/a"],
    ["GET http://API.example:80/a HTTP/1.1\r\nHost: api.example", "http://API.example:80/a"],
    ["GET /a HTTP/1.1\r\nHost: [::1]:80", "http://[::1]:80/a"],
  ])("is none of these: %s", async (wire, url) => {
    const guard = new StubGuard();
    const { port } = await guarded(guard, (_req, res) => res.end("reached"));
    expect(await exchange(port, Buffer.from(`${wire}\r\nConnection: close\r\n\r\n`))).toContain("reached");
    expect(guard.only.url).toBe(url);
  });
});

describe("checkIncoming", () => {
  it("resolves with the verdict, the body's bytes and the trailers", async () => {
    const guard = new StubGuard();
    const checked: unknown[] = [];
    const server = createServer(async (req, res) => {
      const { verdict, body, trailers } = await checkIncoming(guard, req);
      checked.push(verdict.action, body.toString(), trailers);
      res.end();
    });
    const port = await listen(server);
    closers.push(() => closeServer(server));
    await exchange(port, Buffer.concat([Buffer.from(head("chunked")), chunked(Buffer.from("hello"), "T: 1\r\n")]));
    expect(checked).toEqual(["forward", "hello", [["T", "1"]]]);
  });
});

describe("HTTP/2, through Node's compatibility API", () => {
  async function guardedH2(guard: Guard, next: Handler): Promise<number> {
    const middleware = guardMiddleware(guard);
    const server = createH2Server((request, response) => {
      const [req, res] = [request as unknown as IncomingMessage, response as unknown as ServerResponse];
      middleware(req, res, () => next(req, res));
    });
    const port = await listen(server);
    closers.push(async () => void server.close());
    return port;
  }

  async function send(
    port: number,
    headers: Record<string, string>,
    body?: Buffer,
  ): Promise<{ status: number; text: string }> {
    const session = connectH2(`http://127.0.0.1:${port}`);
    try {
      const stream = session.request(headers, { endStream: body === undefined });
      if (body) stream.end(body);
      const [answer] = (await once(stream, "response")) as [{ ":status": number }];
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(chunk as Buffer);
      return { status: answer[":status"], text: Buffer.concat(chunks).toString() };
    } finally {
      session.close();
    }
  }

  it.each(READERS)("the next handler gets exactly the scanned bytes by %s", async (_, reader) => {
    const guard = new StubGuard();
    const port = await guardedH2(guard, reader);
    for (const body of [undefined, Buffer.alloc(0), randomBytes(50), randomBytes(500 * KIB)]) {
      const { status, text } = await send(
        port,
        { ":method": "POST", ":path": "/p", ":authority": "api.example" },
        body,
      );
      expect([status, text]).toEqual([200, sha256(body ?? Buffer.alloc(0))]);
      const { request } = guard.asked.at(-1)!;
      expect(request.url).toBe("http://api.example/p");
      expect(sha256(request.body as Buffer)).toBe(sha256(body ?? Buffer.alloc(0)));
    }
  });

  it("a secret is a 403", async () => {
    const port = await guardedH2(new StubGuard(), (_req, res) => res.end("reached"));
    const { status, text } = await send(port, { ":method": "POST", ":path": "/p" }, Buffer.from(SECRET));
    expect(status).toBe(403);
    expect(text).toContain("denied as rejected");
  });
});
