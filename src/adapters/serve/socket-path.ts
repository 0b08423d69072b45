import { lstat, unlink } from "node:fs/promises";
import { connect, type Server } from "node:net";
import { ConfigurationError } from "../../errors.js";

/**
 * Listens on a socket that its owner alone can connect to (mode 0600 from its first moment). One that was left behind is replaced;
 * anything else at `path`, or a server that still listens there, is an error.
 *
 * @throws ConfigurationError When it cannot listen there.
 */
export async function listenOnPath(server: Server, path: string): Promise<void> {
  const there = await lstat(path).catch(() => undefined);
  if (there !== undefined) {
    if (!there.isSocket() || (await answers(path))) throw taken();
    await unlink(path).catch(() => {});
  }
  const before = process.umask(0o177);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject).listen({ path }, () => {
        server.off("error", reject);
        resolve();
      });
      // Bound by now: Node binds a path in the call itself.
      process.umask(before);
    });
  } catch {
    throw taken();
  } finally {
    process.umask(before);
  }
  const made = await lstat(path).catch(() => undefined);
  if (made?.isSocket() !== true || (made.mode & 0o777) !== 0o600) {
    server.close();
    throw new ConfigurationError("The socket cannot be made so that its owner alone can connect to it.");
  }
}

function taken(): ConfigurationError {
  return new ConfigurationError(
    "The service cannot listen on this socket: its directory cannot be written, or something is there already.",
  );
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}
