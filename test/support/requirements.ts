/** Programs and servers that a suite needs and that a machine may lack. Missing, the suite is skipped; in CI that is a failure. */

import { spawnSync } from "node:child_process";

/** Whether `program` can be started here with `args`, such as "--version". */
export function hasProgram(program: string, ...args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: "ignore", timeout: 20_000 }).status === 0;
}

/**
 * Whether to run a suite that needs `name`: `describe.skipIf(!requirement("tmux", hasProgram("tmux", "-V")))`.
 * @throws Error in CI (the variable CI is set) when it is missing: there, nothing may be left out in silence.
 */
export function requirement(name: string, present: boolean): boolean {
  if (!present && process.env.CI)
    throw new Error(`This suite needs ${name}, which is missing; in CI that is a failure.`);
  return present;
}
