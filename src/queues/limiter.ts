/** Runs `work` when its turn comes. Must not be called from within `work`. */
export type Limited = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** Runs so much at once, and the rest in its order. */
export function limiter(atOnce: number): Limited {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
