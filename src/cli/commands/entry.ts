import type { Command } from "../command.js";

/** One entry of the table of commands: the module is loaded only when its command runs or is described. */
export interface CommandEntry {
  readonly name: string;
  load(): Promise<{ readonly command: Command }>;
}
