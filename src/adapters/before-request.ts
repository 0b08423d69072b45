import type { CompletedRequest, Mockttp, requestSteps } from "mockttp";
import type { Guard, OutboundRequest } from "../types.js";
import { Departures } from "./before-request/departures.js";
import { denialAnswer, FAILED, type Refusal, verdictOf } from "./denial.js";
import { misdirection, targetUrl } from "./target.js";

type RequestResult = requestSteps.CallbackRequestResult;
type ResponseResult = requestSteps.CallbackResponseMessageResult;

export interface BeforeRequestOptions {
  /**
   * The server that calls the hook. With it a client that leaves ends its holds; without it they end at their deadline.
   */
  readonly server?: Mockttp;
}

/**
 * The hook for mockttp's `thenPassThrough({ beforeRequest })`: a denied request is answered with a 403, any other is passed
 * through with exactly the bytes that were scanned.
 *
 * What a hook cannot do, and `createGateway` does: mockttp looks up the destination's name before the hook runs when the client
 * is on another machine, and it never shows the hook a WebSocket: give those a rule that refuses them.
 */
export function guardBeforeRequest(
  guard: Guard,
  options: BeforeRequestOptions = {},
): (request: CompletedRequest) => Promise<RequestResult | undefined> {
  const check = guardCompletedRequest(guard, options);
  return async (request) => {
    const refusal = await check(request);
    if (refusal !== undefined) return { response: refusalResponse(refusal) };
    // Over HTTP/2 a body that mockttp dropped for its size can look like none: then none is sent.
    return isHttp2(request) && request.body.buffer.length === 0 ? { rawBody: Buffer.alloc(0) } : undefined;
  };
}

/** The check behind the hook: undefined for a request that may leave. Never rejects. */
export function guardCompletedRequest(
  guard: Guard,
  { server }: BeforeRequestOptions,
): (request: CompletedRequest) => Promise<Refusal | undefined> {
  const departures = new Departures();
  void server?.on("abort", (request) => departures.left(request));
  return async (request) => {
    const { signal, done } = departures.of(request);
    try {
      const { remoteIpAddress: client, timingEvents } = request;
      const call = { signal, arrivedAt: timingEvents.startTimestamp, ...(client ? { client } : {}) };
      const misdirected = misdirection(request);
      if (misdirected !== undefined) return misdirected;
      if (isHttp2(request) && request.rawTrailers.length > 0) return TRAILERS;
      const verdict = await verdictOf(() => guard.check(outboundRequest(request), call));
      return verdict.action === "forward" ? undefined : verdict;
    } catch {
      return FAILED;
    } finally {
      done();
    }
  };
}

/** mockttp's client for HTTP/2 has no way to send them, and would leave them out. */
const TRAILERS: Refusal = {
  because: "uninspectable",
  message: "Trailers of an HTTP/2 request cannot be sent on here, so it was not sent. Send it without trailers.",
};

/** mockttp frames the answer by what is given here alone. */
export function refusalResponse(refusal: Refusal): ResponseResult & { headers: Record<string, string>; body: string } {
  const { status, headers, body } = denialAnswer(refusal);
  return { statusCode: status, headers: { ...headers, "content-length": String(Buffer.byteLength(body)) }, body };
}

function outboundRequest(request: CompletedRequest): OutboundRequest {
  const { method, rawHeaders, rawTrailers, body } = request;
  const bodyComplete = body.buffer.length > 0 || !announcesBody(request);
  return {
    method,
    url: targetUrl(request),
    headers: rawHeaders,
    body: body.buffer,
    bodyComplete,
    trailers: rawTrailers,
  };
}

/**
 * Whether a request that shows no body may have had one: mockttp drops a body over its `maxBodySize` and shows an empty one,
 * while it goes on passing the whole through. HTTP/2 needs no field for a body, so there its end tells, which mockttp then does not
 * wait for.
 */
function announcesBody({ headers, timingEvents }: CompletedRequest): boolean {
  const length = headers["content-length"];
  if (headers["transfer-encoding"] !== undefined) return true;
  return length === undefined ? timingEvents.bodyReceivedTimestamp === undefined : length !== "0";
}

function isHttp2({ httpVersion }: Pick<CompletedRequest, "httpVersion">): boolean {
  return httpVersion.startsWith("2");
}
