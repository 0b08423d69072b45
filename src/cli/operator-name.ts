import { userInfo } from "node:os";

/** Who decides when no `--operator` says so: the operating system's name for the user, or its number where it has no name. */
export function defaultOperatorName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? "unknown"}`;
  }
}
