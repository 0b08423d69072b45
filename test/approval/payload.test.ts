import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildPayloadWith, EGRESS_TOKEN_ALLOW } from "../../src/approval/index.js";
import type { Finding, OutboundRequest, TokenAllowPayload } from "../../src/types.js";
import { detector, request, scan, scanning, token } from "./support/scanner.js";
import { givesAway, spellings } from "./support/windows.js";

const secret = token("secret");
const variable = secret.slice(4);

function firstFinding(outbound: OutboundRequest): Finding {
  const [finding] = scan(outbound).findings;
  if (finding === undefined) throw new Error("The test's request has nothing in it.");
  return finding;
}

const payloadOf = (outbound: OutboundRequest): TokenAllowPayload =>
  buildPayloadWith(scanning, outbound, firstFinding(outbound));

function leak({ location, ...fields }: TokenAllowPayload, variable: string): string | undefined {
  const { host, method, path, context } = fields;
  return givesAway(Object.values(fields), [host, method, path, context, location.path], variable);
}

const rows = (text: string): Map<string, string> => {
  const joined = text.replace(/\n {10}\| {2}/g, " ");
  return new Map(joined.split("\n").map((line) => [line.slice(0, 13).trim(), line.slice(13)]));
};

describe("a report", () => {
  it("says in one screen what, where to, where from and what an approval does", () => {
    const payload = payloadOf(request(`{"model":"x","messages":[{"content":"use ${secret} please"}]}`));
    expect(payload).toMatchObject({
      tool: EGRESS_TOKEN_ALLOW,
      host: "api.example.com",
      method: "POST",
      path: "/v1/chat",
      detector: "test-token",
      reason: "Test token in the request",
      context: '"model":"x","messages":[{"content":"use [redacted test-token, 20 characters] please"}]}',
    });
    expect(Object.fromEntries(rows(payload.text))).toEqual({
      tool: "egress-token-allow",
      host: "api.example.com",
      method: "POST",
      path: "/v1/chat",
      found: "Test token (test-token)",
      reason: "Test token in the request",
      confidence: "high",
      where: `body ${payload.location.path}, bytes ${payload.location.start} to ${payload.location.end}`.replace(
        "body body,",
        "body,",
      ),
      value: '20 characters, begins with "tok_"',
      fingerprint: payload.fingerprint,
      context: payload.context,
      approving: "This exact value may then be sent to any host for the life of this proxy.",
      answer: "Approve and say why, or reject. Without an answer in time the request is denied.",
    });
    expect(payload.text.split("\n").length).toBeLessThan(24);
  });

  it("is frozen, and its fingerprint is the value's own", () => {
    const payload = payloadOf(request(secret));
    expect(Object.isFrozen(payload) && Object.isFrozen(payload.location)).toBe(true);
    expect(payloadOf(request(`elsewhere ${secret}`)).fingerprint).toBe(payload.fingerprint);
    expect(payloadOf(request(token("other"))).fingerprint).not.toBe(payload.fingerprint);
  });

  it("about what could not be inspected shows nothing of it", () => {
    const payload = payloadOf(request("opaque 31337"));
    expect(payload.text).not.toContain("31337");
    expect(rows(payload.text).get("value")).toBe("12 bytes that could not be read");
    expect(rows(payload.text).get("approving")).toMatch(/^Exactly these bytes may then be sent/);
  });

  const urls: readonly [string, string, string, string][] = [
    ["a path and a query", "https://api.example.com/a/b?c=d", "api.example.com", "/a/b?c=d"],
    ["a port", "http://localhost:8080/", "localhost:8080", "/"],
    ["its scheme's own port", "https://api.example.com:443/", "api.example.com", "/"],
    ["capitals", "HTTPS://API.Example.COM/A", "api.example.com", "/A"],
    ["userinfo", "https://user@api.example.com/a", "api.example.com", "/a"],
    ["a host before the host", "https://good.example@evil.example/a", "evil.example", "/a"],
    ["a backslash before the host", "https://evil.example\\@good.example/a", "evil.example", "\\@good.example/a"],
    ["CONNECT's form", "api.example.com:443", "api.example.com", ""],
    ["an address", "http://[::1]:3000/x", "[::1]:3000", "/x"],
    ["a name in another script", "https://\u0430pple.com/", "xn--pple-43d.com", "/"],
    ["a path in another script", "https://a.example/\u202e\u0430", "a.example", "/\\u{202e}\\u{430}"],
    ["no sense", "//no/scheme", "(unreadable)", "//no/scheme"],
    ["nothing", "", "(unreadable)", ""],
    ["a file", "file:///etc/passwd", "(unreadable)", "/etc/passwd"],
  ];
  it.each(urls)("names host and path of a URL with %s", (_, url, host, path) => {
    expect(payloadOf({ ...request(secret), url })).toMatchObject({ host, path });
  });

  const carriers: readonly [string, OutboundRequest, Partial<TokenAllowPayload>][] = [
    [
      "the host",
      { method: "GET", url: `https://${secret}.example.com/` },
      { host: "[redacted test-token, 20 characters].example.com" },
    ],
    [
      "the path",
      { method: "GET", url: `https://a.example/v1/${secret}/x` },
      { path: "/v1/[redacted test-token, 20 characters]/x" },
    ],
    [
      "the query",
      { method: "GET", url: `https://a.example/?a=${secret}&b=${token(2)}` },
      { path: "/?a=[redacted test-token, 20 characters]&b=[redacted test-token, 20 characters]" },
    ],
    [
      "a URL that does not parse",
      { method: "GET", url: `?? ${secret}` },
      { host: "(unreadable)", path: "?? [redacted test-token, 20 characters]" },
    ],
    ["the method", { method: secret, url: "https://a.example/" }, { method: "[redacted test-token, 20 char..." }],
    [
      "a header",
      { method: "GET", url: "https://a.example/", headers: { authorization: `Bearer ${secret}` } },
      { context: "Bearer [redacted test-token, 20 characters]" },
    ],
    [
      "one of several headers of a name",
      {
        method: "GET",
        url: "https://a.example/",
        headers: [
          ["x-a", "1"],
          ["x-a", `22 ${secret} 22`],
        ],
      },
      { context: "22 [redacted test-token, 20 characters] 22" },
    ],
    [
      "a header's name",
      { method: "GET", url: "https://a.example/", headers: [[secret, "1"]] },
      { context: "[redacted test-token, 20 characters]" },
    ],
    [
      "a trailer",
      { method: "GET", url: "https://a.example/", trailers: { "x-end": `b ${secret} e` } },
      { context: "b [redacted test-token, 20 characters] e" },
    ],
  ];
  it.each(carriers)("masks a value in %s", (_, outbound, fields) => {
    const payload = payloadOf(outbound);
    expect(payload).toMatchObject(fields);
    expect(leak(payload, variable)).toBeUndefined();
  });

  it("withholds what it quotes when more was found than can be masked", () => {
    const outbound = { ...request(secret), bodyComplete: false };
    expect(payloadOf(outbound)).toMatchObject({ host: "api.example.com", path: expect.stringMatching(/^\(not shown/) });
    const flood = request(Array.from({ length: 3_000 }, (_, n) => token(n)).join(" "));
    expect(payloadOf(flood).context).toMatch(/^\(not shown/);
  });

  it("shows no prefix that would be most of a value", () => {
    const whole = { ...scanning, detectors: [{ ...detector, literals: [secret, secret.slice(0, 15)] }] };
    const payload = buildPayloadWith(whole, request(secret), firstFinding(request(secret)));
    expect(rows(payload.text).get("value")).toBe("20 characters");
  });
});

describe("nothing of a value is in its report", () => {
  const alphabet = [..."abcdefghijklmnopqrstuvwxyz0123456789"];
  const tokens = fc.uniqueArray(
    fc.string({ unit: fc.constantFrom(...alphabet), minLength: 16, maxLength: 16 }).map((text) => `tok_${text}`),
    { minLength: 1, maxLength: 4 },
  );
  const filler = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.constantFrom(" ", "/", "&k=", '","', "\n", "\\n", "\u202e", "é"),
  );
  const spelling = fc.constantFrom(...spellings);
  const carry = (text: string): readonly ((other: string) => OutboundRequest)[] => [
    (other) => ({ method: "POST", url: `https://a.example/${other}`, body: text }),
    (other) => ({ method: "GET", url: `https://a.example/x?q=${text}`, headers: [["x-other", other]] }),
    (other) => ({ method: "GET", url: `https://user:${text}@a.example/${other}` }),
    (other) => ({ method: text, url: `https://${other.toLowerCase()}.example/`, body: text }),
    (other) => ({ method: "PUT", url: text, body: other }),
    (other) => ({
      method: "PUT",
      url: `https://a.example/${text}`,
      headers: { cookie: `s=${text}; ${other}`, [text.replace(/[^\w]/g, "-")]: "x" },
    }),
    (other) => ({ method: "POST", url: "https://a.example/", body: JSON.stringify({ [text]: { [other]: text } }) }),
  ];

  it("in any place, beside itself in any spelling", () => {
    fc.assert(
      fc.property(
        tokens,
        fc.array(fc.tuple(fc.nat(3), spelling, filler), { minLength: 1, maxLength: 5 }),
        spelling,
        fc.nat(6),
        filler,
        (secrets, pieces, [, write], place, between) => {
          const first = secrets[0] ?? "";
          const beside = pieces.map(([n, [, spell], gap]) => spell(secrets[n % secrets.length] ?? "") + gap).join("");
          const build = carry(`${beside}${between} ${secrets.join(" ")} ${between}${beside}`)[place];
          const outbound = build?.(write(first));
          if (outbound === undefined) return;
          for (const finding of scan(outbound).findings) {
            const payload = buildPayloadWith(scanning, outbound, finding);
            for (const value of secrets) expect(leak(payload, value.slice(4))).toBeUndefined();
          }
        },
      ),
      { numRuns: 1_500 },
    );
  });
});

describe("a hostile request", () => {
  const labels = [...rows(payloadOf(request(secret)).text).keys()];
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 80 }),
    fc.constantFrom(
      "\nhost         good.example",
      "\r\u2028host  good",
      " ".repeat(90),
      "\u001b[2J\u001b]0;x\u0007",
      "\u202e\u2066",
      "<script>alert(1)</script>",
      "<img src=x onerror=alert(1)>",
      "\ud800",
      "\u{e0041}\u200b",
    ),
    fc.constant("x ".repeat(20_000)),
  );

  it("can neither forge a line, nor hide one, nor send anything that is not plain text", () => {
    fc.assert(
      fc.property(text, text, text, text, text, (method, path, name, before, after) => {
        const outbound: OutboundRequest = {
          method,
          url: `https://a.example/${path}`,
          headers: [[`x${name}`, `${before}${secret}${after}`]],
          body: `${before}${secret}${after}`,
        };
        for (const finding of scan(outbound).findings) {
          const payload = buildPayloadWith(scanning, outbound, {
            ...finding,
            matched: finding.matched,
            location: { ...finding.location, path: name },
          });
          const { location, ...fields } = payload;
          for (const [field, value] of Object.entries({ ...fields, path2: location.path })) {
            expect(value, field).toMatch(field === "text" ? /^[\x20-\x7e\n]*$/ : /^[\x20-\x7e]*$/);
            expect(value, field).not.toMatch(/[<>]/);
          }
          expect(fields.host.length).toBeLessThanOrEqual(255);
          expect(fields.path.length).toBeLessThanOrEqual(1024);
          expect(fields.method.length).toBeLessThanOrEqual(32);
          expect(fields.context.length).toBeLessThanOrEqual(512);
          expect(Buffer.byteLength(fields.text)).toBeLessThanOrEqual(16 * 1024);
          const lines = fields.text.split("\n").filter((line) => !line.startsWith("          |"));
          expect(lines.map((line) => line.slice(0, 13).trim())).toEqual(labels);
          expect(Math.max(...fields.text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
        }
      }),
      { numRuns: 500 },
    );
  });
});
