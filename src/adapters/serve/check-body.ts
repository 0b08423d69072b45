import type { OutboundRequest } from "../../types.js";

/** What `POST /v1/check` is sent: a request, and who sent it. */
export interface CheckBody {
  readonly request: OutboundRequest;
  readonly client: string | undefined;
}

type Pairs = readonly (readonly [name: string, value: string])[];

/** A field that is unknown is an error: what a proxy believes to have said must have been heard. */
const FIELDS: Readonly<Record<string, (value: unknown) => boolean>> = {
  method: (value) => typeof value === "string" && value !== "",
  url: (value) => typeof value === "string" && value !== "",
  headers: isPairs,
  trailers: isPairs,
  bodyBase64: isBase64,
  bodyComplete: (value) => typeof value === "boolean",
  client: (value) => typeof value === "string",
};

/** Reads the JSON of a check; a sentence that says what is wrong with it, and quotes nothing, when it is none. */
export function readCheckBody(json: Buffer): CheckBody | string {
  const given = parse(json);
  if (given === undefined) return "Send an object of JSON.";
  for (const [name, isValid] of Object.entries(FIELDS)) {
    if (name in given && !isValid(given[name])) return `The field ${name} is not as it must be.`;
  }
  if (Object.keys(given).some((name) => !Object.hasOwn(FIELDS, name))) {
    return `There is a field that is unknown. There are: ${Object.keys(FIELDS).join(", ")}.`;
  }
  if (given.method === undefined || given.url === undefined) return "The fields method and url must be there.";
  const {
    method,
    url,
    headers = [],
    trailers = [],
    bodyBase64 = "",
    bodyComplete = true,
    client,
  } = given as {
    readonly method: string;
    readonly url: string;
    readonly headers?: Pairs;
    readonly trailers?: Pairs;
    readonly bodyBase64?: string;
    readonly bodyComplete?: boolean;
    readonly client?: string;
  };
  const body = Buffer.from(bodyBase64, "base64");
  return {
    request: { method, url, headers, trailers, body, bodyComplete },
    client: client === "" ? undefined : client,
  };
}

function parse(json: Buffer): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(json));
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}

function isPairs(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every((pair) => Array.isArray(pair) && pair.length === 2 && pair.every((part) => typeof part === "string"))
  );
}

/** RFC 4648, section 4, padded. Node's decoder takes anything, and would show the scan other bytes than were meant. */
function isBase64(value: unknown): boolean {
  return typeof value === "string" && value.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(value);
}
