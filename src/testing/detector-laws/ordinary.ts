import assert from "node:assert/strict";
import { ordinaryText } from "../ordinary-text.js";
import { type Laws, valuesIn } from "./bench.js";

/** Laws of what nobody should be asked about. */
export const ordinaryLaws: Laws = {
  "ordinary text is not asked about"({ detector, fc, parameters }) {
    const words = [...detector.literals, ...(detector.context?.words ?? [])];
    const said = fc
      .constantFrom(...words, "")
      .map((word) => `The setting ${word} is missing, see ${word} in the manual.`);
    fc.assert(
      fc.property(fc.oneof(ordinaryText(fc), said), (text) => {
        const found = valuesIn(detector, text, { minConfidence: "medium" });
        if (found.length > 0) assert.fail(`${JSON.stringify(found[0])} is found in ${JSON.stringify(text)}`);
      }),
      parameters,
    );
  },
};
