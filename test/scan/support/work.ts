/** What a call costs, counted: how often each block of code runs, as V8 counts it for coverage. The same each time, whatever the load. */

import { Session } from "node:inspector/promises";

const session = new Session();

/** @returns A function that counts the blocks of code that a call runs through; native code, such as a search in a buffer, counts as none. */
export async function blockCounter(): Promise<(call: () => void) => Promise<number>> {
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  return async (call) => {
    await session.post("Profiler.takePreciseCoverage"); // begins at 0 again
    call();
    const { result } = await session.post("Profiler.takePreciseCoverage");
    const own = result.filter(({ url }) => !url.startsWith("node:") && !url.includes("/node_modules/"));
    return own
      .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges))
      .reduce((sum, { count }) => sum + count, 0);
  };
}
