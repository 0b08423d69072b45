/** The plain way: look for each detector's literals in the lower-cased text, then run the patterns of those that have one. */
import RE2 from "re2";
import { catalogue } from "../dist/index.js";

const rules = catalogue
  .filter(({ literals }) => literals.length > 0)
  .map(({ literals, shape }) => ({ literals: literals.map((text) => text.toLowerCase()), shape, pattern: undefined }));

export const naiveRules = rules.length;

/** Number of detectors whose pattern matches somewhere, whatever stands round it. */
export function naiveScan(bytes) {
  const text = bytes.toString("utf8");
  const folded = text.toLowerCase();
  let matched = 0;
  for (const rule of rules) {
    if (!rule.literals.some((literal) => folded.includes(literal))) continue;
    rule.pattern ??= new RE2(rule.shape);
    if (rule.pattern.test(bytes)) matched++;
  }
  return matched;
}
