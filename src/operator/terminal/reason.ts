import type { Key } from "./keys.js";

/** Longest reason in Unicode code points, as the answer's own bound. */
const REASON_CHARACTERS = 1_000;

/** What is neither shown nor kept: a reason is one line of what its writer saw. */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** The reason after one more key: plain line editing at the end of the line. */
export function editReason(reason: string, key: Key): string {
  switch (key.kind) {
    case "character":
      return bounded(reason + key.text.replace(INVISIBLE, ""));
    case "paste":
      return bounded(reason + key.text.replace(/[\r\n\t]+/g, " ").replace(INVISIBLE, ""));
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
