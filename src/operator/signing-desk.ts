import { answerSigner, proposalDigest } from "../answer-signature.js";
import { AnswerError } from "../errors.js";
import type { Proposal, SupervisorAnswer, SupervisorDesk } from "../types.js";

/** A proposal as it was listed first, while it is pending. */
interface Listed {
  readonly proposal: Proposal;
  readonly digest: string;
}

/**
 * `desk`, but that every answer is signed. What is signed is the proposal as this desk listed it first: one that reads otherwise later
 * was tampered with, and is not signed at all.
 *
 * @param privateKey PKCS #8 in PEM.
 * @throws ConfigurationError When it is no Ed25519 private key.
 */
export function signingDesk(desk: SupervisorDesk, privateKey: string): SupervisorDesk {
  const sign = answerSigner(privateKey);
  let listed = new Map<string, Listed>();
  let changed = new Set<string>();

  const pending = async (): Promise<readonly Proposal[]> => {
    const proposals = await desk.pending();
    const entries = proposals.map((proposal) => ({ proposal, digest: proposalDigest(proposal) }));
    const isChanged = ({ proposal: { id }, digest }: Listed): boolean =>
      changed.has(id) || (listed.get(id)?.digest ?? digest) !== digest;
    changed = new Set(entries.filter(isChanged).map(({ proposal }) => proposal.id));
    listed = new Map(entries.map((entry) => [entry.proposal.id, listed.get(entry.proposal.id) ?? entry]));
    return proposals;
  };

  const decide = async (answer: SupervisorAnswer, shown?: Proposal): ReturnType<SupervisorDesk["decide"]> => {
    if (!listed.has(answer.id)) await pending();
    const found = listed.get(answer.id);
    const isOther = shown !== undefined && found !== undefined && proposalDigest(shown) !== found.digest;
    if (isOther || changed.has(answer.id)) {
      throw new AnswerError(
        "This proposal has changed since it was listed, so it is not signed: look who writes to the queue.",
      );
    }
    const proposal = found?.proposal;
    // What is not pending cannot be recorded: the desk says which of "gone" and "already-decided" it is.
    return proposal === undefined ? desk.decide(answer, shown) : desk.decide(sign(answer, proposal), proposal);
  };

  return {
    pending,
    decide,
    changes: (signal) => desk.changes(signal),
    ...(desk.approved && { approved: desk.approved.bind(desk) }),
    ...(desk.revoke && { revoke: desk.revoke.bind(desk) }),
  };
}
