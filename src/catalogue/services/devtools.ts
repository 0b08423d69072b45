import type { Detector } from "../../types.js";
import { sample, sampleUuid, UUID } from "../forms/alphabets.js";
import { prefixed } from "../forms/prefixed.js";
import { unmarked } from "../forms/unmarked.js";

const bearer = ["header authorization: Bearer"] as const;

/** Tools of developers: API clients, feature flags, self-hosted services. */
export const devtools: readonly Detector[] = [
  // https://learning.postman.com/docs/developer/postman-api/authentication/
  {
    id: "postman-api-key",
    service: "postman",
    title: "Postman API or collection access key",
    literals: ["PMAK-", "PMAT-"],
    shape: "PMAK-[0-9A-Fa-f]{24}-[0-9A-Fa-f]{34}|PMAK-[0-9A-Za-z-]{59}|PMAT-[0-9A-Z]{26}",
    issuer: { hosts: ["api.getpostman.com", "api.postman.com"], carriers: ["header x-api-key", "query access_key"] },
    examples: [`X-Api-Key: PMAK-${sample("hex", 24)}-${sample("hex", 34)}`, `PMAT-${sample("upperAlnum", 26)}`],
    counterExamples: [`PMAK-${sample("hex", 24)}`, "PMAK-<key>"],
  },
  // https://launchdarkly.com/docs/home/account/api: "api-" opens the account; "sdk-" reads the flags of a server.
  {
    id: "launchdarkly-access-token",
    service: "launchdarkly",
    title: "LaunchDarkly access token or SDK key",
    literals: ["api-", "sdk-"],
    shape: "(?:api|sdk)-[0-9a-z]{8}-[0-9a-z]{4}-4[0-9a-z]{3}-[0-9a-z]{4}-[0-9a-z]{12}",
    issuer: { hosts: ["app.launchdarkly.com", "sdk.launchdarkly.com"], carriers: ["header authorization"] },
    examples: [`LD_SDK_KEY=sdk-${sampleUuid()}`, `Authorization: api-${sampleUuid()}`],
    counterExamples: [sampleUuid(), "api-version", `mob-${sampleUuid()}`],
  },
  // https://configcat.com/docs/, https://docs.devcycle.com/essentials/keys
  {
    id: "configcat-sdk-key",
    service: "configcat",
    title: "ConfigCat SDK key",
    literals: ["configcat-sdk-1/"],
    shape: "configcat-sdk-1/[0-9A-Za-z_-]{22}/[0-9A-Za-z_-]{22}",
    examples: [`configcat-sdk-1/${sample("base64url", 22)}/${sample("alnum", 22)}`],
    counterExamples: [`configcat-sdk-1/${sample("base64url", 22)}`, "configcat-sdk-1/<key>"],
  },
  {
    id: "devcycle-sdk-key",
    service: "devcycle",
    title: "DevCycle server, client or mobile SDK key",
    literals: ["dvc_server_", "dvc_client_", "dvc_mobile_"],
    shape: "dvc_(?:server|client|mobile)_[0-9A-Za-z]{8,64}(?:_[0-9A-Za-z]{4,16})?",
    confidence: "medium",
    examples: [`dvc_server_${sample("hex", 32)}_${sample("hex", 8)}`, `dvc_client_${sample("alnum", 16)}`],
    counterExamples: [`dvc_server_${sample("alnum", 7)}`, "dvc_server_<key>"],
  },
  // https://lichess.org/api#section/Introduction/Authentication
  {
    id: "lichess-access-token",
    service: "lichess",
    title: "Lichess personal access or OAuth token",
    literals: ["lip_", "lio_"],
    shape: "(?:\\b|\\\\[nrt])(?P<token>li[po]_[0-9A-Za-z_]{16,60})",
    issuer: { hosts: ["lichess.org"], carriers: bearer },
    examples: [`Authorization: Bearer lip_${sample("alnum", 20)}`],
    counterExamples: [`clip_${sample("alnum", 20)}`, `lip_${sample("alnum", 15)}`],
  },
  {
    id: "jenkins-api-token",
    service: "jenkins",
    title: "Jenkins API token",
    literals: [],
    shape: "11[0-9a-f]{32}|[0-9a-f]{32}",
    context: { words: ["jenkins_token", "jenkins_api", "jenkins-token", "jenkins"], within: 48 },
    minEntropyBits: 2.9,
    issuer: { hosts: [], carriers: ["basic auth"] },
    examples: [
      `JENKINS_TOKEN=11${sample("hex", 32)}`,
      `curl -u admin:${sample("hex", 32)} https://jenkins.example.net`,
    ],
    counterExamples: [sample("hex", 32), `JENKINS_TOKEN=${sample("hex", 31)}`],
  },
  unmarked({
    id: "mattermost-access-token",
    service: "mattermost",
    title: "Mattermost access token",
    body: "lowerAlnum",
    length: 26,
    words: ["mattermost"],
    minEntropyBits: 3.2,
    issuer: { hosts: [], carriers: bearer },
  }),
  // https://docs.expo.dev/accounts/programmatic-access/
  {
    id: "expo-access-token",
    service: "expo",
    title: "Expo access token",
    literals: [],
    shape: `${UUID}|[0-9A-Za-z_-]{40}`,
    context: { words: ["expo_token", "expo-token", "eas_token"], within: 40 },
    minEntropyBits: 2.8,
    issuer: { hosts: ["api.expo.dev", "exp.host"], carriers: bearer },
    examples: [`EXPO_TOKEN=${sample("base64url", 40)}`, `EXPO_TOKEN=${sampleUuid()}`],
    counterExamples: [sample("base64url", 40), "EXPO_TOKEN=<token>"],
  },
  // https://trigger.dev/docs/apikeys, https://trigger.dev/docs/management/authentication
  prefixed({
    id: "trigger-dev-secret-key",
    service: "trigger-dev",
    title: "Trigger.dev secret key or personal access token",
    prefix: ["tr_dev_", "tr_stg_", "tr_prod_", "tr_preview_", "tr_pat_"],
    body: "alnum",
    length: [16, 64],
    issuer: { hosts: ["api.trigger.dev"], carriers: bearer },
  }),
  // https://www.inngest.com/docs/platform/signing-keys: it signs what runs, and opens the API.
  {
    id: "inngest-signing-key",
    service: "inngest",
    title: "Inngest signing key",
    literals: ["signkey-"],
    shape: "signkey-(?:[a-z]{2,12}-)?[0-9A-Fa-f]{32,64}",
    issuer: { hosts: ["api.inngest.com"], carriers: bearer },
    examples: [`INNGEST_SIGNING_KEY=signkey-prod-${sample("hex", 64)}`, `signkey-${sample("hex", 32)}`],
    counterExamples: ["INNGEST_SIGNING_KEY=signkey-prod-<key>", `signkey-prod-${sample("hex", 24)}`],
  },
];
