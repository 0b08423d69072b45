import type { IncomingMessage } from "node:http";

/** A request's body, read ahead of the handler that it is meant for. */
export interface BodyRead {
  readonly bytes: Buffer;
  /** `false`: too long, cut short, or read by somebody else before. */
  readonly complete: boolean;
  /** Once: `true` gives the request its body back, for the next reader; `false` drops it. */
  replay(withBody: boolean): void;
}

/**
 * Reads the whole body and leaves the stream as if nobody had.
 *
 * Node's parser, and that of HTTP/2, give a request its body through `push`. Until `replay`, that is ours: so the stream neither
 * fills nor ends, and the next reader finds a body of any length, an empty one too, exactly as it came.
 */
export function readBody(request: IncomingMessage, limit: number): Promise<BodyRead> {
  if (request.readableEnded) return Promise.resolve(readByOthers(request));
  if (request.destroyed || request.readableEncoding) return Promise.resolve(nothing(false, request));
  const early = request.readableLength > 0 ? (request.read() as Buffer) : Buffer.alloc(0);
  if (request.complete) {
    // In the same tick, so that the stream does not end.
    if (early.length > 0) request.unshift(early);
    return Promise.resolve({ ...nothing(early.length <= limit, request), bytes: early });
  }
  return intercept(request, early, limit);
}

function intercept(request: IncomingMessage, early: Buffer, limit: number): Promise<BodyRead> {
  return new Promise((resolve) => {
    let chunks: Buffer[] = [early];
    let size = early.length;
    const done = (complete: boolean): void => {
      request.off("close", cut);
      const bytes = Buffer.concat(complete ? chunks : []);
      chunks = [];
      resolve({ bytes, complete, replay: (withBody) => complete && restore(request, withBody ? bytes : undefined) });
    };
    const cut = (): void => done(false);
    request.once("close", cut);
    request.push = (chunk: Buffer | null): boolean => {
      size += chunk?.length ?? 0;
      if (chunk === null || size > limit) done(size <= limit);
      else chunks.push(chunk);
      return true; // Over the limit too: what follows is read and dropped.
    };
    request.read(0);
  });
}

function restore(request: IncomingMessage, bytes: Buffer | undefined): void {
  Reflect.deleteProperty(request, "push");
  if (bytes !== undefined && bytes.length > 0) request.push(bytes);
  request.push(null);
  if (bytes === undefined) request.resume();
}

function nothing(complete: boolean, request: IncomingMessage): BodyRead {
  const replay = (withBody: boolean): void => void (withBody || request.resume());
  return { bytes: Buffer.alloc(0), complete, replay };
}

/** A body that somebody has read is lost to the scan. None has, where there was none (RFC 9112, section 6.3). */
function readByOthers(request: IncomingMessage): BodyRead {
  const { "content-length": length, "transfer-encoding": coding } = request.headers;
  return nothing(coding === undefined && Number(length ?? 0) === 0 && request.httpVersionMajor === 1, request);
}
