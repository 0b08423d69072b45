import { Readable } from "node:stream";
import { types } from "node:util";
import type { Dispatcher } from "undici";
import type { Intake } from "../intake.js";

/** A body as it will be sent. */
export interface DispatchedBody {
  readonly bytes: Buffer | null;
  /** The media type that undici would add, since the body brings it and the headers may not say. */
  readonly type: string | undefined;
}

type Given = Dispatcher.DispatchOptions["body"];

/**
 * Reads whatever undici takes as a body, once, into `intake`. Never rejects. It counts as cut when it is over the limit, fails, is aborted, or
 * gives something other than bytes and text; then what is left of it is thrown away.
 */
export async function readDispatchedBody(body: Given, intake: Intake, signal: AbortSignal): Promise<DispatchedBody> {
  const given: unknown = body;
  if (given === undefined || given === null) return { bytes: null, type: undefined };
  let type: string | undefined;
  try {
    const { pieces, type: own } = await openBody(given);
    type = own || undefined;
    await readInto(intake, pieces, signal);
  } catch {
    intake.cut();
  }
  return { bytes: intake.body(), type };
}

interface OpenBody {
  readonly pieces: Pieces;
  readonly type?: string;
}

type Pieces = Iterable<unknown> | AsyncIterable<unknown>;

async function openBody(given: unknown): Promise<OpenBody> {
  if (isFormData(given)) return openForm(given);
  if (isBlob(given)) return { pieces: given.stream(), type: given.type };
  return { pieces: piecesOf(given) };
}

/** undici's own FormData is of another class than the platform's, which alone its Response takes. */
async function openForm(given: FormData): Promise<OpenBody> {
  const form = new FormData();
  for (const [name, value] of given) {
    if (typeof value === "string") form.append(name, value);
    else form.append(name, value, value.name);
  }
  const { body, headers } = new Response(form);
  return { pieces: body ?? [], type: headers.get("content-type") ?? "" };
}

/** The pieces that undici would write, in order. Throws for what it does not take. */
function piecesOf(body: unknown): Pieces {
  if (typeof body === "string" || ArrayBuffer.isView(body) || types.isAnyArrayBuffer(body)) return [body];
  if (typeof body === "object" && body !== null) {
    if (Symbol.asyncIterator in body) return body as AsyncIterable<unknown>;
    if ("pipe" in body && "on" in body) return new Readable().wrap(body as NodeJS.ReadableStream);
    if (Symbol.iterator in body) return body as Iterable<unknown>;
  }
  throw new TypeError("not a body");
}

async function readInto(intake: Intake, pieces: Pieces, signal: AbortSignal): Promise<void> {
  const iterator = Symbol.asyncIterator in pieces ? pieces[Symbol.asyncIterator]() : pieces[Symbol.iterator]();
  for (;;) {
    const step = await unlessAborted(signal, () => iterator.next());
    if (step?.done === true) return;
    if (step === undefined || !intake.take(bytesOf(step.value))) break;
  }
  intake.cut();
  end(iterator);
}

function bytesOf(chunk: unknown): Uint8Array | undefined {
  if (typeof chunk === "string") return Buffer.from(chunk);
  if (ArrayBuffer.isView(chunk)) return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  return types.isAnyArrayBuffer(chunk) ? new Uint8Array(chunk) : undefined;
}

/** Not waited for: a generator that hangs would never return. */
function end(iterator: Iterator<unknown> | AsyncIterator<unknown>): void {
  new Promise((resolve) => resolve(iterator.return?.())).catch(() => {});
}

/** What `act` gives; undefined as soon as `signal` aborts, since it may never give anything. */
function unlessAborted<Result>(
  signal: AbortSignal,
  act: () => Result | PromiseLike<Result>,
): Promise<Result | undefined> {
  return new Promise((resolve, reject) => {
    const leave = (): void => resolve(undefined);
    signal.addEventListener("abort", leave);
    if (signal.aborted) leave();
    new Promise<Result>((given) => given(act()))
      .finally(() => signal.removeEventListener("abort", leave))
      .then(resolve, reject);
  });
}

function isBlob(body: unknown): body is Blob {
  if (body instanceof Blob) return true;
  return /^(Blob|File)$/.test(tagOf(body)) && typeof (body as Blob).stream === "function";
}

function isFormData(body: unknown): body is FormData {
  return tagOf(body) === "FormData" && typeof (body as FormData).append === "function";
}

function tagOf(body: unknown): string {
  return typeof body === "object"
    ? String((body as { readonly [Symbol.toStringTag]?: unknown })[Symbol.toStringTag])
    : "";
}
