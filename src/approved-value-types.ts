import type { TokenGrant } from "./safe-token-types.js";

/** One approval that a guard remembers. */
export interface ApprovedValue {
  /** As in the report that was approved. */
  readonly fingerprint: string;
  readonly grant: TokenGrant;
  /** ISO 8601. */
  readonly addedAt: string;
}

/** Which approved value is to be forgotten, and, for the audit, who says so and why. */
export interface Revocation {
  readonly fingerprint: string;
  /** At most 1,000 characters. */
  readonly reason?: string;
  readonly operator?: string;
}
