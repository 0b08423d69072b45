/** Reading a file or standard input, whole or not at all. */

import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { readInput } from "../../../src/cli/input/read-input.js";

const never = new AbortController().signal;

describe("the input", () => {
  it("is standard input for -, and a file otherwise", async () => {
    const stdin = Readable.from([Buffer.from("ab"), "cd"]);
    expect(Buffer.from(await readInput("-", stdin, never)).toString()).toBe("abcd");
    const file = join(await mkdtemp(join(tmpdir(), "scan-")), "input");
    await writeFile(file, "from a file");
    expect(Buffer.from(await readInput(file, stdin, never)).toString()).toBe("from a file");
  });

  it("over the bound is refused", async () => {
    await expect(readInput("-", Readable.from([Buffer.alloc(11)]), never, 10)).rejects.toThrow(/over 10 bytes/);
  });

  it("that cannot be read is an error without its name", async () => {
    await expect(readInput("/no/such/secret-name", Readable.from([]), never)).rejects.toThrow(
      /^The file cannot be read \(ENOENT\)\.$/,
    );
    await expect(readInput(tmpdir(), Readable.from([]), never)).rejects.toThrow(
      /^The file cannot be read \(EISDIR\)\.$/,
    );
  });

  it("ends waiting when the signal aborts", async () => {
    const controller = new AbortController();
    const reading = readInput("-", new PassThrough(), controller.signal);
    controller.abort();
    await expect(reading).rejects.toThrow(/Stopped before/);
  });
});
