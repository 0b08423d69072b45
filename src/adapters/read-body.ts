import type { Intake } from "./intake.js";

/**
 * Reads a request's body once into `intake`; `null` when it has none. It counts as cut when it is over the limit, fails, is aborted, or gives
 * something other than bytes; then what is left of it is cancelled.
 */
export async function readBody(request: Request, intake: Intake): Promise<Uint8Array<ArrayBuffer> | null> {
  if (request.body === null) return null;
  if (request.bodyUsed || request.body.locked) {
    intake.cut();
    return null;
  }
  const reader = request.body.getReader();
  const cancel = (): void => void reader.cancel().catch(() => {});
  request.signal.addEventListener("abort", cancel);
  if (request.signal.aborted) cancel();
  try {
    for (let step = await reader.read(); !step.done; step = await reader.read()) {
      if (intake.take(step.value)) continue;
      cancel();
      break;
    }
    if (request.signal.aborted) intake.cut();
  } catch {
    intake.cut();
  } finally {
    request.signal.removeEventListener("abort", cancel);
  }
  return intake.body() as Buffer<ArrayBuffer>;
}
