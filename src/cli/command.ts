/** One command of the `outbound-dlp` executable. Each lives in a file of its own under `commands/`. */
export interface Command {
  /** The word on the command line. */
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** The whole help text of the command: a usage line, then its options. */
  readonly usage: string;
  /** Resolves with the process's exit code; see `exit-codes.ts`. `argv` is what follows the command's name. */
  run(argv: readonly string[], io: CommandIo): Promise<number>;
}

/** All that a command touches of the process. */
export interface CommandIo {
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  readonly env: NodeJS.ProcessEnv;
  /** Aborts on SIGINT and SIGTERM. */
  readonly signal: AbortSignal;
}
