import type { Detector } from "../../types.js";

/** Whole texts in which a detector finds its token, and in which it does not. */
export type Examples = Pick<Detector, "examples" | "counterExamples">;

const writers = new WeakMap<object, () => Examples>();

/** A detector whose examples are written when they are asked for: no scan asks, and there are thousands. */
export function withExamples(detector: Omit<Detector, keyof Examples>, write: () => Examples): Detector {
  writers.set(detector, write);
  return Object.defineProperties(detector, EXAMPLES) as Detector;
}

/** Own properties, as the others are: a copy of a detector has them too. One function for all keeps the objects of one form. */
const EXAMPLES: PropertyDescriptorMap = {
  examples: { enumerable: true, get: examplesOf },
  counterExamples: { enumerable: true, get: counterExamplesOf },
};

function examplesOf(this: object): Detector["examples"] {
  return writers.get(this)!().examples;
}

function counterExamplesOf(this: object): Detector["counterExamples"] {
  return writers.get(this)!().counterExamples;
}
