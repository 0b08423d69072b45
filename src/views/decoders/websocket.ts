import type { Decoder, DecoderInput } from "../decoder.js";
import { SourceMap } from "../source-map.js";

/** Opcodes of RFC 6455, section 5.2. */
const CONTINUATION = 0;
const LAST_OF_DATA = 2;
const LAST_OF_CONTROL = 10;
const FIRST_OF_CONTROL = 8;

/** Bit of the first byte that an extension would set, and of the second that says that the payload is masked. */
const RESERVED = 0x70;
const MASKED = 0x80;

/** Fewest bytes of a frame that holds a known secret. */
const LEAST = 10;

const NEWLINE = 0x0a;

interface Frame {
  readonly opcode: number;
  /** Place of the masking key, or -1. */
  readonly key: number;
  readonly start: number;
  readonly end: number;
}

/** The frame at `at`; undefined when none, or not all of it, stands there. */
function frameAt(bytes: Buffer, at: number): Frame | undefined {
  const opcode = bytes[at]! & 15;
  const isKnown = opcode <= LAST_OF_DATA || (opcode >= FIRST_OF_CONTROL && opcode <= LAST_OF_CONTROL);
  if (!isKnown || (bytes[at]! & RESERVED) !== 0 || at + 2 > bytes.length) return undefined;
  const short = bytes[at + 1]! & 0x7f;
  let start = at + 2 + (short < 126 ? 0 : short === 126 ? 2 : 8);
  if (start > bytes.length) return undefined;
  // Of eight bytes of length the first two are zero in all that fits in memory.
  if (short === 127 && bytes.readUInt16BE(at + 2) !== 0) return undefined;
  const length = short < 126 ? short : bytes.readUIntBE(start - (short === 126 ? 2 : 6), short === 126 ? 2 : 6);
  const isMasked = (bytes[at + 1]! & MASKED) !== 0;
  const key = isMasked ? start : -1;
  if (isMasked) start += 4;
  const end = start + length;
  return end <= bytes.length ? { opcode, key, start, end } : undefined;
}

/** All frames, when the bytes are nothing else. */
function framesOf(bytes: Buffer): readonly Frame[] | undefined {
  const frames: Frame[] = [];
  for (let at = 0; at < bytes.length; ) {
    const frame = frameAt(bytes, at);
    if (frame === undefined || (at === 0 && frame.opcode === CONTINUATION)) return undefined;
    frames.push(frame);
    at = frame.end;
  }
  return frames;
}

/** Control frames may stand between the fragments of a message. */
function controlsLast(frames: readonly Frame[]): readonly Frame[] {
  const isControl = ({ opcode }: Frame): boolean => opcode >= FIRST_OF_CONTROL;
  return frames.some(isControl)
    ? [...frames.filter((frame) => !isControl(frame)), ...frames.filter(isControl)]
    : frames;
}

/** A necessary condition: the head of a frame stands first. */
export function mayBeWebSocket(bytes: Buffer): boolean {
  return bytes.length >= LEAST && frameAt(bytes, 0) !== undefined;
}

/**
 * Frames of a WebSocket connection (RFC 6455), if the bytes are nothing else: without their heads and masks, each message's fragments
 * joined and a line to itself.
 */
export const webSocket: Decoder = {
  name: "websocket",
  decode(input: DecoderInput): void {
    const { bytes } = input;
    const frames = mayBeWebSocket(bytes) ? framesOf(bytes) : undefined;
    if (frames === undefined || !input.budget.spendView(2 * bytes.length, input.chain.length)) return;
    const payloads = Buffer.allocUnsafe(bytes.length);
    const map = new SourceMap();
    let length = 0;
    for (const { opcode, key, start, end } of controlsLast(frames)) {
      if (opcode !== CONTINUATION) {
        map.add(length, start - 1, 1, 1, start);
        payloads[length++] = NEWLINE;
      }
      if (end > start) map.add(length, start, 1, 1, end);
      for (let at = start; at < end; at++)
        payloads[length++] = key < 0 ? bytes[at]! : bytes[at]! ^ bytes[key + ((at - start) & 3)]!;
    }
    if (length >= LEAST) input.emit({ bytes: payloads.subarray(0, length), map });
  },
  examples: [
    { encoded: "\x81\x0fghp_abcdefghijk", contains: "ghp_abcdefghijk" },
    { encoded: "\x01\x08ghp_abcd\x89\0\x80\x08efghijkl", contains: "ghp_abcdefghijkl" },
    { encoded: "\x81\x8c\x01\x02\x03\x04fjs[````ddjn", contains: "ghp_abcdefij" },
  ],
  quiet: ["some words", "\x81\x05hello", "\x81\x7fwords and more", '{"a":"b","c":"d"}'],
};
