/** The hook in a mockttp server of the user's own. */

import { randomBytes } from "node:crypto";
import { connect } from "node:net";
import { getLocal, type Mockttp } from "mockttp";
import { afterEach, describe, expect, it, vi } from "vitest";
import { guardBeforeRequest } from "../../src/adapters/mockttp.js";
import type { Guard } from "../../src/types.js";
import { BROKEN_GUARDS, brokenGuard, HELD, SECRET, StubGuard } from "./support/stub-guard.js";
import { chunked, exchange, sha256, startUpstream, type Upstream } from "./support/upstream.js";

const LIMIT = 50_000;
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function place(guard: Guard): Promise<{ readonly proxy: Mockttp; readonly upstream: Upstream }> {
  const upstream = await startUpstream();
  const proxy = getLocal({ maxBodySize: LIMIT });
  await proxy.start();
  closers.push(upstream.close, () => proxy.stop());
  await proxy.forAnyRequest().thenPassThrough({ beforeRequest: guardBeforeRequest(guard, { server: proxy }) });
  return { proxy, upstream };
}

/** A request through a proxy, as it goes over the wire. */
function wire(
  upstream: Upstream,
  method: string,
  path: string,
  fields: string,
  body: Buffer = Buffer.alloc(0),
): Buffer {
  const head = `${method} http://127.0.0.1:${upstream.port}${path} HTTP/1.1\r\nHost: 127.0.0.1:${upstream.port}\r\n`;
  return Buffer.concat([Buffer.from(`${head}Connection: close\r\n${fields}\r\n`), body]);
}

const sized = (body: Buffer): string => `Content-Length: ${body.length}\r\n`;
const CHUNKED = "Transfer-Encoding: chunked\r\n";
const PLAIN = randomBytes(20_000);

describe("guardBeforeRequest", () => {
  it.each<[string, string, string, Buffer, Buffer]>([
    ["a GET", "GET", "", Buffer.alloc(0), Buffer.alloc(0)],
    ["a POST", "POST", sized(PLAIN), PLAIN, PLAIN],
    ["a chunked POST", "POST", CHUNKED, chunked(PLAIN), PLAIN],
    ["an empty POST", "POST", "Content-Length: 0\r\n", Buffer.alloc(0), Buffer.alloc(0)],
  ])("%s that may leave arrives to the byte", async (_, method, fields, bytes, body) => {
    const guard = new StubGuard();
    const { proxy, upstream } = await place(guard);
    expect(await exchange(proxy.port, wire(upstream, method, "/a?b=c", fields, bytes))).toContain(sha256(body));
    expect(sha256(guard.only.body as Buffer)).toBe(sha256(body));
    expect(upstream.received.map(({ url }) => url)).toEqual(["/a?b=c"]);
  });

  it("trailers are scanned, and arrive", async () => {
    const guard = new StubGuard();
    const { proxy, upstream } = await place(guard);
    const body = chunked(PLAIN, "X-Sum: 12\r\n");
    await exchange(proxy.port, wire(upstream, "POST", "/", `Trailer: X-Sum\r\n${CHUNKED}`, body));
    expect(guard.only.trailers).toEqual([["X-Sum", "12"]]);
    expect(upstream.received[0]?.rawTrailers).toEqual(["X-Sum", "12"]);
  });

  const SECRET_BODY = Buffer.from(`text ${SECRET} text`);
  it.each<[string, string, string, Buffer]>([
    ["the path", `/${SECRET}`, "", Buffer.alloc(0)],
    ["a header", "/", `X-A: ${SECRET}\r\n`, Buffer.alloc(0)],
    ["the body", "/", sized(SECRET_BODY), SECRET_BODY],
    ["a chunked body", "/", CHUNKED, chunked(SECRET_BODY)],
    ["a trailer", "/", `Trailer: X-A\r\n${CHUNKED}`, chunked(PLAIN, `X-A: ${SECRET}\r\n`)],
  ])("a secret in %s is a 403 in JSON, and nothing is sent", async (_, path, fields, bytes) => {
    const { proxy, upstream } = await place(new StubGuard());
    const answer = await exchange(proxy.port, wire(upstream, "POST", path, fields, bytes));
    expect(answer).toMatch(/^HTTP\/1.1 403 /);
    expect(answer).toMatch(/content-type: application\/json/i);
    expect(answer).toContain('"because":"rejected"');
    expect(answer).not.toContain(SECRET);
    expect(upstream.bytes()).toBe(0);
  });

  // mockttp shows such a body as an empty one, and would send the whole of it.
  const LONG = Buffer.concat([Buffer.from(SECRET), randomBytes(LIMIT)]);
  it.each([
    ["with its length", sized(LONG), LONG],
    ["chunked", CHUNKED, chunked(LONG)],
  ])("a body over mockttp's maxBodySize is a 403, and nothing is sent: %s", async (_, fields, bytes) => {
    const guard = new StubGuard();
    const { proxy, upstream } = await place(guard);
    const answer = await exchange(proxy.port, wire(upstream, "POST", "/", fields, bytes));
    expect(answer).toMatch(/^HTTP\/1.1 403 /);
    expect(guard.only.bodyComplete).toBe(false);
    expect(upstream.bytes()).toBe(0);
  });

  it.each(BROKEN_GUARDS)("a guard that %s is a 403, and nothing is sent", async (_, check) => {
    const { proxy, upstream } = await place(brokenGuard(check));
    const answer = await exchange(proxy.port, wire(upstream, "GET", "/", ""));
    expect(answer).toMatch(/^HTTP\/1.1 403 /);
    expect(answer).not.toContain(SECRET);
    expect(upstream.bytes()).toBe(0);
  });

  it("a client that leaves while it is held aborts the call's signal, and nothing is sent", async () => {
    const guard = new StubGuard();
    const { proxy, upstream } = await place(guard);
    const socket = connect(proxy.port, "127.0.0.1");
    socket.on("error", () => {}).write(wire(upstream, "GET", `/${HELD}`, ""));
    await guard.held;
    socket.destroy();
    await vi.waitFor(() => expect(guard.asked[0]?.call?.signal?.aborted).toBe(true));
    expect(upstream.bytes()).toBe(0);
  });

  it("a client that leaves aborts all that it sent on one connection without waiting, and nothing of another's", async () => {
    const guard = new StubGuard();
    const { proxy, upstream } = await place(guard);
    const sent = (path: string): string =>
      `GET http://127.0.0.1:${upstream.port}/${path} HTTP/1.1\r\nHost: 127.0.0.1:${upstream.port}\r\n\r\n`;
    const stays = connect(proxy.port, "127.0.0.1").on("error", () => {});
    stays.write(sent(`${HELD}?stays`));
    const leaves = connect(proxy.port, "127.0.0.1").on("error", () => {});
    leaves.write(sent(`${HELD}?1`) + sent(`${HELD}?2`) + sent(`${HELD}?3`));
    await vi.waitFor(() => expect(guard.asked).toHaveLength(4));
    leaves.destroy();
    await vi.waitFor(() => {
      const gone = guard.asked.map(({ request, call }) => [request.url.split("?")[1], call?.signal?.aborted]);
      expect(Object.fromEntries(gone)).toEqual({ stays: false, 1: true, 2: true, 3: true });
    });
    expect(upstream.bytes()).toBe(0);
    stays.destroy();
  });
});
