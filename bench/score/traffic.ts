import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { OutboundRequest } from "../../src/index.js";

/** A request that was recorded: JSON lines, gzipped. */
interface Recorded {
  readonly id: string;
  readonly source: string;
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: string;
  readonly bodyBase64?: string;
}

export interface RealRequest {
  readonly id: string;
  readonly source: string;
  readonly request: OutboundRequest;
}

export function* requestsIn(path: string): Generator<RealRequest> {
  for (const line of gunzipSync(readFileSync(path)).toString("utf8").trim().split("\n")) {
    const { id, source, method, url, headers, body, bodyBase64 } = JSON.parse(line) as Recorded;
    const bytes = bodyBase64 === undefined ? body : Buffer.from(bodyBase64, "base64");
    yield { id, source, request: { method, url, headers, ...(bytes === undefined ? {} : { body: bytes }) } };
  }
}
