import { randomBytes } from "node:crypto";
import { inspect } from "node:util";
import { gzipSync } from "node:zlib";
import { ProxyAgent, fetch as undiciFetch } from "undici";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { guardFetch, guardHandler } from "../../src/adapters/fetch.js";
import { OutboundDlpError } from "../../src/errors.js";
import { BROKEN_GUARDS, brokenGuard, HELD, SECRET, StubGuard } from "./support/stub-guard.js";
import { type Received, sha256, startUpstream, type Upstream } from "./support/upstream.js";

let upstream: Upstream;
let other: Upstream;
let guard: StubGuard;
const script: ((request: Received) => readonly [status: number, location?: string])[] = [];

beforeEach(async () => {
  script.length = 0;
  guard = new StubGuard();
  upstream = await startUpstream({
    answer: (request, res) => {
      const [status, location] = script.shift()?.(request) ?? [200];
      res.writeHead(status, location === undefined ? {} : { location }).end(`sha256:${sha256(request.body)}`);
    },
  });
  other = await startUpstream();
});
afterEach(async () => {
  await upstream.close();
  await other.close();
});

function stream(...chunks: readonly (Uint8Array | string)[]): ReadableStream {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
}

describe("guardFetch", () => {
  const bytes = randomBytes(70_000);
  const form = new FormData();
  form.append("file", new Blob([bytes]), "name.bin");

  const BODIES: readonly (readonly [name: string, init: () => RequestInit])[] = [
    ["none", () => ({})],
    ["a string", () => ({ body: "plain text ü" })],
    ["an empty string", () => ({ body: "" })],
    ["a Uint8Array", () => ({ body: bytes })],
    ["an ArrayBuffer", () => ({ body: Uint8Array.from(bytes).buffer })],
    ["a Blob", () => ({ body: new Blob([bytes], { type: "x/y" }) })],
    ["URLSearchParams", () => ({ body: new URLSearchParams({ a: "1 2", b: "ü" }) })],
    ["FormData", () => ({ body: form })],
    ["a stream", () => ({ body: stream(bytes.subarray(0, 10), bytes.subarray(10)), duplex: "half" })],
    ["gzip bytes", () => ({ body: gzipSync(bytes), headers: { "content-encoding": "gzip" } })],
  ];

  it.each(BODIES)("sends exactly the bytes that were scanned: %s", async (_, init) => {
    const response = await guardFetch(guard)(`${upstream.origin}/p?q=1`, { method: "POST", ...init() });
    expect(response.status).toBe(200);
    const [request] = upstream.received;
    expect(sha256(Buffer.from((guard.only.body as Uint8Array | null) ?? []))).toBe(sha256(request!.body));
    const scanned = new Map(guard.only.headers as [string, string][]);
    expect(scanned.get("content-type")).toBe(request!.headers["content-type"]);
  });

  it("takes what fetch takes: a URL, a Request, a Request with an init", async () => {
    const guarded = guardFetch(guard);
    const request = new Request(`${upstream.origin}/request`, { method: "PUT", body: "one", headers: { "x-a": "1" } });
    await guarded(new URL(`${upstream.origin}/url`));
    await guarded(request.clone());
    await guarded(request, { body: "two", headers: { "x-b": "2" } });
    expect(upstream.received.map(({ method, url, body }) => `${method} ${url} ${body}`)).toEqual([
      "GET /url ",
      "PUT /request one",
      "PUT /request two",
    ]);
    expect(upstream.received.map(({ headers }) => [headers["x-a"], headers["x-b"]])).toEqual([
      [undefined, undefined],
      ["1", undefined],
      [undefined, "2"],
    ]);
  });

  it("sends no referrer, which would be a header that was not scanned", async () => {
    await guardFetch(guard)(upstream.origin, {
      referrer: `${upstream.origin}/${SECRET}`,
      referrerPolicy: "unsafe-url",
    });
    expect(upstream.received.map(({ headers }) => headers.referer)).toEqual([undefined]);
  });

  const PLACES: readonly (readonly [name: string, path: string, init: RequestInit])[] = [
    ["URL", `/?q=${SECRET}`, {}],
    ["header", "/", { headers: { authorization: `Bearer ${SECRET}` } }],
    ["body", "/", { method: "POST", body: SECRET }],
    [
      "stream",
      "/",
      { method: "POST", body: stream(Buffer.from(SECRET.slice(0, 5)), Buffer.from(SECRET.slice(5))), duplex: "half" },
    ],
  ];

  it.each(PLACES)(
    "a secret in the %s resolves to a 403 that quotes nothing, and nothing is sent",
    async (_, path, init) => {
      const response = await guardFetch(guard)(upstream.origin + path, init);
      const text = await response.text();
      expect(response.status).toBe(403);
      expect(response.headers.get("content-type")).toBe("application/json");
      expect(response.headers.get("cache-control")).toBe("no-store");
      expect(text).not.toContain(SECRET);
      expect(JSON.parse(text)).toMatchObject({ error: "request_denied", because: "rejected" });
      expect(upstream.bytes()).toBe(0);
    },
  );

  const UNREADABLE: readonly (readonly [name: string, body: () => ReadableStream])[] = [
    ["is over the limit", () => stream(new Uint8Array(60), new Uint8Array(60))],
    ["fails", () => new ReadableStream({ pull: (controller) => controller.error(new Error(SECRET)) })],
    ["gives text", () => stream("text")],
  ];

  it.each(UNREADABLE)("a stream that %s is denied as incomplete", async (_, body) => {
    const init = { method: "POST", body: body(), duplex: "half" } as const;
    const response = await guardFetch(guard, fetch, { bodyBytes: 100 })(upstream.origin, init);
    expect(response.status).toBe(403);
    expect(guard.only.bodyComplete).toBe(false);
    expect(upstream.bytes()).toBe(0);
  });

  const INVALID: readonly (readonly [name: string, input: string, init: RequestInit])[] = [
    ["a URL that does not parse", `http://${SECRET}:port/`, {}],
    ["a URL with a password", `http://user:${SECRET}@localhost/`, {}],
    ["a forbidden method", "http://localhost/", { method: `BAD ${SECRET}` }],
    ["an invalid header", "http://localhost/", { headers: { x: `${SECRET}\n`, "bad name": SECRET } }],
  ];

  it.each(INVALID)("%s rejects with an error that quotes nothing", async (_, input, init) => {
    const error = await guardFetch(guard)(input, init).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(OutboundDlpError);
    expect(error).toMatchObject({ code: "REQUEST_INVALID" });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(SECRET);
    expect(guard.asked).toEqual([]);
  });

  it.each(BROKEN_GUARDS)("a guard that %s is a 403", async (_, check) => {
    const response = await guardFetch(brokenGuard(check))(upstream.origin);
    expect(response.status).toBe(403);
    expect(await response.text()).not.toContain(SECRET);
    expect(upstream.bytes()).toBe(0);
  });

  it("an abort while it is held rejects with the caller's reason, as fetch does", async () => {
    const controller = new AbortController();
    const call = guardFetch(guard)(upstream.origin, { method: "POST", body: HELD, signal: controller.signal });
    await guard.held;
    controller.abort(new Error("the caller's reason"));
    await expect(call).rejects.toThrow("the caller's reason");
    expect(upstream.bytes()).toBe(0);
  });

  it("an abort while the body is read rejects with the caller's reason", async () => {
    const controller = new AbortController();
    const body = new ReadableStream(
      { pull: () => controller.abort(new Error("the caller's reason")) },
      { highWaterMark: 0 },
    );
    const call = guardFetch(guard)(upstream.origin, {
      method: "POST",
      body,
      duplex: "half",
      signal: controller.signal,
    });
    await expect(call).rejects.toThrow("the caller's reason");
    expect(upstream.bytes()).toBe(0);
  });

  it("an error of the underlying fetch passes through", async () => {
    const closed = await startUpstream();
    await closed.close();
    await expect(guardFetch(guard)(closed.origin)).rejects.toBeInstanceOf(TypeError);
  });

  it("sends no Host of its caller's, which some platforms take and which could name another place", async () => {
    const sent: [string, string][] = [];
    const platform: typeof fetch = (input, init) => {
      sent.push(...new Headers(init?.headers));
      return fetch(input, init);
    };
    await guardFetch(guard, platform)(upstream.origin, { headers: { host: "elsewhere.example", "x-a": "1" } });
    expect(sent).toEqual([["x-a", "1"]]);
    expect(guard.only.headers).toEqual([["x-a", "1"]]);
  });

  it("hands the platform's own options on, such as undici's dispatcher", async () => {
    const agent = new ProxyAgent({ uri: upstream.origin, proxyTunnel: false });
    const guarded = guardFetch(guard, undiciFetch as unknown as typeof fetch);
    const response = await guarded("http://unreachable.example/x", { dispatcher: agent } as object);
    expect(response.status).toBe(200);
    expect(upstream.received[0]!.url).toBe("http://unreachable.example/x");
    await agent.close();
  });
});

describe("guardFetch follows redirects itself", () => {
  const STATUSES: readonly (readonly [status: number, method: string, then: string, body: boolean])[] = [
    [301, "GET", "GET", false],
    [301, "POST", "GET", false],
    [301, "PUT", "PUT", true],
    [302, "POST", "GET", false],
    [302, "PATCH", "PATCH", true],
    [303, "POST", "GET", false],
    [303, "PUT", "GET", false],
    [303, "HEAD", "HEAD", false],
    [307, "POST", "POST", true],
    [308, "PUT", "PUT", true],
  ];

  it.each(STATUSES)("as the platform's fetch does: %i after %s", async (status, method, then, keepsBody) => {
    const init = {
      method,
      headers: { authorization: "a", cookie: "c", "x-a": "1", "content-type": "text/x" },
      ...(method === "GET" || method === "HEAD" ? {} : { body: "hello" }),
    };
    for (const send of [fetch, guardFetch(guard)]) {
      script.push(() => [status, "/next?x=1"]);
      const response = await send(`${upstream.origin}/first`, init);
      expect([response.status, response.redirected, new URL(response.url).pathname]).toEqual([200, true, "/next"]);
    }
    const seen = upstream.received.map((request) => [
      request.method,
      request.url,
      request.body.toString(),
      request.headers,
    ]);
    expect(seen[3]).toEqual(seen[1]);
    expect(seen[3]!.slice(0, 3)).toEqual([then, "/next?x=1", keepsBody ? "hello" : ""]);
    expect(guard.asked.map(({ request }) => request.method)).toEqual([method, then]);
  });

  it("leaves credentials behind when the origin changes, as the platform's fetch does", async () => {
    const headers = { authorization: "a", cookie: "c", "proxy-authorization": "p", "x-a": "1" };
    for (const send of [fetch, guardFetch(guard)]) {
      script.push(() => [307, `${other.origin}/there`]);
      await send(upstream.origin, { method: "POST", body: "hello", headers });
    }
    expect(other.received[1]!.headers).toEqual(other.received[0]!.headers);
    expect(other.received[1]!.headers).toMatchObject({ "x-a": "1" });
    expect(other.received[1]!.headers).not.toHaveProperty("authorization");
    expect(other.received[1]!.headers).not.toHaveProperty("cookie");
  });

  it("checks each hop: a secret that a server puts into the location is a 403, and the hop is not sent", async () => {
    script.push(
      () => [302, "/second"],
      () => [302, `${other.origin}/?stolen=${SECRET}`],
    );
    const response = await guardFetch(guard)(upstream.origin);
    expect(response.status).toBe(403);
    expect(upstream.received.map(({ url }) => url)).toEqual(["/", "/second"]);
    expect(other.bytes()).toBe(0);
  });

  const UNFOLLOWED: readonly (readonly [name: string, location: string])[] = [
    ["another scheme", "ftp://localhost/"],
    ["a data URL", "data:text/plain,hello"],
    ["no URL", "http://[/"],
    ["a password", "http://user:password@localhost/"],
  ];

  it.each(UNFOLLOWED)("a location with %s is a 403", async (_, location) => {
    script.push(() => [302, location]);
    const response = await guardFetch(guard)(upstream.origin);
    expect([response.status, ((await response.json()) as { because: string }).because]).toEqual([403, "redirect"]);
  });

  it("follows 20 redirects and no more", async () => {
    const hops = (count: number): void =>
      void script.push(...Array.from({ length: count }, () => () => [302, "/"] as const));
    hops(20);
    expect((await guardFetch(guard)(upstream.origin)).status).toBe(200);
    hops(21);
    expect((await guardFetch(guard)(upstream.origin)).status).toBe(403);
    expect(upstream.received).toHaveLength(21 + 21);
  });

  it('leaves "manual" and "error" to the platform', async () => {
    script.push(
      () => [302, "/x"],
      () => [302, "/x"],
    );
    const response = await guardFetch(guard)(upstream.origin, { redirect: "manual" });
    expect(response.status).toBe(302);
    await expect(guardFetch(guard)(upstream.origin, { redirect: "error" })).rejects.toBeInstanceOf(TypeError);
    expect(upstream.received.map(({ url }) => url)).toEqual(["/", "/"]);
  });

  it("a redirect that the platform hides is a 403", async () => {
    const hidden = Object.defineProperty(new Response(null), "type", { value: "opaqueredirect" });
    expect((await guardFetch(guard, async () => hidden)(upstream.origin)).status).toBe(403);
  });

  it("a 3xx without a location, and a location without 3xx, are answers", async () => {
    script.push(
      () => [302],
      () => [201, "/made"],
    );
    expect((await guardFetch(guard)(upstream.origin)).status).toBe(302);
    expect((await guardFetch(guard)(upstream.origin)).status).toBe(201);
    expect(guard.asked).toHaveLength(2);
  });

  it("a location written in UTF-8 is read as the platform's fetch reads it, and the fragment is kept", async () => {
    const location = Buffer.from("/é").toString("latin1");
    for (const send of [fetch, guardFetch(guard)]) {
      script.push(() => [302, location]);
      const response = await send(`${upstream.origin}/#part`);
      expect(response.url).toBe(`${upstream.origin}/%C3%A9`);
    }
    expect(upstream.received[3]!.url).toBe(upstream.received[1]!.url);
    expect(guard.asked[1]!.request.url).toMatch(/#part$/);
  });
});

describe("guardHandler", () => {
  it("gives the handler the scanned bytes, once, and its other arguments", async () => {
    const bytes = randomBytes(50_000);
    const handler = guardHandler(guard, async (request, env: string) => {
      return new Response(`${env} ${request.headers.get("x-a")} ${sha256(Buffer.from(await request.arrayBuffer()))}`);
    });
    const request = new Request("http://api.example/p", { method: "POST", body: bytes, headers: { "x-a": "1" } });
    expect(await (await handler(request, "env")).text()).toBe(`env 1 ${sha256(bytes)}`);
    expect(guard.only.url).toBe("http://api.example/p");
    expect(sha256(guard.only.body as Uint8Array)).toBe(sha256(bytes));
  });

  it("a request without a body comes as it is", async () => {
    const request = new Request("http://api.example/");
    const handler = guardHandler(guard, (got) => new Response(String(got === request)));
    expect(await (await handler(request)).text()).toBe("true");
  });

  const DENIED: readonly (readonly [name: string, request: () => Request])[] = [
    ["a secret in the URL", () => new Request(`http://api.example/${SECRET}`)],
    ["a secret in the body", () => new Request("http://api.example/", { method: "POST", body: SECRET })],
    ["a body over the limit", () => new Request("http://api.example/", { method: "POST", body: new Uint8Array(101) })],
    [
      "a body that another holds",
      () => {
        const request = new Request("http://api.example/", { method: "POST", body: "x" });
        request.body?.getReader();
        return request;
      },
    ],
  ];

  it.each(DENIED)("%s is a 403, and the handler does not run", async (_, request) => {
    const handler = guardHandler(guard, () => new Response("reached"), { bodyBytes: 100 });
    const response = await handler(request());
    expect(response.status).toBe(403);
    expect(await response.text()).not.toContain(SECRET);
  });

  it.each(BROKEN_GUARDS)("a guard that %s is a 403", async (_, check) => {
    const handler = guardHandler(brokenGuard(check), () => new Response("reached"));
    expect((await handler(new Request("http://api.example/"))).status).toBe(403);
  });
});
