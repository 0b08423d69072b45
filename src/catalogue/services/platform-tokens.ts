import type { Detector } from "../../types.js";
import { sample, sampleUuid, UUID } from "../forms/alphabets.js";

/** Tokens of several parts: streams, messages, clusters, vaults. */
export const platformTokens: readonly Detector[] = [
  // https://docs.confluent.io/cloud/current/access-management/authenticate/api-keys/index.html: with the mark since July 2025.
  {
    id: "confluent-cloud-secret-with-mark",
    service: "confluent",
    title: "Confluent Cloud API secret",
    literals: ["cflt"],
    shape: "(?:^|[^0-9A-Za-z+/_-])(?P<token>cflt[0-9A-Za-z+/]{60})(?:[^0-9A-Za-z+/=_-]|$)",
    issuer: { hosts: ["api.confluent.cloud"], carriers: ["basic auth"] },
    examples: [`sasl.password=cflt${sample("base64", 60)}`],
    counterExamples: [`cflt${sample("base64", 59)}`, `xcflt${sample("base64", 60)}`, "cflt<secret>"],
  },
  // https://ably.com/docs/auth: ids of an application and of a key, which are public, and the secret.
  {
    id: "ably-api-key",
    service: "ably",
    title: "Ably API key",
    literals: [],
    shape: "[0-9A-Za-z_-]{6}\\.[0-9A-Za-z_-]{6}:[0-9A-Za-z_-]{43}",
    context: { words: ["ably"], within: 48 },
    minEntropyBits: 3,
    issuer: { hosts: ["rest.ably.io", "main.realtime.ably.net"], carriers: ["basic auth", "query key"] },
    examples: [`ABLY_API_KEY=q7Wx4K.p9Zt2L:${sample("base64url", 42)}k`],
    counterExamples: [
      `ABLY_API_KEY=q7Wx4K.p9Zt2L:${sample("base64url", 30)}k`,
      `q7Wx4K.p9Zt2L:${sample("base64url", 42)}k`,
    ],
  },
  // https://ranchermanager.docs.rancher.com/api/workflows/tokens
  {
    id: "rancher-api-token",
    service: "rancher",
    title: "Rancher API token",
    literals: ["token-", "kubeconfig-"],
    shape: "(?:token-[0-9a-z]{5}|kubeconfig-(?:user|u)-[0-9a-z]{5,16}):[0-9a-z]{54}",
    examples: [`RANCHER_TOKEN=token-x7k2p:${sample("lowerAlnum", 54)}`],
    counterExamples: ["RANCHER_TOKEN=token-xxxxx:yyyyyyyy", `token-x7k2p:${sample("lowerAlnum", 53)}`],
  },
  // https://bitwarden.com/help/access-tokens/: id, secret and key of a machine account.
  {
    id: "bitwarden-access-token",
    service: "bitwarden",
    title: "Bitwarden Secrets Manager access token",
    literals: [],
    shape: `0\\.${UUID}\\.[0-9A-Za-z]{30}:[0-9A-Za-z+/]{22}==`,
    context: { words: ["bws", "bitwarden"], within: 48 },
    examples: [`BWS_ACCESS_TOKEN=0.${sampleUuid()}.${sample("alnum", 30)}:${sample("base64", 22)}==`],
    counterExamples: [`0.${sampleUuid()}.${sample("alnum", 30)}`, "BWS_ACCESS_TOKEN=0.uuid.secret:key=="],
  },
];
