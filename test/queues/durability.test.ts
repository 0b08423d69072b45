/**
 * What would stand after a power cut: bytes count from the fsync of their file on, and a name from that of its directory. A kill cannot
 * tell, as the system keeps what a killed process wrote. For a proposal, which is worth nothing after a power cut, a name that stood at
 * the fsync of its file counts too: ext4, XFS and btrfs commit both together, since link(2) changes the file's inode.
 */

import { type FileHandle, link, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { proposalDigest } from "../../src/answer-signature.js";
import { ownMark } from "../../src/queues/file/liveness.js";
import { fileQueue } from "../../src/queues/file.js";
import { approve, makeProposal } from "../../src/testing/queue-laws/samples.js";
import type { Proposal } from "../../src/types.js";
import { freshPath, readAudit } from "./support/directory.js";

/** `bytes`: files, by the name they were made under, with bytes that are not durable. `names`: names that are not; `uncommitted`: nor by their file. */
const lost = vi.hoisted(() => ({
  bytes: new Set<string>(),
  names: new Set<string>(),
  uncommitted: new Set<string>(),
  madeAs: new Map<string, string>(),
  atAnswer: undefined as readonly string[] | undefined,
}));

/** What a power cut would take now of the files with these endings. */
const lostOf = vi.hoisted(() => (...endings: readonly string[]): readonly string[] => {
  const isOne = (path: string): boolean => endings.some((ending) => path.endsWith(ending));
  const bytes = [...lost.madeAs].filter(([path, made]) => isOne(path) && lost.bytes.has(made));
  return [...bytes.map(([path]) => `bytes of ${path}`), ...[...lost.names].filter(isOne)];
});

vi.mock("node:fs/promises", async (original) => {
  const fs = await original<typeof import("node:fs/promises")>();
  const watched = (handle: FileHandle, path: string): FileHandle =>
    new Proxy(handle, {
      get(target, name) {
        const member = Reflect.get(target, name, target) as unknown;
        if (typeof member !== "function") return member;
        return async (...args: unknown[]) => {
          const [bytes, names, uncommitted] = [new Set(lost.bytes), new Set(lost.names), new Set(lost.uncommitted)];
          const done = (await (member.bind(target) as (...args: unknown[]) => Promise<unknown>)(...args)) as unknown;
          const made = lost.madeAs.get(path);
          if ((name === "write" || name === "writeFile") && made !== undefined) lost.bytes.add(made);
          // A sync keeps what stood before it began.
          if (name === "sync" && made !== undefined && bytes.has(made)) lost.bytes.delete(made);
          if (name === "sync" && made === undefined) for (const one of names) lost.names.delete(one);
          if (name === "sync") {
            const isKept = (one: string): boolean => made === undefined || lost.madeAs.get(one) === made;
            for (const one of uncommitted) if (isKept(one)) lost.uncommitted.delete(one);
          }
          return done;
        };
      },
    });
  const named = (from: string, to: string): void => {
    lost.madeAs.set(to, lost.madeAs.get(from) ?? from);
    lost.names.add(to);
    lost.uncommitted.add(to);
  };
  return {
    ...fs,
    open: async (path: string, flags: number, mode?: number) => {
      const handle = await fs.open(path, flags, mode);
      if ((flags & fs.constants.O_CREAT) !== 0 && !lost.madeAs.has(path)) named(path, path);
      return watched(handle, path);
    },
    link: async (from: string, to: string) => {
      if (to.endsWith(".answer")) lost.atAnswer = lostOf(".claim", "audit.jsonl");
      await fs.link(from, to);
      named(from, to);
    },
    rename: async (from: string, to: string) => {
      await fs.rename(from, to);
      named(from, to);
    },
  };
});

test("a proposal is durable when submit resolves", async () => {
  const queue = fileQueue(await freshPath());
  for (let round = 0; round < 3; round++) {
    await queue.submit(makeProposal());
    expect(lostOf(".proposal").filter((one) => one.startsWith("bytes"))).toEqual([]);
    expect([...lost.uncommitted].filter((name) => name.endsWith(".proposal"))).toEqual([]);
  }
});

test("who decided what is durable, and the audit's line with it, before the answer has its name", async () => {
  const directory = await freshPath();
  const queue = fileQueue(directory);
  for (let round = 0; round < 3; round++) {
    const { id } = makeProposal();
    await queue.submit(makeProposal(id));
    lost.atAnswer = undefined;
    expect(await queue.decide(approve(id))).toBe("recorded");
    expect(lost.atAnswer).toEqual([]);
  }
});

test("what a proxy finishes for a desk that died is durable before the answer has its name", async () => {
  const directory = await freshPath();
  const queue = fileQueue(directory);
  const { id } = makeProposal();
  await queue.submit(makeProposal(id));
  const { boot, proposal } = JSON.parse(await readFile(join(directory, `${id}.proposal`), "utf8")) as {
    boot: string;
    proposal: Proposal;
  };
  const digest = proposalDigest(proposal);
  const audit = { at: new Date().toISOString(), proposal: id, verdict: "approve", decision: "a-decision" };
  const claim = { version: 1, boot, answer: approve(id), digest, audit, process: { ...(await ownMark()), start: "1" } };
  await writeFile(join(directory, "tmp-claim"), `${JSON.stringify(claim)}\n`, { mode: 0o600 });
  await link(join(directory, "tmp-claim"), join(directory, `${id}.claim`));
  expect(await queue.answer(id, new AbortController().signal)).toEqual(approve(id));
  expect(lost.atAnswer).toEqual([]);
  expect(await readAudit(directory)).toMatchObject([{ decision: "a-decision" }]);
});
