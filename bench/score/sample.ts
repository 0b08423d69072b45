import type { OutboundRequest } from "../../src/index.js";

/** One request of the score: with a credential in it, or with none. */
export interface Sample {
  /** What it is counted with: a family of credentials or of look-alikes. */
  readonly family: string;
  /** What it is counted with besides: how the value stands. */
  readonly form?: string;
  /** For a message: which of its family. */
  readonly name: string;
  readonly request: OutboundRequest;
  /** The credential; absent where there is none. */
  readonly value?: string;
}

const POST: Pick<OutboundRequest, "method" | "url"> = { method: "POST", url: "https://collect.example.net/v2/items" };

/** A text as the body of a request to nobody in particular. */
export function posted(body: string): OutboundRequest {
  const isJson = /^\s*[[{]/.test(body);
  return { ...POST, headers: [["content-type", isJson ? "application/json" : "text/plain"]], body };
}
