import { execFile } from "node:child_process";
import { chmod, chown, link, mkdir, readdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import { parseAnswer } from "../../src/answer.js";
import { AnswerError, QueueError } from "../../src/errors.js";
import { fileQueue } from "../../src/queues/file.js";
import { approve, makeProposal } from "../../src/testing/queue-laws/samples.js";
import type { Proposal } from "../../src/types.js";
import { freshPath, namesIn, readAudit } from "./support/directory.js";

const never = new AbortController().signal;
const run = promisify(execFile);

/** Ways to put something that no queue wrote under a name. `genuine`: a record's text that would be right there. */
const PLANTS: Record<string, (path: string, genuine: string) => Promise<unknown>> = {
  "an empty file": (path) => writeFile(path, ""),
  "a line feed": (path) => writeFile(path, "\n"),
  "text that is not JSON": (path) => writeFile(path, "approve\n"),
  "bytes that are not UTF-8": (path) => writeFile(path, Buffer.from([0xff, 0xfe, 0x00, 0x0a])),
  "JSON null": (path) => writeFile(path, "null\n"),
  "a JSON array": (path) => writeFile(path, "[]\n"),
  "JSON of another version": (path, genuine) => writeFile(path, genuine.replace('"version":1', '"version":2')),
  "a record cut short": (path, genuine) => writeFile(path, genuine.slice(0, -1)),
  "a file of 1 GiB": (path) => run("truncate", ["-s", "1G", path]),
  "a directory": (path) => mkdir(path),
  "a FIFO": (path) => run("mkfifo", [path]),
  "a socket": async (path) => {
    const server = createServer().listen(path);
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once("listening", resolve));
  },
  "a symbolic link to a record": async (path, genuine) => {
    await writeFile(`${dirname(path)}-record`, genuine, { mode: 0o600 });
    await symlink(`${dirname(path)}-record`, path);
  },
  "a symbolic link to nothing": (path) => symlink("nothing", path),
  "a symbolic link to itself": (path) => symlink(path, path),
  "a symbolic link to a device": (path) => symlink("/dev/zero", path),
  "a hard link to a record with many names": async (path, genuine) => {
    await writeFile(`${dirname(path)}-record`, genuine, { mode: 0o600 });
    for (const name of ["a", "b", "c"]) await link(`${dirname(path)}-record`, `${dirname(path)}-${name}`);
    await link(`${dirname(path)}-record`, path);
  },
  ...(process.geteuid?.() === 0 && {
    "a record of another user": async (path: string, genuine: string) => {
      await writeFile(path, genuine, { mode: 0o600 });
      await chown(path, 65_534, 65_534);
    },
  }),
};

describe("a planted proposal is left out, and hides no other:", () => {
  for (const [name, plant] of Object.entries(PLANTS)) {
    test(name, async () => {
      const directory = await freshPath();
      const queue = fileQueue(directory);
      const [proposal, other] = [makeProposal(), makeProposal()];
      await queue.submit(proposal);
      await queue.submit(other);
      const path = join(directory, `${other.id}.proposal`);
      const genuine = await readFile(path, "utf8");
      await rm(path);
      await plant(path, genuine);
      expect(await queue.pending()).toEqual([proposal]);
      expect(await queue.decide(approve(other.id))).toBe("gone");
      expect(await queue.decide(approve(proposal.id))).toBe("recorded");
    });
  }

  test("a record under another's name", async () => {
    const directory = await freshPath();
    const queue = fileQueue(directory);
    const [proposal, other] = [makeProposal(), makeProposal()];
    await queue.submit(proposal);
    const text = await readFile(join(directory, `${proposal.id}.proposal`), "utf8");
    await writeFile(join(directory, `${other.id}.proposal`), text, { mode: 0o600 });
    expect(await queue.pending()).toEqual([proposal]);
    expect(await queue.decide(approve(other.id))).toBe("gone");
  });

  test("a record of a boot that never was, or whose name leads elsewhere", async () => {
    const directory = await freshPath();
    const queue = fileQueue(directory);
    const proposal = makeProposal();
    await queue.submit(proposal);
    const envelope = JSON.parse(await readFile(join(directory, `${proposal.id}.proposal`), "utf8")) as { boot: string };
    const boot = `${envelope.boot}.boot`;
    await writeFile(`${directory}-x.boot`, await readFile(join(directory, boot), "utf8"), { mode: 0o600 });
    for (const planted of ["never", "../queue-x", "", 1, null, boot]) {
      const other = makeProposal();
      const text = `${JSON.stringify({ version: 1, boot: planted, proposal: other })}\n`;
      await writeFile(join(directory, `${other.id}.proposal`), text, { mode: 0o600 });
      expect(await queue.decide(approve(other.id)), JSON.stringify(planted)).toBe("gone");
    }
    expect(await queue.pending()).toEqual([proposal]);
  });
});

/** A queue with one proposal, and the text of a genuine answer to it that was taken away again. */
async function withAnswer(): Promise<{
  readonly queue: ReturnType<typeof fileQueue>;
  readonly id: string;
  readonly claim: string;
  readonly answer: string;
  readonly genuine: string;
}> {
  const directory = await freshPath();
  const queue = fileQueue(directory);
  const { id } = makeProposal();
  await queue.submit(makeProposal(id));
  expect(await queue.decide(approve(id))).toBe("recorded");
  const [claim, answer] = [join(directory, `${id}.claim`), join(directory, `${id}.answer`)];
  const genuine = await readFile(answer, "utf8");
  await rm(claim);
  await rm(answer);
  return { queue, id, claim, answer, genuine };
}

async function expectMalformed(answer: Promise<unknown>, id: string): Promise<void> {
  const found = await answer;
  expect(() => parseAnswer(found, id)).toThrow(AnswerError);
}

describe("a planted answer ends the wait, is no answer, and can be withdrawn:", () => {
  for (const [name, plant] of Object.entries(PLANTS)) {
    test(name, async () => {
      const { queue, id, answer, genuine } = await withAnswer();
      const before = queue.answer(id, never);
      await plant(answer, genuine);
      await expectMalformed(before, id);
      await expectMalformed(queue.answer(id, never), id);
      expect(await queue.pending()).toEqual([]);
      expect(await queue.decide(approve(id))).toBe("already-decided");
      await queue.withdraw(id, "settled").catch((error) => expect(error).toBeInstanceOf(QueueError));
      expect(await queue.decide(approve(id))).toBe("gone");
    });
  }

  test("a genuine record without its claim", async () => {
    const { queue, id, answer, genuine } = await withAnswer();
    await writeFile(answer, genuine, { mode: 0o600 });
    await expectMalformed(queue.answer(id, never), id);
  });

  test("a genuine record beside the claim of another answer", async () => {
    const { queue, id, claim, answer, genuine } = await withAnswer();
    await writeFile(claim, genuine, { mode: 0o600 });
    await writeFile(answer, genuine, { mode: 0o600 });
    await expectMalformed(queue.answer(id, never), id);
  });

  test("a bare answer without its record", async () => {
    const { queue, id, claim, answer } = await withAnswer();
    await writeFile(claim, `${JSON.stringify(approve(id))}\n`, { mode: 0o600 });
    await link(claim, answer);
    await expectMalformed(queue.answer(id, never), id);
  });

  test("the record of another boot", async () => {
    const { queue, id, claim, answer, genuine } = await withAnswer();
    const record = { ...(JSON.parse(genuine) as object), boot: "another" };
    await writeFile(claim, `${JSON.stringify(record)}\n`, { mode: 0o600 });
    await link(claim, answer);
    await expectMalformed(queue.answer(id, never), id);
  });

  test("the record of an answer to what stood under the same id before", async () => {
    const { queue, id, claim, answer, genuine } = await withAnswer();
    const { proposal } = JSON.parse(await readFile(claim.replace(/claim$/, "proposal"), "utf8")) as {
      proposal: Proposal;
    };
    await queue.withdraw(id, "settled");
    await queue.submit({ ...proposal, payload: { ...proposal.payload, host: "other.example" } });
    await writeFile(claim, genuine, { mode: 0o600 });
    await link(claim, answer);
    await expectMalformed(queue.answer(id, never), id);
    await queue.withdraw(id, "settled");
    await queue.submit(proposal);
    await writeFile(claim, genuine, { mode: 0o600 });
    await link(claim, answer);
    expect(await queue.answer(id, never)).toMatchObject({ id, verdict: "approve" });
  });

  test("the record of another proposal", async () => {
    const { queue, claim, answer, id } = await withAnswer();
    const other = makeProposal();
    await queue.submit(other);
    expect(await queue.decide(approve(other.id))).toBe("recorded");
    for (const [path, kind] of [
      [claim, "claim"],
      [answer, "answer"],
    ] as const) {
      await rename(join(dirname(path), `${other.id}.${kind}`), path);
    }
    await expectMalformed(queue.answer(id, never), id);
  });
});

test("an answer cut at any byte is malformed; the whole of it is the answer", async () => {
  const { queue, id, claim, answer, genuine } = await withAnswer();
  const bytes = Buffer.from(genuine);
  for (let length = 0; length < bytes.length; length++) {
    await writeFile(claim, bytes.subarray(0, length), { mode: 0o600 });
    await link(claim, answer);
    await expectMalformed(queue.answer(id, never), id);
    await rm(answer);
  }
  await writeFile(claim, bytes, { mode: 0o600 });
  await link(claim, answer);
  expect(await queue.answer(id, never)).toEqual(approve(id));
});

test("a proposal cut at any byte is not listed and cannot be decided; the whole of it is", async () => {
  const directory = await freshPath();
  const queue = fileQueue(directory);
  const [whole, cut] = [makeProposal(), makeProposal()];
  await queue.submit(whole);
  await queue.submit(cut);
  const path = join(directory, `${cut.id}.proposal`);
  const bytes = await readFile(path);
  for (let length = 0; length < bytes.length; length++) {
    await writeFile(path, bytes.subarray(0, length));
    expect(await queue.pending()).toEqual([whole]);
    expect(await queue.decide(approve(cut.id))).toBe("gone");
  }
  await writeFile(path, bytes);
  expect((await queue.pending()).length).toBe(2);
});

describe("nothing is recorded, and nothing written elsewhere, where the audit file is", () => {
  const target = (path: string): string => `${dirname(path)}-target`;
  const cases: Record<string, (path: string) => Promise<unknown>> = {
    "a symbolic link": (path) => symlink(target(path), path),
    "a hard link": (path) => link(target(path), path),
    "a FIFO": (path) => run("mkfifo", ["-m", "600", path]),
    "a directory": (path) => mkdir(path),
    "open to others": async (path) => {
      await writeFile(path, "");
      await chmod(path, 0o644);
    },
  };
  for (const [name, plant] of Object.entries(cases)) {
    test(name, async () => {
      const directory = await freshPath();
      const queue = fileQueue(directory);
      const proposal = makeProposal();
      await queue.submit(proposal);
      const audit = join(directory, "audit.jsonl");
      await writeFile(target(audit), "untouched", { mode: 0o600 });
      await plant(audit);
      await expect(queue.decide(approve(proposal.id))).rejects.toThrow(QueueError);
      expect(await readFile(target(audit), "utf8")).toBe("untouched");
      expect(await queue.pending()).toEqual([proposal]);

      await rm(audit, { recursive: true });
      expect(await queue.decide(approve(proposal.id))).toBe("recorded");
      expect(await readAudit(directory)).toHaveLength(1);
    });
  }
});

describe("an id that could lead elsewhere is no file name:", () => {
  const ids = ["", ".", "..", "../up", "a/b", "/etc/passwd", "a\\b", "a\0b", "a.proposal", "é", "a b", "x".repeat(129)];
  test.each(ids)("%j", async (id) => {
    const directory = await freshPath();
    const queue = fileQueue(directory);
    await queue.submit(makeProposal());
    await namesIn(directory);
    const before = await readdir(dirname(directory), { recursive: true });
    await expect(queue.submit(makeProposal(id))).rejects.toThrow(QueueError);
    await expect(queue.answer(id, never)).rejects.toThrow(QueueError);
    await expect(queue.withdraw(id, "expired")).rejects.toThrow(QueueError);
    if (id !== "") expect(await queue.decide(approve(id))).toBe("gone");
    expect(await readdir(dirname(directory), { recursive: true })).toEqual(before);
  });
});

test("what a new boot cannot read or remove does not stop it", async () => {
  const directory = await freshPath();
  await mkdir(directory, { mode: 0o700 });
  for (const [index, plant] of Object.values(PLANTS).entries()) {
    for (const kind of ["proposal", "claim", "answer", "boot"]) {
      await plant(join(directory, `planted-${index}.${kind}`), "{}\n");
      await rm(`${directory}-record`, { force: true });
      for (const name of ["a", "b", "c"]) await rm(`${directory}-${name}`, { force: true });
    }
  }
  const queue = fileQueue(directory);
  const proposal = makeProposal();
  await queue.submit(proposal);
  expect(await queue.pending()).toEqual([proposal]);
});

test("a decision that races with a withdrawal leaves no file behind, and is recorded or gone", async () => {
  const directory = await freshPath();
  const queue = fileQueue(directory);
  for (let round = 0; round < 120; round++) {
    const { id } = makeProposal();
    await queue.submit(makeProposal(id));
    const deciding = queue.decide(approve(id));
    await sleep((round % 40) / 2);
    await queue.withdraw(id, "cancelled");
    expect(["gone", "recorded"]).toContain(await deciding);
    expect((await namesIn(directory)).filter((name) => name.startsWith(id))).toEqual([]);
  }
});

test("a claim whose desk still lives is left to it", async () => {
  const { queue, id, claim, answer, genuine } = await withAnswer();
  const stop = new AbortController();
  const waiting = queue.answer(id, stop.signal).catch(() => {});
  await writeFile(claim, genuine, { mode: 0o600 });
  await sleep(2_500);
  expect(await readFile(answer, "utf8").catch(() => "none")).toBe("none");
  stop.abort();
  await waiting;
});

test.each(["claim", "answer"])("what has a planted %s already cannot be asked", async (kind) => {
  const { queue, claim, genuine } = await withAnswer();
  const other = makeProposal();
  await writeFile(join(dirname(claim), `${other.id}.${kind}`), genuine, { mode: 0o600 });
  await expect(queue.submit(other)).rejects.toThrow(/already in the queue/);
});
