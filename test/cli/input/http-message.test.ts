/** HTTP/1.1 request messages (RFC 9112). */

import { describe, expect, it } from "vitest";
import type { InputEntry } from "../../../src/cli/input/entry.js";
import { readHttpMessage, startsLikeRequest } from "../../../src/cli/input/http-message.js";

const read = (text: string | Uint8Array): readonly InputEntry[] => readHttpMessage(Buffer.from(text));
const crlf = (...lines: string[]): string => lines.join("\r\n");
const bodyOf = (entry: InputEntry | undefined): string => Buffer.from(entry?.request?.body ?? "").toString();

const HEAD = ["POST /a?b=c HTTP/1.1", "Host: api.example.com", "X-Two: 1", "X-Two: 2"];

describe("a request", () => {
  it("method, target, header fields in order and body", () => {
    const [entry, ...rest] = read(crlf(...HEAD, "Content-Length: 5", "", "hello"));
    expect(rest).toEqual([]);
    expect(entry?.request).toMatchObject({
      method: "POST",
      url: "http://api.example.com/a?b=c",
      headers: [
        ["Host", "api.example.com"],
        ["X-Two", "1"],
        ["X-Two", "2"],
        ["Content-Length", "5"],
      ],
    });
    expect(bodyOf(entry)).toBe("hello");
  });

  it("lines may end in LF alone", () => {
    expect(bodyOf(read("POST / HTTP/1.1\nHost: a.example\n\nhello\n")[0])).toBe("hello\n");
  });

  it("the body's bytes are kept as they are", () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    const entry = read(Buffer.concat([Buffer.from("POST / HTTP/1.1\r\nContent-Length: 256\r\n\r\n"), bytes]))[0];
    expect(entry?.request?.body).toEqual(Buffer.from(bytes));
  });

  it.each([
    ["https://a.example/x", "https://a.example/x"],
    ["/x", "http://api.example.com/x"],
    ["*", "http://api.example.com"],
  ])("the target %s is the URL %s", (target, url) => {
    expect(read(crlf(`OPTIONS ${target} HTTP/1.1`, "Host: api.example.com", "", ""))[0]?.request?.url).toBe(url);
  });

  it("CONNECT keeps its authority", () => {
    expect(read(crlf("CONNECT a.example:443 HTTP/1.1", "Host: a.example:443", "", ""))[0]?.request?.url).toBe(
      "a.example:443",
    );
  });

  it("a folded header line continues the value before it", () => {
    const entry = read(crlf("GET / HTTP/1.1", "X-Long: one", "\t two", "", ""))[0];
    expect(entry?.request?.headers).toEqual([["X-Long", "one two"]]);
  });
});

describe("a chunked body", () => {
  const head = crlf("POST / HTTP/1.1", "Host: a.example", "Transfer-Encoding: chunked", "", "");

  it("is decoded, with its trailer fields and extensions", () => {
    const [entry, extensions, ...rest] = read(head + crlf("5;note=x", "hello", "6", " world", "0", "X-Sum: 1", "", ""));
    expect(bodyOf(entry)).toBe("hello world");
    expect(entry?.request?.trailers).toEqual([["X-Sum", "1"]]);
    expect(extensions?.text).toBe("note=x");
    expect(rest).toEqual([]);
  });

  it.each([
    ["ends early", "5\r\nhel"],
    ["has no last chunk", "5\r\nhello\r\n"],
    ["has a size that is no number", "x\r\nhello\r\n0\r\n\r\n"],
    ["lies about a size", "2\r\nhello\r\n0\r\n\r\n"],
  ])("that %s is scanned as it stands and marked incomplete", (_, body) => {
    const [entry] = read(head + body);
    expect(bodyOf(entry)).toBe(body);
    expect(entry?.request?.bodyComplete).toBe(false);
  });

  it("under another coding is marked incomplete", () => {
    const [entry] = read(crlf("POST / HTTP/1.1", "Transfer-Encoding: gzip, chunked", "", "0", "", ""));
    expect(entry?.request?.bodyComplete).toBe(false);
  });
});

describe("the body's length", () => {
  it.each([
    ["Content-Length: 9", "shorter"],
    ["Content-Length: 1, 2", "no single number"],
    ["Content-Length: -1", "no single number"],
  ])("%s is wrong: the body is marked incomplete, and a note says so", (field, note) => {
    const [entry] = read(crlf("POST / HTTP/1.1", field, "", "hello"));
    expect(entry?.request?.bodyComplete).toBe(false);
    expect(bodyOf(entry)).toBe("hello");
    expect(entry?.notes.join()).toContain(note);
  });

  it("what follows is the next request, or text", () => {
    const one = crlf("POST /1 HTTP/1.1", "Content-Length: 2", "", "ab");
    const two = crlf("POST /2 HTTP/1.1", "Content-Length: 2", "", "cd");
    const entries = read(`${one}${two}\r\nanything else`);
    expect(entries.map((entry) => entry.request?.url ?? Buffer.from(entry.text ?? "").toString())).toEqual([
      "/1",
      "/2",
      "anything else",
    ]);
  });
});

describe("what is no request", () => {
  it.each(["", "\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n", "GET /\r\n\r\n", "GET / HTTP/1.1\r\nno colon here\r\n\r\n"])(
    "%j is an error",
    (text) => {
      expect(() => read(text)).toThrow(/no HTTP request|no colon/);
    },
  );

  it.each([
    ["GET / HTTP/1.1\r\n", true],
    ["\r\nGET / HTTP/2\n", true],
    ["M-SEARCH * HTTP/1.1", true],
    ["GET /", false],
    ["The words HTTP/1.1 in a sentence", false],
  ])("%j begins like a request: %s", (text, expected) => {
    expect(startsLikeRequest(text)).toBe(expected);
  });
});
