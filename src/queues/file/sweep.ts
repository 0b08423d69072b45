import { join } from "node:path";
import { bootLiveness } from "./boots.js";
import type { QueueDirectory } from "./directory.js";
import { DECISION_BYTES, DECISION_LINKS, parseDecision } from "./envelopes.js";
import { isTemporary, parseFileName, proposalPaths } from "./names.js";
import { readProposal, removeProposal } from "./proposals.js";
import { fileStatus, readRecord, removeFile } from "./records.js";

/** Age from which a temporary file, a call and a reply are nobody's, in milliseconds. */
const TEMPORARY_MS = 60_000;

/**
 * Removes what proxies left that run no more: their proposals, with the answers to them, and their boots. What is in the
 * audit stays. A file that cannot be read as a record is left alone: nobody knows whose it is, and it does nothing.
 */
export async function sweep(directory: QueueDirectory): Promise<void> {
  const isAlive = bootLiveness(directory.path);
  const names = await directory.list();
  const isBoot = (name: string): boolean => parseFileName(name)?.kind === "boot";
  // Boots last, so that a sweep that is cut short is done again in full.
  for (const name of [...names.filter((name) => !isBoot(name)), ...names.filter(isBoot)]) {
    // What cannot be read or removed now is met again by the next boot.
    await sweepName(directory.path, name, isAlive).catch(() => {});
  }
}

async function sweepName(directory: string, name: string, isAlive: (boot: unknown) => Promise<boolean>): Promise<void> {
  const file = parseFileName(name);
  if (file === undefined) await sweepTemporary(directory, name);
  else if (file.kind === "call" || file.kind === "reply") await sweepOld(join(directory, name));
  else if (file.kind !== "boot") {
    if (await isAbandoned(directory, file.id, isAlive)) await removeProposal(directory, file.id);
  } else if (!(await isAlive(file.id))) await removeFile(join(directory, name));
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
  if (isTemporary(name)) await sweepOld(join(directory, name));
}

async function sweepOld(path: string): Promise<void> {
  const status = await fileStatus(path);
  if (status?.isFile() && Date.now() - Number(status.mtimeMs) > TEMPORARY_MS) await removeFile(path);
}
