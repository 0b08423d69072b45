import { OutboundDlpError } from "../errors.js";

/** The command line or the input cannot be understood. The message quotes neither: either may hold a secret. */
export class UsageError extends OutboundDlpError {
  constructor(message: string) {
    super("USAGE", message);
  }
}

/** The command cannot run here: a file that does not open, no terminal. */
export class UnableError extends OutboundDlpError {
  constructor(message: string) {
    super("UNABLE", message);
  }
}
