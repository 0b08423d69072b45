import { Readable } from "node:stream";
import { types } from "node:util";
import type { Dispatcher } from "undici";

/** A body as it will be sent. `complete`: false when it was over the limit, failed, aborted, or gave something other than bytes and text. */
export interface DispatchedBody {
  readonly bytes: Buffer | null;
  readonly complete: boolean;
  /** The media type that undici would add, since the body brings it and the headers may not say. */
  readonly type: string | undefined;
}

type Given = Dispatcher.DispatchOptions["body"];

/** Reads whatever undici takes as a body, once, up to `limit` bytes. Never rejects. What is left of a longer one is thrown away. */
export async function readDispatchedBody(body: Given, limit: number, signal: AbortSignal): Promise<DispatchedBody> {
  const given: unknown = body;
  if (given === undefined || given === null) return { bytes: null, complete: true, type: undefined };
  try {
    if (isFormData(given)) return await readForm(given, limit, signal);
    if (isBlob(given)) return await read(given.stream(), limit, signal, given.type);
    return await read(piecesOf(given), limit, signal);
  } catch {
    return { bytes: null, complete: false, type: undefined };
  }
}

/** undici's own FormData is of another class than the platform's, which alone its Response takes. */
async function readForm(given: FormData, limit: number, signal: AbortSignal): Promise<DispatchedBody> {
  const form = new FormData();
  for (const [name, value] of given) {
    if (typeof value === "string") form.append(name, value);
    else form.append(name, value, value.name);
  }
  const { body, headers } = new Response(form);
  return read(body ?? [], limit, signal, headers.get("content-type") ?? undefined);
}

/** The pieces that undici would write, in order. Throws for what it does not take. */
function piecesOf(body: unknown): Iterable<unknown> | AsyncIterable<unknown> {
  if (typeof body === "string" || ArrayBuffer.isView(body) || types.isAnyArrayBuffer(body)) return [body];
  if (typeof body === "object" && body !== null) {
    if (Symbol.asyncIterator in body) return body as AsyncIterable<unknown>;
    if ("pipe" in body && "on" in body) return new Readable().wrap(body as NodeJS.ReadableStream);
    if (Symbol.iterator in body) return body as Iterable<unknown>;
  }
  throw new TypeError("not a body");
}

async function read(
  pieces: Iterable<unknown> | AsyncIterable<unknown>,
  limit: number,
  signal: AbortSignal,
  type?: string,
): Promise<DispatchedBody> {
  const chunks: Buffer[] = [];
  let size = 0;
  const result = (complete: boolean): DispatchedBody => ({
    bytes: Buffer.concat(chunks),
    complete,
    type: type || undefined,
  });
  const iterator = Symbol.asyncIterator in pieces ? pieces[Symbol.asyncIterator]() : pieces[Symbol.iterator]();
  const { gone, stop } = whenAborted(signal);
  try {
    for (;;) {
      const step = await Promise.race([iterator.next(), gone]);
      if (step === undefined) break;
      if (step.done === true) return result(true);
      const chunk = bytesOf(step.value);
      if (chunk === undefined || size + chunk.length > limit) break;
      chunks.push(chunk);
      size += chunk.length;
    }
  } catch {
    return result(false);
  } finally {
    stop();
  }
  end(iterator);
  return result(false);
}

/** Copied: a producer may use its buffer again. */
function bytesOf(chunk: unknown): Buffer | undefined {
  if (typeof chunk === "string") return Buffer.from(chunk);
  if (ArrayBuffer.isView(chunk)) return Buffer.from(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength));
  return types.isAnyArrayBuffer(chunk) ? Buffer.from(new Uint8Array(chunk)) : undefined;
}

/** Not waited for: a generator that hangs would never return. */
function end(iterator: Iterator<unknown> | AsyncIterator<unknown>): void {
  new Promise((resolve) => resolve(iterator.return?.())).catch(() => {});
}

function whenAborted(signal: AbortSignal): { readonly gone: Promise<undefined>; readonly stop: () => void } {
  let leave = (): void => {};
  const gone = new Promise<undefined>((resolve) => {
    leave = () => resolve(undefined);
  });
  signal.addEventListener("abort", leave);
  if (signal.aborted) leave();
  return { gone, stop: () => signal.removeEventListener("abort", leave) };
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
