import { beforeAll, describe, expect, it } from "vitest";
import { catalogue } from "../../src/catalogue/index.js";
import { type Detector, scanText } from "../../src/index.js";
import { sampleOf } from "./support/samples.js";
import { blockCounter } from "./support/work.js";

const SHORT = 4 * 1024;
const STEP = 8;
/** Eight times the bytes cost eight times as much where the cost is linear, and 64 times where it is their square. */
const MOST_GROWTH = 12;

/** Beginnings of a token's text, which make a function look again and again, and what it looks for. */
function beginningsOf(detector: Detector): readonly string[] {
  const { text } = sampleOf(detector, 1);
  const beginnings = [text.slice(0, Math.ceil(text.length / 2)), text.slice(0, -1)];
  const marks = [detector.literals[0] ?? "", detector.context?.words[0] ?? ""];
  return [...new Set([...beginnings, ...marks])].filter((beginning) => beginning !== "");
}

/** For each mark, a look at all that follows. */
function* locateSlowly(bytes: Uint8Array): Generator<[number, number]> {
  for (let at = 0; at < bytes.length; at++) {
    let sum = 0;
    for (let next = at; next < bytes.length; next++) sum += bytes[next]!;
    if (sum === -1) yield [at, at + 37];
  }
}

describe("what a detector locates by itself", () => {
  let count: Awaited<ReturnType<typeof blockCounter>>;

  beforeAll(async () => {
    count = await blockCounter();
  });

  async function growthOf(detector: Detector, beginning: string): Promise<number> {
    const options = { detectors: [detector], minConfidence: "low", limits: { workBytes: 1e9, viewDepth: 0 } } as const;
    const cost = (bytes: number): Promise<number> => {
      const text = Buffer.alloc(bytes, beginning, "utf8");
      return count(() => scanText(text, undefined, options));
    };
    await cost(64); // compiles the list
    const short = await cost(SHORT);
    return (await cost(SHORT * STEP)) / short;
  }

  it.each(catalogue.flatMap((detector) => (detector.locate === undefined ? [] : [[detector.id, detector] as const])))(
    "costs no more than the bytes grow, whatever is repeated: %s",
    async (_id, detector) => {
      for (const beginning of beginningsOf(detector)) {
        expect(await growthOf(detector, beginning), beginning).toBeLessThan(MOST_GROWTH);
      }
    },
  );

  it("is caught where it looks at everything for each byte", async () => {
    const [located] = catalogue.filter(({ literals, locate }) => literals.length > 0 && locate !== undefined);
    expect(await growthOf({ ...located!, locate: locateSlowly }, located!.literals[0]!)).toBeGreaterThan(MOST_GROWTH);
  });
});
