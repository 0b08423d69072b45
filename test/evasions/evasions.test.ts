import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createSafeTokens, type OutboundRequest, scanOutbound } from "../../src/index.js";
import { detectorOf, sampleOf } from "../scan/support/samples.js";
import type { Evasion, Held } from "./evasion.js";
import { baseRows } from "./rows/base.js";
import { bodyHeld, bodyRows } from "./rows/body.js";
import { headerRows } from "./rows/headers.js";
import { splitRows } from "./rows/split.js";
import { stretchHeld, stretchRows } from "./rows/stretch.js";
import { textRows } from "./rows/text.js";
import { urlRows } from "./rows/url.js";

/** Every row of the table of evasions that the package undertakes to see through, by group. */
const GROUPS: readonly (readonly [group: string, rows: readonly Evasion[]])[] = [
  ["URL", urlRows],
  ["headers", headerRows],
  ["text", textRows],
  ["base", baseRows],
  ["body", bodyRows],
  ["split", splitRows],
  ["stretch", stretchRows],
];
const HELD: readonly (readonly [group: string, rows: readonly Held[]])[] = [
  ["body", bodyHeld],
  ["stretch", stretchHeld],
];

const detector = detectorOf("github-personal-access-token");
const value = sampleOf(detector, 1).value;
const WORDS = "Quarterly_results_for_the_northern_areas";

/** The wire bytes of the surface that a row is about. */
function wireOf(request: OutboundRequest, { surface, path }: Evasion): Buffer {
  if (surface === "url") return Buffer.from(request.url);
  if (surface === "body") return Buffer.from(request.body as Buffer);
  const pairs = [
    ...((surface === "header" ? request.headers : request.trailers) as Iterable<readonly [string, string]>),
  ];
  if (path === "name") return Buffer.from(pairs[0]![0]);
  const name = path.startsWith("cookie") ? "cookie" : path.split(", ")[0]!;
  return Buffer.from(pairs.find(([key]) => key === name)![1]);
}

describe.each(GROUPS)("%s", (_group, rows) => {
  describe.each(rows.map((row) => [row.name, row] as const))("%s", (_name, row) => {
    const request = row.write(value);
    const also = row.alsoHeld === undefined ? [] : [row.alsoHeld];

    it("is found: the exact value, where it stands and how it is written", () => {
      const { findings } = scanOutbound(request);
      expect(findings.map(({ detector: id }) => id)).toEqual([detector.id, ...also]);
      expect(findings[0]!.matched).toBe(value);
      const { surface, path, decoded } = row;
      expect(findings[0]!.location).toMatchObject({ surface, path, decoded });
      const wire = wireOf(request, row);
      const run = Buffer.from(row.run(value) as Buffer);
      const { start, end } = findings[0]!.location;
      expect(wire.toString("latin1", start, end)).toBe(run.toString("latin1"));
    });

    it("is clear once the value is approved", () => {
      for (const safeTokens of [createSafeTokens([value]), [value]]) {
        const { findings, skipped } = scanOutbound(request, safeTokens);
        expect([findings.map(({ detector: id }) => id), skipped]).toEqual([also, 1]);
      }
    });

    it("has a benign twin that is clear", () => {
      if ("twin" in row && row.twin === undefined) return;
      expect(scanOutbound(row.write(row.twin ?? WORDS)).findings.map(({ detector: id }) => id)).toEqual(also);
    });
  });
});

describe.each(HELD)("%s, held", (_group, rows) => {
  it.each(rows.map((row) => [row.name, row] as const))("%s", (_name, { request, what, approvable = true }) => {
    const { verdict, findings } = scanOutbound(request);
    expect(verdict).toBe("hold");
    const problem = findings.find(({ detector: id }) => id === what)!;
    expect(problem).toMatchObject({ detector: what, approvable });
    expect(problem.reason).toMatch(/^[A-Z][A-Za-z0-9 ,;:'-]{20,}$/);
    const digest = `sha256:${createHash("sha256")
      .update(Buffer.from(request.body as Buffer))
      .digest("hex")}`;
    if (problem.location.surface === "body") expect(problem.matched).toBe(digest);
    const again = scanOutbound(
      request,
      findings.map(({ matched }) => matched),
    );
    expect(again.verdict).toBe(approvable ? "clear" : "hold");
  });
});
