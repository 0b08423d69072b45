import { afterEach } from "vitest";

/** What a file's tests have opened, closed after each of them, the last first. */
export function closersOfTests(): { readonly add: (close: () => unknown) => void } {
  const closers: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });
  return { add: (close) => void closers.push(close) };
}
