import { expect, test } from "vitest";
import { scanOutbound } from "../../src/index.js";

/** A listing as hosts of code answer with it, and each response's header, as recorders write them. */
function listing(count: number): string {
  const repository = "https://api.github.com/repos/octo-fixture-org/listing-of-issues-20220719043836917-izyoe";
  const user = "https://api.github.com/users/octo-fixture-user-a";
  const members = "followers following{/other_user} gists{/gist_id} starred{/owner}{/repo} orgs repos events{/privacy}";
  const issues = Array.from({ length: count }, (_, number) => ({
    url: `${repository}/issues/${number}`,
    labels_url: `${repository}/issues/${number}/labels{/name}`,
    comments_url: `${repository}/issues/${number}/comments`,
    node_id: `I_kwDOHrjtpM5OA${100 + number}`,
    user: {
      login: "octo-fixture-user-a",
      node_id: "MDQ6VXNlcjMxODk4MDQ2",
      urls: members.split(" ").map((each) => `${user}/${each}`),
    },
    created_at: "2022-07-19T04:38:41Z",
    headers: {
      "Cache-Control": "private, max-age=60, s-maxage=60",
      "Strict-Transport-Security": "max-age=31536000; includeSubdomains; preload",
      Vary: "Accept, X-GitHub-OTP",
      "X-OAuth-Scopes": "admin, repo, workflow",
    },
  }));
  return JSON.stringify(issues);
}

test.each([20, 100])("a recorded listing of %i members is clear", (count) => {
  const headers = { "content-type": "application/json" };
  const result = scanOutbound({ method: "POST", url: "https://llm.example/v1", headers, body: listing(count) });
  expect(result.verdict).toBe("clear");
});

/** Certificates (RFC 7468) of authorities, as systems and libraries keep them in one file: of random bytes, with names between. */
function bundle(count: number): string {
  let state = 1;
  const next = (): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state >>> 24;
  };
  const random = (size: number): Buffer => Buffer.from(Array.from({ length: size }, next));
  const certificates = Array.from({ length: count }, (_, number) => {
    const names = [
      "US",
      "Example Trust Services Limited",
      `Example Root Authority ${number}`,
      "http://crl.example.net/root.crl",
    ];
    const der = Buffer.concat([...names, ...names].flatMap((name) => [random(80 + (number % 3)), Buffer.from(name)]));
    const lines = Buffer.concat([Buffer.of(0x30, 0x82), der, random(256)])
      .toString("base64")
      .match(/.{1,64}/g)!;
    return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
  });
  return certificates.join("\n");
}

test("a bundle of certificates that a tool has read is clear", () => {
  const body = JSON.stringify({ messages: [{ role: "tool", content: bundle(120) }] });
  const headers = { "content-type": "application/json" };
  const result = scanOutbound({ method: "POST", url: "https://llm.example/v1", headers, body });
  expect([result.verdict, result.findings.map(({ detector }) => detector)]).toEqual(["clear", []]);
});
