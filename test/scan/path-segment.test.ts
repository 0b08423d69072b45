import { describe, expect, it } from "vitest";
import { scanOutbound } from "../../src/index.js";

const valuesIn = (url: string) => scanOutbound({ method: "GET", url }).findings.map(({ matched }) => matched);
const at = (segment: string) => `https://api.example.com/s/${segment}/b?c=d`;

describe("a value that its name tells ends with its segment of a URL's path, where the rest is encoded", () => {
  const codes: readonly (readonly [name: string, encode: (text: string) => string])[] = [
    ["percent-encoded as encoders do", encodeURIComponent],
    ["all of it percent-encoded", (text) => Buffer.from(text).toString("hex").replace(/../g, "%$&")],
    ["in escapes", (text) => encodeURIComponent(text.replace(/[\s\S]/g, (c) => `\\x${c.charCodeAt(0).toString(16)}`))],
    ["in references", (text) => encodeURIComponent(text.replace(/[\s\S]/g, (c) => `&#${c.charCodeAt(0)};`))],
  ];
  it.each(codes)("%s", (_, encode) => {
    expect(valuesIn(at(encode("password=hk3!cUlZo#36")))).toEqual(["hk3!cUlZo#36"]);
    expect(valuesIn(at(encode("aws_secret_access_key = JIUU8SLvxgnzkVt7/cMGqMgTZz1sg/4vqaMzv6uK")))).toEqual([
      "JIUU8SLvxgnzkVt7/cMGqMgTZz1sg/4vqaMzv6uK",
    ]);
  });
});

describe("a slash is part of the value", () => {
  it("in a query", () => {
    expect(valuesIn("https://api.example.com/s?q=password%3Dhk3%21cUlZo/36x")).toEqual(["hk3!cUlZo/36x"]);
  });
  it("in a path in which the sign is not encoded either", () => {
    expect(valuesIn("https://api.example.com/s/password=hk3!cUlZo/36x")).toEqual(["hk3!cUlZo/36x"]);
  });
});
