/** A guard that was given keys: whatever the queue brings, only an answer signed for this very proposal counts. */

import { describe, expect, it } from "vitest";
import { answerSigner, createAnswerKeys } from "../../src/answer-signature.js";
import { ConfigurationError } from "../../src/errors.js";
import type { GuardVerdict, Proposal, SupervisorAnswer } from "../../src/types.js";
import { bench, now } from "./support/bench.js";
import { request, token } from "./support/scanner.js";

const keys = createAnswerKeys();
const strangers = createAnswerKeys();
const sign = answerSigner(keys.privateKey);
const signAsStranger = answerSigner(strangers.privateKey);
const approve = (id: string): SupervisorAnswer => ({ id, verdict: "approve", reason: "a test key", operator: "Ada" });

describe("with answerKeys", () => {
  it("a signed approval releases, and is remembered", async () => {
    const { guard, pending, desk } = bench({ answerKeys: [strangers.publicKey, keys.publicKey] });
    const verdict = guard.check(request(token("a")));
    const [proposal] = await pending(1);
    await desk.decide(sign(approve(proposal!.id), proposal!));
    expect(await verdict).toMatchObject({ action: "forward", because: "approved" });
    expect(await guard.check(request(token("a")))).toMatchObject({ because: "remembered" });
  });

  it("a signed rejection rejects; an unsigned one denies, and is not remembered as a person's no", async () => {
    const { guard, pending, desk, events } = bench({ answerKeys: [keys.publicKey] });
    const first = guard.check(request(token("a")));
    const [asked] = await pending(1);
    await desk.decide({ id: asked!.id, verdict: "reject" });
    expect(await first).toMatchObject({ because: "malformed-answer" });
    expect(events.map(({ type }) => type)).toContain("malformed");

    const second = guard.check(request(token("a")));
    const [again] = await pending(1);
    await desk.decide(sign({ id: again!.id, verdict: "reject" }, again!));
    expect(await second).toMatchObject({ because: "rejected" });
  });

  it("each of several findings needs a signature of its own", async () => {
    const { guard, pending, desk } = bench({ answerKeys: [keys.publicKey] });
    const verdict = guard.check(request(`${token("a")} ${token("b")}`));
    const [one, two] = await pending(2);
    const answer = sign(approve(one!.id), one!);
    await desk.decide(answer);
    expect(await now(verdict)).toBe("pending");
    await desk.decide({ ...answer, id: two!.id });
    expect(await verdict).toMatchObject({ because: "malformed-answer" });
  });

  it.each([[[]], [["nonsense"]], [[keys.privateKey]], [""], [5], [[null]]])(
    "answerKeys %j is a ConfigurationError",
    (answerKeys) => {
      expect(() => bench({ answerKeys: answerKeys as readonly string[] })).toThrow(ConfigurationError);
    },
  );
});

/** What an attacker who holds the queue can make of `valid`, an approval for `proposal`, and of one for `other`. */
type Forgery = (proposal: Proposal, other: Proposal, turn: number) => unknown;

const signed = (proposal: Proposal): SupervisorAnswer => sign(approve(proposal.id), proposal);

const FORGERIES: Readonly<Record<string, Forgery>> = {
  unsigned: ({ id }) => approve(id),
  "signed by a stranger": (proposal) => signAsStranger(approve(proposal.id), proposal),
  "another proposal's, replayed": (proposal, other) => ({ ...signed(other), id: proposal.id }),
  "another proposal's, as it was": (_, other) => signed(other),
  "made for this id in another boot": (proposal, other) => ({
    ...sign(approve(proposal.id), { ...other, id: proposal.id }),
  }),
  "made for another host": (proposal) => {
    const payload = { ...proposal.payload, host: "elsewhere.example" };
    return sign(approve(proposal.id), { ...proposal, payload });
  },
  "a rejection turned round": (proposal) => ({
    ...sign({ ...approve(proposal.id), verdict: "reject" }, proposal),
    verdict: "approve",
  }),
  "with another reason": (proposal) => ({ ...signed(proposal), reason: "another" }),
  "with another operator": (proposal) => ({ ...signed(proposal), operator: "Eve" }),
  "with a bit of the signature turned": (proposal, _, turn) => {
    const answer = signed(proposal);
    const bytes = Buffer.from(answer.signature!, "base64url");
    bytes[(turn >> 3) % 64]! ^= 1 << (turn & 7);
    return { ...answer, signature: bytes.toString("base64url") };
  },
  "with a character of it changed": (proposal, _, turn) => {
    const answer = signed(proposal);
    const at = turn % 86;
    const character = answer.signature![at] === "A" ? "B" : "A";
    return { ...answer, signature: answer.signature!.slice(0, at) + character + answer.signature!.slice(at + 1) };
  },
  "with the signature in another field": (proposal) => {
    const { signature, ...rest } = signed(proposal);
    return { ...rest, operator: signature };
  },
};

const ANSWERS = 10_000;
const AT_ONCE = 500;

it(`of ${ANSWERS} unsigned, changed, replayed and strangers' answers none approves`, async () => {
  const forgeries = Object.values(FORGERIES);
  const proposals = new Map<string, Proposal>();
  let other: Proposal | undefined;
  let turn = 0;
  const { guard } = bench(
    {
      answerKeys: [keys.publicKey],
      limits: { pending: AT_ONCE, denyAgainSeconds: 0 },
    },
    {
      submit: async (proposal) => {
        proposals.set(proposal.id, proposal);
      },
      answer: async (id) => {
        const proposal = proposals.get(id)!;
        const forge = forgeries[turn % forgeries.length]!;
        const answer = forge(proposal, other ?? { ...proposal, id: "other" }, turn);
        turn += 1;
        other = proposal;
        proposals.delete(id);
        return answer;
      },
      withdraw: async () => {},
    },
  );
  const verdicts: GuardVerdict[] = [];
  while (verdicts.length < ANSWERS) {
    const checks = Array.from({ length: AT_ONCE }, (_, index) => guard.check(request(token(verdicts.length + index))));
    verdicts.push(...(await Promise.all(checks)));
  }
  expect(turn).toBe(ANSWERS);
  expect(verdicts.filter(({ because }) => because !== "malformed-answer")).toEqual([]);
  expect(guard.safeTokens.size).toBe(0);
});
