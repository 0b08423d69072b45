import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { chooser } from "../../src/testing/sample.js";
import { readCorpus } from "./support/corpus.js";
import { breachIn } from "./support/laws.js";
import { mutate } from "./support/mutate.js";

const corpus = readCorpus(fileURLToPath(new URL("corpus", import.meta.url)));

/** Broken requests that are tried, in groups. */
const GROUPS = 10;
const EACH = 30;
/** Bytes that they have at most: the laws need no more, and the time of a scan is the command's to watch. */
const MOST_BYTES = 4096;

describe("every law holds", () => {
  it("the corpus is there", () => {
    expect(corpus.length).toBeGreaterThan(20);
  });

  it.each(corpus)("for $name", ({ input }) => {
    expect(breachIn(input, chooser(1), true)).toBeUndefined();
  });

  it.each(Array.from({ length: GROUPS }, (_, i) => i + 1))("for broken requests, seed %i", (seed) => {
    const choose = chooser(seed);
    for (let i = 0; i < EACH; i++) {
      const [one, other] = [corpus[choose(corpus.length)]!, corpus[choose(corpus.length)]!];
      const input = mutate(one.input, choose, other.input, MOST_BYTES);
      expect(
        breachIn(input, chooser(seed), i === 0),
        `request ${i} of seed ${seed}, made of ${one.name}`,
      ).toBeUndefined();
    }
  });
});
