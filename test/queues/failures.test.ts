import { type FileHandle, readdir } from "node:fs/promises";
import { describe, expect, test, vi } from "vitest";
import { QueueError } from "../../src/errors.js";
import { fileQueue } from "../../src/queues/file.js";
import { approve, makeProposal } from "../../src/testing/queue-laws/samples.js";
import { freshPath, readAudit } from "./support/directory.js";

/** The next file operations by number; those from `from` to `to` fail with `code`. */
const faults = vi.hoisted(() => ({ count: 0, from: 0, to: 0, code: "" }));

vi.mock("node:fs/promises", async (original) => {
  const fs = await original<Record<string, unknown>>();
  type Operation = (...args: unknown[]) => Promise<unknown>;
  const faulty = (operation: Operation): Operation =>
    async function (this: unknown, ...args) {
      faults.count += 1;
      const fails = faults.count >= faults.from && faults.count <= faults.to;
      if (fails)
        throw Object.assign(new Error(`${faults.code}: a path, a secret`), { code: faults.code, path: "a path" });
      return operation.apply(this, args);
    };
  const faultyHandle = (handle: FileHandle): FileHandle =>
    new Proxy(handle, {
      get(target, name) {
        const member = Reflect.get(target, name, target) as unknown;
        if (typeof member !== "function") return member;
        const bound = member.bind(target) as Operation;
        // A close that fails has closed all the same (close(2)).
        if (name !== "close") return faulty(bound);
        return (...args: unknown[]) => bound(...args).then(faulty(async () => undefined));
      },
    });
  const wrapped = Object.entries(fs).map(([name, member]) => {
    if (typeof member !== "function") return [name, member];
    const operation = faulty(member as Operation);
    return [
      name,
      name === "open"
        ? async (...args: unknown[]) => faultyHandle((await operation(...args)) as FileHandle)
        : operation,
    ];
  });
  return Object.fromEntries(wrapped) as object;
});

function failAt(from: number, to: number, code: string): void {
  Object.assign(faults, { count: 0, from, to, code });
}

function repair(): void {
  failAt(0, 0, "");
}

const never = new AbortController().signal;
const ADVICE = { ENOSPC: /free some space/, EIO: /check the disk/, EACCES: /run as/, EMFILE: /ulimit -n/ } as const;
type Code = keyof typeof ADVICE;

function expectAdvice(error: unknown, code: Code): void {
  expect(error).toBeInstanceOf(QueueError);
  expect((error as QueueError).message).toMatch(ADVICE[code]);
  expect((error as QueueError).message).not.toMatch(/a path|a secret/);
  expect(error).not.toHaveProperty("cause");
}

interface Held {
  readonly directory: string;
  readonly queue: ReturnType<typeof fileQueue>;
  readonly id: string;
}

/** A queue that holds one proposal. */
async function hold(): Promise<Held> {
  const directory = await freshPath();
  const queue = fileQueue(directory);
  const { id } = makeProposal();
  await queue.submit(makeProposal(id));
  return { directory, queue, id };
}

/**
 * Runs `call` with its first operation failing, then its second, and so on until it has fewer; `settled` looks at each outcome.
 * How many failures there were.
 */
async function atEveryOperation<Setup>(
  code: Code,
  setup: () => Promise<Setup>,
  call: (setup: Setup) => Promise<unknown>,
  settled: (setup: Setup, outcome: PromiseSettledResult<unknown>) => Promise<void>,
): Promise<number> {
  for (let operation = 1; ; operation++) {
    const made = await setup();
    failAt(operation, operation, code);
    const [outcome] = await Promise.allSettled([call(made)]);
    const reached = faults.count >= operation;
    repair();
    if (outcome.status === "rejected") expectAdvice(outcome.reason, code);
    await settled(made, outcome);
    if (!reached) return operation - 1;
  }
}

describe.each(Object.keys(ADVICE) as Code[])("when one file operation fails with %s", (code) => {
  test("submit says what to do and leaves no proposal, or has submitted it", async () => {
    const failures = await atEveryOperation(
      code,
      async () => {
        const queue = fileQueue(await freshPath());
        return { queue, proposal: makeProposal() };
      },
      ({ queue, proposal }) => queue.submit(proposal),
      async ({ queue, proposal }, outcome) => {
        const another = makeProposal();
        await queue.submit(another);
        const ids = (await queue.pending()).map((one) => one.id);
        const expected = outcome.status === "fulfilled" ? [proposal.id, another.id] : [another.id];
        expect(ids.sort()).toEqual(expected.sort());
      },
    );
    expect(failures).toBeGreaterThan(15);
  });

  test("decide says what to do and has recorded nothing, or has recorded all", async () => {
    const failures = await atEveryOperation(
      code,
      hold,
      ({ queue, id }) => queue.decide(approve(id, "first")),
      async ({ directory, queue, id }, outcome) => {
        const recorded = outcome.status === "fulfilled" && outcome.value === "recorded";
        const again = await queue.decide(approve(id, "second"));
        expect(again).toBe(recorded ? "already-decided" : "recorded");
        const answer = approve(id, recorded ? "first" : "second");
        expect(await queue.answer(id, never)).toEqual(answer);
        expect((await readAudit(directory)).at(-1)).toMatchObject({ proposal: id, reason: answer.reason });
      },
    );
    expect(failures).toBeGreaterThan(20);
  });

  test("withdraw says what to do and can be done again, and the proposal is gone", async () => {
    const failures = await atEveryOperation(
      code,
      hold,
      ({ queue, id }) => queue.withdraw(id, "expired"),
      async ({ queue, id }) => {
        await queue.withdraw(id, "expired");
        expect(await queue.pending()).toEqual([]);
        expect(await queue.decide(approve(id))).toBe("gone");
      },
    );
    expect(failures).toBeGreaterThanOrEqual(4);
  });

  test("pending says what to do, or lists what it can read", async () => {
    const failures = await atEveryOperation(
      code,
      hold,
      ({ queue }) => queue.pending(),
      async ({ queue, id }) => {
        expect((await queue.pending()).map((one) => one.id)).toEqual([id]);
      },
    );
    expect(failures).toBeGreaterThan(8);
  });

  test("probe says what to do, or has made a file durable, and leaves none", async () => {
    const failures = await atEveryOperation(
      code,
      hold,
      ({ queue }) => queue.probe!(),
      async ({ directory, queue }) => {
        await queue.probe!();
        const left = (await readdir(directory)).filter((name) => name.startsWith("tmp-"));
        expect(left.length).toBeLessThanOrEqual(1); // where its removal failed; the next boot does it
      },
    );
    expect(failures).toBeGreaterThanOrEqual(4);
  });

  test("a wait ends with the answer, with what is no answer, or with what to do", async () => {
    const attempts = Array.from({ length: 14 }, (_, index) => index + 1);
    for (const operation of attempts) {
      const { queue, id } = await hold();
      await queue.decide(approve(id));
      failAt(operation, operation, code);
      const [outcome] = await Promise.allSettled([queue.answer(id, never)]);
      repair();
      if (outcome.status === "rejected") expectAdvice(outcome.reason, code);
      else expect([approve(id), { malformed: true }]).toContainEqual(outcome.value);
    }
  });
});

test.each(["EIO", "EMFILE"] as const)(
  "a wait does not outlast a directory that goes on failing with %s",
  async (code) => {
    const { queue, id } = await hold();
    const waits = [queue.answer(id, never), queue.changes(never)[Symbol.asyncIterator]().next()];
    failAt(3, Number.POSITIVE_INFINITY, code);
    const outcomes = await Promise.allSettled(waits);
    repair();
    for (const outcome of outcomes) {
      expect(outcome.status).toBe("rejected");
      if (outcome.status === "rejected") expectAdvice(outcome.reason, code);
    }
  },
);
