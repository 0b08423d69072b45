/** keys, and the commands that sign. */

import { chmod, mkdtemp, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { answerKeyOf, createAnswerKeys, verifyAnswer } from "../../src/answer-signature.js";
import { readAnswerKeys } from "../../src/cli/keys/answer-keys.js";
import { readPrivateKey } from "../../src/cli/keys/private-key.js";
import { fileQueue } from "../../src/queues/file.js";
import type { Proposal } from "../../src/types.js";
import { proposal } from "../operator/proposals.js";
import { run } from "./run-cli.js";

let home: string;
let key: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "keys-"));
  key = join(home, "answer.key");
});

afterEach(() => rm(home, { recursive: true, force: true, maxRetries: 10 }));

describe("keys new", () => {
  it("writes a private key for its owner alone, and prints the public one with whose it is", async () => {
    const { code, stdout, stderr } = await run(["keys", "new", key]);
    expect(code).toBe(0);
    expect((await stat(key)).mode & 0o777).toBe(0o600);
    const pem = await readFile(key, "utf8");
    expect(stdout).toMatch(/^[\w-]{43} \S.*\n$/);
    expect(stdout.split(" ")[0]).toBe(answerKeyOf(pem));
    expect(stderr).toContain(key);
    expect(stdout + stderr).not.toContain(pem.split("\n")[1]);
  });

  it("its mode does not depend on the umask", async () => {
    const before = process.umask(0);
    try {
      await run(["keys", "new", key]);
    } finally {
      process.umask(before);
    }
    expect((await stat(key)).mode & 0o777).toBe(0o600);
  });

  it("overwrites nothing, and follows no link", async () => {
    await writeFile(key, "precious");
    await symlink(join(home, "elsewhere"), join(home, "link"));
    for (const path of [key, join(home, "link")]) expect((await run(["keys", "new", path])).code).toBe(3);
    expect(await readFile(key, "utf8")).toBe("precious");
    await expect(stat(join(home, "elsewhere"))).rejects.toThrow();
  });

  it.each([[["keys"]], [["keys", "new"]], [["keys", "old", "x"]], [["keys", "new", "a", "b"]]])(
    "%j cannot be understood",
    async (argv) => {
      expect(await run(argv)).toMatchObject({ code: 2, stdout: "" });
    },
  );

  it("where nothing can be written exits with 3", async () => {
    expect(await run(["keys", "new", join(home, "none", "key")])).toMatchObject({ code: 3, stdout: "" });
  });
});

describe("keys list", () => {
  it("prints what new printed", async () => {
    const { stdout } = await run(["keys", "new", key]);
    expect(await run(["keys", "list", key])).toEqual({ code: 0, stdout, stderr: "" });
  });
});

describe("a private key that others could have read or put there is refused:", () => {
  const spoils: Record<string, () => Promise<unknown>> = {
    "open to its group": () => chmod(key, 0o640),
    "open to others": () => chmod(key, 0o604),
    "behind a symbolic link": async () => {
      await symlink(key, join(home, "link"));
      key = join(home, "link");
    },
    "a directory": async () => {
      key = home;
    },
    "not there": () => rm(key),
    "too long": () => writeFile(key, "x".repeat(20_000)),
  };
  it.each(Object.entries(spoils))("%s", async (_, spoil) => {
    await run(["keys", "new", key]);
    await spoil();
    await expect(readPrivateKey(key)).rejects.toMatchObject({ code: "UNABLE" });
    expect(await run(["keys", "list", key])).toMatchObject({ code: 3, stdout: "" });
  });

  it("one that is none is a usage error, and is not quoted", async () => {
    await writeFile(key, "-----BEGIN PRIVATE KEY-----\nsecretsecret\n", { mode: 0o600 });
    const { code, stderr } = await run(["keys", "list", key]);
    expect(code).toBe(2);
    expect(stderr).not.toContain("secretsecret");
  });
});

describe("a file of public keys", () => {
  const [one, two] = [createAnswerKeys().publicKey, createAnswerKeys().publicKey];
  const keys = (): string => join(home, "answer-keys");

  it("has one a line, with whose it is; a comment or an empty line is none", async () => {
    await writeFile(keys(), `# supervisors\n\n${one} ada\r\n  ${two}\tbob, on call\n${one}\n`);
    expect(await readAnswerKeys(keys())).toEqual([one, two]);
  });

  it.each<[string, string, number, string]>([
    ["without a key", "# none\n", 0o600, "USAGE"],
    ["that its group can write", `${createAnswerKeys().publicKey}\n`, 0o660, "UNABLE"],
    ["that others can write", `${createAnswerKeys().publicKey}\n`, 0o602, "UNABLE"],
    ["too long", "#".repeat(70_000), 0o600, "UNABLE"],
  ])("%s is refused", async (_, text, mode, code) => {
    await writeFile(keys(), text);
    await chmod(keys(), mode);
    await expect(readAnswerKeys(keys())).rejects.toMatchObject({ code });
  });

  it("that is not there, or holds something else, stops the gateway", async () => {
    await writeFile(keys(), "not-a-key ada\n");
    const gateway = ["gateway", "--port", "0", "--queue", join(home, "queue"), "--answer-keys"];
    expect(await run([...gateway, keys()])).toMatchObject({ code: 2, stdout: "" });
    expect(await run([...gateway, join(home, "none")])).toMatchObject({ code: 3, stdout: "" });
  });
});

describe("approve and reject", () => {
  const never = new AbortController().signal;
  let queue: string;
  let publicKey: string;
  let asked: Proposal;

  beforeEach(async () => {
    queue = join(home, "queue");
    publicKey = (await run(["keys", "new", key])).stdout.split(" ")[0]!;
    asked = proposal("asked");
  });

  it.each<[string, string[], NodeJS.ProcessEnv]>([
    ["--key", ["--key"], {}],
    ["the environment", [], { OUTBOUND_DLP_KEY: "" }],
  ])("sign with the key that %s names", async (_, option, env) => {
    const proxy = fileQueue(queue, { answerKeys: [publicKey] });
    await proxy.submit(asked);
    const named = Object.fromEntries(Object.keys(env).map((name) => [name, key]));
    const argv = [
      "approve",
      asked.id,
      "--reason",
      "a test key",
      "--queue",
      queue,
      ...option.flatMap((one) => [one, key]),
    ];
    expect(await run(argv, { env: named })).toMatchObject({ code: 0 });
    const answer = await proxy.answer(asked.id, never);
    expect(answer).toMatchObject({ verdict: "approve", reason: "a test key" });
    expect(verifyAnswer(answer, asked, [publicKey])).toBe(true);
    await proxy.withdraw(asked.id, "settled");
  });

  it("without the key that the proxy wants say so, exit with 2, and the request waits on", async () => {
    const proxy = fileQueue(queue, { answerKeys: [publicKey] });
    await proxy.submit(asked);
    await run(["keys", "new", join(home, "other.key")]);
    for (const option of [[], ["--key", join(home, "other.key")]]) {
      const result = await run(["reject", asked.id, "--queue", queue, ...option]);
      expect(result).toMatchObject({ code: 2, stdout: "" });
      expect(result.stderr).toContain("--key");
    }
    expect(await proxy.pending()).toEqual([asked]);
    await proxy.withdraw(asked.id, "settled");
  });

  it("with a key that is refused record nothing", async () => {
    const proxy = fileQueue(queue);
    await proxy.submit(asked);
    await chmod(key, 0o644);
    expect((await run(["reject", asked.id, "--queue", queue, "--key", key])).code).toBe(3);
    expect(await proxy.pending()).toEqual([asked]);
    await proxy.withdraw(asked.id, "settled");
  });
});
