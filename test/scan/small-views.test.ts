import { describe, expect, it } from "vitest";
import { type OutboundRequest, scanOutbound } from "../../src/index.js";
import { detectorOf, sampleOf } from "./support/samples.js";

const base64 = (text: string): string => Buffer.from(text).toString("base64");
const percent = (text: string): string => encodeURIComponent(text).replace(/_/g, "%5F");
/** As ids of Relay's nodes are. */
const node = (i: number): string => `Item:${1_000_000 + i}`;
/** Lines of a list, with something else at one place. */
const list = (count: number, write: (text: string) => string, at = -1, other = ""): OutboundRequest => {
  const rows = Array.from({ length: count }, (_, i) => `{"id":"${write(i === at ? other : node(i))}"}`);
  return { method: "POST", url: "https://api.example.com/", body: `[${rows.join()}]` };
};
const token = sampleOf(detectorOf("github-personal-access-token"), 1).value;

describe("a list of small encoded texts", () => {
  it.each([
    ["base64", 20_000, base64],
    ["percent-encoding", 12_000, percent],
  ])("is read to its end: %s", (_name, count, write) => {
    expect(scanOutbound(list(count, write)).findings).toEqual([]);
  });

  it.each([0, 1, 9, 18, 19, 20, 250, 499])("hides no credential among them, at place %i", (at) => {
    for (const write of [base64, percent]) {
      const request = list(500, write, at, token);
      const { findings } = scanOutbound(request);
      expect(findings.map(({ matched }) => matched)).toEqual([token]);
      const { start, end } = findings[0]!.location;
      expect((request.body as string).slice(start, end)).toBe(write(token).replace(/=+$/, ""));
      expect(scanOutbound(request, [token]).verdict).toBe("clear");
    }
  });
});
