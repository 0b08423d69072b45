/** Connections that send no request, or too many of them: they are bounded in number and in time, and held requests are not touched. */

import { once } from "node:events";
import { connect as connectH2 } from "node:http2";
import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { type CertificateAuthority, createGateway, type GatewayOptions } from "../../src/adapters/mockttp.js";
import { createCheckService } from "../../src/adapters/serve.js";
import type { Guard } from "../../src/types.js";
import { certificateAuthority } from "./support/certificates.js";
import { closersOfTests } from "./support/closers.js";
import { HELD, SECRET, StubGuard } from "./support/stub-guard.js";

const TOKEN = "a-token-for-tests-0";

let ca: CertificateAuthority;
const closers = closersOfTests();

beforeAll(async () => {
  ca = await certificateAuthority();
});
afterEach(() => {
  vi.useRealTimers();
});

async function startGateway(guard: Guard, options: Partial<GatewayOptions> = {}): Promise<number> {
  const gateway = await createGateway({ guard, ca, ...options });
  closers.add(() => gateway.close());
  return gateway.port;
}

async function startService(guard: Guard, maxConnections: number): Promise<number> {
  const listen = { host: "127.0.0.1", port: 0 };
  const service = await createCheckService({ guard, listen, token: TOKEN, maxConnections });
  closers.add(() => service.close());
  return Number(new URL(service.url).port);
}

async function open(port: number): Promise<Socket> {
  const socket = connect(port, "127.0.0.1").on("error", () => {});
  onTestFinished(() => void socket.destroy());
  await once(socket, "connect");
  return socket.resume();
}

/** A few turns of the event loop, in which what was written has been read. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 100; turn++) await new Promise((resolve) => setImmediate(resolve));
}

async function closed(socket: Socket): Promise<void> {
  await vi.waitFor(() => expect(socket.destroyed).toBe(true), { timeout: 20_000 });
}

async function send(socket: Socket, text: string): Promise<void> {
  const answered = once(socket, "data");
  socket.write(text);
  await answered;
}

const CONNECT = "CONNECT api.example:443 HTTP/1.1\r\nHost: api.example:443\r\n\r\n";
const post = (port: number, body: string): string =>
  `POST http://localhost:${port}/ HTTP/1.1\r\nHost: localhost:${port}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

async function tlsWithin(socket: Socket, alpn: string): Promise<Socket> {
  const secured = connectTls({ socket, servername: "api.example", ca: ca.cert, ALPNProtocols: [alpn] });
  secured.on("error", () => {});
  await once(secured, "secureConnect");
  return secured;
}

const PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
const SETTINGS = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);

/** What a client does that never sends a whole request; `again`: what it goes on sending. */
const IDLE: readonly (readonly [name: string, begin: (socket: Socket) => unknown, again: string])[] = [
  ["silent", () => {}, ""],
  ["with a head that comes byte by byte", (socket) => socket.write("GET http://api.example/ HTTP/1.1\r\nA: "), "a"],
  ["with half a TLS handshake", (socket) => socket.write(Buffer.from([0x16, 3, 1, 2, 0, 1, 0])), ""],
  ["with half of HTTP/2's preface", (socket) => socket.write(PREFACE.slice(0, 10)), ""],
  ["with HTTP/2 and no stream", (socket) => socket.write(Buffer.concat([Buffer.from(PREFACE), SETTINGS])), ""],
  ["with a tunnel and nothing in it", (socket) => send(socket, CONNECT), ""],
  ["with one tunnel in the other", (socket) => send(socket, CONNECT), CONNECT],
  [
    "with TLS in a tunnel and a head that does not end",
    async (socket) => {
      await send(socket, CONNECT);
      (await tlsWithin(socket, "http/1.1")).write("GET / HTTP/1.1\r\nA: ");
    },
    "",
  ],
  [
    "with a second head that comes byte by byte",
    async (socket) => {
      const { remotePort = 0 } = socket;
      await send(socket, post(remotePort, ""));
      socket.write("GET http://api.example/ HTTP/1.1\r\nA: ");
    },
    "a",
  ],
];

describe("a connection to the gateway", () => {
  it.each(IDLE)("%s is ended after a minute without a request", async (_, begin, again) => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] });
    const socket = await open(await startGateway(new StubGuard()));
    await begin(socket);
    for (let second = 0; second < 55; second += 5) {
      socket.write(again);
      await turns();
      vi.advanceTimersByTime(5_000);
    }
    await turns();
    expect(socket.destroyed).toBe(false);
    vi.advanceTimersByTime(15_000);
    vi.useRealTimers();
    await closed(socket);
  });

  it.each([
    ["plain", async (socket: Socket) => void socket.write(post(1, HELD))],
    [
      "within TLS in a tunnel",
      async (socket: Socket) => {
        await send(socket, CONNECT);
        const secured = await tlsWithin(socket, "http/1.1");
        secured.write(`POST / HTTP/1.1\r\nHost: api.example\r\nContent-Length: ${HELD.length}\r\n\r\n${HELD}`);
      },
    ],
    [
      "within a tunnel within TLS",
      async (socket: Socket) => {
        const outer = await tlsWithin(socket, "http/1.1");
        await send(outer, CONNECT);
        const secured = await tlsWithin(outer, "http/1.1");
        secured.write(`POST / HTTP/1.1\r\nHost: api.example\r\nContent-Length: ${HELD.length}\r\n\r\n${HELD}`);
      },
    ],
    [
      "over HTTP/2",
      async (socket: Socket) => {
        await send(socket, CONNECT);
        const secured = await tlsWithin(socket, "h2");
        const session = connectH2("https://api.example", { createConnection: () => secured });
        session
          .on("error", () => {})
          .request({ ":method": "POST" })
          .on("error", () => {})
          .end(HELD);
      },
    ],
  ])("whose request is held is not ended: %s", async (_, ask) => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] });
    const guard = new StubGuard();
    const socket = await open(await startGateway(guard));
    await ask(socket);
    await guard.held;
    vi.advanceTimersByTime(280_000);
    vi.useRealTimers();
    await turns();
    expect(guard.asked[0]!.call!.signal!.aborted).toBe(false);
    expect(socket.destroyed).toBe(false);
  });

  it("over HTTP/2 whose streams are answered is told goodbye after a minute", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] });
    const socket = await open(await startGateway(new StubGuard()));
    await send(socket, CONNECT);
    const secured = await tlsWithin(socket, "h2");
    const session = connectH2("https://api.example", { createConnection: () => secured });
    const stream = session.on("error", () => {}).request({ ":path": `/${SECRET}` });
    await once(stream.resume(), "close");
    const goodbye = once(session, "goaway");
    for (let second = 0; second < 70; second += 5) {
      vi.advanceTimersByTime(5_000);
      await turns();
    }
    vi.useRealTimers();
    const [code] = (await goodbye) as [number];
    expect(code).toBe(0);
    await closed(socket);
  });

  it("that is one too many of all is closed, whoever has the others", async () => {
    const port = await startGateway(new StubGuard(), { maxConnections: 20 });
    const from = (localAddress: string): Socket => {
      const socket = connect({ port, host: "127.0.0.1", localAddress }).on("error", () => {});
      onTestFinished(() => void socket.destroy());
      return socket.resume();
    };
    const sockets = ["127.0.0.1", "127.0.0.2"].flatMap((address) => Array.from({ length: 10 }, () => from(address)));
    await Promise.all(sockets.map((socket) => once(socket, "connect")));
    await closed(from("127.0.0.3"));
    expect(sockets.filter(({ destroyed }) => destroyed)).toEqual([]);
  });
});

describe.each([
  ["the gateway", (guard: Guard) => startGateway(guard, { maxConnections: 20 })],
  ["serve", (guard: Guard) => startService(guard, 10)],
])("ten connections from one address to %s, as many as are taken", (_, start) => {
  it("stand, one too many is closed, and one that ends makes room", async () => {
    const port = await start(new StubGuard());
    const sockets = await Promise.all(Array.from({ length: 10 }, () => open(port)));
    await closed(await open(port));
    expect(sockets.filter(({ destroyed }) => destroyed)).toEqual([]);
    sockets[0]!.destroy();
    await turns();
    const next = await open(port);
    await send(next, `GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
    expect(next.destroyed).toBe(false);
  });
});
