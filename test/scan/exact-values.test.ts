import { deflateSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { catalogue, type OutboundRequest, scanOutbound, scanText } from "../../src/index.js";
import { scanOneText } from "../../src/scan/scan.js";
import { CONTAINER_STARTS } from "../../src/views/containers.js";
import { MOST_CONTAINERS } from "../../src/views/kernel/text-tables.js";
import { detectorOf, sampleOf } from "./support/samples.js";

/** Told by words near it. */
const key = sampleOf(detectorOf("lokalise-api-key"), 3).value;
/** Told by its mark. */
const token = sampleOf(detectorOf("github-oauth-token"), 1).value;

const found = (text: string | Uint8Array): readonly string[] => scanText(text).findings.map(({ matched }) => matched);
const foundIn = (request: OutboundRequest): readonly string[] =>
  scanOutbound(request).findings.map(({ matched }) => matched);

describe("a value begins behind the code of the character before it", () => {
  it.each([
    `lokalise%3D${key}`,
    `lokalise%253D${key}`,
    `lokalise%22%3A%22${key}`,
    `lokalise\\u003d${key}`,
    `lokalise\\x3d${key}`,
    `lokalise\\075${key}`,
    `lokalise&#x3D${key}`,
    `api_key%3D${key}`,
    `=?utf-8?Q?lokalise=22=3A_=22${key}=22=7D?=`,
  ])("%s", (text) => {
    expect(found(text)).toEqual([key]);
  });

  it("but a token with a mark is reported, even where its mark is taken for a code", () => {
    const facebook = sampleOf(detectorOf("facebook-access-token"), 1).value;
    expect(found(`%${facebook}`)).toEqual([facebook]);
  });
});

describe("a '+' in a field of a query or a form is a blank", () => {
  const spoken = sampleOf(detectorOf("voyage-api-key"), 2).value;
  it.each([
    [`lokalise+${key}`, key],
    [`the+lokalise+key+${key}+is+here`, key],
    [`lokalise:+${key}`, key],
    [`lokalise%3A+${key}`, key],
    [`of+nobody+${spoken}+browns`, spoken],
  ])("%s", (text, value) => {
    expect(foundIn({ method: "GET", url: `https://a.example/?q=${text}&x=` })).toEqual([value]);
    const headers = [["content-type", "application/x-www-form-urlencoded"]] as const;
    expect(foundIn({ method: "POST", url: "https://a.example/", headers, body: `q=${text}` })).toEqual([value]);
  });

  it.each([`{"t":"lokalise+${key}"}`, `<r v="my+lokalise-key+${key}+is"/>`])(
    "nor elsewhere beside words: %s",
    (text) => {
      expect(found(text)).toEqual([key]);
    },
  );

  it.each([`lokalise ${key}+x4/Q`, `lokalise Zm9vYg1+${key}`])("but not in base64: %s", (text) => {
    expect(found(text)).toEqual([]);
  });
});

describe("a separator that is written as a code is no part of a value", () => {
  const secret = `${"q7Wx4Kp9Zt"}2LmVb8RcYd3N`;
  const bearer = `${"hZ3kQ9xW7v"}Tn5mB8pL2rYc4Ds6`;
  it.each([
    ["the scheme of a header in a form", `x=see+Authorization%3A+Bearer+${bearer}+for+thanks`, bearer],
    ["a line of a log in a form", `x=worker%5B7%5D%3A+password%3D${secret}+status%3D200+took%3D89ms`, secret],
    ["JSON in an attribute", `<a data-page="{&quot;b&quot;:{&quot;api_key&quot;:&quot;${secret}&quot;}}">`, secret],
    ["the same in numbers", `<a data-page="{&#34;b&#34;:{&#x22;api_key&#x22;: &#34;${secret}&#34;}}">`, secret],
    ["a setting in markup", `<p>api_key = &quot;${secret}&quot;</p>`, secret],
    ["an element in an element", `<v>&lt;password&gt;${secret}&lt;/password&gt;</v>`, secret],
    ["a line of escaped markup", `api_key: ${secret}&lt;br&gt;`, secret],
  ])("%s", (_what, text, value) => {
    expect(found(text)).toEqual([value]);
    expect(scanText(text, [value]).verdict).toBe("clear");
  });

  it("codes of a form's words are no hexadecimal digits", () => {
    const pat = sampleOf(detectorOf("gitlab-personal-access-token"), 1).value;
    const wide = [...`${pat} and more of it`].map((c) =>
      c === " " ? "+" : encodeURIComponent(String.fromCodePoint(c.codePointAt(0)! + 0xfee0)),
    );
    expect(found(`x=${wide.join("")}`)).toEqual([pat]);
  });
});

describe("the '=' of a field is no code of quoted-printable with the value's first letters", () => {
  it.each(["q=", "a=1; prefs=", "x ac="])("behind %j", (before) => {
    const value = sampleOf(detectorOf("plaid-access-token"), 1).value;
    expect(value.startsWith("ac")).toBe(true);
    const coded = value.replace(/(?<=.{9}).(?=.{9})/g, (c) => `=${c.charCodeAt(0).toString(16).toUpperCase()}`);
    expect(found(before + coded)).toEqual([value]);
  });
});

it("literals that are joined in markup are one text", () => {
  const text = JSON.stringify(`x = "lokalise ${key.slice(0, 9)}" + "${key.slice(9)}"`).replaceAll('"', "&quot;");
  expect(found(`<r v="${text}" w=""/>`)).toEqual([key]);
});

it("an apostrophe behind a code opens what is encoded", () => {
  expect(found("https://a.example/?q=DB_PASSWD%3D'Summer2024!'&x=1")).toEqual(["Summer2024!"]);
});

describe("a value ends where a control character stands", () => {
  it.each(["\x1a\0", "\0", "\x01x"])("%j", (after) => {
    expect(found(`\x08\x12\x20api_key=${key}${after}`)).toEqual([key]);
  });
});

describe("what is only the beginning of a value is not reported beside it", () => {
  it("where compressed data in base64 are cut by an escape", () => {
    for (let seed = 0; seed < 40; seed++) {
      const { value } = sampleOf(detectorOf("google-storage-hmac-secret"), seed);
      const text = gzipSync(`gcs_secret=${value}`).toString("base64");
      expect(found(encodeURIComponent(text)), text).toEqual([value]);
    }
  });
});

describe("compressed data in a path", () => {
  it.each(["/v1/", "https://api.example.com/v1/", "x/ab/"])("behind %s", (before) => {
    for (let seed = 0; seed < 20; seed++) {
      const text = deflateSync(`lokalise ${sampleOf(detectorOf("lokalise-api-key"), seed).value} and words ${seed}`);
      expect(found(`${before}${text.toString("base64")}/y?x=`).length).toBe(1);
    }
  });
});

describe("one encoded word", () => {
  it.each(["<v>=?utf-8?Q?@?=</v>", "=?utf-8?q?@?=", "a==?iso-8859-1?Q?@?="])("%s", (text) => {
    expect(found(text.replace("@", () => token.replaceAll("_", "=5F")))).toEqual([token]);
  });
});

it("words in base64 at the end of one header's URL are no random path for what the next begins with", () => {
  const words = Buffer.from("of dog the of see brown garden a hurt report").toString("base64url");
  const headers = [
    ["referer", `https://a.example/${words}`],
    ["x-y", "hurt"],
  ] as const;
  expect(foundIn({ method: "GET", url: "https://b.example/", headers })).toEqual([]);
});

it("the kernel has room for what all containers begin with", () => {
  expect(CONTAINER_STARTS.length).toBeLessThanOrEqual(MOST_CONTAINERS);
});

describe("a Kubernetes Secret in JSON", () => {
  const value = Buffer.from("q7Wx4Kp9Zt2LmVb8").toString("base64");
  it.each([0, 1, 2, 3, 4])("in %i strings", (count) => {
    for (const indent of [0, 2]) {
      let text = JSON.stringify({ apiVersion: "v1", kind: "Secret", data: { license: value } }, undefined, indent);
      for (let i = 0; i < count; i++) text = JSON.stringify({ text });
      expect(found(text)).toEqual([value]);
    }
  });
});

describe("the prefilter sees the name of a key with something between it and its value", () => {
  it.each([
    ["unseal_key fBvv3P/3eyLLF4U/8h2LI9netlify( BEdF", 0],
    ["agora_key a48y1ncpej4ciez7\\u0041%41&#65;", 0],
    ["unseal_key := secret(fBvv3P/3eyLLF4U/8h2LI9ne)", 1],
  ])("%s", (text, count) => {
    const valuesOf = (prefilter: boolean): readonly string[] =>
      scanOneText(Buffer.from(text), {
        detectors: catalogue,
        safeTokens: undefined,
        options: { minConfidence: "low" },
        prefilter,
      }).findings.map(({ matched }) => matched);
    expect(valuesOf(false).length).toBe(count);
    expect(valuesOf(true)).toEqual(valuesOf(false));
  });
});

it("a date, or a text or compressed data in base64, among words is no key", () => {
  for (const date of ["+010000-01-01T00:00:03.311Z", "2026-11-27T16:20:00.000Z"])
    expect(foundIn({ method: "GET", url: `https://a.example/?key=a,${date},b`, headers: [] })).toEqual([]);
  const words = "over-brown-jumps-page";
  for (const text of [Buffer.from(words), Buffer.concat([Buffer.from("a,"), gzipSync(words)])]) {
    const encoded = encodeURIComponent(text.toString("base64"));
    expect(foundIn({ method: "GET", url: `https://a.example/?key=a,${encoded},b`, headers: [] })).toEqual([]);
  }
  const key = "q7Wx4Kp9Zt2LmVb8Rd3H";
  expect(foundIn({ method: "GET", url: `https://a.example/?key=a,${key},b`, headers: [] })).toEqual([`a,${key},b`]);
});

it("text in base32 is clear, also in a list under the name of a key", () => {
  expect(
    foundIn({
      method: "GET",
      url: `https://a.example/?key=a,GAYDAMBQGAYDALJXG4YDALJRGBSTQLJYGAYDALJQGAYDAMBQGAYDAMBQGAYA====,b`,
    }),
  ).toEqual([]);
});
