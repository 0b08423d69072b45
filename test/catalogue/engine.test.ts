import { describe, expect, test } from "vitest";
import { sample } from "../../src/catalogue/forms/alphabets.js";
import { catalogue } from "../../src/catalogue/index.js";
import { defineDetector, scanOutbound, scanText } from "../../src/index.js";

const byId = new Map(catalogue.map((detector) => [detector.id, detector]));

/** The first example of a detector, and the value that is found in it. */
function specimen(id: string): string {
  const detector = byId.get(id);
  const finding = scanText(detector!.examples[0], undefined, { detectors: [detector!], minConfidence: "low" })
    .findings[0];
  return finding!.matched;
}

test("every detector keeps its own promises in the scanner", () => {
  const broken = catalogue.flatMap((detector) => {
    try {
      defineDetector(detector);
      return [];
    } catch (error) {
      return [String(error)];
    }
  });
  expect(broken).toEqual([]);
});

test("every example is reported under its detector's own id, with the whole catalogue looking", () => {
  const stolen = catalogue.flatMap(({ id, examples }) =>
    examples.flatMap((example) => {
      const { findings } = scanText(example, undefined, { detectors: catalogue, minConfidence: "low" });
      return findings.some(({ detector }) => detector === id) ? [] : [`${id}: ${findings.map((f) => f.detector)}`];
    }),
  );
  expect(stolen).toEqual([]);
});

test.each([["sbp_"], ["sbp_oauth_"], ["sbp_v0_"]])("a token behind %s is reported to its end", (mark) => {
  const token = mark + sample("hex", 40);
  const { findings } = scanText(`SUPABASE_ACCESS_TOKEN=${token}`);
  expect(findings.map(({ detector, matched }) => [detector, matched])).toEqual([["supabase-access-token", token]]);
});

describe("a request with a credential where its service takes it is held, with the exact value", () => {
  const opaque = `q7W${"x4Kp9"}Zt2LmVb8RcYd3NfHs6`;
  const basic = Buffer.from(`deploy:${opaque}`).toString("base64");
  const cases: readonly (readonly [
    string,
    string,
    { url?: string; header?: readonly [string, string]; body?: string },
    string,
  ])[] = [
    [
      "a bearer token of no known format",
      "bearer-authorization",
      { header: ["Authorization", `Bearer ${opaque}`] },
      opaque,
    ],
    ["Basic credentials", "basic-authorization", { header: ["authorization", `Basic ${basic}`] }, basic],
    ["proxy credentials", "basic-authorization", { header: ["Proxy-Authorization", `Basic ${basic}`] }, basic],
    ["a key header of no known service", "generic-api-key", { header: ["X-Api-Key", opaque] }, opaque],
    ["a key in the query", "generic-api-key", { url: `https://api.example.net/v1?api_key=${opaque}` }, opaque],
    ["a secret in a JSON field", "generic-api-key", { body: JSON.stringify({ client_secret: opaque }) }, opaque],
    ["a secret in a form field", "generic-api-key", { body: `grant_type=x&client_secret=${opaque}` }, opaque],
    ["a password in the URL", "url-userinfo", { url: `https://deploy:${opaque}@git.example.net/` }, opaque],
  ];

  test.each(cases)("%s", (_what, detector, { url, header, body }, value) => {
    const { findings } = scanOutbound({
      method: "POST",
      url: url ?? "https://api.example.net/v1",
      headers: [
        header ?? ["accept", "application/json"],
        ["content-type", body?.startsWith("{") ? "application/json" : "application/x-www-form-urlencoded"],
      ],
      body: body ?? null,
    });
    expect(findings.map((finding) => [finding.detector, finding.matched])).toContainEqual([detector, value]);
  });

  test.each([
    ["openai-api-key", "authorization", "Bearer "],
    ["anthropic-api-key", "x-api-key", ""],
    ["github-personal-access-token", "authorization", "token "],
    ["gitlab-personal-access-token", "private-token", ""],
    ["slack-bot-token", "authorization", "Bearer "],
    ["discord-bot-token", "authorization", "Bot "],
    ["datadog-api-key", "dd-api-key", ""],
    ["okta-api-token", "authorization", "SSWS "],
    ["postmark-server-token", "x-postmark-server-token", ""],
    ["pagerduty-api-key", "authorization", "Token token="],
    ["opsgenie-api-key", "authorization", "GenieKey "],
  ] as const)("%s in the header %s", (id, name, before) => {
    const value = specimen(id);
    const headers = id === "pagerduty-api-key" ? [["x-service", "pagerduty"] as const] : [];
    const { findings } = scanOutbound({
      method: "GET",
      url: "https://api.example.net/",
      headers: [...headers, [name, before + value]],
    });
    expect(findings.map((finding) => finding.matched)).toContain(value);
  });
});

describe("what only looks like a credential is not asked about", () => {
  const uuid = "123e4567-e89b-42d3-a456-426614174000";
  const sha1 = "2fd4e1c67a2d28fced849ee1bb76e7391b93eb12";
  test.each([
    ["a UUID", `{"id":"${uuid}","trace_id":"${uuid.replaceAll("-", "")}"}`],
    ["a git id", `commit ${sha1}\nhttps://github.com/o/r/commit/${sha1}`],
    ["an entity tag", `etag: W/"${sha1}"`],
    ["an integrity attribute", `"integrity": "sha512-${"q8Xv".repeat(21)}ab=="`],
    ["a digest", `docker.io/library/node@sha256:${sha1}${sha1.slice(0, 24)}`],
    ["templates", `api_key = \${API_KEY}; token: <TOKEN>; secret = {{ .Values.secret }}; Authorization: Bearer $TOKEN`],
    ["placeholders", `ghp_${"x".repeat(36)} sk-${"X".repeat(48)} AKIA${"X".repeat(16)} api_key="your-api-key-here"`],
    ["code", "const apiKey = getApiKeyFromEnvironment(process.env.OPENAI_API_KEY_2024 ?? config.apiKey);"],
    [
      "words joined by hyphens",
      "task-force-of-the-year risk-management-plan sk-learn-contrib-documentation-and-reference-manual",
    ],
    ["CSS", ".sk-fading-circle .sk-circle12:before{animation-delay:-.1s} .pk-live-btn .fc-daygrid-event-harness-abs"],
    [
      "ports and versions",
      "https://example.net:8443/x@1.2.3 git@github.com:o/r.git npm:pkg@1.2.3 redis://cache:6379/0",
    ],
    ["a public key", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl me@host"],
    [
      "a local database of a tutorial",
      "postgres://postgres:postgres@localhost:5432/app mongodb://user:password@localhost/x",
    ],
    [
      "an unsigned JWT-shaped id",
      `${Buffer.from('{"id":1}').toString("base64url")}.${Buffer.from('{"a":1}').toString("base64url")}`,
    ],
  ])("%s", (_what, text) => {
    expect(scanText(text).findings.map(({ detector, matched }) => `${detector}: ${matched}`)).toEqual([]);
  });
});
