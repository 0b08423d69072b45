import type { IncomingMessage, ServerResponse } from "node:http";
import type { Http2ServerRequest, Http2ServerResponse } from "node:http2";
import type { CompletedRequest } from "mockttp";
import type { ArrivingBodies } from "../../arriving-bodies.js";
import type { Guard } from "../../types.js";
import { ARRIVAL_MS } from "../body-limit.js";
import { FAILED, type Refusal } from "../denial.js";
import { arrivingFor } from "../intake.js";
import { LateEnd } from "../late-end.js";
import { refuseMalformed } from "./containment.js";

/** What Node takes for each piece of a body besides its bytes: the objects round them. mockttp keeps the pieces as they come. */
const PIECE_BYTES = 256;

const TOO_SLOW: Refusal = {
  because: "uninspectable",
  message:
    "The body of this request took too long to arrive, so it was not sent. Send it faster, or in several requests.",
};

/** `id`: what mockttp names it by. */
export type Incoming = (IncomingMessage | Http2ServerRequest) & { readonly id?: unknown };
export type Outgoing = ServerResponse | Http2ServerResponse;

/** The body of one request, from its first byte until the request is answered. */
interface GatewayBody {
  /** Why it was not read to its end; undefined when it was. */
  refusal(): Promise<Refusal> | Refusal | undefined;
  /** From here on the guard counts it. */
  hold(): void;
  /** It may leave, and is kept until its answer is there. */
  wait(): void;
}

/** Counts the bodies that mockttp reads, and ends those for which there is no room or time: mockttp bounds each, and not all of them. */
export class GatewayBodies {
  readonly #arriving: ArrivingBodies;
  /** Bytes over which mockttp drops a body. */
  readonly #limit: number;
  readonly #byId = new Map<string, GatewayBody>();

  constructor(guard: Guard, limit: number) {
    this.#arriving = arrivingFor(guard);
    this.#limit = limit;
  }

  /** Why a request is refused: for its body, or by `check`. */
  async refusalOf(
    request: CompletedRequest,
    check: (request: CompletedRequest) => Promise<Refusal | undefined>,
  ): Promise<Refusal | undefined> {
    const body = this.#byId.get(request.id);
    if (body === undefined) return FAILED;
    const refused = await body.refusal();
    if (refused !== undefined) return refused;
    const checked = check(request);
    body.hold();
    const refusal = await checked;
    // A client that has left is forgotten by now.
    if (refusal === undefined && this.#byId.has(request.id)) body.wait();
    return refusal;
  }

  /** Called once mockttp has given `req` its id, and before anything of the body is there. */
  watch(req: Incoming, res: Outgoing): void {
    const { id } = req;
    if (typeof id !== "string") return void refuseMalformed(res);
    const share = this.#arriving.share();
    const push = req.push.bind(req);
    let size = 0;
    let refusal: (() => Promise<Refusal> | Refusal) | undefined;
    let late: LateEnd | undefined;
    // The answer may come before the end of the body.
    const answerEarly = (): void => {
      late ??= "stream" in res ? undefined : new LateEnd(res);
    };
    const refuse = (why: () => Promise<Refusal> | Refusal): boolean => {
      refusal = why;
      share.end();
      answerEarly();
      // What still comes is thrown away. One that is not complete would take its connection with it, and its answer too.
      if (!("stream" in req)) Object.assign(req, { complete: true });
      push(null);
      return true;
    };
    req.push = (chunk: Buffer | null, encoding?: BufferEncoding): boolean => {
      if (chunk === null) {
        clearTimeout(timer);
        late?.sent();
      }
      if (refusal !== undefined) return true;
      if (chunk === null) return push(null);
      size += chunk.length;
      if (size > this.#limit) {
        share.end();
        answerEarly();
      } else if (!share.take(chunk.length + PIECE_BYTES)) return refuse(() => this.#arriving.refuse());
      return push(chunk, encoding);
    };
    const timer = setTimeout(() => refuse(() => TOO_SLOW), ARRIVAL_MS);
    this.#byId.set(id, {
      refusal: () => refusal?.(),
      hold: () => share.end(),
      wait: () => share.keep(size),
    });
    res.once("close", () => {
      clearTimeout(timer);
      share.end();
      this.#byId.delete(id);
    });
  }
}
