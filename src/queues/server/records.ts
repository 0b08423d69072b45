import { randomBytes } from "node:crypto";
import { proposalDigest } from "../../answer-signature.js";
import { QueueError } from "../../errors.js";
import type { Proposal, SupervisorAnswer } from "../../types.js";
import { PROPOSAL_BYTES } from "../file/envelopes.js";
import { isFileId } from "../file/names.js";
import { proposalJson } from "../snapshot.js";
import type { StoredProposal, Submission } from "./store.js";

/** Longest answer that is read, in bytes. */
export const ANSWER_BYTES = 65_536;

/** What the server keeps longer than the proposal's own time, in milliseconds: the guard ends its holds by its own clock. */
const KEEP_MORE_MS = 60_000;

/** Longest time that a proposal is kept, in milliseconds, whatever its `expiresAt` says: a week. */
const KEEP_MOST_MS = 7 * 24 * 3_600_000;

/** What the guard is given for an answer that no desk wrote for this boot: never a valid answer, so it denies. */
export const MALFORMED: unknown = Object.freeze({ malformed: true });

/** A name that nobody guesses, of 22 letters, digits, hyphens and underscores. */
export function randomName(): string {
  return randomBytes(16).toString("base64url");
}

/** Throws QueueError for a proposal that cannot be carried. */
export function submissionOf(proposal: Proposal, answerKeys: readonly string[] | undefined): Submission {
  const json = proposalJson(proposal);
  if (Buffer.byteLength(json) > PROPOSAL_BYTES) {
    throw new QueueError(`A proposal takes at most ${PROPOSAL_BYTES} bytes as JSON: shorten its payload.`);
  }
  const left = Date.parse(proposal.expiresAt) - Date.now();
  const keepMs = Math.ceil(
    Math.min(Math.max(Number.isNaN(left) ? KEEP_MOST_MS : left, 0), KEEP_MOST_MS) + KEEP_MORE_MS,
  );
  return { id: proposal.id, json, answerKeys: answerKeys === undefined ? "" : JSON.stringify(answerKeys), keepMs };
}

const TEXTS = ["tool", "createdAt", "expiresAt"] as const;

/** The proposal in `stored`, if it is one; about `id`, where that is given. */
export function parseStored({ json }: StoredProposal, id?: string): Proposal | undefined {
  const proposal = parseObject(json);
  if (proposal === undefined || !isFileId(proposal.id) || (id !== undefined && proposal.id !== id)) return undefined;
  if (TEXTS.some((field) => typeof proposal[field] !== "string")) return undefined;
  return isObject(proposal.payload) ? (proposal as unknown as Proposal) : undefined;
}

/** The keys that a stored proposal asks for; `[]`, with which no answer counts, for what is no list of them. */
export function parseAnswerKeys({ answerKeys }: StoredProposal): readonly string[] | undefined {
  if (answerKeys === "") return undefined;
  try {
    const keys: unknown = JSON.parse(answerKeys);
    return Array.isArray(keys) && keys.every((key) => typeof key === "string") ? keys : [];
  } catch {
    return [];
  }
}

/** What a proxy reads: the answer, for whom and for which proposal it is, and an id of this decision alone. */
export function answerRecord(boot: string, decision: string, proposal: Proposal, answer: SupervisorAnswer): string {
  return JSON.stringify({ version: 1, boot, decision, digest: proposalDigest(proposal), answer });
}

/** The answer in `record`, which the guard alone looks into; MALFORMED for what was not written for `boot` and the proposal with this digest. */
export function parseAnswerRecord(record: string, boot: string, digest: string | undefined): unknown {
  const value = parseObject(record);
  const isOurs = value?.version === 1 && value.boot === boot && value.digest === digest;
  return isOurs && "answer" in value ? value.answer : MALFORMED;
}

/** The object that `json` is; undefined for anything else. */
export function parseObject(json: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
