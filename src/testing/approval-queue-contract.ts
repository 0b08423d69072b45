import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { setMaxListeners } from "node:events";
import type { ApprovalQueue, Proposal, SupervisorAnswer, SupervisorDesk } from "../types.js";

/** A queue to be tested. `desk`: the operator's side, where that is another object (another process, another connection). */
export interface QueueUnderTest {
  readonly queue: ApprovalQueue & SupervisorDesk;
  readonly desk?: SupervisorDesk;
  /** Called when a law has run, whether it held or not. */
  close?(): Promise<void> | void;
}

/** Makes an empty queue; called once for each law. */
export type MakeQueue = () =>
  | QueueUnderTest
  | (ApprovalQueue & SupervisorDesk)
  | Promise<QueueUnderTest | (ApprovalQueue & SupervisorDesk)>;

export interface QueueContractOptions {
  /** Milliseconds after which what has not happened counts as never. Default 10,000. */
  readonly patience?: number;
  /** How many proposals the law of many holds at once. Default 200. */
  readonly many?: number;
}

/** One law of the contract. `run` rejects with an AssertionError where the queue breaks it. */
export interface QueueLaw {
  readonly name: string;
  run(): Promise<void>;
}

interface Bench extends Required<QueueContractOptions> {
  readonly queue: ApprovalQueue;
  readonly desk: SupervisorDesk;
  /** Aborts when the law has run. */
  readonly signal: AbortSignal;
}

type Law = (bench: Bench) => Promise<void>;

/**
 * The contract of ApprovalQueue and SupervisorDesk as laws that any test runner can run:
 *
 *     for (const law of approvalQueueContract(() => myQueue())) test(law.name, () => law.run());
 */
export function approvalQueueContract(makeQueue: MakeQueue, options: QueueContractOptions = {}): readonly QueueLaw[] {
  const { patience = 10_000, many = 200 } = options;
  return Object.entries(LAWS).map(([name, law]) => ({
    name,
    async run(): Promise<void> {
      const made = await makeQueue();
      const { queue, desk = queue, close }: QueueUnderTest = "queue" in made ? made : { queue: made };
      const end = new AbortController();
      setMaxListeners(0, end.signal);
      try {
        await within(patience * 3, name, law({ queue, desk, signal: end.signal, patience, many }));
      } finally {
        end.abort();
        await close?.call(made);
      }
    },
  }));
}

const LAWS: Readonly<Record<string, Law>> = {
  "a submitted proposal is pending, unchanged": async ({ queue, desk }) => {
    const proposal = makeProposal();
    await queue.submit(proposal);
    assert.deepEqual(await desk.pending(), [proposal]);
  },

  "what the caller does to a proposal after submit changes nothing": async ({ queue, desk }) => {
    const proposal = makeProposal();
    const before = structuredClone(proposal);
    await queue.submit(proposal);
    Object.assign(proposal.payload, { host: "changed.example" });
    assert.deepEqual(await desk.pending(), [before]);
  },

  "the proposals of other tools are carried as they are": async ({ queue, desk }) => {
    const payload = {
      tool: "other-tool",
      nested: { list: [1, null, true, "é ✓ 😀"] },
    } as unknown as Proposal["payload"];
    const proposal: Proposal = { ...makeProposal(), tool: "other-tool", payload };
    await queue.submit(proposal);
    assert.deepEqual(await desk.pending(), [proposal]);
  },

  "text of 16 KiB with quotes, backslashes, line feeds and every script is carried as it is": async ({
    queue,
    desk,
  }) => {
    const made = makeProposal();
    const text = '"\\\n\u2028é✓😀'.repeat(1_260).slice(0, 10_000);
    const proposal: Proposal = { ...made, payload: { ...made.payload, text } };
    await queue.submit(proposal);
    assert.deepEqual(await desk.pending(), [proposal]);
  },

  "every proposal that is submitted is pending": async ({ queue, desk }) => {
    const ids = await submitAll(queue, 20);
    assert.deepEqual(idsOf(await desk.pending()), ids);
  },

  "an answer reaches who waits for it, with every field": async ({ queue, desk, signal }) => {
    for (const make of ANSWERS) {
      const [id] = await submitAll(queue, 1);
      const waiting = queue.answer(id!, signal);
      const answer = make(id!);
      assert.equal(await desk.decide(answer), "recorded");
      assert.deepEqual(await waiting, answer);
    }
  },

  "an answer that comes before anybody waits is not lost": async ({ queue, desk, signal }) => {
    const [id] = await submitAll(queue, 1);
    assert.equal(await desk.decide(approve(id!)), "recorded");
    assert.deepEqual(await queue.answer(id!, signal), approve(id!));
  },

  "an answer reaches only who waits for its proposal": async ({ queue, desk, signal, patience }) => {
    const [answered, other] = await submitAll(queue, 2);
    const stop = new AbortController();
    const waiting = queue.answer(other!, stop.signal);
    assert.equal(await desk.decide(approve(answered!)), "recorded");
    assert.deepEqual(await queue.answer(answered!, signal), approve(answered!));
    stop.abort();
    await rejects(patience, waiting);
  },

  "the first answer wins": async ({ queue, desk, signal }) => {
    const [id] = await submitAll(queue, 1);
    const waiting = queue.answer(id!, signal);
    assert.equal(await desk.decide(reject(id!)), "recorded");
    assert.equal(await desk.decide(approve(id!)), "already-decided");
    assert.equal(await desk.decide(reject(id!)), "already-decided");
    assert.deepEqual(await waiting, reject(id!));
    assert.deepEqual(await queue.answer(id!, signal), reject(id!));
  },

  "of answers that race exactly one is recorded, and that one arrives": async ({ queue, desk, signal }) => {
    const [id] = await submitAll(queue, 1);
    const waiting = queue.answer(id!, signal);
    const answers = Array.from({ length: 20 }, (_, index) => approve(id!, `reason ${index}`));
    const outcomes = await Promise.all(answers.map((answer) => desk.decide(answer)));
    const winner = outcomes.indexOf("recorded");
    assert.deepEqual(
      outcomes.filter((_, index) => index !== winner),
      Array.from({ length: 19 }, () => "already-decided"),
    );
    assert.deepEqual(await waiting, answers[winner]);
  },

  "a decided proposal is no longer pending": async ({ queue, desk }) => {
    const [decided, open] = await submitAll(queue, 2);
    assert.equal(await desk.decide(reject(decided!)), "recorded");
    assert.deepEqual(idsOf(await desk.pending()), [open]);
  },

  "a malformed answer is rejected with AnswerError and records nothing": async ({ queue, desk, signal }) => {
    const [id] = await submitAll(queue, 1);
    const waiting = queue.answer(id!, signal);
    for (const [what, malformed] of malformedAnswers(id!)) {
      await assert.rejects(
        desk.decide(malformed as SupervisorAnswer),
        (error) => error instanceof Error && "code" in error && error.code === "ANSWER_MALFORMED",
        what,
      );
    }
    assert.deepEqual(idsOf(await desk.pending()), [id]);
    assert.equal(await desk.decide(approve(id!)), "recorded");
    assert.deepEqual(await waiting, approve(id!));
  },

  "the longest reason, 1,000 characters of any script, is recorded": async ({ queue, desk, signal }) => {
    for (const character of ["x", "é", "😀"]) {
      const [id] = await submitAll(queue, 1);
      const answer = approve(id!, character.repeat(1_000));
      assert.equal(await desk.decide(answer), "recorded");
      assert.deepEqual(await queue.answer(id!, signal), answer);
    }
  },

  "after withdraw a proposal is not pending and an answer to it is gone": async ({ queue, desk }) => {
    for (const why of ["settled", "expired", "cancelled"] as const) {
      const [id] = await submitAll(queue, 1);
      await queue.withdraw(id!, why);
      assert.deepEqual(await desk.pending(), []);
      assert.equal(await desk.decide(approve(id!)), "gone");
    }
  },

  "after withdraw a decided proposal is gone too": async ({ queue, desk }) => {
    const [id] = await submitAll(queue, 1);
    assert.equal(await desk.decide(approve(id!)), "recorded");
    await queue.withdraw(id!, "settled");
    assert.equal(await desk.decide(approve(id!)), "gone");
  },

  "withdraw leaves the other proposals alone": async ({ queue, desk, signal }) => {
    const [withdrawn, kept] = await submitAll(queue, 2);
    const waiting = queue.answer(kept!, signal);
    await queue.withdraw(withdrawn!, "cancelled");
    assert.deepEqual(idsOf(await desk.pending()), [kept]);
    assert.equal(await desk.decide(approve(kept!)), "recorded");
    assert.deepEqual(await waiting, approve(kept!));
  },

  "withdrawing twice, or what was never submitted, does nothing": async ({ queue }) => {
    const [id] = await submitAll(queue, 1);
    await queue.withdraw(id!, "expired");
    await queue.withdraw(id!, "expired");
    await queue.withdraw(randomUUID(), "cancelled");
  },

  "an answer to what was never submitted is gone": async ({ desk }) => {
    for (const id of [randomUUID(), "x", "..", "../x", "a/b", "a\0b", "__proto__", "constructor"]) {
      assert.equal(await desk.decide(approve(id)), "gone", JSON.stringify(id));
    }
  },

  "a wait rejects when its signal aborts, and the proposal can still be decided": async ({
    queue,
    desk,
    signal,
    patience,
  }) => {
    const [id] = await submitAll(queue, 1);
    const stop = new AbortController();
    const waiting = queue.answer(id!, stop.signal);
    stop.abort();
    await rejects(patience, waiting);
    await rejects(patience, queue.answer(id!, stop.signal));
    assert.deepEqual(idsOf(await desk.pending()), [id]);
    assert.equal(await desk.decide(approve(id!)), "recorded");
    assert.deepEqual(await queue.answer(id!, signal), approve(id!));
  },

  "a wait that outlives its proposal still rejects when its signal aborts": async ({ queue, patience }) => {
    const [id] = await submitAll(queue, 1);
    const stop = new AbortController();
    const waiting = queue.answer(id!, stop.signal);
    await queue.withdraw(id!, "expired");
    stop.abort();
    await rejects(patience, waiting);
  },

  "a reader who lists at every step sees each change": async ({ queue, desk, signal, patience }) => {
    const reader = desk.changes(signal)[Symbol.asyncIterator]();
    const reaches = (what: string, wanted: (ids: string[]) => boolean): Promise<void> =>
      within(patience, what, readUntil(reader, desk, wanted));
    let reached = reaches("a step after submit", (ids) => ids.length === 2);
    const [first, second] = await submitAll(queue, 2);
    await reached;
    reached = reaches("a step after decide", (ids) => ids.join() === second);
    await desk.decide(reject(first!));
    await reached;
    reached = reaches("a step after withdraw", (ids) => ids.length === 0);
    await queue.withdraw(second!, "expired");
    await reached;
  },

  "every reader of changes has a step for a change": async ({ queue, desk, signal, patience }) => {
    const readers = Array.from({ length: 3 }, () => desk.changes(signal)[Symbol.asyncIterator]());
    const steps = readers.map((reader) => reader.next());
    await submitAll(queue, 1);
    for (const step of await within(patience, "a step for each reader", Promise.all(steps)))
      assert.equal(step.done, false);
  },

  "changes that nobody has read yet may fall together, and never pile up": async ({
    queue,
    desk,
    signal,
    patience,
  }) => {
    const reader = desk.changes(signal)[Symbol.asyncIterator]();
    let steps = 0;
    const counted: AsyncIterator<void> = {
      next: () => {
        steps += 1;
        return reader.next();
      },
    };
    const ids = await submitAll(queue, 30);
    await within(
      patience,
      "a step",
      readUntil(counted, desk, (left) => left.length === 30),
    );
    await queue.withdraw(ids[0]!, "expired");
    await within(
      patience,
      "a step",
      readUntil(counted, desk, (left) => left.length === 29),
    );
    assert.ok(steps <= 31, `${steps} steps for 31 changes`);
  },

  "changes end quietly when their signal aborts": async ({ queue, desk, patience }) => {
    const stop = new AbortController();
    const reader = desk.changes(stop.signal)[Symbol.asyncIterator]();
    const step = reader.next();
    stop.abort();
    assert.equal((await within(patience, "the end of changes", step)).done, true);
    await submitAll(queue, 1);
    assert.equal((await within(patience, "the end of changes", reader.next())).done, true);
    for await (const _ of desk.changes(stop.signal)) assert.fail("a step after the signal had aborted");
  },

  "a reader of changes may leave at any step": async ({ queue, desk, signal, patience }) => {
    const leave = async (): Promise<void> => {
      for await (const _ of desk.changes(signal)) return;
      assert.fail("changes ended before the change was seen");
    };
    const left = within(patience, "a step", leave());
    await submitAll(queue, 1);
    await left;
    await submitAll(queue, 1);
    assert.equal((await desk.pending()).length, 2);
  },

  "many proposals are held, answered and withdrawn at once": async ({ queue, desk, signal, many }) => {
    const ids = await submitAll(queue, many);
    const waits = ids.map((id) => queue.answer(id, signal));
    assert.deepEqual(idsOf(await desk.pending()), ids);
    const answers = ids.map((id, index) => (index % 2 === 0 ? approve(id, `reason ${index}`) : reject(id)));
    const outcomes = await Promise.all(answers.map((answer) => desk.decide(answer)));
    assert.deepEqual(new Set(outcomes), new Set(["recorded"]));
    assert.deepEqual(await Promise.all(waits), answers);
    await Promise.all(ids.map((id) => queue.withdraw(id, "settled")));
    assert.deepEqual(await desk.pending(), []);
  },

  "no rejection is left unhandled": async ({ queue, desk, patience }) => {
    const unhandled: unknown[] = [];
    const listen = (reason: unknown): void => void unhandled.push(reason);
    process.on("unhandledRejection", listen);
    try {
      const ids = await submitAll(queue, 3);
      const stop = new AbortController();
      const waits = ids.map((id) => queue.answer(id, stop.signal).catch(() => {}));
      await desk.decide(approve(ids[0]!));
      await queue.withdraw(ids[1]!, "cancelled");
      stop.abort();
      await within(patience, "the end of each wait", Promise.all(waits));
      await desk.decide("nonsense" as unknown as SupervisorAnswer).catch(() => {});
      await new Promise((resolve) => setImmediate(resolve));
      assert.deepEqual(unhandled, []);
    } finally {
      process.off("unhandledRejection", listen);
    }
  },
};

const ANSWERS: readonly ((id: string) => SupervisorAnswer)[] = [
  (id) => ({ id, verdict: "approve", reason: "the deploy key of the test project" }),
  (id) => ({ id, verdict: "approve", reason: 'é ✓ 😀 "quoted" \\ \n', operator: "Ada", signature: "c2lnbmF0dXJl" }),
  (id) => ({ id, verdict: "reject" }),
  (id) => ({ id, verdict: "reject", reason: "", operator: "Ada" }),
  (id) => ({ id, verdict: "reject", reason: "not ours" }),
];

/** Answers that the contract calls malformed, each with what is wrong with it. */
function malformedAnswers(id: string): readonly (readonly [what: string, answer: unknown])[] {
  const reason = "because";
  return [
    ["nothing", undefined],
    ["null", null],
    ["a string", "approve"],
    ["an array", [{ id, verdict: "approve", reason }]],
    ["a function", () => ({ id, verdict: "approve", reason })],
    ["an empty object", {}],
    ["no id", { verdict: "approve", reason }],
    ["an empty id", { id: "", verdict: "approve", reason }],
    ["an id that is no string", { id: 1, verdict: "approve", reason }],
    ["no verdict", { id, reason }],
    ["the verdict modify", { id, verdict: "modify", reason }],
    ["a verdict in capitals", { id, verdict: "APPROVE", reason }],
    ["a verdict that is no string", { id, verdict: true, reason }],
    ["a verdict in a list", { id, verdict: ["approve"], reason }],
    ["an approval without a reason", { id, verdict: "approve" }],
    ["an approval with an empty reason", { id, verdict: "approve", reason: "" }],
    ["an approval with a blank reason", { id, verdict: "approve", reason: " \t\r\n\u00a0\u3000" }],
    [
      "an approval with an invisible reason",
      { id, verdict: "approve", reason: "\u200b\u2060\ufeff\u00ad\u202e\u3164\u0000" },
    ],
    ["a reason that is no string", { id, verdict: "approve", reason: 1 }],
    ["a reason over 1,000 characters", { id, verdict: "approve", reason: "x".repeat(1_001) }],
    ["a rejection's reason over 1,000 characters", { id, verdict: "reject", reason: "x".repeat(1_001) }],
    ["an operator that is no string", { id, verdict: "approve", reason, operator: {} }],
    ["a signature that is no string", { id, verdict: "approve", reason, signature: 1 }],
    ["an unknown field", { id, verdict: "approve", reason, host: "other.example" }],
    ["a field named __proto__", JSON.parse(`{"id":${JSON.stringify(id)},"verdict":"reject","__proto__":{}}`)],
    ["inherited fields", Object.create({ id, verdict: "approve", reason })],
  ];
}

function makeProposal(): Proposal {
  const id = randomUUID();
  const now = Date.now();
  return {
    id,
    tool: "egress-token-allow",
    createdAt: new Date(now).toISOString(),
    expiresAt: new Date(now + 300_000).toISOString(),
    payload: {
      tool: "egress-token-allow",
      host: "api.example",
      method: "POST",
      path: "/v1/items",
      detector: "example-token",
      reason: "An example token stands in a header.",
      context: "authorization: Bearer [redacted]",
      fingerprint: "0123456789abcdef",
      location: { surface: "header", path: "authorization", decoded: [], start: 7, end: 47 },
      text: "POST api.example/v1/items\nauthorization: Bearer [redacted]",
    },
  };
}

/** Submits `count` new proposals at once; their ids, sorted. */
async function submitAll(queue: ApprovalQueue, count: number): Promise<string[]> {
  const proposals = Array.from({ length: count }, makeProposal);
  await Promise.all(proposals.map((proposal) => queue.submit(proposal)));
  return idsOf(proposals);
}

function idsOf(proposals: readonly Proposal[]): string[] {
  return proposals.map((proposal) => proposal.id).sort();
}

function approve(id: string, reason = "the key of the test project"): SupervisorAnswer {
  return { id, verdict: "approve", reason };
}

function reject(id: string): SupervisorAnswer {
  return { id, verdict: "reject", reason: "not ours" };
}

/** Lists at every step, until `wanted` holds of the pending ids. */
async function readUntil(
  reader: AsyncIterator<void>,
  desk: SupervisorDesk,
  wanted: (ids: string[]) => boolean,
): Promise<void> {
  while ((await reader.next()).done !== true) {
    if (wanted(idsOf(await desk.pending()))) return;
  }
  assert.fail("changes ended before the change was seen");
}

async function rejects(patience: number, promise: Promise<unknown>): Promise<void> {
  await within(patience, "a rejection", assert.rejects(promise));
}

/** What `promise` brings, or an AssertionError once `milliseconds` have passed. */
async function within<Value>(milliseconds: number, what: string, promise: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    const error = new assert.AssertionError({ message: `${what}: not within ${milliseconds} ms` });
    timer = setTimeout(() => fail(error), milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
