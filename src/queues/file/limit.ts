import { type Limited, limiter } from "../limiter.js";

/**
 * How many file operations of a queue run at once, in the whole process. Few, because each holds a file descriptor and one of
 * libuv's four threads (UV_THREADPOOL_SIZE), which the proxy needs for its DNS look-ups too.
 */
const AT_ONCE = 3;

export const limited: Limited = limiter(AT_ONCE);

/** Makes runs of `work` fall together: who asks while one runs shares the next. */
export function shared<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let current: Promise<Result> | undefined;
  let next: Promise<Result> | undefined;
  const start = (): Promise<Result> => {
    const run = work().finally(() => {
      if (current === run) current = undefined;
    });
    current = run;
    return run;
  };
  return () => {
    if (current === undefined) return start();
    next ??= current.then(ignore, ignore).then(() => {
      next = undefined;
      return start();
    });
    return next;
  };
}

function ignore(): void {}
