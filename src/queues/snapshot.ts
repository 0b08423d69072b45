import { QueueError } from "../errors.js";
import type { Proposal } from "../types.js";

/** `proposal` as JSON text: what every queue carries, so that all of them carry the same. */
export function proposalJson(proposal: Proposal): string {
  let json: string | undefined;
  try {
    json = JSON.stringify(proposal);
  } catch {
    // What JSON.stringify throws can quote a key of the proposal.
  }
  if (json === undefined) throw new QueueError("The proposal cannot be written as JSON: give it plain data.");
  return json;
}

/** `value` itself, with everything in it frozen. */
export function deepFreeze<Value>(value: Value): Value {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}
