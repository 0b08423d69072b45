import type { OutboundRequest } from "../../src/index.js";

/** One way to write a value into a request so that it is not seen, and what a scan must say of it. */
export interface Evasion {
  readonly name: string;
  /** The request with `value` in it. */
  write(value: string): OutboundRequest;
  readonly surface: "url" | "header" | "body" | "trailer";
  readonly path: string;
  readonly decoded: readonly string[];
  /** The smallest run of wire bytes whose decoding contains the value; it stands once in the surface. */
  run(value: string): string | Buffer;
  /** The benign twin, where ordinary words cannot be written so: `undefined` text means that the row has none. */
  readonly twin?: string | undefined;
  /** What the carrier is held for in any case. */
  readonly alsoHeld?: string;
}

/** What cannot be looked into, and so is held. */
export interface Held {
  readonly name: string;
  readonly request: OutboundRequest;
  /** `Finding.detector`. */
  readonly what: string;
  readonly approvable?: false;
}

type Text = string | Buffer;

/** A carrier: where the written text is put. */
export interface Place {
  readonly surface: Evasion["surface"];
  readonly path: string;
  readonly put: (text: Text) => OutboundRequest;
}

const bytes = (text: Text): Buffer => (typeof text === "string" ? Buffer.from(text) : text);

export const post = (
  body: Text,
  type?: string,
  headers: readonly (readonly [string, string])[] = [],
): OutboundRequest => ({
  method: "POST",
  url: "https://api.example.com/v1/notes",
  headers: type === undefined ? headers : [["content-type", type], ...headers],
  body: bytes(body),
});

export const get = (url: string): OutboundRequest => ({ method: "GET", url });

/** A body as it is. */
export const body = (type?: string, path = "body"): Place => ({
  surface: "body",
  path,
  put: (text) => post(text, type),
});

/** A body with something round the text. */
export const within = (before: string, after: string, path: string, type?: string): Place => ({
  surface: "body",
  path,
  put: (text) => post(Buffer.concat([Buffer.from(before), bytes(text), Buffer.from(after)]), type),
});

export const json: Place = within('{"notes":[{"text":"', '"}],"n":1}', "$.notes[0].text", "application/json");
export const header: Place = {
  surface: "header",
  path: "x-note",
  put: (text) => ({ ...get("https://api.example.com/"), headers: [["x-note", String(text)]] }),
};
export const query: Place = {
  surface: "url",
  path: "query.q",
  put: (text) => get(`https://api.example.com/find?a=1&q=${text}&b=2`),
};

/** A row whose value is written by `encode` and put in a place: the run is what `encode` made, unless `run` says less. */
export function row(
  name: string,
  place: Place,
  decoded: readonly string[],
  encode: (value: string) => Text,
  rest: { readonly run?: (value: string) => Text; readonly twin?: string | undefined; readonly alsoHeld?: string } = {},
): Evasion {
  const { surface, path, put } = place;
  const { run = encode, ...more } = rest;
  return {
    name,
    surface,
    path,
    decoded,
    write: (value) => put(encode(value)),
    run,
    ...more,
  };
}

/** `value` in pieces of `length` characters. */
export function pieces(value: string, length: number): readonly string[] {
  return value.match(new RegExp(`[^]{1,${length}}`, "g")) ?? [];
}

export const each = (value: string, write: (character: string, index: number) => string): string =>
  [...value].map(write).join("");

export const hex = (character: string | number): string =>
  (typeof character === "string" ? character.codePointAt(0)! : character).toString(16).padStart(2, "0");
