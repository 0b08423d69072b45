import { UNPRINTABLE } from "../printable.js";
import type { Key } from "./keys.js";

/** Longest reason in Unicode code points, as the answer's own bound. */
const REASON_CHARACTERS = 1_000;

/**
 * The reason after one more key: plain line editing at the end of the line. It is one line of what its writer saw: what cannot be
 * shown is left out.
 */
export function editReason(reason: string, key: Key): string {
  switch (key.kind) {
    case "character":
      return bounded(reason + key.text.replace(UNPRINTABLE, ""));
    case "paste":
      return bounded(reason + key.text.replace(/[\r\n\t]+/g, " ").replace(UNPRINTABLE, ""));
    case "backspace":
      return [...reason].slice(0, -1).join("");
    case "erase-word":
      return reason.replace(/\S*\s*$/, "");
    case "erase-line":
      return "";
    default:
      return reason;
  }
}

function bounded(reason: string): string {
  const characters = [...reason];
  return characters.length <= REASON_CHARACTERS ? reason : characters.slice(0, REASON_CHARACTERS).join("");
}
