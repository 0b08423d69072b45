/**
 * Every error that this package throws. None has a `cause`, an input or a value: an error ends up in logs, and a log must
 * never hold a secret.
 */

/** Base of all errors here. `code` is stable across versions. */
export class OutboundDlpError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
    this.name = new.target.name;
  }
}

/** The regular expression engine, re2, is missing or was not built. */
export class EngineUnavailableError extends OutboundDlpError {
  constructor(message: string) {
    super("ENGINE_UNAVAILABLE", message);
  }
}

/** A detector is faulty: its pattern does not compile, an example does not match, a fixed string is not in a match. */
export class DetectorError extends OutboundDlpError {
  constructor(message: string) {
    super("DETECTOR_INVALID", message);
  }
}

/** A setting cannot be used. */
export class ConfigurationError extends OutboundDlpError {
  constructor(message: string) {
    super("CONFIGURATION_INVALID", message);
  }
}

/** A supervisor's answer is malformed; nothing was recorded. */
export class AnswerError extends OutboundDlpError {
  constructor(message: string) {
    super("ANSWER_MALFORMED", message);
  }
}

/** A queue cannot be used, or did not do what it was asked. */
export class QueueError extends OutboundDlpError {
  constructor(message: string) {
    super("QUEUE_FAILED", message);
  }
}
