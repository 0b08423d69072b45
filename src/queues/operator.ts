import { userInfo } from "node:os";
import { hasVisibleText } from "../answer.js";
import type { SupervisorAnswer } from "../types.js";

/** Who decided, for the audit: what the answer says, else the name of this process's user. */
export function operatorOf({ operator }: Pick<SupervisorAnswer, "operator">): string {
  return operator !== undefined && hasVisibleText(operator) ? operator : systemUser();
}

function systemUser(): string {
  try {
    return userInfo().username;
  } catch {
    // A user id without an entry in the user database, as in many containers.
    return `uid ${process.geteuid?.()}`;
  }
}
