import type { IncomingMessage, ServerResponse } from "node:http";

/**
 * How long what a client goes on sending is thrown away before its answer ends, in milliseconds: where a connection is closed at once, the
 * client can lose the answer (RFC 9112, section 9.6).
 */
const LINGER_MS = 5_000;

/**
 * The end of an answer to a request of which more may come. What `res.end` is given is sent at once; the answer ends, and with it a connection
 * that is to be closed, once all of the request is there or has taken too long. The answer must have a content-length.
 */
export class LateEnd {
  #isSent = false;
  #end: (() => void) | undefined;

  constructor(res: ServerResponse) {
    const end = res.end.bind(res);
    const endLater = (content: string | Uint8Array = ""): ServerResponse => {
      res.end = end;
      if (this.#isSent) return end(content);
      sendNow(res, content);
      Object.defineProperty(res, "writableEnded", { value: true }); // for whoever called `end`, and asks whether it has been
      const timer = setTimeout(end, LINGER_MS).unref();
      this.#end = () => {
        clearTimeout(timer);
        end();
      };
      return res;
    };
    res.end = endLater as ServerResponse["end"];
  }

  /** All of the request is there, or its client has left. */
  sent(): void {
    this.#isSent = true;
    this.#end?.();
  }
}

/** Gives the answer to `req` a late end where more of it may come. Whoever calls this reads on. */
export function endOnceSent(req: IncomingMessage, res: ServerResponse): void {
  // HTTP/2 ends a stream and no connection (RFC 9113, section 8.1).
  if (hasEnded(req) || req.httpVersionMajor > 1) return;
  const late = new LateEnd(res);
  req.once("end", () => late.sent()).once("close", () => late.sent());
}

/** Whether the last byte is in the buffer. HTTP/2's `complete` says so only after the "end" event, the stream's own state before. */
export function hasEnded(req: IncomingMessage): boolean {
  const { _readableState: state } = req as unknown as { readonly _readableState?: { readonly ended?: boolean } };
  return req.complete || state?.ended === true;
}

function sendNow(res: ServerResponse, content: string | Uint8Array): void {
  res.cork();
  res.flushHeaders(); // of an answer to HEAD there is nothing else
  if (content.length > 0) res.write(content);
  res.uncork();
}
