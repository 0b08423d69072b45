import { randomUUID } from "node:crypto";
import { notSigned, proposalDigest, verifyAnswer } from "../../answer-signature.js";
import type { Proposal, SupervisorAnswer } from "../../types.js";
import { operatorOf } from "../operator.js";
import { appendAudit } from "./audit.js";
import { readBoot } from "./boots.js";
import type { QueueDirectory } from "./directory.js";
import { auditLine, type DecisionEnvelope } from "./envelopes.js";
import { errorCode } from "./failures.js";
import { ownMark } from "./liveness.js";
import { fileName, isFileId, type ProposalPaths, proposalPaths } from "./names.js";
import { readProposal } from "./proposals.js";
import { createRecord, fileStatus, linkRecord, removeFile } from "./records.js";

export type Outcome = "recorded" | "already-decided" | "gone";

/**
 * Records `answer`: claim, audit, publish.
 *
 * 1. Linking the claim decides who is first; the proxy does not look at it.
 * 2. The audit line is appended and made durable.
 * 3. Linking the claim's file to the answer's name releases the hold.
 *
 * So whatever a proxy acted on, and whatever was called recorded, is in the audit. Where a desk dies after its claim, the
 * proxy does the rest (`finishDecision`).
 *
 * @param isAsShown Whether what waits is what the person who answers was shown.
 */
export async function decide(
  directory: QueueDirectory,
  answer: SupervisorAnswer,
  isAsShown: (waiting: Proposal) => boolean,
): Promise<Outcome> {
  if (!isFileId(answer.id)) return "gone";
  const paths = proposalPaths(directory.path, answer.id);
  const asked = await readProposal(directory.path, answer.id);
  if (asked === undefined || !isAsShown(asked.proposal)) return "gone";
  const { isAlive, answerKeys } = await readBoot(directory.path, asked.boot);
  if (!isAlive) return "gone";
  if ((await fileStatus(paths.answer)) !== undefined) return "already-decided";
  if (answerKeys !== undefined && !verifyAnswer(answer, asked.proposal, answerKeys)) throw notSigned();

  const decision = await envelope(asked.boot, asked.proposal, answer);
  const claimed = await createRecord(directory.path, fileName(answer.id, "claim"), JSON.stringify(decision));
  if (!claimed) return "already-decided";
  try {
    // A proxy that withdraws removes the proposal first: one that still stands here will find the claim.
    if ((await fileStatus(paths.proposal)) === undefined) {
      await removeFile(paths.claim);
      return "gone";
    }
    await appendAudit(directory.path, decision.audit);
    await directory.sync();
    return await publish(paths);
  } catch (error) {
    // Nothing was released: the operator may try again.
    await removeFile(paths.claim).catch(() => {});
    throw error;
  }
}

/** Gives the claim's file the answer's name. Whoever comes second with the same file has recorded it too. */
export async function publish(paths: ProposalPaths): Promise<Outcome> {
  try {
    if (await linkRecord(paths.claim, paths.answer)) return "recorded";
  } catch (error) {
    if (errorCode(error) === "ENOENT") return "gone";
    throw error;
  }
  const [claim, answer] = [await fileStatus(paths.claim), await fileStatus(paths.answer)];
  if (claim === undefined || answer === undefined) return "gone";
  return claim.ino === answer.ino ? "recorded" : "already-decided";
}

async function envelope(boot: string, proposal: Proposal, answer: SupervisorAnswer): Promise<DecisionEnvelope> {
  const audit = auditLine(randomUUID(), proposal, answer, operatorOf(answer));
  return { version: 1, boot, answer, digest: proposalDigest(proposal), audit, process: await ownMark() };
}
