export { createGuardWith } from "./guard.js";
export { buildPayloadWith } from "./report/payload.js";
export { createSafeTokens } from "./safe-tokens.js";
export type { Scanner, Scanning } from "./scanning.js";
export { targetOf } from "./target.js";
export { EGRESS_TOKEN_ALLOW } from "./tool.js";
