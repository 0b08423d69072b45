import type { Detector } from "../../types.js";
import { sample, sampleUuid, UUID_SHAPED } from "./alphabets.js";
import { withExamples } from "./examples.js";
import type { UnmarkedToken } from "./unmarked.js";

const DEFAULT_WITHIN = 48;

/** The detector of a key that is a UUID, or built like one, which only the words near it tell from the id of anything. */
export function unmarkedUuid(fields: Omit<UnmarkedToken, "body" | "length">): Detector {
  const { words, within = DEFAULT_WITHIN, minEntropyBits = 2.5, ...rest } = fields;
  const detector = { ...rest, literals: [], shape: UUID_SHAPED, context: { words, within }, minEntropyBits };
  return withExamples(detector, () => ({
    examples: [`${words[0]}=${sampleUuid()}`],
    counterExamples: [
      sampleUuid(),
      `${words[0]}=${sample("hex", 8)}`,
      `${words[0]}=00000000-0000-0000-0000-000000000000`,
    ],
  }));
}
