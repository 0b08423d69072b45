/** Values that codes of controls cut, and words that those keep apart. */
import { describe, expect, it } from "vitest";
import { createSafeTokens, type OutboundRequest, scanOutbound } from "../../src/index.js";

const KEY = "q7Wx3Kp9Zt2LmVb8Rd5Yc1Hs";
const TOKEN = `glpat-${KEY.slice(0, 20)}`;

const form = (body: string): OutboundRequest => ({
  method: "POST",
  url: "https://api.example.com/v1",
  headers: [["content-type", "application/x-www-form-urlencoded"]],
  body,
});
const path = (segment: string): OutboundRequest => ({
  method: "GET",
  url: `https://api.example.com/files/${segment}/meta`,
  headers: [],
});
const json = (string: string): OutboundRequest => ({
  method: "POST",
  url: "https://api.example.com/v1",
  headers: [["content-type", "application/json"]],
  body: `{"content":"${string}"}`,
});
const valuesIn = (request: OutboundRequest): unknown[] => scanOutbound(request).findings.map(({ matched }) => matched);
const cut = (value: string, at: number, code: string): string => value.slice(0, at) + code + value.slice(at);

describe("a value that a name tells, cut by a control that is no white space", () => {
  it.each(["%00", "%08", "%1b"])("is reported whole, though what stands before it may be one too: %s", (code) => {
    const request = form(`a=1&api_key=${cut(KEY, 16, code)}&b=2`);
    expect(valuesIn(request)).toEqual([KEY]);
    expect(scanOutbound(request, createSafeTokens([KEY])).verdict).toBe("clear");
  });

  it("ends where the segment of a path does", () => {
    expect(valuesIn(path(`api_key%3D${cut(KEY, 12, "%00")}`))).toEqual([KEY]);
  });
});

describe("a token at a coded line break", () => {
  it.each([
    ["of a form", form(`text=see%20${TOKEN}%0Abob123&b=2`)],
    ["of a string", json(`see ${TOKEN}\\nbob1x2y3z4`)],
  ])("ends there when it is one by itself: %s", (_, request) => {
    expect(valuesIn(request)).toEqual([TOKEN]);
  });
});

describe("a token cut within its mark by an escape of one letter", () => {
  it.each(["\\t", "\\n", "\\r\\n", "\\b", "\\\\n"])("is found: %s", (code) => {
    expect(valuesIn(json(`see ${cut(TOKEN, 3, code)} and`))).toEqual([TOKEN]);
  });

  it("is not made of words", () => {
    expect(valuesIn(json(`glpat-\\n${"additional-properties_of-".repeat(2)}`))).toEqual([]);
  });
});
