import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Finding, type OutboundRequest, scanOutbound } from "../../src/index.js";
import { mixtures } from "./support/mixtures.js";
import { runsOf, timeFor } from "./support/runs.js";

/** Findings of one surface; only the lack of a budget may make them depend on the others. */
function of(surface: string, request: OutboundRequest): readonly object[] {
  const { findings } = scanOutbound(request, undefined, { limits: { workBytes: 1e9 } });
  return findings
    .filter(({ location }) => location.surface === surface)
    .map((finding: Finding) => ({ ...finding, matched: finding.matched }));
}

describe("what stands on one surface", () => {
  it("is found the same, whatever stands on the others", timeFor("neighbourhood"), () => {
    fc.assert(
      fc.property(mixtures, mixtures, mixtures, fc.boolean(), (url, header, body, twice) => {
        const alone = { method: "POST", url: "https://a.example/" };
        const address = `https://a.example/?q=${url.toString("latin1")}`;
        const headers = [["x-note", header.toString("latin1")]] as const;
        const all = {
          method: "POST",
          url: address,
          headers,
          body,
          ...(twice ? { trailers: [["x-sum", header.toString("latin1")]] as const } : {}),
        };
        expect(of("url", all)).toEqual(of("url", { method: "POST", url: address }));
        expect(of("header", all)).toEqual(of("header", { ...alone, headers }));
        expect(of("body", all)).toEqual(of("body", { ...alone, body }));
      }),
      runsOf("neighbourhood"),
    );
  });

  it("is reported in wire order", timeFor("neighbourhood"), () => {
    fc.assert(
      fc.property(mixtures, mixtures, mixtures, (url, header, body) => {
        const headers = [["x-note", header.toString("latin1")]] as const;
        const { findings } = scanOutbound({
          method: "POST",
          url: `https://a.example/?q=${url.toString("latin1")}`,
          headers,
          body,
          trailers: headers,
        });
        const order = ["method", "url", "header", "body", "trailer"];
        const places = findings.map(({ location }) => order.indexOf(location.surface));
        expect(places).toEqual(places.toSorted((a, b) => a - b));
        for (const surface of order) {
          const starts = findings
            .filter(({ kind, location }) => kind === "secret" && location.surface === surface)
            .map(({ location }) => location.start);
          expect(starts).toEqual(starts.toSorted((a, b) => a - b));
        }
      }),
      runsOf("neighbourhood"),
    );
  });
});
