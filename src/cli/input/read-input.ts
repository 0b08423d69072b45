import { open } from "node:fs/promises";
import { UnableError, UsageError } from "../errors.js";

/** Longest input in bytes. A bigger file is refused rather than read in part. */
export const INPUT_BYTES: number = 256 * 1024 * 1024;

/**
 * The bytes of the file called `name`, or of `stdin` when it is "-".
 *
 * @throws UnableError When the file cannot be opened or read, or the wait for input is aborted.
 * @throws UsageError When there are more than `longest` bytes.
 */
export async function readInput(
  name: string,
  stdin: NodeJS.ReadableStream,
  signal: AbortSignal,
  longest: number = INPUT_BYTES,
): Promise<Uint8Array> {
  if (name === "-") return collect(stdin, longest, signal);
  try {
    const file = await open(name, "r");
    return await collect(file.createReadStream(), longest, signal);
  } catch (error) {
    if (error instanceof UsageError || error instanceof UnableError) throw error;
    throw new UnableError(`The file cannot be read (${codeOf(error)}).`);
  }
}

async function collect(stream: NodeJS.ReadableStream, longest: number, signal: AbortSignal): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const stop = () => (stream as NodeJS.ReadableStream & { destroy(): void }).destroy();
  signal.addEventListener("abort", stop, { once: true });
  try {
    signal.throwIfAborted();
    for await (const chunk of stream) {
      const bytes = Buffer.from(chunk);
      length += bytes.length;
      if (length > longest) throw new UsageError(`The input is over ${longest} bytes: split it and scan the parts.`);
      chunks.push(bytes);
    }
    signal.throwIfAborted();
  } catch (error) {
    if (signal.aborted) throw new UnableError("Stopped before the input was read.");
    throw error;
  } finally {
    signal.removeEventListener("abort", stop);
  }
  return Buffer.concat(chunks);
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? "no error code";
}
