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
  const text = decode(json);
  const given = text === undefined ? undefined : parse(text);
  if (text === undefined || given === undefined) return "Send an object of JSON.";
  for (const [name, isValid] of Object.entries(FIELDS)) {
    if (name in given && !isValid(given[name])) return `The field ${name} is not as it must be.`;
  }
  if (Object.keys(given).some((name) => !Object.hasOwn(FIELDS, name))) {
    return `There is a field that is unknown. There are: ${Object.keys(FIELDS).join(", ")}.`;
  }
  if (membersIn(text) !== Object.keys(given).length) return "A field is there more than once.";
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

function decode(json: Buffer): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(json);
  } catch {
    return undefined;
  }
}

function parse(json: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}

/** The members of the object that `json` is, each as often as it stands there: no field's value is an object, so each colon is one's. */
function membersIn(json: string): number {
  let count = 0;
  let isWithinString = false;
  for (let at = 0; at < json.length; at += 1) {
    const character = json[at];
    if (character === "\\") at += 1;
    else if (character === '"') isWithinString = !isWithinString;
    else if (character === ":" && !isWithinString) count += 1;
  }
  return count;
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
