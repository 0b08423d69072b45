/** What is remembered of texts in which nothing was found changes no finding. */

import fc from "fast-check";
import { expect, it } from "vitest";
import { catalogue, createKnownSecrets, type OutboundRequest, scanOutbound } from "../../src/index.js";
import { tokens } from "../properties/support/tokens.js";

const NAMES = ["user-agent", "accept", "host", "x-request-id", "sec-fetch-dest", "authorization", "accept-x"];
const clean = fc.constantFrom("a", "text/html", "one; q=0.9", "Mozilla/5.0 (X11; Linux x86_64)", "4bf92f3577b34da6");
const headers = fc.array(fc.tuple(fc.constantFrom(...NAMES), fc.oneof({ weight: 4, arbitrary: clean }, tokens)), {
  maxLength: 6,
});
const requests = fc
  .tuple(headers, fc.constantFrom("/v1", "/v1/chat", "/v1?a=1"), fc.option(tokens, { freq: 6 }))
  .map(([list, path, token]): OutboundRequest => {
    const url = `https://api.example.com${path}${token === null ? "" : `/${encodeURIComponent(token)}`}`;
    return { method: "GET", url, headers: list };
  });

it("a request's findings are the same whatever was scanned before it", () => {
  fc.assert(
    fc.property(fc.array(requests, { minLength: 1, maxLength: 8 }), (all) => {
      // Another list of the same detectors remembers nothing yet.
      const fresh = () => ({ detectors: Object.freeze([...catalogue.slice(0, 200)]) });
      const remembering = fresh();
      for (const request of all)
        expect(scanOutbound(request, [], remembering).findings).toEqual(scanOutbound(request, [], fresh()).findings);
    }),
    { numRuns: 15 },
  );
});

it("a known secret is found in a text in which nothing was found before", () => {
  const request = { method: "GET", url: "https://api.example.com/", headers: [["user-agent", "quite plain"]] } as const;
  expect(scanOutbound(request).verdict).toBe("clear");
  const knownSecrets = createKnownSecrets([{ name: "PLAIN", value: "quite plain" }]);
  expect(scanOutbound(request, [], { knownSecrets }).findings.map(({ matched }) => matched)).toEqual(["quite plain"]);
  expect(scanOutbound(request).verdict).toBe("clear");
});
