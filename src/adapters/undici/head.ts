import { stringify } from "node:querystring";
import type { Dispatcher } from "undici";

type Pairs = readonly (readonly [name: string, value: string])[];

/** What stands before the body, read once: what is scanned is what is sent, whatever the caller does to its objects meanwhile. */
export interface DispatchedHead {
  readonly method: string;
  readonly origin: URL;
  /** With the query in it. */
  readonly path: string;
  /** Absolute: `path` when that is absolute itself. */
  readonly url: string;
  readonly headers: Pairs;
}

/** Throws for what undici does not take. `origin`: where a dispatcher of one origin sends, which its options need not name. */
export function readHead(options: Dispatcher.DispatchOptions, origin: string | undefined): DispatchedHead {
  const { method, query, headers } = options;
  const to = new URL(String(options.origin ?? origin));
  if (typeof options.path !== "string" || typeof method !== "string") throw new TypeError("not a request");
  const search = query ? stringify(query) : "";
  if (search !== "" && /[?#]/.test(options.path)) throw new TypeError("two queries");
  const path = search === "" ? options.path : `${options.path}?${search}`;
  const url = /^https?:\/\//.test(path) ? path : to.origin + path;
  return { method, origin: to, path, url, headers: readHeaders(headers) };
}

/** undici's forms of headers (core/request.js): a flat array, pairs, or an object; a list of values is one field each. */
function readHeaders(headers: Dispatcher.DispatchOptions["headers"]): Pairs {
  if (headers === undefined || headers === null) return [];
  if (Array.isArray(headers)) {
    return Array.from({ length: headers.length / 2 }, (_, at) => fields(headers[2 * at], headers[2 * at + 1])).flat();
  }
  if (isIterable(headers)) return [...headers].flatMap(([name, value]) => fields(name, value));
  return Object.entries(headers).flatMap(([name, value]) => fields(name, value));
}

/** An object's own iterator, or one of its class: not one that was planted on Object.prototype. */
function isIterable(headers: object): headers is Iterable<readonly [string, unknown]> {
  const iterator: unknown = (headers as { readonly [Symbol.iterator]?: unknown })[Symbol.iterator];
  return (
    typeof iterator === "function" &&
    iterator !== (Object.prototype as { [Symbol.iterator]?: unknown })[Symbol.iterator]
  );
}

function fields(name: unknown, value: unknown): (readonly [string, string])[] {
  if (value === undefined) return [];
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.map((one) => [text(name), one === null ? "" : text(one)]);
}

function text(value: unknown): string {
  if (Buffer.isBuffer(value)) return value.toString("latin1");
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return String(value);
  throw new TypeError("not a header");
}
