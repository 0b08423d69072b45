import type { IncomingMessage, ServerResponse } from "node:http";
import type { GuardVerdict } from "../../types.js";
import { denialAnswer, type Refusal } from "../denial.js";
import { endOnceSent } from "../late-end.js";

/** An answer that is not a verdict. */
export interface PlainAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

export function reply(req: IncomingMessage, res: ServerResponse, verdict: GuardVerdict | Refusal): void {
  send(req, res, answerTo(verdict));
}

/** A verdict as an answer. */
export function answerTo(verdict: GuardVerdict | Refusal): PlainAnswer {
  const type = "application/json";
  if ("action" in verdict && verdict.action === "forward") {
    const { action, because } = verdict;
    return { status: 200, type, body: `${JSON.stringify({ action, because })}\n` };
  }
  const { status, body } = denialAnswer(verdict as Refusal);
  return { status, type, body };
}

/** Answers, and throws away what is left of the request. */
export function send(req: IncomingMessage, res: ServerResponse, { status, type, body }: PlainAnswer): void {
  if (!req.complete) res.setHeader("connection", "close"); // what is left of it is not waited for
  res.writeHead(status, {
    "content-type": type,
    "content-length": Buffer.byteLength(body),
    "cache-control": "no-store",
    ...(status === 401 ? { "www-authenticate": "Bearer" } : {}),
  });
  endOnceSent(req, res);
  req.resume();
  res.end(req.method === "HEAD" ? "" : body);
}

export function problem(status: number, error: string, message: string): PlainAnswer {
  return { status, type: "application/json", body: `${JSON.stringify({ error, message })}\n` };
}

export const UNAUTHORIZED: PlainAnswer = problem(
  401,
  "unauthorized",
  "Send the service's token: Authorization: Bearer TOKEN.",
);
export const NOT_FOUND: PlainAnswer = problem(
  404,
  "not_found",
  "There is POST /v1/check, /v1/ext-authz/http and /v1/ext-authz/https, GET /healthz and GET /metrics.",
);
export const WRONG_METHOD: PlainAnswer = problem(405, "method_not_allowed", "Use POST.");
export const TOO_LARGE: PlainAnswer = problem(
  413,
  "too_large",
  "The request was cut short, or is over the service's limit: send the beginning of its body, with bodyComplete false.",
);

export const WRONG_TOKEN: Refusal = {
  because: "scan-failed",
  message:
    "The proxy did not give the checking service its token, so this request was not sent. Tell the operator of this proxy.",
};
