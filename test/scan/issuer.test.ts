/** A credential on its way to its own issuer, and everything that only looks like that. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ConfigurationError } from "../../src/errors.js";
import { catalogue, createKnownSecrets, createScan, scanOutbound } from "../../src/index.js";
import { readCarrier } from "../../src/scan/issuer/hosts.js";
import { chooser, sampler } from "../../src/testing/sample.js";
import type { Detector, HeaderPairs, OutboundRequest, ScanOptions } from "../../src/types.js";

const TRUST: ScanOptions = { issuerTraffic: "trust-issuer" };
const byId = (id: string): Detector => catalogue.find((detector) => detector.id === id)!;
const tokenOf = (id: string): string => sampler(byId(id))(chooser(7)).value;

const anthropic = tokenOf("anthropic-api-key");
const github = tokenOf("github-personal-access-token");
const gitlab = tokenOf("gitlab-personal-access-token");
const stripe = tokenOf("stripe-secret-key");
const URL_OF = "https://api.anthropic.com/v1/messages";

function found(request: Partial<OutboundRequest>, options: ScanOptions = TRUST): readonly string[] {
  return scanOutbound({ method: "POST", url: URL_OF, ...request }, undefined, options).findings.map(
    ({ matched }) => matched,
  );
}

const carried: HeaderPairs = [["x-api-key", anthropic]];
const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;

describe("trusted", () => {
  const cases: readonly (readonly [string, Partial<OutboundRequest>])[] = [
    ["a header", { headers: carried }],
    ["a header, and a Host that agrees", { headers: [["Host", "api.anthropic.com"], ...carried] }],
    ["capitals in scheme, host and name", { url: "HTTPS://API.Anthropic.COM/v1", headers: [["X-Api-Key", anthropic]] }],
    ["the scheme's own port, written", { url: "https://api.anthropic.com:443/v1", headers: carried }],
    ["no path", { url: "https://api.anthropic.com", headers: carried }],
    ["a scheme of authentication", { url: "https://api.github.com/", headers: { authorization: `Bearer ${github}` } }],
    ["the same, in capitals", { url: "https://api.github.com/", headers: { authorization: `BEARER ${github}` } }],
    ["a password", { url: "https://api.stripe.com/v1/charges", headers: { authorization: basic(stripe, "") } }],
    ["a query", { url: `https://gitlab.com/api/v4/user?a=1&private_token=${gitlab}&b=2` }],
  ];
  it.each(cases)("%s", (_, request) => {
    expect(found(request, {})).not.toEqual([]);
    expect(found(request)).toEqual([]);
  });

  it("by a host that was given for the service, and by no other", () => {
    const headers = { "private-token": gitlab };
    const options = (host: string): ScanOptions => ({ ...TRUST, issuerHosts: { gitlab: [host] } });
    const url = "https://git.corp.example/api/v4/user";
    expect(found({ url, headers }, options("git.corp.example"))).toEqual([]);
    expect(found({ url, headers }, options("corp.example"))).toEqual([gitlab]);
    expect(found({ url, headers: { "x-api-key": anthropic } }, options("git.corp.example"))).toEqual([anthropic]);
  });

  it("whatever detector found it there: one that names no issuer too", () => {
    const token = tokenOf("bearer-authorization");
    const headers = { authorization: `Bearer ${token}` };
    expect(found({ url: "https://api.github.com/", headers }, {})).toEqual([token]);
    expect(found({ url: "https://api.github.com/", headers })).toEqual([]);
    expect(found({ url: "https://api.other.example/", headers })).toEqual([token]);
  });
});

describe("a finding", () => {
  const cases: readonly (readonly [string, Partial<OutboundRequest>])[] = [
    ["over http", { url: "http://api.anthropic.com/", headers: carried }],
    ["to another host", { url: "https://example.com/", headers: carried }],
    ["to a host that ends as another's", { url: "https://api.anthropic.com.evil.example/", headers: carried }],
    ["to a host that begins elsewhere", { url: "https://evil-api.anthropic.com/", headers: carried }],
    ["to a host below it", { url: "https://x.api.anthropic.com/", headers: carried }],
    ["to the site above it", { url: "https://anthropic.com/", headers: carried }],
    ["to a host with a dot at its end", { url: "https://api.anthropic.com./", headers: carried }],
    ["with another port", { url: "https://api.anthropic.com:8443/", headers: carried }],
    ["behind the host as a user", { url: "https://api.anthropic.com@evil.example/", headers: carried }],
    [
      "behind the host as a user with a password",
      { url: "https://api.anthropic.com:443@evil.example/", headers: carried },
    ],
    ["with a user before the host", { url: "https://evil.example@api.anthropic.com/", headers: carried }],
    ["behind a backslash", { url: "https://api.anthropic.com\\@evil.example/", headers: carried }],
    ["behind a slash too many", { url: "https:///api.anthropic.com/", headers: carried }],
    ["behind a tab in the host", { url: "https://api.anthropic\t.com/", headers: carried }],
    ["with a blank before the scheme", { url: " https://api.anthropic.com/", headers: carried }],
    ["to letters that look like the host's", { url: "https://api.\u0430nthropic.com/", headers: carried }],
    ["to a host in the fragment", { url: "https://evil.example/#https://api.anthropic.com/", headers: carried }],
    ["with another Host header", { headers: [["Host", "evil.example"], ...carried] }],
    ["with a second Host header", { headers: [["host", "api.anthropic.com"], ["host", "evil.example"], ...carried] }],
    ["with another :authority", { headers: [[":authority", "evil.example"], ...carried] }],
    ["in the body", { body: anthropic }],
    ["in another header", { headers: { "x-note": anthropic } }],
    ["in the header's name", { headers: [[anthropic, "x-api-key"]] }],
    ["twice in its header", { headers: [...(carried as [string, string][]), ["X-API-Key", "another"]] }],
    ["in a trailer", { body: "", trailers: carried }],
    ["in a cookie", { headers: { cookie: `x-api-key=${anthropic}` } }],
    ["in the query", { url: `${URL_OF}?x-api-key=${anthropic}` }],
    ["with something before it", { headers: { "x-api-key": `note ${anthropic}` } }],
    ["with something after it", { headers: { "x-api-key": `${anthropic}, and more` } }],
    ["in a code", { headers: { "x-api-key": Buffer.from(anthropic).toString("base64") } }],
    ["of another issuer, in the same place", { headers: { "x-api-key": stripe } }],
    [
      "of another issuer, as the user of Basic",
      { url: "https://api.stripe.com/", headers: { authorization: basic(github, "x") } },
    ],
    ["in a fragment", { url: `https://gitlab.com/#?private_token=${gitlab}` }],
    ["under another name", { url: `https://gitlab.com/?token_private=${gitlab}` }],
    ["twice in a query", { url: `https://gitlab.com/?private_token=${gitlab}&private_token=x` }],
    ["twice in a query, one name in a code", { url: `https://gitlab.com/?private_token=${gitlab}&private%5Ftoken=x` }],
    ["in a CONNECT", { method: "CONNECT", url: "api.anthropic.com:443", headers: carried }],
  ];
  it.each(cases)("%s", (_, request) => {
    expect(found(request).length).toBeGreaterThan(0);
  });

  it("is a known secret, in the issuer's own carrier too, and inside of what is trusted", () => {
    const known = (value: string): ScanOptions => ({
      ...TRUST,
      knownSecrets: createKnownSecrets([{ name: "KEY", value }]),
    });
    expect(found({ headers: carried }, known(anthropic))).toEqual([anthropic]);
    const part = anthropic.slice(30, 44);
    expect(found({ headers: carried }, known(part))).toEqual([part]);
  });

  it("is what else stands in the request", () => {
    expect(found({ headers: carried, body: `${github} and ${anthropic}` })).toEqual([github, anthropic]);
  });
});

describe("every detector with an issuer", () => {
  const withIssuer = catalogue.flatMap((detector) =>
    (detector.issuer?.hosts ?? [])
      .slice(0, 1)
      .flatMap((host) =>
        (detector.issuer?.carriers ?? []).map(
          (carrier) => [`${detector.id}, ${carrier}`, detector, host, carrier] as const,
        ),
      ),
  );

  it("names carriers and hosts that can be read", () => {
    for (const { id, issuer } of catalogue) {
      for (const carrier of issuer?.carriers ?? []) expect(readCarrier(carrier), `${id}: ${carrier}`).toBeDefined();
      for (const host of issuer?.hosts ?? []) expect(host, id).toMatch(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/);
    }
  });

  it("is trusted in its carrier, and on no other host", () => {
    expect(withIssuer.length).toBeGreaterThan(100);
    fc.assert(
      fc.property(fc.constantFrom(...withIssuer), fc.nat(), ([, detector, host, carrier], seed) => {
        const { value } = sampler(detector)(chooser(seed));
        // Only what can stand in a header or a query as it is; and of a password, what has no colon in it.
        fc.pre(/^[!-~]+$/.test(value) && !/[:;,&#%+= "]/.test(value));
        const request = requestOf(readCarrier(carrier)!, host, value);
        // Where another detector takes a part of the value for its own, the part is asked about.
        if (found(request, {}).every((each) => each === value)) expect(found(request)).toEqual([]);
        const elsewhere = requestOf(readCarrier(carrier)!, `${host}.evil.example`, value);
        expect(found(elsewhere, { ...TRUST, minConfidence: "low" })).toEqual(
          found(elsewhere, { minConfidence: "low" }),
        );
      }),
      { numRuns: 400 },
    );
  });
});

function requestOf(carrier: NonNullable<ReturnType<typeof readCarrier>>, host: string, value: string) {
  const url = `https://${host}/`;
  if (carrier.kind === "query") return { url: `${url}?${carrier.name}=${value}` };
  if (carrier.kind === "basic") return { url, headers: { authorization: basic("", value) } };
  const written = carrier.name === "cookie" ? `session=${value}` : value;
  return { url, headers: { [carrier.name]: carrier.scheme === undefined ? written : `${carrier.scheme} ${value}` } };
}

describe("the options", () => {
  it.each([
    ["another word", { issuerTraffic: "trust" }],
    ["hosts that are no object", { issuerHosts: "gitlab.com" }],
    ["hosts that are no list", { issuerHosts: { gitlab: "gitlab.com" } }],
    ["a service that there is not", { issuerHosts: { gitlub: ["git.example.com"] } }],
    ["a URL", { issuerHosts: { gitlab: ["https://git.example.com"] } }],
    ["a port", { issuerHosts: { gitlab: ["git.example.com:8443"] } }],
    ["a wildcard", { issuerHosts: { gitlab: ["*.example.com"] } }],
    ["a dot at the end", { issuerHosts: { gitlab: ["git.example.com."] } }],
    ["one label", { issuerHosts: { gitlab: ["localhost"] } }],
  ])("with %s are refused", (_, options) => {
    expect(() => scanOutbound({ method: "GET", url: "" }, undefined, options as ScanOptions)).toThrow(
      ConfigurationError,
    );
  });

  it("hold for a body in pieces too", () => {
    const scan = createScan({ method: "POST", url: URL_OF, headers: carried }, undefined, TRUST);
    expect(scan.push(Buffer.from("hello"))).toBe(false);
    expect(scan.finish().verdict).toBe("clear");
  });
});
