import { createHash, generateKeyPairSync, sign } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answerKeyOf, createAnswerKeys, signAnswer, verifyAnswer } from "../src/answer-signature.js";
import { canonicalJson } from "../src/canonical-json.js";
import { AnswerError, ConfigurationError } from "../src/errors.js";
import { makeProposal } from "../src/testing/queue-laws/samples.js";
import type { Proposal, SupervisorAnswer } from "../src/types.js";

const keys = createAnswerKeys();
const proposal = makeProposal();
const { id } = proposal;
const approval: SupervisorAnswer = { id, verdict: "approve", reason: "a key of the test project", operator: "Ada" };
const signed = signAnswer(approval, proposal, keys.privateKey);
const takes = (answer: unknown, about: Proposal = proposal, by = [keys.publicKey]): boolean =>
  verifyAnswer(answer, about, by);

describe("a signed answer", () => {
  test.each<[SupervisorAnswer]>([
    [approval],
    [{ id, verdict: "approve", reason: "ok" }],
    [{ id, verdict: "reject" }],
    [{ id, verdict: "reject", reason: "", operator: "" }],
    [{ ...approval, signature: "to be replaced" }],
  ])("%j is taken, with what it says unchanged", (answer) => {
    const { signature, ...rest } = signAnswer(answer, proposal, keys.privateKey);
    const { signature: _, ...said } = answer;
    expect(rest).toEqual(said);
    expect(signature).toMatch(/^[\w-]{86}$/);
    expect(takes({ ...rest, signature })).toBe(true);
  });

  test("is Ed25519 over the documented text, so that a desk in any language can make one", () => {
    const digest = createHash("sha256").update(canonicalJson(proposal)).digest("hex");
    const text = `{"id":"${id}","operator":"Ada","proposal":"${digest}","reason":"a key of the test project","type":"outbound-dlp/answer/v1","verdict":"approve"}`;
    const signature = sign(null, Buffer.from(text), keys.privateKey).toString("base64url");
    expect(signature).toBe(signed.signature);
  });

  test("is taken for the proposal as any queue carries it: as JSON, its members in any order", () => {
    const { payload, ...rest } = JSON.parse(JSON.stringify(proposal)) as Proposal;
    expect(takes(signed, { payload: { ...payload }, ...rest })).toBe(true);
  });

  test("is taken when any one of several keys has made it", () => {
    expect(takes(signed, proposal, [createAnswerKeys().publicKey, keys.publicKey])).toBe(true);
  });
});

describe("no other answer is taken:", () => {
  const other = makeProposal();
  const cases: Record<string, unknown> = {
    "one without a signature": approval,
    "another verdict": { ...signed, verdict: "reject" },
    "a rejection made an approval": {
      ...signAnswer({ ...approval, verdict: "reject" }, proposal, keys.privateKey),
      verdict: "approve",
    },
    "another reason": { ...signed, reason: "a key of the test project " },
    "another operator": { ...signed, operator: "Bob" },
    "an operator left out": { ...signed, operator: undefined },
    "an operator put in": { ...signAnswer({ id, verdict: "reject" }, proposal, keys.privateKey), operator: "" },
    "a reason put in": { ...signAnswer({ id, verdict: "reject" }, proposal, keys.privateKey), reason: "" },
    "another proposal's answer": signAnswer({ ...approval, id: other.id }, other, keys.privateKey),
    "another proposal's answer under this one's id": {
      ...signAnswer({ ...approval, id: other.id }, other, keys.privateKey),
      id,
    },
    "another key's": signAnswer(approval, proposal, createAnswerKeys().privateKey),
    "a signature with padding": { ...signed, signature: `${signed.signature}==` },
    "a signature in base64": { ...signed, signature: Buffer.from(signed.signature!, "base64url").toString("base64") },
    "an empty signature": { ...signed, signature: "" },
    "an unknown field": { ...signed, host: "other.example" },
    nothing: undefined,
  };
  test.each(Object.entries(cases))("%s", (_, answer) => {
    expect(takes(answer)).toBe(false);
  });

  test("a signature written another way: the last character has bits to spare", () => {
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const others = [...alphabet].map((last) => signed.signature!.slice(0, -1) + last);
    expect(others.filter((signature) => takes({ ...signed, signature }))).toEqual([signed.signature]);
  });

  test("a signature with any bit turned", () => {
    fc.assert(
      fc.property(fc.nat(511), (bit) => {
        const bytes = Buffer.from(signed.signature!, "base64url");
        bytes[bit >> 3]! ^= 1 << (bit & 7);
        expect(takes({ ...signed, signature: bytes.toString("base64url") })).toBe(false);
      }),
    );
  });

  test("one for a proposal that differs in anything", () => {
    const changes: Partial<Proposal>[] = [
      { tool: "other" },
      { createdAt: "2000-01-01T00:00:00.000Z" },
      { expiresAt: "2000-01-01T00:00:00.000Z" },
      ...Object.keys(proposal.payload).map((name) => ({ payload: { ...proposal.payload, [name]: "other" } })),
      { payload: { ...proposal.payload, more: 1 } as Proposal["payload"] },
    ];
    expect(changes.filter((change) => takes(signed, { ...proposal, ...change }))).toEqual([]);
  });
});

describe("signing", () => {
  test.each<[string, SupervisorAnswer]>([
    ["an approval without a reason", { id, verdict: "approve", reason: " " }],
    ["another proposal's answer", { ...approval, id: "other" }],
    ["a verdict that is none", { id, verdict: "modify" } as unknown as SupervisorAnswer],
  ])("%s is an AnswerError", (_, answer) => {
    expect(() => signAnswer(answer, proposal, keys.privateKey)).toThrow(AnswerError);
  });

  test("with anything but an Ed25519 private key is a ConfigurationError that quotes nothing", () => {
    const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ type: "pkcs8", format: "pem" });
    for (const key of ["", "nonsense", keys.publicKey, rsa.toString(), keys.privateKey.slice(0, 60)]) {
      expect(() => signAnswer(approval, proposal, key)).toThrow(ConfigurationError);
      expect(() => answerKeyOf(key)).toThrow(/^The private key is no Ed25519 key/);
    }
  });
});

describe("a public key", () => {
  test("is that of the private one", () => {
    expect(answerKeyOf(keys.privateKey)).toBe(keys.publicKey);
    expect(keys.publicKey).toMatch(/^[\w-]{43}$/);
  });

  /** The points of small order, and how else their coordinates can be written: everybody can sign for them. */
  const weak = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000080",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  ].map((hex) => Buffer.from(hex, "hex").toString("base64url"));

  test.each<[unknown]>([
    [""],
    [keys.publicKey.slice(1)],
    [`${keys.publicKey}=`],
    [keys.privateKey],
    [5],
    ...weak.map((key): [unknown] => [key]),
  ])("%s is refused", (key) => {
    expect(() => takes(signed, proposal, [key as string])).toThrow(ConfigurationError);
  });

  test("must be given at all", () => {
    for (const none of [[], new Set<string>()])
      expect(() => verifyAnswer(signed, proposal, none)).toThrow(ConfigurationError);
  });
});
