import { randomInt } from "node:crypto";
import { crc32Base62 } from "../../checksums.js";

const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** A token of GitHub's form with a valid checksum. Made up for this run: it opens nothing. */
export function madeUpToken(): string {
  const body = Array.from({ length: 30 }, () => BASE62.charAt(randomInt(BASE62.length))).join("");
  return `ghp_${body}${crc32Base62(body)}`;
}

/** What an agent might send to a model: one message of a chat. */
export function chatMessage(text: string): string {
  return JSON.stringify({ model: "demo", messages: [{ role: "user", content: text }] });
}
