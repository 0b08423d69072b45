import { DetectorError } from "../errors.js";
import type { Detector } from "../types.js";
import { compilePattern } from "./engine.js";
import { scanOneText } from "./scan.js";

const ID = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/**
 * Checks a detector against its own examples and returns it, frozen.
 * @throws DetectorError when the pattern does not compile, an example is not found, a counterexample is, or a match has no literal.
 * @throws EngineUnavailableError when re2 is missing.
 */
export function defineDetector(detector: Detector): Detector {
  const name = `Detector ${typeof detector?.id === "string" ? `"${detector.id}"` : "without an id"}`;
  const refuse = (why: string): never => {
    throw new DetectorError(`${name}: ${why}`);
  };
  checkFields(detector, refuse);
  const frozen = Object.freeze({ ...detector });
  try {
    compilePattern(frozen.shape);
  } catch (error) {
    if (error instanceof SyntaxError) refuse("shape is not an RE2 pattern (no lookaround, no backreferences)");
    throw error;
  }
  const alone = Object.freeze([frozen]);
  const values = (text: string) =>
    scanOneText(text, { detectors: alone, safeTokens: undefined, options: { minConfidence: "low" } }).findings.filter(
      (finding) => finding.detector === frozen.id,
    );
  detector.examples.forEach((example, index) => {
    if (frozen.locate === undefined && !holdsLiteral(frozen, example))
      refuse(`examples[${index}]: the match holds none of the literals`);
    if (values(example).length === 0) refuse(`examples[${index}] is not found; check shape, literals and context`);
  });
  detector.counterExamples.forEach((example, index) => {
    if (values(example).length > 0) refuse(`counterExamples[${index}] is found`);
  });
  return frozen;
}

/** Whether what the shape matches holds a literal: what the prefilter relies on. */
function holdsLiteral({ shape, literals }: Detector, example: string): boolean {
  const match = compilePattern(shape).exec(example)?.[0].toLowerCase();
  return match === undefined || literals.length === 0 || literals.some((text) => match.includes(text.toLowerCase()));
}

function checkFields(detector: Detector, refuse: (why: string) => never): void {
  if (typeof detector !== "object" || detector === null) refuse("must be an object");
  if (typeof detector.id !== "string" || !ID.test(detector.id)) refuse("id must be lower-case words joined by hyphens");
  for (const field of ["service", "title", "shape"] as const) {
    if (typeof detector[field] !== "string" || detector[field] === "") refuse(`${field} must be a text`);
  }
  for (const field of ["literals", "examples", "counterExamples"] as const) {
    const list: unknown = detector[field];
    if (!Array.isArray(list) || !list.every((text) => typeof text === "string" && text !== "")) {
      refuse(`${field} must be a list of texts`);
    }
    if (field !== "literals" && detector[field].length === 0) refuse(`${field} must have at least one text`);
  }
  const { locate } = detector;
  if (locate !== undefined && typeof locate !== "function") refuse("locate must be a function");
  if (
    detector.literals.length === 0 &&
    locate === undefined &&
    !(detector.context && detector.context.words.length > 0)
  ) {
    refuse("literals may be empty only together with context words or locate");
  }
  if (detector.context !== undefined && !(detector.context.within >= 0))
    refuse("context.within must be a number of bytes");
}
