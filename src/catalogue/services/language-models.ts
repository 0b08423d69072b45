import type { Detector } from "../../types.js";
import { sample } from "../forms/alphabets.js";
import { unmarked } from "../forms/unmarked.js";

const bearer = ["header authorization: Bearer"] as const;

/** Runners and makers of language models, whose keys have no mark. */
export const languageModels: readonly Detector[] = [
  // https://docs.ollama.com/api/authentication
  {
    id: "ollama-api-key",
    service: "ollama",
    title: "Ollama API key",
    literals: [],
    shape: "[0-9A-Fa-f]{32}\\.[0-9A-Za-z_-]{24}",
    context: { words: ["ollama"], within: 48 },
    minEntropyBits: 3.3,
    issuer: { hosts: ["ollama.com"], carriers: bearer },
    examples: [`OLLAMA_API_KEY=${sample("hex", 32)}.${sample("base64url", 24)}`],
    counterExamples: [
      `${sample("hex", 32)}.${sample("base64url", 24)}`,
      `OLLAMA_API_KEY=${sample("hex", 32)}.${sample("base64url", 20)}`,
    ],
  },
  // https://docs.z.ai/api-reference/introduction: an id and a secret, joined by a dot.
  {
    id: "z-ai-api-key",
    service: "z-ai",
    title: "Z.ai API key",
    literals: [],
    shape: "[0-9A-Fa-f]{32}\\.[0-9A-Za-z]{16}",
    context: { words: ["zai", "z_ai", "z.ai", "glm", "zhipu", "bigmodel"], within: 48 },
    minEntropyBits: 3.3,
    issuer: { hosts: ["api.z.ai", "open.bigmodel.cn"], carriers: bearer },
    examples: [`ZAI_API_KEY=${sample("hex", 32)}.${sample("alnum", 16)}`],
    counterExamples: [
      `${sample("hex", 32)}.${sample("alnum", 16)}`,
      `ZAI_API_KEY=${sample("hex", 32)}.${sample("alnum", 15)}`,
    ],
  },
  unmarked({
    id: "private-ai-api-key",
    service: "private-ai",
    title: "Private AI API key",
    body: "lowerAlnum",
    length: 32,
    words: ["privateai", "private_ai", "private-ai", "private ai"],
    issuer: { hosts: ["api.private-ai.com"], carriers: ["header x-api-key"] },
  }),
];
