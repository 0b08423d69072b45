import { chmod, chown, lstat, mkdir, readdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { QueueError } from "../../src/errors.js";
import { fileQueue } from "../../src/queues/file.js";
import { approve, makeProposal } from "../../src/testing/queue-laws/samples.js";
import { freshPath, namesIn } from "./support/directory.js";

const isRoot = process.geteuid?.() === 0;
const never = new AbortController().signal;

async function modeOf(path: string): Promise<string> {
  return ((await lstat(path)).mode & 0o777).toString(8);
}

/** Every call of a queue over `directory`, by name. */
function everyCall(directory: string): Record<string, () => Promise<unknown>> {
  const queue = fileQueue(directory);
  const proposal = makeProposal();
  return {
    submit: () => queue.submit(proposal),
    answer: () => queue.answer(proposal.id, never),
    withdraw: () => queue.withdraw(proposal.id, "expired"),
    pending: () => queue.pending(),
    decide: () => queue.decide(approve(proposal.id)),
    changes: () => queue.changes(never)[Symbol.asyncIterator]().next(),
  };
}

test("the directory is created for its owner alone, with its parents, whatever the umask", async () => {
  const directory = join(await freshPath(), "deep", "queue");
  const before = process.umask(0);
  try {
    const queue = fileQueue(directory);
    const proposal = makeProposal();
    await queue.submit(proposal);
    await queue.decide(approve(proposal.id));
  } finally {
    process.umask(before);
  }
  expect(await modeOf(directory)).toBe("700");
  const names = await namesIn(directory);
  expect(names.length).toBe(6);
  for (const name of names) expect(`${name} ${await modeOf(join(directory, name))}`).toBe(`${name} 600`);
});

test("making a queue touches nothing", async () => {
  const directory = await freshPath();
  fileQueue(directory);
  await expect(lstat(directory)).rejects.toThrow("ENOENT");
});

test("a relative path is taken against the working directory of the call", async () => {
  const directory = await freshPath();
  const queue = fileQueue(relative(process.cwd(), directory));
  expect(await queue.pending()).toEqual([]);
  expect(await modeOf(directory)).toBe("700");
});

describe("every call is refused, and nothing is written, where the directory", () => {
  const cases: Record<string, (directory: string) => Promise<string>> = {
    "is open to its group": (directory) => withMode(directory, 0o750),
    "is open to others": (directory) => withMode(directory, 0o707),
    "can be searched by others": (directory) => withMode(directory, 0o701),
    "has the usual mode 755": (directory) => withMode(directory, 0o755),
    "is closed to its owner": (directory) => withMode(directory, 0o500),
    "is a symbolic link to a private directory": linkTo,
    "is a symbolic link, with a slash after it": async (directory) => `${await linkTo(directory)}/`,
    "is a symbolic link to nothing": async (directory) => {
      await symlink(`${directory}-missing`, directory);
      return directory;
    },
    "is a file": async (directory) => {
      await writeFile(directory, "");
      return directory;
    },
    "would lie in a file": async (directory) => {
      await writeFile(directory, "");
      return join(directory, "queue");
    },
  };
  for (const [name, make] of Object.entries(cases)) {
    test(name, async () => {
      const fresh = await freshPath();
      const directory = await make(fresh);
      const before = await readdir(dirname(fresh), { recursive: true });
      for (const [call, run] of Object.entries(everyCall(directory))) {
        await expect(run(), call).rejects.toThrow(QueueError);
      }
      expect(await readdir(dirname(fresh), { recursive: true })).toEqual(before);
    });
  }

  test.runIf(isRoot)("belongs to another user", async () => {
    const directory = await freshPath();
    await mkdir(directory, { mode: 0o700 });
    await chown(directory, 65_534, 65_534);
    for (const run of Object.values(everyCall(directory)))
      await expect(run()).rejects.toThrow(/belongs to another user/);
  });
});

async function withMode(directory: string, mode: number): Promise<string> {
  await mkdir(directory);
  await chmod(directory, mode);
  return directory;
}

async function linkTo(directory: string): Promise<string> {
  await mkdir(`${directory}-target`, { mode: 0o700 });
  await symlink(`${directory}-target`, directory);
  return directory;
}

test("who waits, for an answer or for changes, is refused once the directory is opened to others", async () => {
  const directory = await freshPath();
  const queue = fileQueue(directory);
  const proposal = makeProposal();
  await queue.submit(proposal);
  const waits = [queue.answer(proposal.id, never), queue.changes(never)[Symbol.asyncIterator]().next()];
  const refused = Promise.allSettled(waits);
  await chmod(directory, 0o755);
  for (const outcome of await refused) {
    expect(outcome).toMatchObject({ status: "rejected", reason: expect.any(QueueError) });
  }
});

test("a queue whose directory is removed goes on in a new one", async () => {
  const directory = await freshPath();
  const queue = fileQueue(directory);
  await queue.submit(makeProposal());
  await rm(directory, { recursive: true });
  const proposal = makeProposal();
  await queue.submit(proposal);
  expect(await queue.pending()).toEqual([proposal]);
  expect(await queue.decide(approve(proposal.id))).toBe("recorded");
});

test.each<[string, (directory: string, id: string) => Promise<void>]>([
  ["alone", (directory, id) => rm(join(directory, `${id}.proposal`))],
  ["with its directory", (directory) => rename(directory, `${directory}.gone`)],
  [
    "with its directory, which another has made anew",
    async (directory) => {
      await rename(directory, `${directory}.gone`);
      await fileQueue(directory).pending();
    },
  ],
])(
  "a proposal that is removed %s, so that nobody can decide it, is not waited for; the others are",
  async (_, remove) => {
    const directory = await freshPath();
    const queue = fileQueue(directory);
    const [removed, kept] = [makeProposal(), makeProposal()];
    await queue.submit(removed);
    const answer = queue.answer(removed.id, never).catch((error: unknown) => error);
    await remove(directory, removed.id);
    expect(await answer).toBeInstanceOf(QueueError);
    await queue.withdraw(removed.id, "cancelled");
    await queue.submit(kept);
    expect(await fileQueue(directory).decide(approve(kept.id))).toBe("recorded");
    expect(await queue.answer(kept.id, never)).toEqual(approve(kept.id));
  },
);

test("an error says what to do, names the directory, and has no cause", async () => {
  const directory = await freshPath();
  await withMode(directory, 0o755);
  const error = await fileQueue(directory)
    .pending()
    .catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(QueueError);
  expect((error as QueueError).message).toBe(
    `The queue directory ${directory} is open to its group or to others: close it (chmod 700).`,
  );
  expect(error).not.toHaveProperty("cause");
});

test("no queue calls the file system synchronously", async () => {
  const sources = (await readdir("src/queues", { recursive: true })).filter((name) => name.endsWith(".ts"));
  expect(sources.length).toBeGreaterThan(15);
  for (const name of sources) {
    const text = await readFile(join("src/queues", name), "utf8");
    expect(text.match(/\w+Sync\b/g) ?? [], name).toEqual([]);
  }
});
