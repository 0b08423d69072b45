/** A body's bytes. `complete`: false when it was over the limit, failed, aborted, or gave something other than bytes. */
export interface ReadBody {
  readonly body: Uint8Array<ArrayBuffer> | null;
  readonly complete: boolean;
}

/** Reads a request's body once, up to `limit` bytes; `null` when it has none. What is left of a longer one is cancelled. */
export async function readBody(request: Request, limit: number): Promise<ReadBody> {
  if (request.body === null) return { body: null, complete: true };
  if (request.bodyUsed || request.body.locked) return { body: null, complete: false };
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body.getReader();
  const cancel = (): void => void reader.cancel().catch(() => {});
  request.signal.addEventListener("abort", cancel);
  if (request.signal.aborted) cancel();
  try {
    for (let step = await reader.read(); !step.done; step = await reader.read()) {
      const chunk: unknown = step.value;
      if (!(chunk instanceof Uint8Array) || size + chunk.length > limit) {
        cancel();
        return { body: join(chunks, size), complete: false };
      }
      chunks.push(chunk);
      size += chunk.length;
    }
    return { body: join(chunks, size), complete: !request.signal.aborted };
  } catch {
    return { body: join(chunks, size), complete: false };
  } finally {
    request.signal.removeEventListener("abort", cancel);
  }
}

function join(chunks: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
