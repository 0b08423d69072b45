/**
 * The name under which an approval is kept in a `SafeTokens` store.
 *
 * A store knows strings only, and two kinds of finding give it one: a secret gives its value, a surface that could not be
 * inspected gives the digest `sha256:<hex>` of its bytes. A secret that itself reads like such a digest must not approve the
 * surface, nor the other way about, so exactly those secrets (and those already escaped) get a prefix. Every other value is
 * its own key: `store.add(finding.matched)` works as one would expect.
 */

const READS_LIKE_A_DIGEST = /^(?:secret:)*sha256:[0-9a-f]{64}$/;

/** The key of a finding: `safeKey(finding.kind, finding.matched)`. No two of (kind, value) share a key. */
export function safeKey(kind: "secret" | "uninspectable", value: string): string {
  return kind === "secret" && READS_LIKE_A_DIGEST.test(value) ? `secret:${value}` : value;
}
