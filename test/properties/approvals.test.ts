import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSafeTokens, type Finding, type OutboundRequest, scanOutbound } from "../../src/index.js";
import { safeKey } from "../../src/safe-key.js";
import { outbound } from "../scan/support/outbound.js";
import { mixtures } from "./support/mixtures.js";
import { runsOf, timeFor } from "./support/runs.js";

/** Requests of any kind, also with what cannot be inspected; limits low enough to be met. */
const requests: fc.Arbitrary<OutboundRequest> = fc.oneof(
  outbound.map(({ request }) => ({ ...request, bodyComplete: true })),
  fc
    .tuple(mixtures, mixtures)
    .map(([url, body]) => ({ method: "POST", url: `https://a.example/?q=${url.toString("latin1")}`, body })),
  fc.tuple(mixtures, fc.constantFrom("gzip", "br", "exi")).map(([body, coding]) => ({
    method: "POST",
    url: "https://a.example/",
    headers: [["content-encoding", coding]] as const,
    body,
  })),
);
const limits = fc.constantFrom({}, {}, { bodyBytes: 300 }, { viewDepth: 1 }, { workBytes: 2000 });

const keyOf = ({ kind, matched }: Finding): string => `${kind} ${matched}`;

describe("approving what is reported", () => {
  it(
    "lets the same request pass, after one approval for each distinct value and each surface that could not be inspected",
    timeFor("approvals"),
    () => {
      fc.assert(
        fc.property(requests, limits, fc.boolean(), (request, bounds, useStore) => {
          const options = { limits: bounds };
          const { findings } = scanOutbound(request, undefined, options);
          fc.pre(findings.every(({ approvable }) => approvable));
          const values = new Map(findings.map((finding) => [keyOf(finding), finding]));
          const distinct = [...values.values()];
          const safeTokens = useStore ? createSafeTokens() : new Set<string>();
          for (const [index, { kind, matched }] of distinct.entries()) {
            const left = scanOutbound(request, safeTokens, options).findings.map(keyOf);
            const expected = findings
              .map(keyOf)
              .filter((key) => !distinct.slice(0, index).some((done) => keyOf(done) === key));
            expect(left).toEqual(expected);
            safeTokens.add(useStore ? safeKey(kind, matched) : matched);
          }
          expect(scanOutbound(request, safeTokens, options)).toMatchObject({
            verdict: "clear",
            skipped: findings.length,
          });
        }),
        runsOf("approvals"),
      );
    },
  );
});
