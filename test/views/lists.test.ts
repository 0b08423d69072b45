import { describe, expect, it } from "vitest";
import { catalogue, scanText } from "../../src/index.js";

const OTHERS = ["user 1022 of eleven", "order number 77123 x", "item in the basket", "the third of those"];

const found = (text: string) => scanText(text).findings.map(({ detector, matched }) => [detector, matched]);

describe("what stands in one of a list of codes is found as it is by itself", () => {
  it.each(["base64", "hex"] as const)("%s", (code) => {
    const encode = (text: string) => Buffer.from(text).toString(code);
    const [one, two, three, four] = OTHERS.map(encode);
    for (const { id, examples } of catalogue) {
      for (const example of examples.filter((text) => text.length <= 64).map(encode)) {
        const alone = found(JSON.stringify([example]));
        const listed = found(JSON.stringify([one, two, example, three, four]));
        for (const each of alone) expect(listed, id).toContainEqual(each);
      }
    }
  });
});
