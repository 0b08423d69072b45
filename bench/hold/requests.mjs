/** Requests that a guard holds. */
import { createHash } from "node:crypto";

/** A key with a mark that the catalogue knows; the same seed gives the same key. */
export function keyOf(seed) {
  return ["ghp", createHash("sha256").update(`bench ${seed}`).digest("hex").slice(0, 36)].join("_");
}

/** One agent's request of about `bytes` bytes, with a key in it. */
export function requestWith(key, bytes = 4_096, host = "api.example.com") {
  const body = { model: "m", messages: [{ role: "user", content: `use ${key} please. ` }] };
  const filler = "The quick brown fox jumps over the lazy dog. ".repeat(Math.ceil(bytes / 45));
  body.messages[0].content += filler.slice(0, Math.max(0, bytes - 120));
  return {
    method: "POST",
    url: `https://${host}/v1/chat/completions`,
    headers: [
      ["content-type", "application/json"],
      ["user-agent", "agent/1.0"],
    ],
    body: Buffer.from(JSON.stringify(body)),
  };
}
