import { describe, expect, it } from "vitest";
import { CookieNames } from "../../src/request/cookie.js";

/** Headers, and the name of the cookie in whose value each of their places stands; "-" where there is none. */
const HEADERS: readonly (readonly [header: string, names: string])[] = [
  ["", "-"],
  ["abc", "----"],
  ["a=12; b=3", "--aaa---bb"],
  [";;a=1;", "----aa-"],
  ["a=1=2;c;=5", "--aaaa----"],
  ["b = 1;a=", "---bbb--a"],
];

describe("a place of a Cookie header has the name of its pair, whichever was asked about before", () => {
  it.each(HEADERS)("%j", (header, names) => {
    const bytes = Buffer.from(header);
    const places = [...names].map((name, at) => ({ at, name: name === "-" ? "" : name }));
    for (const before of places) {
      for (const { at, name } of places) {
        const cookies = new CookieNames(bytes);
        cookies.nameOf(before.at);
        expect(cookies.nameOf(at), `at ${at}, after ${before.at}`).toBe(name);
      }
    }
  });
});
