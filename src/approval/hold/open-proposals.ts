import type { SharedProposal } from "./shared-proposal.js";

/** The proposals that wait for an answer: one for each question. */
export class OpenProposals<Waiter> {
  readonly #byQuestion = new Map<string, SharedProposal<Waiter>>();
  readonly #byValue = new Map<string, Set<SharedProposal<Waiter>>>();

  find(question: string): SharedProposal<Waiter> | undefined {
    return this.#byQuestion.get(question);
  }

  /** Those about one value, whatever the host. */
  about(value: string): Iterable<SharedProposal<Waiter>> {
    return this.#byValue.get(value) ?? [];
  }

  add(proposal: SharedProposal<Waiter>): void {
    const { name, value } = proposal.question;
    this.#byQuestion.set(name, proposal);
    const siblings = this.#byValue.get(value);
    if (siblings === undefined) this.#byValue.set(value, new Set([proposal]));
    else siblings.add(proposal);
  }

  delete(proposal: SharedProposal<Waiter>): void {
    const { name, value } = proposal.question;
    if (this.#byQuestion.get(name) === proposal) this.#byQuestion.delete(name);
    const siblings = this.#byValue.get(value);
    siblings?.delete(proposal);
    if (siblings?.size === 0) this.#byValue.delete(value);
  }
}
