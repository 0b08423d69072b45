import { proposalDigest } from "../../answer-signature.js";
import type { Proposal, SupervisorAnswer } from "../../types.js";
import { type ProcessMark, parseMark } from "./liveness.js";
import { isFileId } from "./names.js";

/** Longest proposal file and longest answer file, in bytes. */
export const PROPOSAL_BYTES = 262_144;
export const DECISION_BYTES = 65_536;

/** How many names a file of each kind may have: its own, and for a moment the temporary one and its second one. */
export const PROPOSAL_LINKS = 2;
export const DECISION_LINKS = 3;

/** What a proposal file holds. */
export interface ProposalEnvelope {
  readonly version: 1;
  /** The boot that asks, and that alone believes an answer. */
  readonly boot: string;
  readonly proposal: Proposal;
}

/** What a claim file, and the answer file it becomes, holds. */
export interface DecisionEnvelope {
  readonly version: 1;
  /** The boot that asked. */
  readonly boot: string;
  readonly answer: SupervisorAnswer;
  /** Of the proposal that was answered: its boot believes the answer for no other under the same id. */
  readonly digest: string;
  /** The line that stands for it in the audit. */
  readonly audit: AuditLine;
  /** Who decides. */
  readonly process: ProcessMark;
}

/** One line of audit.jsonl, but for `after`, its place in the chain: whoever appends it puts that before `decision`. */
export interface AuditLine {
  /** ISO 8601. */
  readonly at: string;
  readonly operator: string;
  readonly proposal: string;
  readonly verdict: "approve" | "reject" | "revoke";
  readonly reason: string;
  readonly tool: string;
  readonly detector: string;
  readonly host: string;
  readonly fingerprint: string;
  /** Of a signed answer: the digest of the proposal that it was made for, and the signature. */
  readonly digest?: string;
  readonly signature?: string;
  /** Random; one for each decision. The last field, so that a line that has it is whole. */
  readonly decision: string;
}

/** Longest text that the audit takes over from a proposal, in UTF-16 code units. */
const AUDIT_TEXT = 512;

const PROPOSAL_TEXTS = ["tool", "createdAt", "expiresAt"] as const;

/** `value` as the envelope of proposal `id`, if it is one. */
export function parseProposal(value: unknown, id: string): ProposalEnvelope | undefined {
  if (!isObject(value) || value.version !== 1 || !isFileId(value.boot)) return undefined;
  const { proposal } = value;
  if (!isObject(proposal) || proposal.id !== id || !isObject(proposal.payload)) return undefined;
  if (PROPOSAL_TEXTS.some((field) => typeof proposal[field] !== "string")) return undefined;
  return value as unknown as ProposalEnvelope;
}

/** `value` as a decision's envelope, if it is one. The answer in it is looked at by the guard alone. */
export function parseDecision(value: unknown): DecisionEnvelope | undefined {
  if (!isObject(value) || value.version !== 1 || !isFileId(value.boot)) return undefined;
  if (!isObject(value.audit) || !isFileId(value.audit.decision) || parseMark(value.process) === undefined)
    return undefined;
  return "answer" in value && typeof value.digest === "string" ? (value as unknown as DecisionEnvelope) : undefined;
}

/** The audit's line for an answer to `proposal`. */
export function auditLine(decision: string, proposal: Proposal, answer: SupervisorAnswer, operator: string): AuditLine {
  const payload = proposal.payload as unknown as Readonly<Record<string, unknown>>;
  return {
    at: new Date().toISOString(),
    operator,
    proposal: answer.id,
    verdict: answer.verdict,
    reason: answer.reason ?? "",
    tool: short(proposal.tool),
    detector: short(payload.detector),
    host: short(payload.host),
    fingerprint: short(payload.fingerprint),
    ...(answer.signature === undefined ? {} : { digest: proposalDigest(proposal), signature: answer.signature }),
    decision,
  };
}

function short(text: unknown): string {
  return typeof text === "string" ? text.slice(0, AUDIT_TEXT) : "";
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
