/** HTTP Archive 1.2, as browsers and other tools write it. */

import { describe, expect, it } from "vitest";
import type { InputEntry } from "../../../src/cli/input/entry.js";
import { readHar } from "../../../src/cli/input/har.js";

const read = (value: unknown): readonly InputEntry[] => readHar(Buffer.from(JSON.stringify(value)));
const har = (...entries: unknown[]): unknown => ({ log: { version: "1.2", entries } });
const entry = (request: object): unknown => ({
  request: { method: "POST", url: "https://a.example/x", headers: [], ...request },
});
const bodyOf = (value: InputEntry | undefined): string => Buffer.from(value?.request?.body ?? "").toString();

describe("a HAR", () => {
  it("gives every entry's method, URL, headers and body", () => {
    const headers = [
      { name: "X-A", value: "1" },
      { name: "X-A", value: "2" },
    ];
    const entries = read(
      har(entry({ headers, postData: { mimeType: "text/plain", text: "hello" } }), entry({ method: "GET" })),
    );
    expect(entries.map(({ request }) => request?.method)).toEqual(["POST", "GET"]);
    expect(entries[0]?.request).toEqual({
      method: "POST",
      url: "https://a.example/x",
      headers: [
        ["X-A", "1"],
        ["X-A", "2"],
      ],
      body: "hello",
      bodyComplete: true,
    });
  });

  it("with a byte order mark is read", () => {
    expect(readHar(Buffer.from(`\ufeff${JSON.stringify(har(entry({})))}`))).toHaveLength(1);
  });

  it("a body in base64 is decoded", () => {
    const [read1] = read(
      har(entry({ postData: { text: Buffer.from("\0bytes").toString("base64"), encoding: "base64" } })),
    );
    expect(bodyOf(read1)).toBe("\0bytes");
    expect(read1?.request?.bodyComplete).toBe(true);
  });

  it("a body that only claims to be base64 is scanned as it stands and marked incomplete", () => {
    const [read1] = read(har(entry({ postData: { text: "not base64!", encoding: "base64" } })));
    expect(bodyOf(read1)).toBe("not base64!");
    expect(read1?.request?.bodyComplete).toBe(false);
  });

  it("a form without text is written from its params", () => {
    const params = [
      { name: "a", value: "b c" },
      { name: "d", value: "é" },
    ];
    const [form] = read(har(entry({ postData: { mimeType: "application/x-www-form-urlencoded", params } })));
    expect(bodyOf(form)).toBe("a=b+c&d=%C3%A9");
  });

  it("a multipart form is written from its params, with a boundary that its header names", () => {
    const params = [
      { name: "a", value: "b" },
      { name: "f", fileName: 'x".txt', contentType: "text/plain", value: "content" },
    ];
    const headers = [{ name: "content-type", value: "multipart/form-data; boundary=old" }];
    const [form] = read(har(entry({ headers, postData: { mimeType: "multipart/form-data; boundary=old", params } })));
    const fields = form?.request?.headers as readonly (readonly [string, string])[] | undefined;
    const type = fields?.[0]?.[1] ?? "";
    const boundary = type.replace("multipart/form-data; boundary=", "");
    expect(bodyOf(form)).toContain(`--${boundary}\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n`);
    expect(bodyOf(form)).toContain('name="f"; filename="x%22.txt"\r\nContent-Type: text/plain\r\n\r\ncontent\r\n');
    expect(form?.request?.bodyComplete).toBe(true);
  });

  it.each<[string, object]>([
    ["a file of a form", { postData: { mimeType: "multipart/form-data", params: [{ name: "f", fileName: "x" }] } }],
    ["the body", { bodySize: 12 }],
  ])("%s that the archive leaves out makes the body incomplete", (_, request) => {
    const [read1] = read(har(entry(request)));
    expect(read1?.request?.bodyComplete).toBe(false);
    expect(read1?.notes).toHaveLength(1);
  });

  it("cookies are scanned where the Cookie header was taken out, and only there", () => {
    const cookies = [
      { name: "a", value: "1" },
      { name: "b", value: "2" },
    ];
    expect(read(har(entry({ cookies })))[0]?.request?.headers).toEqual([["Cookie", "a=1; b=2"]]);
    const headers = [{ name: "cookie", value: "a=1" }];
    expect(read(har(entry({ cookies, headers })))[0]?.request?.headers).toEqual([["cookie", "a=1"]]);
  });

  it("pseudo-header fields that repeat the request line are left out, others are not", () => {
    const headers = [":method:POST", ":path:/x", ":authority:a.example", ":odd:other"].map((field) => {
      const at = field.indexOf(":", 1);
      return { name: field.slice(0, at), value: field.slice(at + 1) };
    });
    expect(read(har(entry({ headers })))[0]?.request?.headers).toEqual([[":odd", "other"]]);
  });

  it("sent WebSocket messages are scanned as text", () => {
    const messages = [
      { type: "send", opcode: 1, data: "out" },
      { type: "receive", opcode: 1, data: "in" },
      { type: "send", opcode: 2, data: Buffer.from("bytes").toString("base64") },
    ];
    const [, ...sent] = read(har({ ...(entry({}) as object), _webSocketMessages: messages }));
    expect(sent.map(({ text }) => Buffer.from(text ?? "").toString())).toEqual(["out", "bytes"]);
  });

  it("values of the wrong type are scanned as their JSON", () => {
    const [read1] = read(har(entry({ url: ["odd"], headers: [{ name: "x", value: { deep: "value" } }] })));
    expect(read1?.request?.url).toBe('["odd"]');
    expect(read1?.request?.headers).toEqual([["x", '{"deep":"value"}']]);
  });

  it.each<[unknown, RegExp]>([
    [{}, /no list of entries/],
    [{ log: { entries: {} } }, /no list of entries/],
    [har({}), /entry 0 .*no request/],
  ])("%j is an error", (value, message) => {
    expect(() => read(value)).toThrow(message);
  });

  it("what is no JSON is an error that quotes nothing of it", () => {
    expect(() => readHar(Buffer.from('{"log": secret'))).toThrow(/^The input is no HAR: it is not JSON\.$/);
  });
});
