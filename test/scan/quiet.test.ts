import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { catalogue } from "../../src/catalogue/index.js";
import { joinValues, keepJoin } from "../../src/request/joins.js";
import { jsonValues } from "../../src/request/split-values.js";
import { compileDetectors } from "../../src/scan/compile/compile.js";
import { joinJsonOf } from "../../src/scan/quiet/quiet.js";
import { scanRequest } from "../../src/scan/scan.js";
import { Budget } from "../../src/views/budget.js";
import { createKernel } from "../../src/views/kernel/kernel.js";

const compiled = compileDetectors(catalogue);
const rules = {
  compiled,
  minConfidence: "low",
  budget: new Budget(1e9),
  known: undefined,
  prefilter: true,
  read: {},
} as const;

const piece = fc.oneof(
  fc.constantFrom(
    "user",
    "assistant",
    "words of text",
    "gh",
    "p_a1B2c3D4e5",
    "F6g7H8i9J0k1L2",
    "m3N4o5P6q7R8",
    "sk_live_",
    "",
  ),
  fc.constantFrom(
    'a \\"quoted\\" word',
    "x".repeat(300),
    "datadog",
    "0123456789abcdef",
    "\\\\",
    "\\n",
    "caf\u00e9 ",
    "%41",
    "aGVsbG8gd29y",
  ),
  fc.string({ maxLength: 12 }).map((text) => JSON.stringify(text).slice(1, -1)),
);
const name = fc.constantFrom("role", "content", "id", "api_key", "n".repeat(70), "");
/** JSON, or nearly: strings with names and without, in a shape that closes nothing but its quotes. */
const texts = fc
  .array(fc.tuple(fc.option(name), piece, fc.constantFrom(",", ", ", " :", "}{", "\n")), { maxLength: 60 })
  .map(
    (parts) => `{${parts.map(([key, value, end]) => `${key === null ? "" : `"${key}": `}"${value}"${end}`).join("")}`,
  )
  .map((text) => Buffer.from(text));

describe("values joined by the kernel", () => {
  it("are those that TypeScript joins", () => {
    const kernel = createKernel(undefined)!;
    fc.assert(
      fc.property(texts, fc.nat({ max: 400 }), (text, names) => {
        const many = Array.from({ length: names }, (_, i) => `"k${i}":"v${i}","k${i}":"w",`).join("");
        const json = Buffer.concat([Buffer.from(many), text]);
        kernel.load(json);
        const length = kernel.join();
        if (length <= 0) return;
        const expected = joinValues(json, jsonValues(json))!;
        const joined = keepJoin(kernel.enterJoin(length));
        expect(joined.bytes.toString("latin1")).toBe(expected.bytes.toString("latin1"));
        expect(joined.pieces).toEqual(expected.pieces);
        const ends = Array.from({ length }, (_, at) => [at, Math.min(length, at + 9)] as const);
        const spans = ends.map(([at, end]) => expected.map.span(at, end));
        expect(ends.map(([at, end]) => joined.map.span(at, end))).toEqual(spans);
        // What asks for more than spans has the map written: from then on, it tells them.
        for (const [at, end] of ends) expect(joined.map.isSolid(at, end)).toBe(expected.map.isSolid(at, end));
        expect(ends.map(([at, end]) => joined.map.span(at, end))).toEqual(spans);
      }),
    );
  });

  it("are quiet only where nothing is found in them", () => {
    const quietJoin = joinJsonOf(rules)!;
    let quiet = 0;
    fc.assert(
      fc.property(texts, (body) => {
        if (typeof quietJoin(body) !== "number") return;
        quiet++;
        const call = { detectors: catalogue, safeTokens: undefined, options: { minConfidence: "low" } } as const;
        const request = { method: "POST", url: "", body };
        const found = scanRequest(request, { ...call, prefilter: false }).findings.map(({ location }) => location);
        expect(found.filter(({ decoded }) => decoded.includes("joined"))).toEqual([]);
      }),
    );
    expect(quiet).toBeGreaterThan(0);
  });

  it("are quiet in an ordinary chat", () => {
    const messages = Array.from({ length: 50 }, (_, i) => ({
      role: i % 2 === 0 ? "user" : "assistant",
      content: 'The first line\nsecond "quoted" line, and more\n\nwords.',
      id: `msg_${String(i * 7919).padStart(10, "0")}`,
    }));
    const body = Buffer.from(JSON.stringify({ model: "example-model", messages }));
    expect(joinJsonOf(rules)!(body)).toBeGreaterThan(0);
  });
});
