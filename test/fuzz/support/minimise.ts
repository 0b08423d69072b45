import { copyOf, type FuzzInput } from "./corpus.js";
import { MOST_BYTES } from "./mutate.js";

/** Milliseconds that are spent on making one input smaller. */
const PATIENCE = 10_000;

/** A smaller input for which `isBad` still holds: without headers, and without parts of its body, URL and header values. */
export function minimise(input: FuzzInput, isBad: (input: FuzzInput) => boolean): FuzzInput {
  const deadline = performance.now() + PATIENCE;
  let best = input;
  const attempt = (candidate: FuzzInput): boolean => {
    if (performance.now() > deadline || !isBad(candidate)) return false;
    best = candidate;
    return true;
  };
  for (const fields of ["headers", "trailers"] as const) {
    for (let i = best[fields].length - 1; i >= 0; i--) {
      attempt({ ...copyOf(best), [fields]: best[fields].filter((_, at) => at !== i) });
    }
    best[fields].forEach((_, i) => {
      shorten(Buffer.from(best[fields][i]![1]), (value) => {
        const copy = copyOf(best);
        copy[fields][i]![1] = value.toString("utf8");
        return attempt(copy);
      });
    });
  }
  shorten(Buffer.from(best.url), (url) => attempt({ ...copyOf(best), url: url.toString("utf8") }));
  shorten(best.body, (body) => attempt({ ...copyOf(best), body }));
  return best;
}

/** Takes away ever smaller parts. */
function shorten(bytes: Buffer, attempt: (bytes: Buffer) => boolean): void {
  let current = bytes;
  if (current.length > 0 && attempt(Buffer.alloc(0))) return;
  for (let size = current.length >> 1; size >= 1; size >>= 1) {
    for (let at = 0; at < current.length; ) {
      const candidate = Buffer.concat([current.subarray(0, at), current.subarray(at + size)]);
      if (candidate.length > 0 && attempt(candidate)) current = candidate;
      else at += size;
    }
  }
}

/** A slow input whose body is one short text over and over, where that is slow as well; else the input itself. */
export function minimiseSlow(input: FuzzInput, isSlow: (input: FuzzInput) => boolean): FuzzInput {
  const deadline = performance.now() + PATIENCE;
  let best = input;
  let unit = input.body;
  for (let size = unit.length >> 1; size >= 1 && performance.now() < deadline; ) {
    const found = [0, unit.length - size, (unit.length - size) >> 1]
      .map((at) => unit.subarray(at, at + size))
      .find((part) => isSlow({ ...copyOf(best), body: Buffer.alloc(MOST_BYTES, part) }));
    if (found === undefined) size = Math.min(size - 1, Math.floor(size * 0.75));
    else {
      unit = found;
      best = { ...copyOf(best), body: Buffer.alloc(MOST_BYTES, unit) };
      size = unit.length >> 1;
    }
  }
  return best;
}
