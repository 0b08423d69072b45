import { Readable, Writable } from "node:stream";
import { commands } from "../../src/cli/commands/index.js";
import { runCli } from "../../src/cli/run.js";

/** What a run of the command line left. */
export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line within this process. */
export async function run(
  argv: readonly string[],
  {
    stdin = "",
    env = {},
    table = commands,
  }: { stdin?: string | Uint8Array; env?: NodeJS.ProcessEnv; table?: typeof commands } = {},
): Promise<Run> {
  const stdout = new Sink();
  const stderr = new Sink();
  const signal = new AbortController().signal;
  const code = await runCli(argv, { stdin: Readable.from([Buffer.from(stdin)]), stdout, stderr, env, signal }, table);
  return { code, stdout: stdout.text, stderr: stderr.text };
}

export class Sink extends Writable {
  text = "";

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}
