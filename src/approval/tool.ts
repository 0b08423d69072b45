/** Names the kind of proposal that this package makes, in a queue that may carry others. */
export const EGRESS_TOKEN_ALLOW = "egress-token-allow" as const;
