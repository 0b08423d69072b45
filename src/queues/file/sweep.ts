import { join } from "node:path";
import { bootLiveness } from "./boots.js";
import type { QueueDirectory } from "./directory.js";
import { DECISION_BYTES, DECISION_LINKS, parseDecision } from "./envelopes.js";
import { isTemporary, parseFileName, proposalPaths } from "./names.js";
import { readProposal, removeProposal } from "./proposals.js";
import { fileStatus, readRecord, removeFile } from "./records.js";

/** Age from which a temporary file is nobody's, in milliseconds. */
const TEMPORARY_MS = 60_000;

/**
 * Removes what proxies left that run no more: their proposals, with the answers to them, and their boots. What is in the
 * audit stays. A file that cannot be read as a record is left alone: nobody knows whose it is, and it does nothing.
 */
export async function sweep(directory: QueueDirectory): Promise<void> {
  const isAlive = bootLiveness(directory.path);
  const names = await directory.list();
  const boots: string[] = [];
  for (const name of names) {
    const file = parseFileName(name);
    if (file === undefined) await sweepTemporary(directory.path, name);
    else if (file.kind === "boot") boots.push(name);
    else if (await isAbandoned(directory.path, file.id, isAlive)) {
      // What cannot be removed now is met again by the next boot.
      await removeProposal(directory.path, file.id).catch(() => {});
    }
  }
  for (const name of boots) {
    if (!(await isAlive(parseFileName(name)?.id))) await removeFile(join(directory.path, name));
  }
}

async function isAbandoned(
  directory: string,
  id: string,
  isAlive: (boot: unknown) => Promise<boolean>,
): Promise<boolean> {
  const paths = proposalPaths(directory, id);
  if ((await fileStatus(paths.proposal)) !== undefined) {
    const asked = await readProposal(directory, id);
    return asked !== undefined && !(await isAlive(asked.boot));
  }
  // An answer without a question: its desk was killed while the proposal was withdrawn.
  const reading = await readRecord(paths.claim, DECISION_BYTES, DECISION_LINKS);
  const decision = typeof reading === "string" ? undefined : parseDecision(reading.value);
  return decision !== undefined && !(await isAlive(decision.boot));
}

async function sweepTemporary(directory: string, name: string): Promise<void> {
  if (!isTemporary(name)) return;
  const path = join(directory, name);
  const status = await fileStatus(path);
  if (status?.isFile() && Date.now() - Number(status.mtimeMs) > TEMPORARY_MS) await removeFile(path);
}
