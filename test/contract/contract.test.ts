import { describe, expect, expectTypeOf, it } from "vitest";
import * as api from "../../src/index.js";
import type * as contract from "./surface.js";

/** Names that a surface has, or the compiler complains: at run time they are compared with what is there. */
const NAMES: Readonly<Record<keyof contract.Surface, "function" | "object" | "string">> = {
  scanOutbound: "function",
  scanText: "function",
  createScan: "function",
  defineDetector: "function",
  createKnownSecrets: "function",
  catalogue: "object",
  createSafeTokens: "function",
  EGRESS_TOKEN_ALLOW: "string",
  buildTokenAllowPayload: "function",
  memoryQueue: "function",
  fileQueue: "function",
  createGuard: "function",
  OutboundDlpError: "function",
  EngineUnavailableError: "function",
  DetectorError: "function",
  ConfigurationError: "function",
  AnswerError: "function",
  QueueError: "function",
};

// Types are checked by `tsc`; at run time these two do nothing.
describe("the types", () => {
  it("of what the package gives are those of the surface", () => {
    expectTypeOf<typeof api>().toExtend<contract.Surface>();
    expectTypeOf<api.ScanResult>().toExtend<contract.ScanResult>();
    expectTypeOf<api.Finding>().toExtend<contract.Finding>();
    expectTypeOf<api.Location>().toExtend<contract.Location>();
    expectTypeOf<api.TokenAllowPayload>().toExtend<contract.TokenAllowPayload>();
    expectTypeOf<api.Proposal>().toExtend<contract.Proposal>();
    expectTypeOf<api.GuardVerdict>().toExtend<contract.GuardVerdict>();
    expectTypeOf<api.GuardEvent>().toExtend<contract.GuardEvent>();
    expectTypeOf<api.Guard>().toExtend<contract.Guard>();
    expectTypeOf<api.SafeTokens>().toExtend<contract.SafeTokens>();
  });

  it("of what a program hands in, written against the surface, are taken; results may be handed on as they are", () => {
    expectTypeOf<contract.OutboundRequest>().toExtend<api.OutboundRequest>();
    expectTypeOf<contract.HeaderPairs>().toExtend<api.HeaderPairs>();
    expectTypeOf<contract.ScanOptions>().toExtend<api.ScanOptions>();
    expectTypeOf<contract.GuardOptions>().toExtend<api.GuardOptions>();
    expectTypeOf<contract.Detector>().toExtend<api.Detector>();
    expectTypeOf<contract.SafeTokensLike>().toExtend<api.SafeTokensLike>();
    expectTypeOf<contract.SupervisorAnswer>().toExtend<api.SupervisorAnswer>();
    expectTypeOf<contract.ApprovalQueue & contract.SupervisorDesk>().toExtend<api.ApprovalQueue & api.SupervisorDesk>();
    expectTypeOf<contract.ScanResult>().toExtend<api.ScanResult>();
    expectTypeOf<contract.GuardVerdict>().toExtend<api.GuardVerdict>();
    expectTypeOf<contract.CheckCall>().toExtend<api.CheckCall>();
  });
});

describe("the public surface", () => {
  it.each(Object.entries(NAMES))("has %s, a %s", (name, type) => {
    expect(typeof Object.entries(api).find(([key]) => key === name)?.[1]).toBe(type);
  });

  it("names nothing that does not work yet", () => {
    for (const name of ["redact"]) expect(api).not.toHaveProperty(name);
  });

  it("has a result, a finding and a location with just the fields that are named", () => {
    const [example] = api.catalogue[0]!.examples;
    const result = api.scanText(example);
    expect(Object.keys(result).toSorted()).toEqual(["findings", "skipped", "unread", "verdict"]);
    expect(Object.keys(result.findings[0]!).toSorted()).toEqual([
      "approvable",
      "confidence",
      "detector",
      "kind",
      "location",
      "reason",
    ]);
    expect(Object.keys(result.findings[0]!.location).toSorted()).toEqual([
      "decoded",
      "end",
      "path",
      "start",
      "surface",
    ]);
  });

  it("gives results that are frozen, as the catalogue's lists are shared by every caller", () => {
    const result = api.scanText(api.catalogue[0]!.examples[0]);
    for (const value of [result, result.findings, result.findings[0], result.findings[0]!.location]) {
      expect(Object.isFrozen(value)).toBe(true);
    }
  });
});
