import { describe, expect, test } from "vitest";
import { scanText } from "../../src/index.js";

const KEY = `4f9${"c21d7e0b"}86a`;
const valuesIn = (text: string): readonly string[] => scanText(text).findings.map(({ matched }) => matched);

describe("a key of fewer than 16 characters", () => {
  test.each([
    `ipinfo = '${KEY}'`,
    `{"ipinfo":"${KEY}"}`,
    `[INFO] Connecting to IPinfo\n[DEBUG] Authorization: Bearer ${KEY}\n`,
    `https://ipinfo.io/8.8.8.8?token=${KEY}`,
    `# ipinfo\n${KEY}\n`,
  ])("%j: is found beside the name of a service that means nothing else", (text) => {
    expect(valuesIn(text)).toEqual([KEY]);
  });
  test.each([`ipinfo commit ${KEY}`, `ipinfo_key = "${KEY}0"`, `dropbox = "${KEY}z"`, `ipinfo: ${"abcdefabcdefab"}`])(
    "%j: is none behind another word, of another length, without a digit, or behind an ordinary name alone",
    (text) => {
      expect(valuesIn(text)).toEqual([]);
    },
  );
  test("is found behind an ordinary name that goes on with what its value is", () => {
    expect(valuesIn(`dropbox_app_key = "${KEY}z"`)).toEqual([`${KEY}z`]);
  });
  test("is found in groups", () => {
    const key = ["4H3", "PL9", "T79", "6QV"].join("-");
    expect(valuesIn(`cashboard api key: ${key}`)).toEqual([key]);
  });
});

test("of two short keys in a row each is found", () => {
  const other = `7a1${"d93e5c42"}b0f`;
  expect(valuesIn(`ipinfo: ${KEY}\nipinfo_token = ${other}\n`)).toEqual([KEY, other]);
});
