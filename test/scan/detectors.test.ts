import { describe, expect, it } from "vitest";
import {
  catalogue,
  createKnownSecrets,
  type Detector,
  DetectorError,
  defineDetector,
  scanText,
} from "../../src/index.js";
import { detectorOf, sampleOf } from "./support/samples.js";

const LOW = { minConfidence: "low" } as const;

describe.each(catalogue.map((detector) => [detector.id, detector] as const))("%s", (id, detector) => {
  // One list for all: the lists that were compiled are kept by identity.
  const alone = { detectors: [detector], ...LOW };

  it("is accepted as its own definition", () => {
    expect(defineDetector(detector)).toEqual(detector);
  });

  it("is what the whole catalogue reports in its examples, or another takes in its match", () => {
    for (const example of detector.examples) {
      const [own] = scanText(example, undefined, alone).findings;
      const { start, end } = own!.location;
      const whole = scanText(example, undefined, LOW).findings.filter(({ kind }) => kind === "secret");
      const taken = whole.filter(({ location }) => location.start <= start && location.end >= end);
      expect(
        taken.map((finding) => finding.detector),
        example,
      ).not.toEqual([]);
      if (!taken.some((finding) => finding.detector === id)) {
        expect(
          taken.some(({ matched }) => matched.includes(own!.matched)),
          example,
        ).toBe(true);
      }
    }
  });

  it("is not what the whole catalogue reports in its counterexamples", () => {
    for (const text of detector.counterExamples) {
      expect(
        scanText(text, undefined, LOW).findings.filter((finding) => finding.detector === id),
        text,
      ).toEqual([]);
    }
  });

  it("is found in tokens made of its shape, as it is and by each reading of it", () => {
    for (let seed = 0; seed < 4; seed++) {
      const { text, value } = sampleOf(detector, seed);
      const { findings } = scanText(text, undefined, alone);
      const [finding] = findings.filter(({ kind }) => kind === "secret");
      expect(finding, text).toBeDefined();
      // Where the value holds what reads as a code, the most decoded reading is the one that is reported.
      if (finding!.location.decoded.length === 0) expect(findings.map(({ matched }) => matched)).toContain(value);
    }
  });
});

describe("what is no detector is refused in a list of them, by its place", () => {
  it.each([
    ["known secrets", createKnownSecrets([{ name: "db", value: "correct-horse-9" }])],
    ["nothing", null],
    ["an object without a shape", { id: "x", literals: ["x"] }],
  ])("%s", (_what, given) => {
    const detectors = [catalogue[0]!, given as unknown as Detector];
    expect(() => scanText("x", undefined, { detectors })).toThrow(/^detectors\[1\] is no detector/);
  });
});

describe("a detector is refused", () => {
  const good: Detector = {
    id: "good",
    service: "s",
    title: "Good",
    literals: ["gd_"],
    shape: "gd_[0-9a-f]{16}",
    examples: [`key gd_${"0123456789abcdef"}`],
    counterExamples: ["gd_0123"],
  };
  it("not when it is good, and comes back frozen", () => {
    expect(Object.isFrozen(defineDetector(good))).toBe(true);
    expect(defineDetector(good)).toEqual(good);
  });

  it.each<[string, Partial<Record<keyof Detector, unknown>>, RegExp]>([
    ["without an id", { id: undefined }, /without an id: id must be/],
    ["with an id in capitals", { id: "Good" }, /lower-case words/],
    ["without a title", { title: "" }, /title must be a text/],
    ["without examples", { examples: [] }, /examples must have at least one/],
    ["without counterexamples", { counterExamples: [] }, /counterExamples must have at least one/],
    ["with an empty literal", { literals: [""] }, /literals must be a list/],
    ["with neither literals nor context", { literals: [] }, /literals may be empty only/],
    ["with a context without words", { literals: [], context: { words: [], within: 3 } }, /literals may be empty only/],
    ["with a context that has no reach", { context: { words: ["a"], within: Number.NaN } }, /context.within/],
    ["with a pattern that is none", { shape: "gd_(" }, /not an RE2 pattern/],
    ["with lookaround", { shape: "(?<!x)gd_[0-9a-f]{16}" }, /not an RE2 pattern/],
    ["with an example that it does not find", { examples: ["gd_xyz"] }, /examples\[0\] is not found/],
    ["with an example too near to random noise", { minEntropyBits: 8 }, /examples\[0\] is not found/],
    ["with a counterexample that it finds", { counterExamples: [good.examples[0]] }, /counterExamples\[0\] is found/],
    ["whose match holds no literal", { literals: ["other"] }, /holds none of the literals/],
  ])("%s", (_what, fields, message) => {
    const define = (): Detector => defineDetector({ ...good, ...fields } as Detector);
    expect(define).toThrow(DetectorError);
    expect(define).toThrow(message);
  });

  it("for a proof that throws: never, it proves nothing", () => {
    const verify = (): boolean => {
      throw new Error("no");
    };
    const detector = defineDetector({ ...good, verify });
    expect(scanText(good.examples[0], undefined, { detectors: [detector] }).findings[0]).toMatchObject({
      confidence: "medium",
    });
  });
});

describe("confidence", () => {
  const detector = detectorOf("github-personal-access-token");
  const [verified] = detector.examples;
  const unproven = sampleOf({ ...detector, minEntropyBits: 0 }, 5).text;

  it.each(["verified", "high", "medium", "low"] as const)("a proven token is found at %s", (minConfidence) => {
    const [finding] = scanText(verified, undefined, { minConfidence }).findings;
    expect(finding).toMatchObject({ detector: detector.id, confidence: "verified" });
  });

  it("a failed checksum is never below medium, and says so", () => {
    const alone = { detectors: [detector] };
    expect(scanText(unproven, undefined, alone).findings[0]).toMatchObject({ confidence: "medium" });
    expect(scanText(unproven, undefined, alone).findings[0]!.reason).toContain("does not hold");
    expect(scanText(unproven, undefined, { ...alone, minConfidence: "high" }).verdict).toBe("clear");
  });

  it("what could not be inspected is reported at every confidence", () => {
    const request = Buffer.from([0x1f, 0x8b]);
    const { findings } = scanText(request, undefined, { minConfidence: "verified", limits: { workBytes: 0 } });
    expect(findings.every(({ kind }) => kind === "uninspectable")).toBe(true);
  });
});
