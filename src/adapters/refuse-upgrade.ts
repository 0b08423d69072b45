import type { Duplex } from "node:stream";
import { denialAnswer, UPGRADE } from "./denial.js";

/** Answers a request to speak another protocol on `socket` with a 403, and ends it. */
export function refuseUpgrade(socket: Duplex): void {
  const { body } = denialAnswer(UPGRADE);
  const fields = [
    "content-type: application/json",
    "cache-control: no-store",
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
  ];
  socket.on("error", () => {});
  socket.end(`HTTP/1.1 403 Forbidden\r\n${fields.join("\r\n")}\r\n\r\n${body}`);
  socket.resume(); // what else comes is thrown away, so that the end is seen
}
