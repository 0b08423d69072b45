import type { IncomingMessage } from "node:http";
import { setImmediate } from "node:timers/promises";

/** A request's body as it arrived. `complete`: false when it was over the limit, cut short, or read by another before. */
export interface IncomingBody {
  readonly body: Buffer;
  readonly complete: boolean;
}

const EMPTY = Buffer.alloc(0);

/**
 * Reads all of `req`'s body, then puts it back: who reads `req` next, by `pipe`, by events or as an iterable, gets these bytes
 * and then the end. What is left of a body over `limit` bytes is thrown away.
 *
 * A stream takes data back until its "end" event (`readable.unshift`), and that event waits for a read that finds nothing left.
 * So the last bytes are put back in the turn in which they were read, and a stream that has ended empty is not read at all.
 */
export async function readIncoming(req: IncomingMessage, limit: number): Promise<IncomingBody> {
  if (req.readableDidRead) return { body: EMPTY, complete: !framesBody(req) };
  await setImmediate(); // what came in one packet with the head is in the buffer then, its end too
  if (req.destroyed) return { body: EMPTY, complete: false };
  if (hasEnded(req) && req.readableLength === 0) return { body: EMPTY, complete: true };
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const settle = (whole: boolean): void => {
      req.off("readable", read).off("error", fail).off("close", fail);
      const body = join(chunks);
      const complete = whole && body !== undefined;
      if (!complete) req.resume();
      else if (body.length > 0) req.unshift(body);
      resolve({ body: body ?? EMPTY, complete });
    };
    const fail = (): void => settle(false);
    const read = (): void => {
      while (req.readableLength > 0) {
        const chunk: unknown = req.read();
        // Not a buffer: another has called setEncoding, and the bytes cannot be had any more.
        if (!Buffer.isBuffer(chunk) || size + chunk.length > limit) {
          settle(false);
          return;
        }
        chunks.push(chunk);
        size += chunk.length;
      }
      if (hasEnded(req)) settle(true);
    };
    req.on("readable", read).on("error", fail).on("close", fail);
  });
}

/** All of `chunks` as one; undefined when there is no memory for it, which in a listener would end the process. */
function join(chunks: readonly Buffer[]): Buffer | undefined {
  try {
    return Buffer.concat(chunks);
  } catch {
    return undefined;
  }
}

/** Whether the last byte is in the buffer. HTTP/2's `complete` says so only after the "end" event, the stream's own state before. */
function hasEnded(req: IncomingMessage): boolean {
  const { _readableState: state } = req as unknown as { readonly _readableState?: { readonly ended?: boolean } };
  return req.complete || state?.ended === true;
}

/** RFC 9112, section 6.3: a request without either field has no body. HTTP/2 needs neither for one. */
function framesBody({ headers, httpVersionMajor }: IncomingMessage): boolean {
  const length = headers["content-length"];
  return headers["transfer-encoding"] !== undefined || (length === undefined ? httpVersionMajor > 1 : length !== "0");
}
