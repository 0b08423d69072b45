import zlib from "node:zlib";

const each = (bytes: Buffer, write: (byte: number) => string): Buffer =>
  Buffer.from([...bytes].map(write).join(""), "latin1");
const hex = (byte: number, digits = 2): string => byte.toString(16).padStart(digits, "0");

function base32(bytes: Buffer): Buffer {
  let text = "";
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = ((held & 0xff) << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[(held >> bits) & 31];
    }
  }
  return Buffer.from(text, "latin1");
}

/** Ways to write bytes as other bytes; none makes them more than seven times as many. */
export const encoders: readonly ((bytes: Buffer) => Buffer)[] = [
  (bytes) => Buffer.from(bytes.toString("base64"), "latin1"),
  (bytes) => Buffer.from(bytes.toString("base64url"), "latin1"),
  (bytes) => Buffer.from(bytes.toString("base64").replace(/.{64}/g, "$&\r\n"), "latin1"),
  (bytes) => Buffer.from(bytes.toString("hex"), "latin1"),
  base32,
  (bytes) => each(bytes, (byte) => `%${hex(byte)}`),
  (bytes) => Buffer.from(bytes.toString("latin1").replaceAll("%", "%25"), "latin1"),
  (bytes) => Buffer.from(JSON.stringify(bytes.toString("utf8")), "utf8"),
  (bytes) => each(bytes, (byte) => `\\u${hex(byte, 4)}`),
  (bytes) => each(bytes, (byte) => `\\x${hex(byte)}`),
  (bytes) => each(bytes, (byte) => `&#${byte};`),
  (bytes) => each(bytes, (byte) => `=${hex(byte).toUpperCase()}`),
  (bytes) => Buffer.from(bytes.toString("latin1"), "utf16le"),
  (bytes) => Buffer.from([...bytes.toString("latin1")].join("\u200b"), "utf8"),
  (bytes) => each(bytes, (byte) => `${String.fromCharCode(byte)}","`),
  (bytes) => Buffer.from(`+${Buffer.from(bytes.toString("latin1"), "utf16le").swap16().toString("base64")}-`),
  (bytes) => zlib.gzipSync(bytes),
  (bytes) => zlib.deflateSync(bytes),
  (bytes) => zlib.brotliCompressSync(bytes, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 4 } }),
];
