import type { IncomingMessage } from "node:http";
import { setImmediate } from "node:timers/promises";
import type { Guard } from "../types.js";
import { ARRIVAL_MS, BODY_BYTES } from "./body-limit.js";
import { Intake } from "./intake.js";
import { hasEnded } from "./late-end.js";

/** A request's body as it arrived. `complete`: false when it was over the limit, cut short, too slow, or read by another before. */
export interface IncomingBody {
  readonly body: Buffer;
  readonly complete: boolean;
}

/** What the body of `req` is read into. */
export function intakeFor(guard: Guard, req: IncomingMessage, limit: number = BODY_BYTES): Intake {
  const announced = Number(req.headers["content-length"] ?? limit);
  return new Intake(guard, limit, Number.isSafeInteger(announced) ? announced : limit);
}

/**
 * Reads all of `req`'s body into `intake`, then puts it back: who reads `req` next, by `pipe`, by events or as an iterable, gets these bytes
 * and then the end. What is left of a body that is too long is thrown away.
 *
 * A stream takes data back until its "end" event (`readable.unshift`), and that event waits for a read that finds nothing left.
 * So the last bytes are put back in the turn in which they were read, and a stream that has ended empty is not read at all.
 */
export async function readIncoming(req: IncomingMessage, intake: Intake): Promise<IncomingBody> {
  if (req.readableDidRead) {
    if (framesBody(req)) intake.cut();
    return read(intake);
  }
  await setImmediate(); // what came in one packet with the head is in the buffer then, its end too
  if (req.destroyed) intake.cut();
  else if (!hasEnded(req) || req.readableLength > 0) return arrival(req, intake);
  return read(intake);
}

function arrival(req: IncomingMessage, intake: Intake): Promise<IncomingBody> {
  return new Promise((resolve) => {
    const settle = (): void => {
      clearTimeout(timer);
      req.off("readable", take).off("error", fail).off("close", fail);
      const result = read(intake);
      if (!result.complete) req.resume();
      else if (result.body.length > 0) req.unshift(result.body);
      resolve(result);
    };
    const fail = (): void => {
      intake.cut();
      settle();
    };
    const take = (): void => {
      while (req.readableLength > 0) {
        // Not a buffer: another has called setEncoding, and the bytes cannot be had any more.
        if (intake.take(req.read())) continue;
        settle();
        return;
      }
      if (hasEnded(req)) settle();
    };
    const timer = setTimeout(fail, ARRIVAL_MS);
    req.on("readable", take).on("error", fail).on("close", fail);
  });
}

function read(intake: Intake): IncomingBody {
  return { body: intake.body(), complete: intake.complete };
}

/** RFC 9112, section 6.3: a request without either field has no body. HTTP/2 needs neither for one. */
function framesBody({ headers, httpVersionMajor }: IncomingMessage): boolean {
  const length = headers["content-length"];
  return headers["transfer-encoding"] !== undefined || (length === undefined ? httpVersionMajor > 1 : length !== "0");
}
