/** Longest delay that a timer takes; a longer one would fire at once. */
const LONGEST_DELAY = 2 ** 31 - 1;

/**
 * Calls `reached` once `performance.now()` is at `at`, however far away that is and whatever the wall clock does meanwhile.
 * Returns what stops it.
 */
export function onDeadline(at: number, reached: () => void): () => void {
  let timer: NodeJS.Timeout;
  const arm = (): void => {
    timer = setTimeout(fired, Math.min(LONGEST_DELAY, Math.max(1, Math.ceil(at - performance.now()))));
  };
  const fired = (): void => {
    if (performance.now() < at) arm();
    else reached();
  };
  arm();
  return () => clearTimeout(timer);
}

/** The wall clock's time when `performance.now()` will be at `at`, ISO 8601; for people. */
export function isoTime(at: number): string {
  return new Date(Math.min(8.64e15, Date.now() + at - performance.now())).toISOString();
}
