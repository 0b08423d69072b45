import { open } from "node:fs/promises";
import { UnableError } from "../errors.js";

/**
 * The token in a file of the user's own that nobody else can open, without the space round it.
 *
 * @throws UnableError When the file is another's, open to others, or cannot be read.
 */
export async function readServiceToken(path: string): Promise<string> {
  const file = await open(path, "r").catch(() => {
    throw new UnableError("The file that --token-file names cannot be read.");
  });
  try {
    const status = await file.stat();
    if (!status.isFile() || status.uid !== process.geteuid?.() || (status.mode & 0o077) !== 0) {
      throw new UnableError(
        "The file that --token-file names must be your own, and nobody else's to open (chmod 600).",
      );
    }
    return (await file.readFile("utf8")).trim();
  } finally {
    await file.close();
  }
}
