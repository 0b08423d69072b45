import assert from "node:assert/strict";
import { compilePattern, defineDetector, parseShape } from "../../scan/index.js";
import { canEncode } from "../chains.js";
import { encoders } from "../encoders.js";
import { chooser, write } from "../sample.js";
import { type Laws, valuesIn } from "./bench.js";

/** Laws of what a detector finds. */
export const tokenLaws: Laws = {
  "it can be defined: its pattern compiles, its examples are found, its counterexamples are not"({ detector }) {
    defineDetector(detector);
  },

  "every text of its shape holds one of its literals"({ detector, fc, parameters }) {
    const { literals, locate } = detector;
    const shape = parseShape(detector.shape);
    if (literals.length === 0 || locate !== undefined || shape === undefined) return;
    const atStart = compilePattern(`^(?:${detector.shape})`);
    fc.assert(
      fc.property(fc.noShrink(fc.nat()), (seed) => {
        const found = atStart.exec(write(shape, chooser(seed)))?.[0].toLowerCase();
        if (found === undefined || literals.some((literal) => found.includes(literal.toLowerCase()))) return;
        assert.fail(`nothing tells this text of its shape to the prefilter, so that it is not found: ${found}`);
      }),
      parameters,
    );
  },

  "every token of its shape is found, with its exact value"({ detector, fc, parameters, samples }) {
    if (detector.locate !== undefined) return;
    fc.assert(
      fc.property(samples, ({ text, value }) => {
        const found = valuesIn(detector, text);
        const readings = readingsOf(value);
        if (!found.some((one) => readings.includes(one))) assert.fail(notFound(value, text, found));
      }),
      parameters,
    );
  },

  "a token is found in every encoding"({ detector, fc, parameters, samples }) {
    fc.assert(
      fc.property(samples, fc.constantFrom(...encoders), fc.nat(1000), ({ text, value }, encoder, form) => {
        const bytes = Buffer.from(text, "utf8");
        if (!canEncode(encoder, bytes)) return;
        const plain = valuesIn(detector, text);
        const found = valuesIn(detector, encoder.encode(bytes, form));
        if (!found.some((one) => plain.includes(one))) {
          assert.fail(`${notFound(value, text, found)}, in the encoding ${encoder.name}`);
        }
      }),
      parameters,
    );
  },

  "an approved value is skipped, and nothing else with it"({ detector, fc, parameters, samples }) {
    fc.assert(
      fc.property(samples, samples, (one, other) => {
        const approved = valuesIn(detector, one.text)[0];
        if (approved === undefined) return;
        const text = `${one.text}\n${other.text}`;
        const all = valuesIn(detector, text);
        if (detector.locate === undefined) {
          const missing = [one, other].filter(({ value }) => !readingsOf(value).some((each) => all.includes(each)));
          if (missing.length > 0) assert.fail(notFound(missing[0]!.value, text, all));
        }
        const left = valuesIn(detector, text, { safe: approved });
        assert.deepEqual(
          left,
          all.filter((value) => value !== approved),
        );
      }),
      parameters,
    );
  },
};

/** A value that holds percent escapes itself is reported as they are read. */
function readingsOf(value: string): readonly string[] {
  const readings = [value];
  for (let last = value; ; ) {
    const next = last.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
    if (next === last) return readings;
    readings.push(next);
    last = next;
  }
}

export function notFound(value: string, text: string, found: readonly string[]): string {
  const instead = found.length === 0 ? "nothing" : found.map((one) => JSON.stringify(one)).join(", ");
  return `${JSON.stringify(value)} is not found in ${JSON.stringify(text)}, but ${instead}`;
}
