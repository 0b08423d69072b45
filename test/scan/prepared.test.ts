import { describe, expect, it } from "vitest";
import { catalogue } from "../../src/catalogue/index.js";
import type { Prepared } from "../../src/prepared-types.js";
import { compileDetectors, prepareDetectors } from "../../src/scan/compile/compile.js";
import type { ShapedDetector } from "../../src/scan/compile/compiled-detector.js";
import { prepare, preparedFor } from "../../src/scan/compile/prepared.js";
import { holdsWord } from "../../src/scan/context/context.js";
import type { LiteralLane } from "../../src/scan/prefilter/lanes.js";
import { scanOneText } from "../../src/scan/scan.js";
import type { Detector } from "../../src/types.js";

const prepared = prepareDetectors(catalogue);

/** A list of the same detectors of which that is known. */
function known(detectors: readonly Detector[], what: Prepared): readonly Detector[] {
  const list = Object.freeze([...detectors]);
  prepare(list, what);
  return list;
}

function ids(detectors: readonly ShapedDetector[]): readonly string[] {
  return detectors.map(({ detector }) => detector.id);
}

function laneOf({ strings, owners, begins, escaped }: LiteralLane): readonly unknown[] {
  return strings.map(({ text }, i) => [text, ids(owners[i]!), begins[i], ids(escaped[i]!)]);
}

function findingsIn(texts: readonly string[], detectors: readonly Detector[]): readonly unknown[] {
  const call = { detectors, safeTokens: undefined, options: undefined };
  return texts.map((text) => scanOneText(text, call).findings.map(({ detector, location }) => [detector, location]));
}

describe("what is known of a list beforehand", () => {
  it("is what compiling it finds out", () => {
    const own = compileDetectors(catalogue.map((detector) => ({ ...detector })));
    const told = compileDetectors(known(catalogue, prepared));
    for (const lane of ["everywhere", "nearRuns", "anywhere"] as const)
      expect(JSON.stringify(laneOf(told[lane])) === JSON.stringify(laneOf(own[lane]))).toBe(true);
    for (const name of prepared.plainNames.split(" ")) expect(holdsWord(own.contextWords, name), name).toBe(false);
    const { bytes, ...places } = own.kernel()!.tables!;
    const { bytes: toldBytes, ...toldPlaces } = told.kernel()!.tables!;
    expect(toldPlaces).toMatchObject(places);
    expect(Buffer.from(toldBytes).equals(bytes)).toBe(true);
  });

  it("changes no finding", () => {
    const texts = catalogue.flatMap(({ examples, counterExamples }) => [examples[0], counterExamples[0]]);
    expect(findingsIn(texts, known(catalogue, prepared))).toEqual(
      findingsIn(
        texts,
        catalogue.map((detector) => ({ ...detector })),
      ),
    );
  });

  it.each<readonly [string, Partial<Detector>]>([
    ["another shape", { shape: "acme-[0-9]{24}" }],
    ["other literals", { literals: ["acme-", "acmd-"] }],
    ["a context", { context: { words: ["acme"], within: 20 } }],
    ["a way to locate", { locate: () => [] }],
  ])("is left aside where a detector has got %s since", (_what, change) => {
    const detector: Detector = {
      id: "acme-key",
      service: "acme",
      title: "Acme key",
      literals: ["acme-"],
      shape: "acme-[0-9]{20}",
      examples: [`acme-${"0123456789".repeat(2)}`],
      counterExamples: ["acme-1"],
    };
    const what = prepareDetectors([detector]);
    expect(preparedFor(known([{ ...detector }], what))).toBeDefined();
    expect(preparedFor(known([{ ...detector, ...change }], what))).toBeUndefined();
    expect(preparedFor(known([detector, detector], what))).toBeUndefined();
  });

  it("is told of the same detectors in another list", () => {
    const own = compileDetectors(catalogue.map((detector) => ({ ...detector })));
    known(catalogue, prepared);
    const more = compileDetectors([...catalogue].reverse()).all.toReversed();
    const marksOf = ({ isNearRun, beginsWithLiteral, isEscapedInJson, holdsRun }: ShapedDetector) =>
      [isNearRun, beginsWithLiteral, isEscapedInJson, holdsRun].join();
    expect(more.map(marksOf)).toEqual(own.all.map(marksOf));
  });

  it("is not asked of any other list", () => {
    known(catalogue, prepared);
    expect(preparedFor([...catalogue])).toBeUndefined();
  });
});
