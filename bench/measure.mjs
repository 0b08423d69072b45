/** Times on a machine that others use too: CPU time instead of the clock, medians, and ratios to what the same machine does beside it. */

const ROUNDS = 5;

/** Microseconds of CPU, of all threads: the garbage collector's too. */
function spend(run, calls) {
  const before = process.cpuUsage();
  for (let i = 0; i < calls; i++) run();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

/** Microseconds of CPU that one call takes, what it gives awaited. */
export async function spendEach(run, calls) {
  const before = process.cpuUsage();
  for (let i = 0; i < calls; i++) await run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / calls;
}

/** How often `run` must be called to take `microseconds`. To find out, it is called about as long: so that it is compiled, too. */
function callsFor(run, microseconds) {
  let calls = 1;
  while (spend(run, calls) < microseconds) calls *= 2;
  return calls;
}

/** Median microseconds of CPU that one call takes. */
export function costOf(run, { warmUp = 700_000, round = 60_000 } = {}) {
  callsFor(run, warmUp / 2);
  const calls = callsFor(run, round / 2);
  const rounds = Array.from({ length: ROUNDS }, () => spend(run, calls) / calls);
  return median(rounds);
}

/** Microseconds on the clock of the call in the middle, and of the one that 99 of 100 are no slower than. */
export function latencyOf(run, calls = 4000) {
  callsFor(run, 300_000);
  const times = new Float64Array(calls);
  for (let i = 0; i < calls; i++) {
    const start = process.hrtime.bigint();
    run();
    times[i] = Number(process.hrtime.bigint() - start) / 1000;
  }
  times.sort();
  return { p50: times[calls >> 1], p99: times[Math.floor(calls * 0.99)] };
}

export function median(values) {
  return values.toSorted((one, other) => one - other)[values.length >> 1];
}

/**
 * A plain loop over bytes, which nothing written in JavaScript that looks at every byte can beat. One for each body: what else a loop was
 * called with decides how it is compiled, and then it takes twice as long.
 */
export function byteLoopOver(bytes) {
  const loop = new Function(
    "bytes",
    "let sum = 0; for (let i = 0; i < bytes.length; i++) sum = (sum + bytes[i]) | 0; return sum;",
  );
  return () => loop(bytes);
}
