import type { Detector } from "../../types.js";
import { sample } from "../forms/alphabets.js";
import { prefixed } from "../forms/prefixed.js";

const bearer = ["header authorization: Bearer"] as const;

/** Keys of the services that run language models. */
export const modelProviders: readonly Detector[] = [
  // https://platform.openai.com/docs/api-reference/authentication; "T3BlbkFJ" is base64 of "OpenAI".
  {
    id: "openai-api-key",
    service: "openai",
    title: "OpenAI API key",
    literals: ["T3BlbkFJ"],
    shape: "sk-(?:[A-Za-z]{2,12}-[0-9A-Za-z_-]{20,120}|[0-9A-Za-z]{20})T3BlbkFJ[0-9A-Za-z_-]{20,120}",
    issuer: { hosts: ["api.openai.com"], carriers: bearer },
    examples: [
      `OPENAI_API_KEY=sk-proj-${sample("base64url", 74)}T3BlbkFJ${sample("base64url", 74)}`,
      `Authorization: Bearer sk-svcacct-${sample("base64url", 58)}T3BlbkFJ${sample("base64url", 58)}`,
      `{"key":"sk-admin-${sample("base64url", 58)}T3BlbkFJ${sample("base64url", 58)}"}`,
      `sk-${sample("alnum", 20)}T3BlbkFJ${sample("alnum", 20)}`,
    ],
    counterExamples: [
      "OPENAI_API_KEY=sk-proj-<your-key>",
      `sk-${sample("alnum", 20)}T3BlbkFJ${sample("alnum", 19)}`,
      `SK-${sample("alnum", 20)}T3BlbkFJ${sample("alnum", 20)}`,
    ],
  },
  // https://platform.openai.com/docs/api-reference/realtime-sessions/create-realtime-client-secret: opens one realtime session.
  prefixed({
    id: "openai-realtime-client-secret",
    service: "openai",
    title: "OpenAI Realtime client secret",
    prefix: "ek_",
    alone: true,
    body: "hex",
    length: 32,
    issuer: { hosts: ["api.openai.com"], carriers: bearer },
  }),
  // No vendor document: keys of OpenAI before 2023, Moonshot, Stability AI, Braintrust and others are "sk-" and 48 characters.
  prefixed({
    id: "sk-api-key",
    service: "openai-compatible",
    title: "API key of the form sk- and 48 characters (Moonshot, Stability AI, Braintrust, old OpenAI)",
    prefix: "sk-",
    alone: true,
    body: "alnum",
    length: 48,
    issuer: {
      hosts: ["api.moonshot.ai", "api.moonshot.cn", "api.stability.ai", "api.braintrust.dev"],
      carriers: bearer,
    },
  }),
  // https://api-docs.deepseek.com/ ; DashScope, https://www.alibabacloud.com/help/en/model-studio/get-api-key, has the same shape.
  prefixed({
    id: "deepseek-api-key",
    service: "deepseek",
    title: "DeepSeek or Alibaba Model Studio API key",
    prefix: "sk-",
    alone: true,
    body: "lowerAlnum",
    length: 32,
    issuer: {
      hosts: ["api.deepseek.com", "dashscope.aliyuncs.com", "dashscope-intl.aliyuncs.com"],
      carriers: bearer,
    },
  }),
  // https://docs.anthropic.com/en/api/getting-started; "api01" is a Compliance Access Key, https://platform.claude.com/docs/en/manage-claude/compliance-api-access
  prefixed({
    id: "anthropic-api-key",
    service: "anthropic",
    title: "Anthropic API key",
    prefix: "sk-ant-api",
    body: "base64url",
    length: [83, 100],
    issuer: { hosts: ["api.anthropic.com"], carriers: ["header x-api-key"] },
  }),
  // https://docs.anthropic.com/en/api/administration-api
  prefixed({
    id: "anthropic-admin-key",
    service: "anthropic",
    title: "Anthropic admin API key",
    prefix: "sk-ant-admin01-",
    body: "base64url",
    length: [80, 95],
    issuer: { hosts: ["api.anthropic.com"], carriers: ["header x-api-key"] },
  }),
  // https://docs.anthropic.com/en/docs/claude-code/iam: access and refresh tokens of a signed-in person; claude.ai's session cookie.
  prefixed({
    id: "anthropic-oauth-token",
    service: "anthropic",
    title: "Anthropic OAuth or session token",
    prefix: ["sk-ant-oat01-", "sk-ant-ort01-", "sk-ant-sid01-", "sk-ant-sid02-"],
    body: "base64url",
    length: [80, 120],
    issuer: { hosts: ["api.anthropic.com"], carriers: bearer },
  }),
  // Facts: keys that the Gemini API makes since 2025; the older "AIza" keys are google-api-key.
  prefixed({
    id: "google-gemini-api-key",
    service: "google",
    title: "Google Gemini API key bound to a service account",
    prefix: "AQ.Ab",
    body: "base64url",
    length: [44, 60],
    issuer: {
      hosts: ["generativelanguage.googleapis.com", "aiplatform.googleapis.com"],
      carriers: ["header x-goog-api-key", "query key"],
    },
  }),
  // https://docs.x.ai/docs/overview
  prefixed({
    id: "xai-api-key",
    service: "xai",
    title: "xAI API key",
    prefix: "xai-",
    body: "base64url",
    length: [70, 120],
    issuer: { hosts: ["api.x.ai"], carriers: bearer },
  }),
  // https://console.groq.com/docs/quickstart
  prefixed({
    id: "groq-api-key",
    service: "groq",
    title: "Groq API key",
    prefix: "gsk_",
    body: "alnum",
    length: [50, 54],
    issuer: { hosts: ["api.groq.com"], carriers: bearer },
  }),
  // https://docs.perplexity.ai/guides/api-key-management
  prefixed({
    id: "perplexity-api-key",
    service: "perplexity",
    title: "Perplexity API key",
    prefix: "pplx-",
    body: "alnum",
    length: [48, 56],
    issuer: { hosts: ["api.perplexity.ai"], carriers: bearer },
  }),
  // https://openrouter.ai/docs/api-reference/authentication
  prefixed({
    id: "openrouter-api-key",
    service: "openrouter",
    title: "OpenRouter API key",
    prefix: "sk-or-v1-",
    body: "anyCaseHex",
    length: 64,
    issuer: { hosts: ["openrouter.ai"], carriers: bearer },
  }),
  // https://huggingface.co/docs/hub/security-tokens
  prefixed({
    id: "huggingface-user-access-token",
    service: "huggingface",
    title: "Hugging Face user access token",
    prefix: "hf_",
    alone: true,
    body: "alnum",
    length: 34,
    issuer: {
      hosts: ["huggingface.co", "api-inference.huggingface.co", "router.huggingface.co"],
      carriers: bearer,
    },
  }),
  // https://huggingface.co/docs/hub/security-tokens: organization tokens, no longer made.
  prefixed({
    id: "huggingface-organization-token",
    service: "huggingface",
    title: "Hugging Face organization token",
    prefix: "api_org_",
    body: "alnum",
    length: 34,
    issuer: { hosts: ["huggingface.co"], carriers: bearer },
  }),
  // https://huggingface.co/docs/hub/oauth: JSON Web Tokens behind a mark.
  {
    id: "huggingface-oauth-token",
    service: "huggingface",
    title: "Hugging Face OAuth or session token",
    literals: ["hf_oauth_eyJ", "hf_jwt_eyJ"],
    shape: "hf_(?:oauth|jwt)_eyJ[0-9A-Za-z_-]{10,}\\.[0-9A-Za-z_-]{10,}\\.[0-9A-Za-z_-]{16,}",
    issuer: { hosts: ["huggingface.co", "router.huggingface.co"], carriers: bearer },
    examples: [
      `Bearer hf_oauth_eyJ${sample("base64url", 30)}.eyJ${sample("base64url", 90)}.${sample("base64url", 86)}`,
    ],
    counterExamples: ["hf_oauth_scopes", `hf_jwt_eyJ${sample("base64url", 30)}`],
  },
  // https://replicate.com/docs/topics/security/api-tokens
  prefixed({
    id: "replicate-api-token",
    service: "replicate",
    title: "Replicate API token",
    prefix: "r8_",
    alone: true,
    body: "base64url",
    length: 37,
    issuer: { hosts: ["api.replicate.com"], carriers: [...bearer, "header authorization: Token"] },
  }),
  // https://docs.fireworks.ai/api-reference/introduction
  prefixed({
    id: "fireworks-api-key",
    service: "fireworks",
    title: "Fireworks AI API key",
    prefix: "fw_",
    alone: true,
    body: "alnum",
    length: [22, 26],
    issuer: { hosts: ["api.fireworks.ai"], carriers: bearer },
  }),
  // https://docs.together.ai/reference/authentication-1
  prefixed({
    id: "together-api-key",
    service: "together",
    title: "Together AI API key",
    prefix: "tgp_v1_",
    body: "base64url",
    length: 43,
    issuer: { hosts: ["api.together.xyz", "api.together.ai"], carriers: bearer },
  }),
  // https://inference-docs.cerebras.ai/quickstart
  prefixed({
    id: "cerebras-api-key",
    service: "cerebras",
    title: "Cerebras API key",
    prefix: "csk-",
    body: "alnum",
    length: 48,
    issuer: { hosts: ["api.cerebras.ai"], carriers: bearer },
  }),
  // https://docs.nvidia.com/ngc/gpu-cloud/ngc-user-guide/
  prefixed({
    id: "nvidia-api-key",
    service: "nvidia",
    title: "NVIDIA API key",
    prefix: "nvapi-",
    body: "base64url",
    length: [60, 70],
    issuer: { hosts: ["integrate.api.nvidia.com", "api.ngc.nvidia.com"], carriers: bearer },
  }),
  // https://elevenlabs.io/docs/api-reference/authentication
  prefixed({
    id: "elevenlabs-api-key",
    service: "elevenlabs",
    title: "ElevenLabs API key",
    prefix: "sk_",
    body: "hex",
    length: 48,
    issuer: { hosts: ["api.elevenlabs.io"], carriers: ["header xi-api-key"] },
  }),
  // https://platform.minimax.io/docs/api-reference/api-overview
  prefixed({
    id: "minimax-api-key",
    service: "minimax",
    title: "MiniMax API key",
    prefix: "sk-api-",
    body: "base64url",
    length: 119,
    issuer: { hosts: ["api.minimax.io"], carriers: bearer },
  }),
  // https://docs.voyageai.com/docs/api-key-and-installation
  prefixed({
    id: "voyage-api-key",
    service: "voyage",
    title: "Voyage AI API key",
    prefix: "pa-",
    alone: true,
    body: "base64url",
    length: 43,
    issuer: { hosts: ["api.voyageai.com"], carriers: bearer },
  }),
  // https://docs.mistral.ai/getting-started/quickstart: no mark.
  {
    id: "mistral-api-key",
    service: "mistral",
    title: "Mistral API key",
    literals: [],
    shape: "[0-9A-Za-z]{32}",
    context: { words: ["mistral"], within: 64 },
    minEntropyBits: 4.1,
    issuer: { hosts: ["api.mistral.ai", "codestral.mistral.ai"], carriers: bearer },
    examples: [`MISTRAL_API_KEY=${sample("alnum", 32)}`],
    counterExamples: [`MISTRAL_MODEL_SHA=${sample("hex", 32)}`, `mistral ${sample("alnum", 31)}`, sample("alnum", 32)],
  },
  // https://docs.cohere.com/reference/about: no mark.
  {
    id: "cohere-api-key",
    service: "cohere",
    title: "Cohere API key",
    literals: [],
    shape: "[0-9A-Za-z]{40}",
    context: { words: ["cohere", "co_api_key"], within: 64 },
    minEntropyBits: 4.2,
    issuer: { hosts: ["api.cohere.com", "api.cohere.ai"], carriers: bearer },
    examples: [`CO_API_KEY=${sample("alnum", 40)}`, `cohere.Client("${sample("alnum", 40)}")`],
    counterExamples: [`cohere commit ${sample("hex", 40)}`, `cohere ${sample("alnum", 39)}`, sample("alnum", 40)],
  },
];
