import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { catalogue, type OutboundRequest, scanOutbound, scanText } from "../../src/index.js";
import type { CompiledDetector } from "../../src/scan/compile/compiled-detector.js";
import { settle } from "../../src/scan/overlap/overlap.js";
import { createView, type Match, type Span, type View } from "../../src/scan/view.js";
import type { Detector } from "../../src/types.js";
import { SourceMap } from "../../src/views/source-map.js";
import { detectorOf, sampleOf } from "./support/samples.js";

const detectors = ["first", "second", "context"].map((id, order) => {
  const literals = id === "context" ? [] : ["x"];
  return { order, detector: { id, literals } as unknown as Detector } as CompiledDetector;
});

interface Node {
  readonly matches: readonly {
    readonly start: number;
    readonly length: number;
    readonly detector: number;
  }[];
  readonly children: readonly (Node & { readonly unit: number; readonly at: number })[];
}

const LENGTH = 64;
const place = fc.record({
  start: fc.nat(LENGTH - 1),
  length: fc.integer({ min: 1, max: 16 }),
  detector: fc.nat(2),
});
/** Views four deep at most, as a scan makes them. */
function nodes(depth: number): fc.Arbitrary<Node> {
  const matches = fc.array(place, { maxLength: 4 });
  if (depth === 0) return matches.map((list) => ({ matches: list, children: [] }));
  const child = fc
    .tuple(nodes(depth - 1), fc.integer({ min: 1, max: 3 }), fc.nat(6))
    .map(([node, unit, at]) => ({ ...node, unit, at }));
  return fc.record({ matches, children: fc.array(child, { maxLength: 2 }) });
}

let values = 0;

/** A view with its matches, and those decoded from it: each decoded byte stands for `unit` bytes from `at` on. */
function viewOf({ matches, children }: Node, length = LENGTH, parent?: View, map?: SourceMap): View {
  const view: View = {
    ...createView(Buffer.alloc(length), undefined),
    parent,
    map,
    chain: parent === undefined ? [] : [...parent.chain, "decoder"],
  };
  for (const match of withoutOverlaps(matches)) {
    const end = Math.min(length, match.start + match.length);
    if (match.start >= end) continue;
    view.matches.push({
      compiled: detectors[match.detector]!,
      view,
      start: match.start,
      end,
      value: `value ${values++}`,
      told: undefined,
      confidence: "high",
    });
  }
  for (const child of children) {
    const decoded = Math.floor((length - child.at) / child.unit);
    const childMap = new SourceMap();
    childMap.add(0, child.at, 1, child.unit, child.at + decoded * child.unit);
    if (decoded > 0) view.children.push(viewOf(child, decoded, view, childMap));
  }
  return view;
}

/** A detector's matches in one view never overlap. */
function withoutOverlaps(matches: Node["matches"]): Node["matches"] {
  const kept: Node["matches"][number][] = [];
  for (const match of matches) {
    const isFree = kept.every(
      (other) =>
        other.detector !== match.detector ||
        other.start >= match.start + match.length ||
        match.start >= other.start + other.length,
    );
    if (isFree) kept.push(match);
  }
  return kept;
}

function allMatches(view: View): readonly Match[] {
  return [...view.matches, ...view.children.flatMap(allMatches)];
}

function ancestors(view: View | undefined): readonly View[] {
  return view === undefined ? [] : [view, ...ancestors(view.parent)];
}

function spanIn(match: Match, view: View): Span {
  let span: Span = match;
  for (let at: View = match.view; at !== view; at = at.parent!) span = at.map!.span(span.start, span.end);
  return span;
}

/** Of equal spans: a detector with a mark, then the most decoded, then the first of the list, then what was found first. */
function isBetter(one: Match, other: Match): boolean {
  const key = ({ compiled, view, value }: Match): number[] => [
    compiled.detector.literals.length > 0 ? 0 : 1,
    -view.chain.length,
    compiled.order,
    Number(value.slice("value ".length)),
  ];
  const [a, b] = [key(one), key(other)];
  const index = a.findIndex((each, i) => each !== b[i]);
  return a[index]! < b[index]!;
}

/** Whether `other` drops `match`, as the law says it: it contains it in their nearest common view, or stands just there and is better. */
function drops(other: Match, match: Match): boolean {
  const common = ancestors(match.view).find((view) => ancestors(other.view).includes(view))!;
  const [inner, outer] = [spanIn(match, common), spanIn(other, common)];
  if (outer.start > inner.start || outer.end < inner.end) return false;
  return outer.start < inner.start || outer.end > inner.end || isBetter(other, match);
}

describe("overlaps", () => {
  it("leave the matches that none contains in their nearest common view, and of equal ones the best", () => {
    fc.assert(
      fc.property(nodes(4), (root) => {
        const view = viewOf(root);
        const all = allMatches(view);
        const kept = settle(view).map(({ match }) => match);
        for (const match of all) {
          const isDropped = all.some((other) => other !== match && drops(other, match));
          expect(kept.includes(match)).toBe(!isDropped);
        }
      }),
      { numRuns: 3000 },
    );
  });
});

const ghp = (seed: number): string => sampleOf(detectorOf("github-personal-access-token"), seed).value;
const npm = (seed: number): string => sampleOf(detectorOf("npm-access-token"), seed).value;

function custom(fields: Partial<Detector> & Pick<Detector, "id" | "shape">): Detector {
  return { service: "s", title: "Test token", literals: [], examples: ["x"], counterExamples: ["y"], ...fields };
}

function summary(text: string | Uint8Array, detectors?: readonly Detector[]): readonly string[] {
  const { findings } = scanText(text, undefined, { minConfidence: "low", ...(detectors && { detectors }) });
  return findings.map(({ detector, matched, location }) => `${detector} ${location.decoded.join("+")} ${matched}`);
}

describe("of two matches of one text", () => {
  const short = custom({ id: "short", shape: "tok_[0-9a-z]{8}", literals: ["tok_"] });
  const long = custom({ id: "long", shape: "tok_[0-9a-z]{12}", literals: ["tok_"] });
  const same = custom({ id: "same", shape: "tok_[0-9a-z]{8}", literals: ["tok_"] });
  const near = custom({ id: "near", shape: "tok_[0-9a-z]{12}", context: { words: ["secret"], within: 20 } });

  it("the one that contains the other is reported", () => {
    expect(summary("tok_abcdefgh1234", [short, long])).toEqual(["long  tok_abcdefgh1234"]);
    expect(summary("tok_abcdefgh1234", [long, short])).toEqual(["long  tok_abcdefgh1234"]);
  });

  it("of equal spans, the detector that stands first in the list is reported", () => {
    expect(summary("tok_abcdefgh", [short, same])).toEqual(["short  tok_abcdefgh"]);
    expect(summary("tok_abcdefgh", [same, short])).toEqual(["same  tok_abcdefgh"]);
  });

  it("of equal spans, a detector with a mark comes before one with context alone", () => {
    expect(summary("secret=tok_abcdefgh1234", [near, long])).toEqual(["long  tok_abcdefgh1234"]);
    expect(summary("secret=tok_abcdefgh1234", [near])).toEqual(["near  tok_abcdefgh1234"]);
  });

  it("of equal spans, the most decoded is reported", () => {
    const either = custom({ id: "either", shape: "tok_[0-9a-z%]{12}", literals: ["tok_"] });
    const loose = custom({ id: "loose", shape: "tok_[0-9a-z%]{8,12}", literals: ["tok_"] });
    expect(summary("tok_%61bcdefgh123", [either])).toEqual(["either  tok_%61bcdefgh12"]);
    expect(summary("tok_%61bcdefgh1", [loose])).toEqual(["loose percent tok_abcdefgh1"]);
  });

  it("that overlap without containing each other, both are reported", () => {
    const other = custom({ id: "other", shape: "gh_[0-9a-z_]{8}", literals: ["gh_"] });
    const wide = custom({ id: "wide", shape: "tok_[0-9a-z_-]{8}", literals: ["tok_"] });
    expect(summary("tok_abcd-gh_12345678", [wide, other])).toEqual(["wide  tok_abcd-gh_", "other  gh_12345678"]);
  });
});

describe("a match in what was decoded", () => {
  it("is dropped inside a match of the text that it was decoded from", () => {
    const hidden = Buffer.from(`${ghp(1)} and`).toString("base64url");
    const outer = custom({ id: "outer", shape: "box_[0-9A-Za-z_-]{20,}", literals: ["box_"] });
    expect(summary(`box_${hidden}`, [outer, detectorOf("github-personal-access-token")])).toEqual([
      `outer  box_${hidden}`,
    ]);
  });

  it("is reported once, however many views show it", () => {
    expect(summary(JSON.stringify({ a: `x%20${ghp(1)}\u00e9 "` }))).toEqual([
      `github-personal-access-token  ${ghp(1)}`,
    ]);
  });

  it("is reported twice when it stands there twice", () => {
    const twice = gzipSync(`${ghp(1)} ${ghp(1)}`);
    expect(summary(twice)).toEqual(Array(2).fill(`github-personal-access-token gzip ${ghp(1)}`));
  });
});

describe("a match with gaps hides nothing that stands in them", () => {
  const approved = ghp(1);
  const [head, tail] = [approved.slice(0, 20), approved.slice(20)];

  /** A gzip member with a file name in its header (RFC 1952, section 2.3). */
  function named(name: string, content: string): Buffer {
    const member = gzipSync(content);
    const header = Buffer.from(member.subarray(0, 10));
    header[3] = 8;
    return Buffer.concat([header, Buffer.from(`${name}\0`), member.subarray(10)]);
  }

  it.each<[string, Partial<OutboundRequest>]>([
    ["a comment inside the value", { body: `<a>${head}<!-- ${npm(2)} -->${tail}</a>` }],
    ["the name of a field between its pieces", { body: JSON.stringify({ a: head, [npm(2)]: tail }) }],
    ["a file name in a gzip header", { body: named(npm(2), `x ${approved}`) }],
    [
      "a file name in the header of a declared gzip",
      { body: named(npm(2), `x ${approved}`), headers: [["content-encoding", "gzip"]] },
    ],
    [
      "a name in a form",
      { body: `a=${head}&${npm(2)}=${tail}`, headers: [["content-type", "application/x-www-form-urlencoded"]] },
    ],
    ["an extension of a chunk", { body: `14;x=${npm(2)}\r\n${head}\r\n14\r\n${tail}\r\n0\r\n\r\n` }],
  ])("%s", (_name, parts) => {
    const request = { method: "POST", url: "https://api.example.com/", ...parts };
    const values = scanOutbound(request).findings.map(({ matched }) => matched);
    expect(values.toSorted()).toEqual([approved, npm(2)].toSorted());
    expect(scanOutbound(request, [approved]).findings.map(({ matched }) => matched)).toEqual([npm(2)]);
    expect(scanOutbound(request, [approved, npm(2)])).toMatchObject({ verdict: "clear", skipped: 2 });
  });
});

describe("a view that joins pieces", () => {
  const token = ghp(3);
  const [one, two] = [token.slice(0, 13), token.slice(13)];
  const values = (parts: Partial<OutboundRequest>): readonly string[] =>
    scanOutbound({ method: "POST", url: "https://api.example.com/", ...parts }).findings.map(({ matched }) => matched);

  it.each<[string, Partial<OutboundRequest>]>([
    ["a query", { url: `https://api.example.com/?a=${one}&b=${two}` }],
    ["the labels of a host", { url: `https://${one}.${two}.example.com/` }],
    ["a cookie", { headers: [["cookie", `a=${one}; b=${two}`]] }],
    [
      "headers",
      {
        headers: [
          ["x-a", one],
          ["x-b", two],
        ],
      },
    ],
    [
      "trailers",
      {
        trailers: [
          ["x-a", one],
          ["x-b", two],
        ],
      },
    ],
    ["a JSON object", { body: JSON.stringify({ a: one, b: two }) }],
    ["a JSON array", { body: JSON.stringify(["x", one, two, "y"]) }],
    ["string literals", { body: `let a = "${one}" + "${two}";` }],
    ["a form", { body: `a=${one}&b=${two}`, headers: [["content-type", "application/x-www-form-urlencoded"]] }],
    [
      "a gzipped JSON object",
      { body: gzipSync(JSON.stringify({ a: one, b: two })), headers: [["content-encoding", "gzip"]] },
    ],
  ])("finds a value that is split over %s", (_name, parts) => {
    expect(values(parts)).toEqual([token]);
  });

  it("finds a value with a plain mark that begins a piece, whatever stands before it", () => {
    const key = sampleOf(detectorOf("bitbucket-app-password"), 1).value;
    expect(values({ url: `https://api.example.com/?u=admin&a=${key.slice(0, 9)}&b=${key.slice(9)}` })).toEqual([key]);
  });

  it("reports nothing that one of its pieces holds by itself", () => {
    expect(values({ body: JSON.stringify([ghp(3), ghp(4)]) })).toEqual([ghp(3), ghp(4)]);
    const key = sampleOf(detectorOf("npm-access-token"), 1).value;
    const open = custom({ id: "open", shape: "npm_[0-9A-Za-z]{20,}", literals: ["npm_"] });
    expect(summary(JSON.stringify([key, "abc"]), [open])).toEqual([`open  ${key}`]);
  });

  it("finds a split value beside a whole one in the same piece", () => {
    const request = { method: "GET", url: `https://api.example.com/?a=${npm(1)},${one}&b=${two}` };
    expect(
      scanOutbound(request)
        .findings.map(({ matched }) => matched)
        .toSorted(),
    ).toEqual([token, npm(1)].toSorted());
    expect(scanOutbound(request, [npm(1)]).findings.map(({ matched }) => matched)).toEqual([token]);
    const headers = {
      method: "GET",
      url: "https://a.example/",
      headers: [
        ["x-a", `${npm(1)},${one}`],
        ["x-b", two],
      ] as [string, string][],
    };
    expect(scanOutbound(headers, [npm(1)]).findings.map(({ matched }) => matched)).toEqual([token]);
  });
});

describe("a decoder that guesses", () => {
  const marked = catalogue.filter(({ literals, context }) => literals.length > 0 && context === undefined);

  it.each(marked)("does not take the equals sign before a value for a code: $id", (detector) => {
    const options = { detectors: [detector], minConfidence: "low" } as const;
    for (let seed = 0; seed < 8; seed++) {
      const { text, value } = sampleOf(detector, seed);
      const alone = scanText(text, undefined, options);
      if (alone.matched !== value || alone.findings[0]!.location.start > 0) continue;
      const { findings } = scanText(`k=${text}`, undefined, options);
      expect(findings.flatMap(({ kind, matched }) => (kind === "secret" ? [matched] : []))).toEqual([value]);
    }
  });

  const begun = `44${sampleOf(detectorOf("azure-devops-personal-access-token"), 1).value.slice(2)}`;
  const broken = `k=${begun.replaceAll(/.{5}(?=.)/g, "$&=\r\n")}&z=1`;
  const key = sampleOf(detectorOf("openai-api-key"), 1).value;
  const shifted = `+${Buffer.from(key, "utf16le").swap16().toString("base64").replaceAll("=", "")}-`;
  const coded = shifted.replaceAll(/./g, (c) => `=${c.charCodeAt(0).toString(16).toUpperCase()}`);
  it.each([
    ["the equals sign before a value in broken lines for no code", begun, broken],
    ["UTF-7 in quoted-printable, where base64 shows all but its last letter too", key, coded],
  ])("reads %s, compressed or not", (_name, value, text) => {
    const url = "https://api.example.com/";
    for (const [body, coding] of [
      [text, "identity"],
      [gzipSync(text), "gzip"],
    ] as const) {
      const { findings } = scanOutbound({ method: "POST", url, headers: { "content-encoding": coding }, body });
      expect(findings.map(({ matched }) => matched)).toEqual([value]);
    }
  });
});

const MARKED = "glpat-q7Wx3Kp9Zt2LmVb8Rd5Y";

describe("a value that its name tells, in lines of quoted-printable", () => {
  const [first, second] = [`q7RtZ9xK2m${"W4pL8vB3nH"}`, `6sYd1F5gJ0${"aCeUoT"}`];
  const whole = first + second;

  it.each([
    ["a code and a soft break", `client_secret=3D${first}=\r\n${second}\r\n`, [whole]],
    ["a code and a soft break of a line feed", `client_secret=3D${first}=\n${second}\n`, [whole]],
    ["blanks before the soft break", `client_secret=3D${first}= \t\r\n${second}\r\n`, [whole]],
    ["in JSON", JSON.stringify({ text: `client_secret=3D${first}=\r\n${second}\r\n` }), [whole]],
    ["a code before a mark", `token=3D${MARKED}\n`, [MARKED]],
    ["a code before a mark, in the query of a URL", `https://x.example.com/?token=3D${MARKED}&n=1`, [MARKED]],
    ["a code before small letters", `client_secret=3D${first.toLowerCase()}\n`, [first.toLowerCase()]],
    ["no code: a password's own", `password=3Dprinter${"97"}\n`, [`3Dprinter${"97"}`]],
    ["no soft break: the code is the value's own", `client_secret=3D${first}==`, [`3D${first}==`]],
    ["no code: what fills up base64", `client_secret=${first}=\nNEXT_NAME=${second}\n`, [`${first}=`]],
  ])("is one finding: %s", (_name, text, expected) => {
    const values = (safe: readonly string[] = []): readonly string[] =>
      scanText(text, safe).findings.map(({ matched }) => matched);
    expect(values()).toEqual(expected);
    expect(values(expected)).toEqual([]);
  });
});

describe("a value with gaps", () => {
  const open = { id: "open", shape: "tok_[0-9A-Za-z]{12,}", literals: ["tok_"] };
  const value = `tok_${"a1B2c3D4e5F6g7H8i9J0"}`;
  const found = (text: string, safe: readonly string[] = []): readonly string[] =>
    scanText(text, safe, { detectors: [custom(open)] }).findings.map(({ matched }) => matched);
  const extension = ";chunk-signature=0123456789abcdef";
  const chunks = (first: string, second: string, between: string = extension): string =>
    [first, second]
      .map((text, i) => `${text.length.toString(16)}${i === 1 ? between : extension}\r\n${text}\r\n`)
      .join("");
  const words = [value.slice(0, 18), value.slice(18)]
    .map((text) => `=?utf-8?q?${text.replace("_", "=5F")}?=`)
    .join(" ");

  it.each([
    ["chunks", chunks(value.slice(0, 18), value.slice(18))],
    ["encoded words", words],
  ])("contains what its pieces look like by themselves: in %s", (_name, text) => {
    expect(found(text)).toEqual([value]);
    expect(found(text, [value])).toEqual([]);
  });

  it("contains nothing that stands in a gap", () => {
    const other = `tok_${"Z9Y8X7W6V5U4T3S2"}`;
    const text = chunks(value.slice(0, 18), value.slice(18), `;x=${other}`);
    expect(found(text)).toContain(other);
    expect(found(text, [value])).toEqual([other]);
  });
});

describe("a value that its name tells, beside a token with a mark", () => {
  const password = `q7Wx${"4Kp9Zt"}`;
  const token = sampleOf(detectorOf("npm-access-token"), 1).value;
  const text = JSON.stringify({ password, note: token });
  const values = (request: OutboundRequest, safe: readonly string[] = []): readonly string[] =>
    scanOutbound(request, safe)
      .findings.map(({ matched }) => matched)
      .toSorted();

  it.each([
    ["by itself", { body: text }],
    ["in gzip", { body: gzipSync(text) }],
    ["in gzip that is declared", { body: gzipSync(text), headers: { "content-encoding": "gzip" } }],
    ["in base64 of gzip", { body: gzipSync(text).toString("base64") }],
  ])("is found, and still is when the token is approved: %s", (_name, parts) => {
    const request = { method: "POST", url: "https://api.example.com/", ...parts };
    expect(values(request)).toEqual([password, token].toSorted());
    expect(values(request, [token])).toEqual([password]);
    expect(values(request, [password])).toEqual([token]);
  });
});

describe("a value that its name tells, of a list with a token in it", () => {
  it("gives way to the token, also where that holds a shorter one", () => {
    const token = `apify_api_${"C9o2x0P4CRtRCykngSNuRPNli4nkvrzblK0L"}-`;
    expect(scanText(`key=a,${token},b`).findings.map(({ matched }) => matched)).toEqual([token]);
  });
});

describe("a value that goes on behind an escaped line break", () => {
  const open = { id: "open", shape: "key=(?P<token>[^\\s\"']{6,})", literals: ["key="] };
  const values = (text: string, safe: readonly string[] = []): readonly string[] =>
    scanText(text, safe, { detectors: [custom(open)] }).findings.map(({ matched }) => matched);

  it.each([
    ["a line feed", "key=abc123def\\nbye", ["abc123def"]],
    ["a carriage return", "key=abc123def\\r\\nbye", ["abc123def"]],
    ["a tab", "key=abc123def\\tbye", ["abc123def"]],
    ["too little of it before the break", "key=abc\\nbye123", ["abc\\nbye123"]],
  ])("ends there, where it is one without the rest: %s", (_name, text, expected) => {
    expect(values(text)).toEqual(expected);
    expect(values(text, expected)).toEqual([]);
  });
});
