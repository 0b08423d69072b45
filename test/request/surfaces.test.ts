import zlib from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { joinHeaders, type Surface, surfacesOf } from "../../src/request/index.js";
import type { OutboundRequest } from "../../src/types.js";
import { Budget } from "../../src/views/budget.js";

const LIMITS = { bodyBytes: 1_048_576 };
const MARK = "SECRETVALUE12345";

function request(parts: Partial<OutboundRequest>): OutboundRequest {
  return { method: "POST", url: "https://api.example.com/", ...parts };
}

function surfaceWith(parts: Partial<OutboundRequest>): { surface: Surface; at: number } {
  for (const surface of surfacesOf(request(parts), LIMITS)) {
    const at = surface.bytes.indexOf(MARK);
    if (at >= 0) return { surface, at };
  }
  throw new Error("no surface holds the mark");
}

function placeOf(parts: Partial<OutboundRequest>): string {
  const { surface, at } = surfaceWith(parts);
  return `${surface.kind} ${surface.pathOf(at, at + MARK.length)}`;
}

function nameOf(parts: Partial<OutboundRequest>): string {
  const { surface, at } = surfaceWith(parts);
  return surface.nameOf(at);
}

const json = (body: string): Partial<OutboundRequest> => ({ headers: { "content-type": "application/json" }, body });
const form = (body: string): Partial<OutboundRequest> => ({
  headers: { "content-type": "application/x-www-form-urlencoded" },
  body,
});
const multipart = (body: string, type = 'multipart/form-data; boundary="b 1"'): Partial<OutboundRequest> => ({
  headers: { "Content-Type": type },
  body: Buffer.from(body.replaceAll("\n", "\r\n"), "latin1"),
});

describe("a place is named by the smallest element that holds it", () => {
  it.each<[string, Partial<OutboundRequest>]>([
    ["method method", { method: MARK }],
    ["url scheme", { url: `${MARK}://h/` }],
    ["url userinfo", { url: `https://u:${MARK}@h/` }],
    ["url host", { url: `https://${MARK}.example.com/a` }],
    ["url host", { url: `${MARK}.example.com:443` }],
    ["url path[0]", { url: `https://h/${MARK}` }],
    ["url path[2]", { url: `https://h/a/b/${MARK}/c?d` }],
    ["url query.key", { url: `https://h/a?x=1&key=${MARK}&y=2#f` }],
    ['url query["a b"]', { url: `https://h/a?a b=${MARK}` }],
    ["url query[1].name", { url: `https://h/a?x=1&${MARK}=2` }],
    ["url query[1]", { url: `https://h/a?x=1&${MARK}` }],
    ["url fragment", { url: `https://h/a?x=1#${MARK}` }],
    ["url fragment", { url: `https://h/#a?${MARK}` }],
    ["header X-Key", { headers: { "X-Key": MARK } }],
    ["header X-Key", { headers: [["X-Key", `a, ${MARK}`]] }],
    ["header X-Key", { headers: { "X-Key": ["a", MARK] } }],
    ["header name", { headers: [[`x-${MARK}`, "1"]] }],
    ["header cookie.sid", { headers: { Cookie: `a=1; sid=${MARK}; b=2` } }],
    ["trailer X-Sum", { trailers: [["X-Sum", MARK]] }],
    ["body body", { body: `words ${MARK}` }],
    ["body $.messages[1].content", json(`{"messages":[{"content":"a"},{"role":"x","content":"b ${MARK} c"}]}`)],
    ["body $[2]", json(`[1,{"a":"}"},"${MARK}"]`)],
    ['body $["a b"].c', { body: `{"a b":{"c":"${MARK}"}}` }],
    ["body $.a", json(`{"a":{"${MARK}":1}}`)],
    ["body $.a[1].b", json(`{"a":[1,{"b":"\\"[{${MARK}`)],
    ["body record[1].k", json(`{"k":"a"}\n{"k":"${MARK}"}\n`)],
    ["body form.token", form(`a=1&token=${MARK}&b=2`)],
    ["body form[1].name", form(`a=1&${MARK}=2`)],
    [
      "body part[1].body",
      multipart(`--b 1\nContent-Disposition: form-data; name="a"\n\n1\n--b 1\nX-Y: z\n\n${MARK}\n--b 1--`),
    ],
    [
      "body part[0].filename",
      multipart(`--b 1\nContent-Disposition: form-data; name="a"; filename="${MARK}"\n\n1\n--b 1--`),
    ],
    ["body part[0].name", multipart(`--b 1\nContent-Disposition: form-data; name=${MARK}\n\n1`)],
    ["body part[0].header.x-y", multipart(`--b 1\nX-Y: ${MARK}\n\n1`)],
    ["body part[0].body", multipart(`--other\nX-Y: 1\n\n${MARK}\n--other--`)],
    ["body body", multipart(`preamble ${MARK}\n--b 1\n\n1`)],
    ["body body", multipart(MARK, "multipart/form-data")],
  ])("%s", (place, parts) => {
    expect(placeOf(parts)).toBe(place);
  });

  it("in a deeply nested body leaves the middle of the path out", () => {
    const place = placeOf(json(`${'{"a":['.repeat(5000)}"${MARK}"`));
    expect(place.length).toBeLessThan(400);
    expect(place).toContain("…");
  });
});

describe("a value's name is what stands before it", () => {
  it.each<[string, Partial<OutboundRequest>]>([
    ["X-Key", { headers: { "X-Key": `Bearer ${MARK}` } }],
    ["sid", { headers: { Cookie: `a=1; sid=${MARK}` } }],
    ["api_key", { url: `https://h/?a=1&api_key=${MARK}` }],
    ["token", form(`a=1&token=${MARK}`)],
    ["apiKey", json(`{"a":1,"apiKey": "${MARK}"}`)],
    ["keys", json(`{"keys": ["a", "${MARK}"]}`)],
    ["secret", json(`{"text":"{\\"secret\\": \\"${MARK}\\"}"}`)],
    ["PASSWORD", { body: `HOST=x\nPASSWORD=${MARK}\n` }],
    ["password", { body: `host: x\npassword: '${MARK}'` }],
    ["key", { body: `<a key="${MARK}"/>` }],
    ["", { body: `a=1\n${MARK}` }],
    ["", json(`{"a":[{"b":1},"${MARK}"]}`)],
  ])("%s", (name, parts) => {
    expect(nameOf(parts)).toBe(name);
  });
});

describe("content codings", () => {
  const text = Buffer.from(`{"a":"${MARK}"}`);
  const open = (encoding: string | string[], body: Buffer, work = 1e6) => {
    const headers: [string, string][] = [["Content-Type", "application/json"]];
    for (const value of [encoding].flat()) headers.push(["content-encoding", value]);
    const surface = surfacesOf(request({ headers, body }), LIMITS).find(({ kind }) => kind === "body")!;
    return surface.open(new Budget(work));
  };

  it.each<[string, string | string[], Buffer, string[]]>([
    ["gzip", "gzip", zlib.gzipSync(text), ["gzip"]],
    ["x-gzip", "X-GZip", zlib.gzipSync(text), ["gzip"]],
    ["zlib deflate", "deflate", zlib.deflateSync(text), ["deflate"]],
    ["raw deflate", "deflate", zlib.deflateRawSync(text), ["deflate"]],
    ["br", "br", zlib.brotliCompressSync(text), ["br"]],
    ["two layers", "gzip, br", zlib.brotliCompressSync(zlib.gzipSync(text)), ["br", "gzip"]],
    ["two headers", ["gzip", "identity, br"], zlib.brotliCompressSync(zlib.gzipSync(text)), ["br", "gzip"]],
    [
      "gzip members",
      "gzip",
      Buffer.concat([zlib.gzipSync(text.subarray(0, 9)), zlib.gzipSync(text.subarray(9))]),
      ["gzip"],
    ],
  ])("%s is undone, with the body's own paths inside", (_name, encoding, body, chain) => {
    const { views, problems } = open(encoding, body);
    expect(problems).toEqual([]);
    const [view] = views;
    expect(view!.chain).toEqual(chain);
    expect(view!.bytes.toString()).toBe(text.toString());
    const at = view!.bytes.indexOf(MARK);
    expect(view!.pathOf(at, at + MARK.length)).toBe("$.a");
    expect(view!.map.span(at, at + MARK.length)).toEqual({ start: 0, end: body.length });
  });

  const whole = zlib.gzipSync(text);
  it.each<[string, string, Buffer]>([
    ["unknown", "x-secret", text],
    ["compress", "compress", text],
    ["lying", "gzip", text],
    ["truncated", "gzip", whole.subarray(0, whole.length - 9)],
    ["truncated br", "br", zlib.brotliCompressSync(text).subarray(0, 10)],
    ["followed by other bytes", "gzip", Buffer.concat([whole, Buffer.from("rest")])],
    ["followed by other bytes", "br", Buffer.concat([zlib.brotliCompressSync(text), Buffer.from("rest")])],
    ["followed by other bytes", "deflate", Buffer.concat([zlib.deflateSync(text), Buffer.from("rest")])],
    ["too many", "gzip,gzip,gzip,gzip,gzip", whole],
    ["an object's own name", "constructor", text],
  ])("%s is a problem", (_name, encoding, body) => {
    const { views, problems } = open(encoding, body);
    expect(views).toEqual([]);
    expect(problems.map(({ what, approvable }) => [what, approvable])).toEqual([["content-encoding", true]]);
  });

  it("takes no more memory than the budget has for a bomb", () => {
    const bomb = zlib.brotliCompressSync(Buffer.alloc(100 * 1024 * 1024));
    expect(bomb.length).toBeLessThan(1000);
    const before = process.memoryUsage().arrayBuffers;
    const { views, problems } = open("br", bomb);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32 * 1024 * 1024);
    expect(views).toEqual([]);
    expect(problems.map(({ what }) => what)).toEqual(["expanded-size"]);
  });
});

describe("what cannot be read in full is said", () => {
  const problemsOf = (parts: Partial<OutboundRequest>, limits = LIMITS) =>
    surfacesOf(request(parts), limits).flatMap((surface) =>
      surface.open(new Budget(1e6)).problems.map(({ what, approvable }) => [what, approvable]),
    );

  it.each<[string, Partial<OutboundRequest>, unknown[]]>([
    ["nothing", { body: "words" }, []],
    ["no body", { body: null }, []],
    ["an incomplete body", { body: "words", bodyComplete: false }, [["body-incomplete", false]]],
    ["an incomplete body of nothing", { bodyComplete: false }, [["body-incomplete", false]]],
    ["a body that is a stream", { body: new ReadableStream() as never }, [["body-type", false]]],
    ["a PDF", { body: "%PDF-1.7 ..." }, [["archive", true]]],
    ["a 7z in a part", multipart("--b 1\nX: y\n\n7z\xbc\xaf\x27\x1c...\n--b 1--"), [["archive", true]]],
    [
      "a git push",
      {
        headers: { "content-type": "application/x-git-receive-pack-request" },
        body: "0095abc refs/heads/x\0 report-status0000PACK\0\0\0\x02...",
      },
      [["archive", true]],
    ],
    ["words about a PDF", { body: "see %PDF- and PACK" }, []],
  ])("%s", (_name, parts, problems) => {
    expect(problemsOf(parts)).toEqual(problems);
  });

  it("over the limit the beginning is read, and the digest is of all", () => {
    const limits = { bodyBytes: 100 };
    expect(problemsOf({ body: "x".repeat(101) }, limits)).toEqual([["body-size", true]]);
    const body = surfacesOf(request({ body: "x".repeat(101) }), limits).find(({ kind }) => kind === "body")!;
    expect([body.bytes.length, body.wire.length]).toEqual([100, 101]);
    expect(problemsOf({ body: "x".repeat(100) }, limits)).toEqual([]);
  });
});

describe("values that stand apart are joined", () => {
  const joinedOf = (parts: Partial<OutboundRequest>): string[] => {
    const views = surfacesOf(request(parts), LIMITS).flatMap((surface) => surface.open(new Budget(1e6)).views);
    return views
      .flatMap((view) => [view, ...view.views])
      .filter(({ chain }) => chain.at(-1) === "joined")
      .map(({ bytes }) => bytes.toString());
  };

  it.each<[string, Partial<OutboundRequest>]>([
    ["query values", { url: "https://h/?a=SECRET&b=VALUE&c=12345" }],
    ["host labels", { url: "https://secret.value.12345.example.com/" }],
    ["form fields", form("a=SECRET&b=VALUE&c=12345")],
    ["JSON members", json('{"a":"SECRET","b":"VALUE","c":{"d":"12345"}}')],
    ["JSON members of one name", json('[{"t":"x","v":"SECRET"},{"t":"x","v":"VALUE"},{"t":"x","v":"12345"}]')],
    ["the ends of texts", json('{"a":"one SECRET","b":"VALUE","c":"12345 two"}')],
    ["cookies", { headers: { cookie: "a=SECRET; b=VALUE; c=12345" } }],
    ["multipart bodies", multipart("--b 1\nX: 1\n\nSECRET\n--b 1\nX: 1\n\nVALUE\n--b 1\nX: 1\n\n12345\n--b 1--")],
    [
      "compressed form fields",
      {
        ...form("a=SECRET&b=VALUE&c=12345"),
        headers: { "content-type": "application/x-www-form-urlencoded", "content-encoding": "gzip" },
        body: zlib.gzipSync("a=SECRET&b=VALUE&c=12345"),
      },
    ],
  ])("%s", (_name, parts) => {
    expect(
      joinedOf(parts)
        .map((text) => text.toUpperCase())
        .filter((text) => text.includes(MARK)).length,
    ).toBe(1);
  });

  it("leads back to the wire, and says where each piece starts", () => {
    const url = "https://h/?a=SECRET&b=VALUE&c=12345";
    const [view] = surfacesOf(request({ url }), LIMITS)[1]!.open(new Budget(1e6)).views;
    const at = view!.bytes.indexOf(MARK);
    expect(view!.map.span(at, at + MARK.length)).toEqual({ start: url.indexOf("SECRET"), end: url.length });
    expect(view!.pathOf(at, at + MARK.length)).toBe("query");
    expect(view!.pathOf(at, at + 6)).toBe("query.a");
    expect(view!.pieces!.slice(0, 3)).toEqual([0, 6, 11]);
  });

  it("makes nothing of ordinary requests", () => {
    expect(joinedOf({ url: "https://api.example.com/v1/a?page=2&limit=50" })).toEqual([]);
    expect(joinedOf(json('{"a":1,"b":[true,null],"c":"one value"}'))).toEqual([]);
    expect(joinedOf(form("a=1&b=2"))).toEqual([]);
  });

  it("joins headers in wire order, past those that every client sends", () => {
    const headers: [string, string][] = [
      ["X-A", "SECRET"],
      ["Content-Type", "text/plain"],
      ["X-B", "VALUE"],
      ["X-C", "12345"],
    ];
    const join = joinHeaders(surfacesOf(request({ headers }), LIMITS))!;
    const at = join.bytes.indexOf(MARK);
    expect(at).toBeGreaterThanOrEqual(0);
    expect(join.sources.map(({ surface }) => surface.name).slice(0, 3)).toEqual(["X-A", "X-B", "X-C"]);
  });
});

describe("nothing that is handed over makes it throw", () => {
  it("whatever the types", () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), fc.anything(), fc.anything(), (method, url, headers, body) => {
        const surfaces = surfacesOf({ method, url, headers, body, trailers: headers } as never, LIMITS);
        for (const surface of surfaces) {
          surface.open(new Budget(1e5));
          surface.pathOf(0, Math.max(1, surface.bytes.length));
          surface.nameOf(surface.bytes.length);
        }
      }),
    );
  });

  it("whatever the bytes, each place has a path", () => {
    const types = [
      "application/json",
      "multipart/form-data; boundary=x",
      "application/x-www-form-urlencoded",
      "text/plain",
    ];
    const bytes = fc
      .array(fc.constantFrom(...'{}[]":,\\&=-\r\n x', "--x", "\0", "\xff"))
      .map((parts) => Buffer.from(parts.join(""), "latin1"));
    fc.assert(
      fc.property(fc.constantFrom(...types), bytes, fc.nat(), fc.nat(), (type, body, from, length) => {
        const surface = surfacesOf(request({ headers: { "content-type": type }, body }), LIMITS).find(
          ({ kind }) => kind === "body",
        );
        if (surface === undefined) return;
        const start = from % body.length;
        const end = Math.min(body.length, start + 1 + (length % 40));
        expect(surface.pathOf(start, end)).not.toBe("");
        for (const view of surface.open(new Budget(1e5)).views) {
          for (let i = 0; i < view.bytes.length; i++)
            expect(view.map.span(i, i + 1).end).toBeLessThanOrEqual(body.length);
        }
      }),
    );
  });
});
