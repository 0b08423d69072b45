import { repairAudit } from "./audit.js";
import { publish } from "./decide.js";
import type { QueueDirectory } from "./directory.js";
import { DECISION_BYTES, DECISION_LINKS, parseDecision } from "./envelopes.js";
import { isAlive } from "./liveness.js";
import { proposalPaths } from "./names.js";
import { fileStatus, type Reading, readRecord } from "./records.js";

/** What the guard is given for an answer that no desk wrote for this boot: never a valid answer, so it denies. */
const MALFORMED: unknown = Object.freeze({ malformed: true });

/** What was answered to the proposal `id` of `boot`, with this digest, unvalidated; undefined while nothing was. */
export async function readAnswer(
  directory: string,
  boot: string,
  id: string,
  digest: string | undefined,
): Promise<{ answer: unknown } | undefined> {
  const paths = proposalPaths(directory, id);
  const reading = await readDecision(paths.answer);
  if (reading === "missing") return undefined;
  if (reading === "malformed") return { answer: MALFORMED };
  // A desk links its claim first, and this is that file: anything else was put here by somebody else.
  const claim = await fileStatus(paths.claim);
  const decision = parseDecision(reading.value);
  const genuine = claim?.ino === reading.status.ino && decision?.boot === boot && decision.digest === digest;
  return { answer: genuine ? decision.answer : MALFORMED };
}

/** Publishes the claim of a desk that died before it could, after making sure of its audit line. */
export async function finishDecision(directory: QueueDirectory, id: string): Promise<void> {
  const paths = proposalPaths(directory.path, id);
  const reading = await readDecision(paths.claim);
  if (reading === "missing") return;
  if (reading !== "malformed") {
    const decision = parseDecision(reading.value);
    if (decision !== undefined) {
      if (await isAlive(decision.process, Number(reading.status.ctimeMs))) return;
      await repairAudit(directory.path, decision.audit);
      await directory.sync();
    }
  }
  await publish(paths);
}

function readDecision(path: string): Promise<Reading> {
  return readRecord(path, DECISION_BYTES, DECISION_LINKS);
}
