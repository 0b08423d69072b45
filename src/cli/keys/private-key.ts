import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { resolve } from "node:path";
import { answerKeyOf, createAnswerKeys } from "../../answer-signature.js";
import { UnableError } from "../errors.js";
import { shellQuote } from "../shell-quote.js";

/** Longest key file, in bytes. */
const KEY_BYTES = 16_384;

/** Rights of the group and of others (chmod(2)). */
const OPEN_TO_OTHERS = 0o077;

/**
 * Makes a key pair, writes its private half to a new file at `path` with mode 0600, and resolves with the public half.
 *
 * @throws UnableError When there is a file already, or none can be written.
 */
export async function writePrivateKey(path: string): Promise<string> {
  const { privateKey, publicKey } = createAnswerKeys();
  try {
    const handle = await open(
      path,
      constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW,
      0o600,
    );
    try {
      await handle.writeFile(privateKey);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    const exists = (error as NodeJS.ErrnoException).code === "EEXIST";
    throw new UnableError(
      exists
        ? `${resolve(path)} exists already and stays as it is: name a new file.`
        : `The private key cannot be written to ${resolve(path)}: name a new file in a directory of your own.`,
    );
  }
  return publicKey;
}

/**
 * The private key at `path`, PKCS #8 in PEM.
 *
 * @throws UnableError When the file is another's, is open to others or cannot be read; ConfigurationError when it holds no Ed25519 key.
 */
export async function readPrivateKey(path: string): Promise<string> {
  const pem = await readPrivate(resolve(path));
  answerKeyOf(pem);
  return pem;
}

async function readPrivate(path: string): Promise<string> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const status = await handle.stat();
    if (!status.isFile()) throw new UnableError(`The private key ${path} is no regular file.`);
    if (status.uid !== process.geteuid?.()) {
      throw new UnableError(`The private key ${path} belongs to another user, so it is not used.`);
    }
    if ((status.mode & OPEN_TO_OTHERS) !== 0) {
      throw new UnableError(
        `The private key ${path} is open to others: chmod 600 ${shellQuote(path)}, or make a new one.`,
      );
    }
    if (status.size > KEY_BYTES) throw new UnableError(`The private key ${path} is too long to be one.`);
    return await handle.readFile("utf8");
  } catch (error) {
    if (error instanceof UnableError) throw error;
    throw new UnableError(`The private key ${path} cannot be read; a symbolic link is not followed.`);
  } finally {
    await handle?.close();
  }
}
