import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseAnswer } from "../src/answer.js";
import { AnswerError } from "../src/errors.js";

const id = "a-proposal";
const approval = { id, verdict: "approve", reason: "because" } as const;

describe("an answer of the two kinds is taken over field by field", () => {
  test.each([
    [approval],
    [{ ...approval, operator: "Ada", signature: "c2lnbmF0dXJl" }],
    [{ ...approval, reason: "x".repeat(1_000) }],
    [{ ...approval, reason: "😀".repeat(1_000) }],
    [{ ...approval, reason: "\u200b.\u200b" }],
    [{ id, verdict: "reject" }],
    [{ id, verdict: "reject", reason: "" }],
    [{ id, verdict: "reject", reason: "no", operator: "Ada" }],
    [Object.assign(Object.create(null), approval)],
  ])("%j", (answer) => {
    expect(parseAnswer(answer, id)).toEqual({ ...answer });
    expect(Object.isFrozen(parseAnswer(answer))).toBe(true);
  });
});

test("an empty id is no proposal's, whichever was asked about", () => {
  expect(() => parseAnswer({ ...approval, id: "" })).toThrow(AnswerError);
  expect(() => parseAnswer({ ...approval, id: "" }, "")).toThrow(AnswerError);
});

test("an optional field that is undefined counts as absent", () => {
  expect(Object.keys(parseAnswer({ ...approval, operator: undefined }))).toEqual(["id", "verdict", "reason"]);
});

class Approval {
  id = id;
  verdict = "approve";
  reason = "because";
}

const revoked = Proxy.revocable({ ...approval }, {});
revoked.revoke();

const throwing = new Proxy(
  { ...approval },
  {
    ownKeys: () => {
      throw new Error("a trap");
    },
  },
);

const getter = Object.defineProperty({ id, verdict: "approve" }, "reason", { enumerable: true, get: () => "because" });

describe("anything else is an AnswerError", () => {
  test.each<[what: string, answer: unknown]>([
    ["undefined", undefined],
    ["null", null],
    ["a string", JSON.stringify(approval)],
    ["a boxed string", new String("approve")],
    ["an array", [approval]],
    ["an array with fields", Object.assign([], approval)],
    ["a function with fields", Object.assign(() => {}, approval)],
    ["a map", new Map(Object.entries(approval))],
    ["an instance of a class", new Approval()],
    ["inherited fields", Object.create(approval)],
    ["a prototype with one field", Object.setPrototypeOf({ id, verdict: "approve" }, { reason: "because" })],
    ["an own field __proto__", JSON.parse('{"id":"a-proposal","verdict":"reject","__proto__":{"reason":"x"}}')],
    ["a getter", getter],
    ["a hidden field", Object.defineProperty({ id, verdict: "approve" }, "reason", { value: "because" })],
    ["a symbol", { ...approval, [Symbol("note")]: 1 }],
    ["toJSON", { ...approval, toJSON: () => approval }],
    ["an unknown field", { ...approval, host: "other.example" }],
    ["an unknown field that is undefined", { ...approval, host: undefined }],
    ["a revoked proxy", revoked.proxy],
    ["a proxy that throws", throwing],
    ["no id", { verdict: "reject" }],
    ["an empty id", { id: "", verdict: "reject" }],
    ["an id that is a number", { ...approval, id: 1 }],
    ["another proposal's id", { ...approval, id: "another" }],
    ["an id with a space after it", { ...approval, id: `${id} ` }],
    ["no verdict", { id, reason: "because" }],
    ["an unknown verdict", { ...approval, verdict: "approved" }],
    ["a verdict in capitals", { ...approval, verdict: "Approve" }],
    ["a verdict as an array", { ...approval, verdict: ["approve"] }],
    ["a verdict of true", { ...approval, verdict: true }],
    ["no reason", { id, verdict: "approve" }],
    ["a reason that is undefined", { id, verdict: "approve", reason: undefined }],
    ["a reason that is null", { ...approval, reason: null }],
    ["a reason that is a boxed string", { ...approval, reason: new String("because") }],
    ["1,001 characters", { ...approval, reason: "x".repeat(1_001) }],
    ["1,001 emoji", { ...approval, reason: "😀".repeat(1_001) }],
    ["1,001 characters of a rejection", { id, verdict: "reject", reason: "x".repeat(1_001) }],
    ["an operator that is null", { ...approval, operator: null }],
    ["an operator of 257 characters", { ...approval, operator: "x".repeat(257) }],
    ["a signature that is bytes", { ...approval, signature: new Uint8Array(64) }],
  ])("%s", (_, answer) => {
    expect(() => parseAnswer(answer, id)).toThrow(AnswerError);
  });
});

/** Characters that Unicode draws as nothing or as a blank, of each general category that has some. */
const INVISIBLE = [
  ..." \t\n\v\f\r\u0000\u001b\u007f\u0085\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b\u180e",
  ..."\u2000\u200b\u200c\u200d\u200e\u2028\u2029\u202e\u202f\u205f\u2060\u2063\u2066\u206f\u2800\u3000\u3164",
  ..."\ufe00\ufe0f\ufeff\uffa0\ufff9\u{13441}\u{1bca0}\u{1d159}\u{1d173}\u{e0001}\u{e0041}\u{e0100}",
  "\ud800",
  "\uffff",
  "\ue000",
];

test("an approval's reason needs something visible: no mix of invisible characters will do", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...INVISIBLE), { maxLength: 40 }), (characters) => {
      expect(() => parseAnswer({ ...approval, reason: characters.join("") })).toThrow(AnswerError);
    }),
  );
  for (const character of INVISIBLE) {
    expect(() => parseAnswer({ ...approval, reason: character }), JSON.stringify(character)).toThrow("visible");
  }
});

test("one visible character among invisible ones is a reason", () => {
  const visible = fc.constantFrom(..."a1.é語ا😀€");
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...INVISIBLE), { maxLength: 20 }), visible, (characters, character) => {
      const reason = `${characters.join("")}${character}`;
      expect(parseAnswer({ ...approval, reason })).toEqual({ ...approval, reason });
    }),
  );
});

test("there is no modify, and the error says so", () => {
  expect(() => parseAnswer({ ...approval, verdict: "modify" })).toThrow(/no modify/);
});

test("what a polluted Object.prototype holds is no part of an answer", () => {
  const pollution = { value: "approve", verdict: "approve", reason: "because" };
  const outcomes: unknown[] = [];
  Object.assign(Object.prototype, pollution);
  try {
    for (const answer of [{ id }, { id, verdict: "approve" }, getter]) outcomes.push(outcomeOf(answer));
  } finally {
    for (const name of Object.keys(pollution)) Reflect.deleteProperty(Object.prototype, name);
  }
  for (const outcome of outcomes) expect(outcome).toBeInstanceOf(AnswerError);
});

test("for any value at all the outcome is one of the two answers or an AnswerError that quotes nothing of it", () => {
  const field = fc.oneof(fc.constantFrom("approve", "reject", "modify", id), fc.anything(), fc.string());
  const near = fc.record({ id: field, verdict: field, reason: field, operator: field }, { requiredKeys: [] });
  fc.assert(
    fc.property(fc.oneof(near, fc.anything()), (value) => {
      try {
        const answer = parseAnswer(value);
        expect(["approve", "reject"]).toContain(answer.verdict);
        expect(answer).toEqual(JSON.parse(JSON.stringify(value)));
      } catch (error) {
        expect(error).toBeInstanceOf(AnswerError);
        expect(error).not.toHaveProperty("cause");
      }
    }),
    { numRuns: 2_000 },
  );
});

test("the message quotes nothing of the answer", () => {
  const secret = "s3cr3t-v4lue";
  for (const answer of [
    secret,
    { id: secret, verdict: "approve" },
    { id, verdict: secret },
    { ...approval, [secret]: 1 },
    { ...approval, operator: { [secret]: secret } },
  ]) {
    const outcome = outcomeOf(answer);
    expect(outcome).toBeInstanceOf(AnswerError);
    expect((outcome as AnswerError).message).not.toContain(secret);
  }
});

function outcomeOf(answer: unknown): unknown {
  try {
    return parseAnswer(answer, id);
  } catch (error) {
    return error;
  }
}
