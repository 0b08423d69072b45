import { describe, expect, it } from "vitest";
import { scanOutbound } from "../../src/index.js";
import { detectorOf, sampleOf } from "../scan/support/samples.js";

const token = sampleOf(detectorOf("bitbucket-app-password"), 1).value;

/** A varint of Protocol Buffers. */
function varint(value: number): Buffer {
  return value < 128 ? Buffer.of(value) : Buffer.of((value & 127) | 128, value >> 7);
}

const field = (number: number, text: Buffer): Buffer =>
  Buffer.concat([varint(number * 8 + 2), varint(text.length), text]);

function message(prefix: number, content: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head[0] = prefix;
  head.writeUInt32BE(content.length, 1);
  return Buffer.concat([head, content]);
}

/** A WebSocket frame (RFC 6455, section 5.2). */
function frame(text: Buffer): Buffer {
  const { length } = text;
  return Buffer.concat([
    length < 126 ? Buffer.of(0x81, length) : Buffer.of(0x81, 126, length >> 8, length & 255),
    text,
  ]);
}

const FRAMES: readonly (readonly [name: string, write: (text: Buffer) => Buffer])[] = [
  ["the string of a protobuf message", (text) => field(1, text)],
  ["a string between others", (text) => Buffer.concat([field(1, Buffer.from("k")), field(5, text), field(6, text)])],
  ["a string in a message in a message", (text) => field(3, field(12, text))],
  ["a gRPC message", (text) => message(0, field(2, text))],
  [
    "the second gRPC message",
    (text) => Buffer.concat([message(0, field(1, Buffer.from("k"))), message(0, field(2, text))]),
  ],
  ["a WebSocket frame", frame],
  ["the second WebSocket frame", (text) => Buffer.concat([frame(Buffer.from("hello")), frame(text)])],
];

describe("a text with its length before it", () => {
  it.each(FRAMES)("is read as it is, whatever the length looks like: %s", (_name, write) => {
    for (let length = token.length; length < 300; length++) {
      for (const text of [token.padEnd(length, " and words"), `a note: ${token}`.padStart(length, "words and ")]) {
        const body = write(Buffer.from(text));
        const { findings } = scanOutbound({ method: "POST", url: "https://api.example.com/", body });
        expect(new Set(findings.map(({ matched }) => matched)), `${length} bytes`).toEqual(new Set([token]));
        const { start, end } = findings[0]!.location;
        expect(body.toString("latin1", start, end)).toBe(token);
      }
    }
  });

  it.each(FRAMES)("is clear when it is of words: %s", (_name, write) => {
    for (let length = 8; length < 300; length++) {
      const body = write(Buffer.from("Quarterly results of ".repeat(15).slice(0, length)));
      expect(scanOutbound({ method: "POST", url: "https://api.example.com/", body }).verdict).toBe("clear");
    }
  });
});
