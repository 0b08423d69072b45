/** The interceptor in real undici, and in front of Node's own fetch, with a real upstream. */

import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { PassThrough, Readable, type Writable } from "node:stream";
import { setTimeout } from "node:timers/promises";
import {
  Agent,
  Client,
  type Dispatcher,
  EventSource,
  getGlobalDispatcher,
  interceptors,
  Pool,
  pipeline,
  request,
  setGlobalDispatcher,
  stream,
  FormData as UndiciFormData,
  fetch as undiciFetch,
  WebSocket,
} from "undici";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { guardInterceptor, type InterceptorOptions } from "../../src/adapters/undici.js";
import type { Guard } from "../../src/types.js";
import { BROKEN_GUARDS, brokenGuard, HELD, SECRET, StubGuard } from "./support/stub-guard.js";
import { type Received, sha256, startUpstream, type Upstream } from "./support/upstream.js";

type Options = NonNullable<Parameters<typeof request>[1]>;
type Body = Exclude<Options["body"], undefined>;

let upstream: Upstream;
let other: Upstream;
let guard: StubGuard;
const script: ((request: Received) => readonly [status: number, location?: string])[] = [];
const agents: Dispatcher[] = [];

beforeEach(async () => {
  script.length = 0;
  guard = new StubGuard();
  upstream = await startUpstream({
    answer: (received, res) => {
      const [status, location] = script.shift()?.(received) ?? [200];
      res.writeHead(status, location === undefined ? {} : { location }).end(`sha256:${sha256(received.body)}`);
    },
  });
  other = await startUpstream();
});

afterEach(async () => {
  for (const agent of agents.splice(0)) await agent.destroy();
  await upstream.close();
  await other.close();
});

function agentOf(asked: Guard = guard, options?: InterceptorOptions): Agent {
  const agent = new Agent();
  agents.push(agent);
  return agent.compose(guardInterceptor(asked, options)) as Agent;
}

async function* pieces(...chunks: readonly (string | Uint8Array)[]): AsyncGenerator<string | Uint8Array> {
  for (const chunk of chunks) {
    await setTimeout(1);
    yield chunk;
  }
}

const BYTES = randomBytes(70_000);

function formOf<Form extends { append(name: string, value: Blob | string, filename?: string): void }>(
  form: Form,
): Form {
  form.append("text", "ü");
  form.append("file", new Blob([BYTES], { type: "x/y" }), "name.bin");
  return form;
}

/** `sent`: what must arrive, where that can be told beforehand. */
const BODIES: readonly (readonly [name: string, body: () => unknown, sent: Uint8Array | undefined])[] = [
  ["none", () => null, Buffer.alloc(0)],
  ["a string", () => "plain text ü", Buffer.from("plain text ü")],
  ["an empty string", () => "", Buffer.alloc(0)],
  ["a Buffer", () => BYTES, BYTES],
  [
    "a Uint8Array in the middle of its buffer",
    () => new Uint8Array(BYTES.buffer, BYTES.byteOffset + 3, 50),
    BYTES.subarray(3, 53),
  ],
  ["a Uint16Array", () => new Uint16Array([1, 2, 513]), Buffer.from([1, 0, 2, 0, 1, 2])],
  ["an ArrayBuffer", () => Uint8Array.from(BYTES).buffer, BYTES],
  ["a Blob", () => new Blob([BYTES], { type: "x/y" }), BYTES],
  ["undici's FormData", () => formOf(new UndiciFormData()), undefined],
  ["the platform's FormData", () => formOf(new FormData()), undefined],
  ["a Readable", () => Readable.from([BYTES.subarray(0, 7), BYTES.subarray(7)]), BYTES],
  ["an iterable", () => [Buffer.from("one"), Buffer.from("two")].values(), Buffer.from("onetwo")],
  ["an async iterable of bytes and text", () => pieces("é", BYTES), Buffer.concat([Buffer.from("é"), BYTES])],
  ["a web stream", () => new Blob([BYTES]).stream(), BYTES],
];

describe("guardInterceptor", () => {
  it.each(BODIES)("sends exactly the bytes that were scanned: %s", async (_, body, sent) => {
    const answer = await request(`${upstream.origin}/p?q=1`, {
      dispatcher: agentOf(),
      method: "POST",
      body: body() as Body,
      headers: { "x-a": ["1", "2"], "x-b": "3" },
    });
    const [received] = upstream.received;
    expect([answer.statusCode, await answer.body.text()]).toEqual([200, `sha256:${sha256(received!.body)}`]);
    expect(sha256((guard.only.body as Buffer | null) ?? Buffer.alloc(0))).toBe(sha256(received!.body));
    if (sent) expect(sha256(received!.body)).toBe(sha256(sent));
    expect(guard.only).toMatchObject({ method: "POST", url: `${upstream.origin}/p?q=1`, bodyComplete: true });
    const scanned = [...(guard.only.headers as [string, string][])];
    expect(scanned.slice(0, 3)).toEqual([
      ["x-a", "1"],
      ["x-a", "2"],
      ["x-b", "3"],
    ]);
    const type = new Map(scanned).get("content-type");
    expect(type).toBe(received!.headers["content-type"]);
  });

  // Without a guard undici fails on the platform's FormData.
  it.each(BODIES.filter(([name]) => !name.startsWith("the platform's")))(
    "a form and a Blob keep the type that undici gives them: %s",
    async (_, body) => {
      const plain = new Agent();
      agents.push(plain);
      for (const dispatcher of [plain, agentOf()]) {
        await (await request(upstream.origin, { dispatcher, method: "PUT", body: body() as Body })).body.dump();
      }
      const boundary = /boundary=.*/;
      const [without, guarded] = upstream.received.map(({ headers }) => headers["content-type"]?.replace(boundary, ""));
      expect(guarded).toBe(without);
    },
  );

  const HEADERS: readonly (readonly [name: string, headers: unknown])[] = [
    ["an object", { "X-One": "1", "x-two": ["2", "3"], "x-not": undefined }],
    ["a flat list", ["X-One", "1", "x-two", ["2", "3"]]],
    [
      "pairs",
      new Map<string, string | string[]>([
        ["X-One", "1"],
        ["x-two", ["2", "3"]],
      ]),
    ],
    ["an object with numbers", { "X-One": 1, "x-two": [2, 3] }],
  ];

  it.each(HEADERS)("shows the guard the header fields that are sent: %s", async (_, headers) => {
    await (
      await request(upstream.origin, { dispatcher: agentOf(), headers: headers as Record<string, string> })
    ).body.dump();
    expect(guard.only.headers).toEqual([
      ["X-One", "1"],
      ["x-two", "2"],
      ["x-two", "3"],
    ]);
    expect(upstream.received[0]?.headers).toMatchObject({ "x-one": "1", "x-two": "2, 3" });
  });

  it("shows the guard the query, as it is sent", async () => {
    const query = { a: "1 2", b: ["ü", "&"] };
    await (await request(`${upstream.origin}/p`, { dispatcher: agentOf(), query })).body.dump();
    expect(guard.only.url).toBe(`${upstream.origin}${upstream.received[0]?.url}`);
    expect(guard.only.url).toContain("a=1%202&b=%C3%BC&b=%26");
  });

  const PLACES: readonly (readonly [name: string, path: string, options: () => Options])[] = [
    ["URL", `/?q=${SECRET}`, () => ({})],
    ["query", "/", () => ({ query: { q: SECRET } })],
    ["header", "/", () => ({ headers: { authorization: `Bearer ${SECRET}` } })],
    ["second value of a header", "/", () => ({ headers: { "x-a": ["1", SECRET] } })],
    ["body", "/", () => ({ method: "POST", body: SECRET })],
    [
      "form",
      "/",
      () => ({
        method: "POST",
        body: (() => {
          const form = new UndiciFormData();
          form.append("a", SECRET);
          return form;
        })(),
      }),
    ],
    [
      "stream",
      "/",
      () => ({
        method: "POST",
        body: Readable.from([SECRET.slice(0, 5), SECRET.slice(5)].map((text) => Buffer.from(text))),
      }),
    ],
  ];

  it.each(PLACES)("a secret in the %s is a 403 that quotes nothing, and nothing is sent", async (_, path, options) => {
    const answer = await request(upstream.origin + path, { dispatcher: agentOf(), ...options() });
    const text = await answer.body.text();
    expect(answer.statusCode).toBe(403);
    expect(answer.headers).toMatchObject({ "content-type": "application/json", "cache-control": "no-store" });
    expect(JSON.parse(text)).toMatchObject({ error: "request_denied", because: "rejected" });
    expect(text).not.toContain(SECRET);
    expect(upstream.bytes()).toBe(0);
  });

  it("a denied HEAD is a 403 without a body", async () => {
    const answer = await request(`${upstream.origin}/${SECRET}`, { dispatcher: agentOf(), method: "HEAD" });
    expect([answer.statusCode, await answer.body.text()]).toEqual([403, ""]);
  });

  it("what the caller changes while a request waits is not sent", async () => {
    let release = (): void => {};
    const asked = new Promise<void>((resolve) => {
      guard.check = async (_, call) => {
        resolve();
        await new Promise<void>((go) => {
          release = go;
        });
        return new StubGuard().check({ method: "GET", url: "http://x/" }, call);
      };
    });
    const headers = { "x-a": "before" };
    const body = Buffer.from("before");
    const answer = request(upstream.origin, { dispatcher: agentOf(), method: "POST", headers, body });
    await asked;
    headers["x-a"] = "after";
    body.write("after!");
    release();
    await (await answer).body.dump();
    expect([upstream.received[0]?.headers["x-a"], String(upstream.received[0]?.body)]).toEqual(["before", "before"]);
  });

  const UNREADABLE: readonly (readonly [name: string, body: () => unknown])[] = [
    ["is over the limit", () => pieces(new Uint8Array(60), new Uint8Array(60))],
    ["is a Blob over the limit", () => new Blob([new Uint8Array(120)])],
    [
      "fails",
      () =>
        Readable.from(
          (async function* () {
            yield Buffer.from("x");
            throw new Error(SECRET);
          })(),
        ),
    ],
    ["gives objects", () => [{ a: 1 }].values()],
    ["is nothing that undici takes", () => 7],
  ];

  it.each(UNREADABLE)("a body that %s is denied as incomplete", async (_, body) => {
    const dispatcher = agentOf(guard, { bodyBytes: 100 });
    const answer = await request(upstream.origin, { dispatcher, method: "POST", body: body() as Body });
    expect([answer.statusCode, await answer.body.json()]).toEqual([
      403,
      expect.objectContaining({ because: "uninspectable" }),
    ]);
    expect(upstream.bytes()).toBe(0);
  });

  it.each(BROKEN_GUARDS)("a guard that %s is a 403 without what it threw", async (_, check) => {
    const answer = await request(upstream.origin, {
      dispatcher: agentOf(brokenGuard(check)),
      method: "POST",
      body: "x",
    });
    expect(answer.statusCode).toBe(403);
    expect(await answer.body.text()).not.toContain(SECRET);
    expect(upstream.bytes()).toBe(0);
  });
});

describe("redirects", () => {
  it("each hop is scanned, and a secret that the answer brings in is denied", async () => {
    script.push(
      () => [302, "/second"],
      () => [307, `/third?q=${SECRET}`],
    );
    const dispatcher = agentOf().compose(interceptors.redirect({ maxRedirections: 5 }));
    const answer = await request(`${upstream.origin}/first`, { dispatcher, method: "GET" });
    expect(answer.statusCode).toBe(403);
    await answer.body.dump();
    expect(upstream.received.map(({ url }) => url)).toEqual(["/first", "/second"]);
    expect(guard.asked.map(({ request: asked }) => new URL(asked.url).pathname)).toEqual([
      "/first",
      "/second",
      "/third",
    ]);
  });

  it("a body is sent again as it was scanned, to another origin too", async () => {
    script.push(() => [307, `${other.origin}/next`]);
    const dispatcher = agentOf().compose(interceptors.redirect({ maxRedirections: 5 }));
    await (await request(upstream.origin, { dispatcher, method: "POST", body: "the body" })).body.dump();
    expect(String(other.received[0]?.body)).toBe("the body");
    expect(guard.asked.map(({ request: asked }) => String(asked.body))).toEqual(["the body", "the body"]);
  });

  it("an interceptor that stands before the guard, whose hops it would not see, follows none", async () => {
    script.push(() => [302, `${other.origin}/${SECRET}`]);
    const agent = new Agent();
    agents.push(agent);
    const dispatcher = agent.compose(interceptors.redirect({ maxRedirections: 5 }), guardInterceptor(guard));
    const answer = await request(upstream.origin, { dispatcher });
    await answer.body.dump();
    expect(answer.statusCode).toBe(302);
    expect(other.bytes()).toBe(0);
  });
});

describe("callers", () => {
  it.each([
    ["Client", (origin: string) => new Client(origin)],
    ["Pool", (origin: string) => new Pool(origin)],
  ] as const)("a %s, which does not say where it sends, is refused unless the guard is told", async (_, make) => {
    const dispatcher = make(upstream.origin);
    agents.push(dispatcher);
    const lost = await dispatcher.compose(guardInterceptor(guard)).request({ path: "/p", method: "GET" });
    expect(await lost.body.json()).toMatchObject({ because: "misdirected" });
    const told = dispatcher.compose(guardInterceptor(guard, { origin: upstream.origin }));
    await (await told.request({ path: "/p", method: "GET" })).body.dump();
    expect(guard.only.url).toBe(`${upstream.origin}/p`);
    expect(upstream.received).toHaveLength(1);
  });

  it("stream() and pipeline() get what request() gets", async () => {
    const chunks: Buffer[] = [];
    const into = (): Writable => new PassThrough().on("data", (chunk: Buffer) => chunks.push(chunk));
    await stream(upstream.origin, { dispatcher: agentOf(), method: "POST", body: "streamed" }, into);
    const piped = Readable.from([Buffer.from("pi"), Buffer.from("ped")]).pipe(
      pipeline(upstream.origin, { dispatcher: agentOf(), method: "POST" }, ({ body }) => body),
    );
    for await (const chunk of piped) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString()).toBe(
      `sha256:${sha256(Buffer.from("streamed"))}sha256:${sha256(Buffer.from("piped"))}`,
    );
  });

  it.each([
    ["Host", { headers: { host: "elsewhere.example" } }],
    ["the TLS handshake", { servername: "elsewhere.example" }],
  ])("a request that names another place in %s is refused", async (_, options) => {
    const answer = await request(upstream.origin, { dispatcher: agentOf(), ...(options as Options) });
    expect(await answer.body.json()).toMatchObject({ because: "misdirected" });
    expect(upstream.bytes()).toBe(0);
  });

  it("a request whose path is a URL of another origin is refused, and one of its own is sent", async () => {
    const agent = agentOf();
    const send = (path: string) => agent.request({ origin: upstream.origin, path, method: "GET" });
    expect(await (await send("http://elsewhere.example/")).body.json()).toMatchObject({ because: "misdirected" });
    expect(upstream.bytes()).toBe(0);
    expect((await send(`${upstream.origin}/here`)).statusCode).toBe(200);
    expect(upstream.received).toHaveLength(1);
  });

  it("upgrades, CONNECT and WebSockets are refused", async () => {
    const dispatcher = agentOf();
    const origin = upstream.origin;
    await expect(dispatcher.upgrade({ path: "/", origin } as never)).rejects.toThrow();
    await expect(dispatcher.connect({ path: "example.com:443", origin })).rejects.toThrow();
    const socket = new WebSocket(origin.replace("http", "ws"), { dispatcher });
    const [event] = await once(socket as unknown as EventTarget, "error");
    expect(event).toBeDefined();
    expect(upstream.bytes()).toBe(0);
  });

  it("an abort while the request is held ends the hold, and the caller gets its own reason", async () => {
    const controller = new AbortController();
    const dispatcher = agentOf();
    const answer = request(upstream.origin, { dispatcher, method: "POST", body: HELD, signal: controller.signal });
    await guard.held;
    controller.abort(new Error("enough"));
    await expect(answer).rejects.toThrow("enough");
    expect(guard.asked[0]?.call?.signal?.aborted).toBe(true);
    expect(upstream.bytes()).toBe(0);
  });

  it("an abort before anything, and in the middle of a body that hangs, sends nothing", async () => {
    const signal = AbortSignal.abort(new Error("early"));
    await expect(request(upstream.origin, { dispatcher: agentOf(), signal })).rejects.toThrow("early");
    const controller = new AbortController();
    const body = Readable.from(
      (async function* () {
        yield Buffer.from("x");
        controller.abort(new Error("midway"));
        await new Promise(() => {});
      })(),
    );
    const answer = request(upstream.origin, { dispatcher: agentOf(), method: "POST", body, signal: controller.signal });
    await expect(answer).rejects.toThrow("midway");
    expect(upstream.bytes()).toBe(0);
  });

  it("an upstream that cannot be reached is the caller's error, as without a guard", async () => {
    const { origin } = other;
    await other.close();
    await expect(request(origin, { dispatcher: agentOf() })).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });

  it("gives the guard the time of arrival", async () => {
    const before = performance.now();
    await (await request(upstream.origin, { dispatcher: agentOf() })).body.dump();
    expect(guard.asked[0]?.call?.arrivedAt).toBeGreaterThanOrEqual(before);
  });
});

const FETCHES: readonly (readonly [name: string, use: typeof globalThis.fetch])[] = [
  ["undici's", undiciFetch as unknown as typeof globalThis.fetch],
  [`Node's own (undici ${process.versions.undici})`, (...args) => globalThis.fetch(...args)],
];

describe.each(FETCHES)("fetch, %s, through the global dispatcher", (_, use) => {
  let before: Dispatcher;
  beforeEach(() => {
    before = getGlobalDispatcher();
    setGlobalDispatcher(agentOf());
  });
  afterEach(() => setGlobalDispatcher(before));

  it("sends exactly the bytes that were scanned", async () => {
    const stream = new Blob([BYTES]).stream();
    for (const init of [
      { body: "text ü" },
      { body: BYTES },
      { body: new URLSearchParams({ a: "1" }) },
      { body: stream, duplex: "half" },
    ]) {
      const answer = await use(`${upstream.origin}/p`, { method: "POST", ...init } as RequestInit);
      const { request: asked } = guard.asked.at(-1)!;
      expect(await answer.text()).toBe(`sha256:${sha256(asked.body as Buffer)}`);
      expect(new Map(asked.headers as [string, string][]).get("content-type")).toBe(
        upstream.received.at(-1)?.headers["content-type"],
      );
    }
    expect(upstream.received).toHaveLength(4);
  });

  it("a denied call resolves to a 403, also at the second hop of a redirect", async () => {
    const answer = await use(upstream.origin, { method: "POST", body: SECRET });
    expect([answer.status, await answer.json()]).toEqual([403, expect.objectContaining({ because: "rejected" })]);
    expect(upstream.bytes()).toBe(0);
    script.push(() => [302, `/${SECRET}`]);
    const redirected = await use(upstream.origin);
    expect([redirected.status, upstream.received.length]).toEqual([403, 1]);
  });

  it("an abort while it is held rejects with its reason", async () => {
    const controller = new AbortController();
    const answer = use(upstream.origin, { method: "POST", body: HELD, signal: controller.signal });
    await guard.held;
    controller.abort(new Error("enough"));
    await expect(answer).rejects.toThrow("enough");
    expect(guard.asked[0]?.call?.signal?.aborted).toBe(true);
  });
});

it("an EventSource gets the 403 as its error", async () => {
  const source = new EventSource(`${upstream.origin}/${SECRET}`, { dispatcher: agentOf() });
  await once(source as unknown as EventTarget, "error");
  source.close();
  expect(upstream.bytes()).toBe(0);
});
