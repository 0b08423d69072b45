import type { Detector } from "../../types.js";
import { sample, sampleUuid, UUID } from "../forms/alphabets.js";
import { prefixed } from "../forms/prefixed.js";

const bearer = ["header authorization: Bearer"] as const;

/** What agents call and are run on: gateways, browsers, documents of libraries, voices. */
export const agentServices: readonly Detector[] = [
  // https://docs.browserbase.com/reference/introduction
  prefixed({
    id: "browserbase-api-key",
    service: "browserbase",
    title: "Browserbase API key",
    prefix: ["bb_live_", "bb_test_"],
    body: "base64url",
    length: [24, 40],
    issuer: { hosts: ["api.browserbase.com"], carriers: ["header x-bb-api-key"] },
  }),
  // https://context7.com/docs/howto/api-keys
  {
    id: "context7-api-key",
    service: "context7",
    title: "Context7 API key",
    literals: ["ctx7sk-"],
    shape: `ctx7sk-${UUID}`,
    issuer: { hosts: ["context7.com", "mcp.context7.com"], carriers: ["header context7_api_key", ...bearer] },
    examples: [`CONTEXT7_API_KEY=ctx7sk-${sampleUuid()}`],
    counterExamples: ["ctx7sk-**********************", `ctx7-${sampleUuid()}`],
  },
  // https://docs.cartesia.ai/get-started/make-an-api-request
  prefixed({
    id: "cartesia-api-key",
    service: "cartesia",
    title: "Cartesia API key",
    prefix: "sk_car_",
    body: "alnum",
    length: [20, 24],
    issuer: { hosts: ["api.cartesia.ai"], carriers: ["header x-api-key", ...bearer] },
  }),
  // https://docs.helicone.ai/helicone-headers/helicone-auth: "pk-" keys write, and are secret too; "eu-" is for the region.
  {
    id: "helicone-api-key",
    service: "helicone",
    title: "Helicone API key",
    literals: ["k-helicone-"],
    shape: "[sp]k-helicone-(?:eu-)?(?:proxy-)?[0-9a-z]{7}(?:-[0-9a-z]{7}){3}",
    issuer: {
      hosts: ["api.helicone.ai", "ai-gateway.helicone.ai", "oai.helicone.ai"],
      carriers: ["header helicone-auth: Bearer", ...bearer],
    },
    examples: [`Helicone-Auth: Bearer sk-helicone-${groups(4)}`, `pk-helicone-eu-${groups(4)}`],
    counterExamples: [`sk-helicone-${groups(3)}`, "sk-helicone-..."],
  },
  // https://cloud.baidu.com/doc/qianfan/index.html: its key of a user and his secret.
  {
    id: "baidu-qianfan-api-key",
    service: "baidu",
    title: "Baidu Cloud API key (Qianfan)",
    literals: ["bce-v3/altak-"],
    shape: "bce-v3/ALTAK-[0-9A-Za-z]{16,32}/[0-9a-f]{40}",
    issuer: { hosts: ["qianfan.baidubce.com"], carriers: bearer },
    examples: [`QIANFAN_API_KEY=bce-v3/ALTAK-${sample("alnum", 21)}/${sample("hex", 40)}`],
    counterExamples: ["bce-v3/ALTAK-...", `bce-v3/ALTAK-${sample("alnum", 21)}/${sample("hex", 39)}`],
  },
];

function groups(count: number): string {
  return Array.from({ length: count }, (_, at) => sample("lowerAlnum", 7 + at).slice(at)).join("-");
}
