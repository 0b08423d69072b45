import type { Detector } from "../../types.js";
import { compilePattern, type Pattern } from "../engine.js";

const patterns = new WeakMap<Detector, Pattern | null>();

/** The group named "token" of a detector's shape as a pattern of its own, from end to end; undefined where it cannot stand alone. */
export function tokenPatternOf(detector: Detector): Pattern | undefined {
  let pattern = patterns.get(detector);
  if (pattern === undefined) {
    pattern = compileToken(detector.shape);
    patterns.set(detector, pattern);
  }
  return pattern ?? undefined;
}

function compileToken(shape: string): Pattern | null {
  const open = /\(\?P?<token>/.exec(shape);
  if (open === null) return null;
  const start = open.index + open[0].length;
  try {
    return compilePattern(`^(?:${shape.slice(start, groupEnd(shape, start))})$`);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Place of the ")" that closes the group whose content begins at `from`. */
function groupEnd(shape: string, from: number): number {
  let depth = 1;
  let inClass = false;
  for (let at = from; at < shape.length; at++) {
    const character = shape[at];
    if (character === "\\") at++;
    else if (inClass) inClass = character !== "]";
    else if (character === "[") {
      inClass = true;
      // A bracket right at the start of a class does not close it.
      at += shape[at + 1] === "^" ? 1 : 0;
      at += shape[at + 1] === "]" ? 1 : 0;
    } else if (character === "(") depth++;
    else if (character === ")" && --depth === 0) return at;
  }
  return shape.length;
}
