import { proposalDigest } from "../../answer-signature.js";
import { QueueError } from "../../errors.js";
import type { Proposal } from "../../types.js";
import { proposalJson } from "../snapshot.js";
import { bootLiveness } from "./boots.js";
import type { QueueDirectory } from "./directory.js";
import { PROPOSAL_BYTES, PROPOSAL_LINKS, type ProposalEnvelope, parseProposal } from "./envelopes.js";
import { limited } from "./limit.js";
import { assertFileId, fileName, parseFileName, proposalPaths } from "./names.js";
import { createRecordAtOnce, fileStatus, readRecord, removeFile } from "./records.js";

/** The proposal `id` as it lies in the directory; undefined when it is missing or malformed. */
export async function readProposal(directory: string, id: string): Promise<ProposalEnvelope | undefined> {
  const reading = await readRecord(proposalPaths(directory, id).proposal, PROPOSAL_BYTES, PROPOSAL_LINKS);
  return typeof reading === "string" ? undefined : parseProposal(reading.value, id);
}

/** Of the proposals among the directory's `names`, those that wait for a decision and whose proxy still runs, oldest first. What is malformed is left out. */
export async function pendingProposals(directory: string, names: ReadonlySet<string>): Promise<readonly Proposal[]> {
  const isAlive = bootLiveness(directory);
  const read = async (name: string): Promise<Proposal | undefined> => {
    const file = parseFileName(name);
    if (file?.kind !== "proposal") return undefined;
    if (names.has(fileName(file.id, "claim")) || names.has(fileName(file.id, "answer"))) return undefined;
    const found = await readProposal(directory, file.id);
    return found !== undefined && (await isAlive(found.boot)) ? found.proposal : undefined;
  };
  const proposals = await Promise.all([...names].map(read));
  return proposals.filter((proposal) => proposal !== undefined).sort(byAge);
}

function byAge(a: Proposal, b: Proposal): number {
  const [first, second] = [`${a.createdAt} ${a.id}`, `${b.createdAt} ${b.id}`];
  if (first === second) return 0;
  return first < second ? -1 : 1;
}

/** `proposal` of `boot` as the text of its file, and its digest as whoever reads that file finds it. */
export function proposalRecord(boot: string, proposal: Proposal): { readonly json: string; readonly digest: string } {
  assertFileId(proposal.id);
  const text = proposalJson(proposal);
  const json = `{"version":1,"boot":${JSON.stringify(boot)},"proposal":${text}}`;
  if (Buffer.byteLength(json) >= PROPOSAL_BYTES) {
    throw new QueueError(`A proposal takes at most ${PROPOSAL_BYTES} bytes as JSON: shorten its payload.`);
  }
  return { json, digest: proposalDigest(JSON.parse(text) as Proposal) };
}

/**
 * Writes a proposal's file: durable and visible, or not there. Its answer is believed by its own boot alone, so a proposal that the
 * machine stops on is worth nothing. The directory's own fsync would wait for another commit of the file system, as soon as anything
 * else has come or gone in it meanwhile: that was most of what the slowest proposals took.
 */
export async function createProposal(directory: QueueDirectory, id: string, json: string): Promise<void> {
  const name = fileName(id, "proposal");
  if (!(await createRecordAtOnce(directory.path, name, json))) throw taken();
}

/** Rejects with QueueError when there is an answer to a proposal `id` already. */
export async function assertUnanswered(directory: string, id: string): Promise<void> {
  const { claim, answer } = proposalPaths(directory, id);
  if (await isAnyThere([claim, answer])) throw taken();
}

/** Whether nothing is left of a proposal. */
export async function isLost(directory: string, id: string): Promise<boolean> {
  const { proposal, claim, answer } = proposalPaths(directory, id);
  return !(await isAnyThere([proposal, claim, answer]));
}

async function isAnyThere(paths: readonly string[]): Promise<boolean> {
  const found = await Promise.all(paths.map((path) => fileStatus(path)));
  return found.some((status) => status !== undefined);
}

function taken(): QueueError {
  return new QueueError("A proposal with this id is already in the queue: give each proposal a new random id.");
}

/**
 * Removes a proposal and what was answered: the proposal first, so that a desk at work on it sees that it is gone, and the claim last, by which
 * a sweep that comes after a crash knows whose they were. A desk may give the claim the answer's name until then, so that is looked for again.
 */
export async function removeProposal(directory: string, id: string): Promise<void> {
  const { proposal, answer, claim } = proposalPaths(directory, id);
  const failures: unknown[] = [];
  await limited(async () => {
    for (const path of [proposal, answer, claim, answer])
      await removeFile(path).catch((error: unknown) => failures.push(error));
  });
  if (failures.length > 0) throw failures[0];
}
