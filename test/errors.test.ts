import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import {
  AnswerError,
  ConfigurationError,
  DetectorError,
  EngineUnavailableError,
  OutboundDlpError,
  QueueError,
} from "../src/errors.js";

const classes = [
  [EngineUnavailableError, "EngineUnavailableError", "ENGINE_UNAVAILABLE"],
  [DetectorError, "DetectorError", "DETECTOR_INVALID"],
  [ConfigurationError, "ConfigurationError", "CONFIGURATION_INVALID"],
  [AnswerError, "AnswerError", "ANSWER_MALFORMED"],
  [QueueError, "QueueError", "QUEUE_FAILED"],
] as const;

describe.each(classes)("%o", (Class, name, code) => {
  const error = new Class("Say what to do.");

  it("has a stable code, its own name and the message that it was given", () => {
    expect(error).toMatchObject({ code, name, message: "Say what to do." });
    expect(String(error)).toBe(`${name}: Say what to do.`);
  });

  it("is an error of this package and of the language", () => {
    expect(error).toBeInstanceOf(OutboundDlpError);
    expect(error).toBeInstanceOf(Error);
    for (const [Other] of classes) if (Other !== Class) expect(error).not.toBeInstanceOf(Other);
  });

  it("carries nothing else: no cause, no input", () => {
    expect(Reflect.ownKeys(error).toSorted()).toEqual(["code", "message", "name", "stack"]);
    expect("cause" in error).toBe(false);
    expect(inspect(error, { showHidden: true })).not.toContain("[cause]");
  });

  it("has a code that no other class has", () => {
    expect(classes.filter(([, , other]) => other === code)).toHaveLength(1);
  });
});
