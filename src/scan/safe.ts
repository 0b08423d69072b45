import { safeKey } from "../safe-key.js";
import type { Finding, SafeTokens, SafeTokensLike, TokenScope } from "../types.js";

/** Tells whether a finding's value is approved for where the request goes. */
export type IsSafe = (finding: Pick<Finding, "kind" | "matched">) => boolean;

export function createIsSafe(safeTokens: SafeTokensLike | undefined, scopeOf: (() => TokenScope) | undefined): IsSafe {
  if (safeTokens === undefined) return () => false;
  if (isStore(safeTokens))
    return (finding) => safeTokens.has(safeKey(finding.kind, finding.matched), scopeOf?.()) === true;
  const values = typeof safeTokens === "string" ? new Set([safeTokens]) : new Set(safeTokens);
  return (finding) => values.has(finding.matched);
}

function isStore(safeTokens: SafeTokensLike): safeTokens is SafeTokens {
  return typeof safeTokens === "object" && !(Symbol.iterator in safeTokens);
}
