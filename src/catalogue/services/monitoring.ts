import { crc32HexLittleEndian, isGrafanaServiceAccountToken } from "../../checksums.js";
import type { Detector } from "../../types.js";
import { sample, sampleUuid, UUID } from "../forms/alphabets.js";
import { prefixed } from "../forms/prefixed.js";
import { settingsOf } from "../forms/setting-words.js";
import { holdsBase64JsonBehindMark, isBase64Json, isSentryOrganizationToken } from "../forms/structures.js";
import { unmarked } from "../forms/unmarked.js";

const bearer = ["header authorization: Bearer"] as const;

const newRelic = {
  hosts: ["api.newrelic.com", "api.eu.newrelic.com"],
  carriers: ["header api-key", "header x-api-key"],
} as const;

const grafanaBody = `glsa_${sample("alnum", 32)}`;
const base64Json = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64");

const datadogHosts = [
  "api.datadoghq.com",
  "api.datadoghq.eu",
  "api.us3.datadoghq.com",
  "api.us5.datadoghq.com",
  "api.ap1.datadoghq.com",
] as const;

/** Metrics, logs, errors, incidents and product analytics. */
export const monitoring: readonly Detector[] = [
  // https://docs.datadoghq.com/account_management/api-app-keys/: no mark.
  unmarked({
    id: "datadog-api-key",
    service: "datadog",
    title: "Datadog API key",
    body: "lowerAlnum",
    length: 32,
    words: [
      "dd-api-key",
      "dd_api_key",
      "datadog_",
      "datadog-",
      "datadogapi",
      "datadogkey",
      "datadogtoken",
      "datadog:",
      "datadog=",
    ],
    minEntropyBits: 2.9,
    issuer: { hosts: datadogHosts, carriers: ["header dd-api-key"] },
  }),
  unmarked({
    id: "datadog-application-key",
    service: "datadog",
    title: "Datadog application key",
    body: "lowerAlnum",
    length: 40,
    words: [
      "dd-application-key",
      "dd_application_key",
      "dd_app_key",
      "datadog_app",
      "datadog-app",
      "datadogapp",
      "datadog_access",
      "datadog_token",
      "datadog-token",
      "datadogtoken",
      "datadog_key",
      "datadog_secret",
    ],
    minEntropyBits: 2.9,
    issuer: { hosts: datadogHosts, carriers: ["header dd-application-key"] },
  }),
  // https://docs.datadoghq.com/account_management/personal-access-tokens/: personal and service access tokens, of no stated length.
  prefixed({
    id: "datadog-access-token",
    service: "datadog",
    title: "Datadog personal or service access token",
    prefix: ["ddpat_", "ddsat_"],
    alone: true,
    body: "word",
    length: [32, 160],
    minEntropyBits: 3.7,
    issuer: { hosts: datadogHosts, carriers: [...bearer, "header dd-application-key"] },
  }),
  // The length is that of https://github.com/DataDog/datadog-agent/blob/main/pkg/util/scrubber/default.go, as is the next row.
  prefixed({
    id: "datadog-prefixed-application-key",
    service: "datadog",
    title: "Datadog application key (with prefix)",
    prefix: "ddapp_",
    alone: true,
    body: "word",
    length: 34,
    minEntropyBits: 3.7,
    issuer: { hosts: datadogHosts, carriers: ["header dd-application-key"] },
  }),
  prefixed({
    id: "datadog-remote-configuration-key",
    service: "datadog",
    title: "Datadog Remote Configuration key",
    prefix: "DDRCM_",
    alone: true,
    body: "upperAlnum",
    length: [30, 400],
    minEntropyBits: 3.5,
  }),
  // https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/
  newRelicKey("new-relic-user-api-key", "New Relic user API key", "NRAK-", "alnum", 27),
  newRelicKey("new-relic-rest-api-key", "New Relic REST API key", "NRRA-", "hex", 42),
  newRelicKey("new-relic-admin-api-key", "New Relic admin API key", "NRAA-", "hex", 27),
  newRelicKey("new-relic-insights-insert-key", "New Relic Insights insert key", "NRII-", "base64url", [25, 32]),
  newRelicKey("new-relic-insights-query-key", "New Relic Insights query key", "NRIQ-", "base64url", [25, 32]),
  {
    id: "new-relic-license-key",
    service: "new-relic",
    title: "New Relic license key",
    literals: ["NRAL"],
    shape: "[0-9A-Za-z]{6}[0-9A-Fa-f]{30}(?:NRAL|nral)",
    issuer: {
      hosts: ["log-api.newrelic.com", "metric-api.newrelic.com", "trace-api.newrelic.com"],
      carriers: ["header api-key"],
    },
    examples: [`NEW_RELIC_LICENSE_KEY=${sample("hex", 32)}FFFFNRAL`, `eu01xx${sample("hex", 26)}FFFFNRAL`],
    counterExamples: [`${sample("hex", 31)}FFFFNRAL`, "NEW_RELIC_LICENSE_KEY=NRAL"],
  },
  {
    id: "new-relic-pixie-key",
    service: "new-relic",
    title: "New Relic Pixie key",
    literals: ["px-api-", "px-dep-"],
    shape: `px-(?:api|dep)-${UUID}`,
    examples: [`px-api-${sampleUuid()}`, `px-dep-${sampleUuid()}`],
    counterExamples: ["px-api-<key>", `px-${sampleUuid()}`],
  },
  // https://grafana.com/docs/grafana/latest/administration/service-accounts/ and the source of its checksum, pkg/components/apikeygenprefix
  {
    id: "grafana-service-account-token",
    service: "grafana",
    title: "Grafana service account token",
    literals: ["glsa_"],
    shape: "glsa_(?:[0-9A-Za-z]{32}_[0-9A-Fa-f]{8}|[0-9A-Za-z_]{41})",
    verify: isGrafanaServiceAccountToken,
    issuer: { hosts: [], carriers: bearer },
    examples: [`Authorization: Bearer ${grafanaBody}_${crc32HexLittleEndian(grafanaBody)}`],
    counterExamples: [grafanaBody, "glsa_<token>"],
  },
  // https://grafana.com/docs/grafana-cloud/account-management/authentication-and-permissions/access-policies/: base64 of a JSON object.
  {
    id: "grafana-cloud-token",
    service: "grafana",
    title: "Grafana Cloud access policy token",
    literals: ["glc_"],
    shape: "glc_[0-9A-Za-z+/]{32,400}={0,3}",
    verify: holdsBase64JsonBehindMark,
    issuer: { hosts: ["grafana.com"], carriers: [...bearer, "basic auth"] },
    examples: [`glc_${base64Json({ o: "123456", n: "writer", k: sample("alnum", 24), m: { r: "eu" } })}`],
    counterExamples: [`glc_${sample("base64", 31)}`, "glc_<token>"],
  },
  {
    id: "grafana-api-key",
    service: "grafana",
    title: "Grafana API key",
    literals: ["eyJrIjoi"],
    shape: "eyJrIjoi[0-9A-Za-z+/]{40,400}={0,2}",
    verify: isBase64Json,
    issuer: { hosts: ["grafana.com"], carriers: bearer },
    examples: [`Bearer ${base64Json({ k: sample("alnum", 32), n: "deploy", id: 1 })}`],
    counterExamples: [`eyJrIjoi${sample("base64", 39)}`, "eyJrIjoi"],
  },
  // https://docs.sentry.io/security-legal-pii/security/token-formats/: "sntrya_" and "sntryi_" are reserved.
  {
    id: "sentry-organization-token",
    service: "sentry",
    title: "Sentry organization token",
    literals: ["sntrys_"],
    shape: "sntrys_eyJ(?:[0-9A-Za-z+/=]{40,400}_[0-9A-Za-z+/]{43}|[0-9A-Za-z+/=_]{180,240})",
    verify: isSentryOrganizationToken,
    issuer: { hosts: ["sentry.io", "us.sentry.io", "de.sentry.io"], carriers: bearer },
    examples: [
      `SENTRY_AUTH_TOKEN=sntrys_${base64Json({ iat: 1_687_336_543, url: "https://sentry.io", region_url: "https://us.sentry.io", org: "acme" })}_${sample("base64", 43)}`,
    ],
    counterExamples: ["sntrys_<token>", `sntrys_eyJ${sample("base64", 60)}`],
  },
  prefixed({
    id: "sentry-user-token",
    service: "sentry",
    title: "Sentry user or integration token",
    prefix: ["sntryu_", "sntrya_", "sntryi_"],
    body: "hex",
    length: 64,
    issuer: { hosts: ["sentry.io", "us.sentry.io", "de.sentry.io"], carriers: bearer },
  }),
  unmarked({
    id: "sentry-legacy-token",
    service: "sentry",
    title: "Sentry token (without prefix)",
    body: "hex",
    length: 64,
    words: settingsOf("sentry"),
    issuer: { hosts: ["sentry.io"], carriers: bearer },
  }),
  // https://docs.dynatrace.com/docs/manage/identity-access-management/access-tokens-and-oauth-clients/access-tokens
  {
    id: "dynatrace-token",
    service: "dynatrace",
    title: "Dynatrace token",
    literals: ["dt0"],
    shape: "dt0[a-z][0-9]{2}\\.[0-9A-Za-z]{8,24}\\.[0-9A-Za-z]{64}",
    issuer: { hosts: ["api.dynatrace.com"], carriers: ["header authorization: Api-Token", ...bearer] },
    examples: [`Api-Token dt0c01.${sample("upperAlnum", 24)}.${sample("upperAlnum", 64)}`],
    counterExamples: [
      `dt0c01.${sample("upperAlnum", 24)}`,
      `dt0c01.${sample("upperAlnum", 24)}.${sample("upperAlnum", 63)}`,
    ],
  },
  // https://docs.honeycomb.io/configure/environments/manage-api-keys/: "hcaik" ingest keys and older ones without a mark.
  {
    id: "honeycomb-api-key",
    service: "honeycomb",
    title: "Honeycomb API key",
    literals: ["hcaik_", "hcalk_", "hcamk_", "hcbik_", "hcblk_", "hcbmk_", "hcxik_", "hcxlk_", "hcxmk_"],
    shape: "hc[abx][ilm]k_[0-9a-z]{26}[0-9A-Za-z]{0,32}",
    issuer: { hosts: ["api.honeycomb.io", "api.eu1.honeycomb.io"], carriers: ["header x-honeycomb-team"] },
    examples: [`X-Honeycomb-Team: hcaik_${sample("lowerAlnum", 26)}${sample("alnum", 32)}`],
    counterExamples: [`hcaik_${sample("lowerAlnum", 25)}`, "hcaik_<key>"],
  },
  unmarked({
    id: "honeycomb-legacy-api-key",
    service: "honeycomb",
    title: "Honeycomb API key (without prefix)",
    body: "alnum",
    length: [22, 32],
    words: ["x-honeycomb-team", "honeycomb_api", "honeycomb"],
    minEntropyBits: 3.2,
    issuer: { hosts: ["api.honeycomb.io"], carriers: ["header x-honeycomb-team"] },
  }),
  prefixed({
    id: "pganalyze-api-key",
    service: "pganalyze",
    title: "pganalyze read API key",
    prefix: "pgar_",
    body: "alnum",
    length: 27,
    issuer: { hosts: ["app.pganalyze.com"], carriers: ["header authorization: Token"] },
  }),
  // https://docs.splunk.com/Documentation/Splunk/latest/Data/UsetheHTTPEventCollector
  {
    id: "splunk-hec-token",
    service: "splunk",
    title: "Splunk HTTP event collector token",
    literals: [],
    shape: UUID,
    context: {
      words: ["authorization: splunk", "splunk_hec", "splunk_token", "hec_token", "splunk-token"],
      within: 32,
    },
    minEntropyBits: 2.5,
    issuer: { hosts: [], carriers: ["header authorization: Splunk"] },
    examples: [`Authorization: Splunk ${sampleUuid()}`, `SPLUNK_HEC_TOKEN=${sampleUuid()}`],
    counterExamples: [sampleUuid(), `splunk index ${sampleUuid()}`],
  },
  // https://help.sumologic.com/docs/manage/security/access-keys/, https://docs.rollbar.com/docs/access-tokens
  unmarked({
    id: "sumologic-access-key",
    service: "sumologic",
    title: "Sumo Logic access key",
    body: "alnum",
    length: 64,
    words: ["sumologic", "sumo_access", "sumo logic", "sumo"],
    minEntropyBits: 4.2,
    issuer: { hosts: ["api.sumologic.com"], carriers: ["basic auth"] },
  }),
  // https://axiom.co/docs/reference/tokens
  {
    id: "axiom-token",
    service: "axiom",
    title: "Axiom API token or personal access token",
    literals: ["xaat-", "xapt-"],
    shape: `xa(?:at|pt)-${UUID}`,
    issuer: { hosts: ["api.axiom.co"], carriers: ["header authorization: Bearer"] },
    examples: [`AXIOM_TOKEN=xaat-${sampleUuid()}`, `xapt-${sampleUuid()}`],
    counterExamples: ["AXIOM_TOKEN=xaat-<token>", `xaat-${sample("hex", 32)}`],
  },
];

function newRelicKey(
  id: string,
  title: string,
  prefix: string,
  body: "alnum" | "hex" | "base64url",
  length: number | readonly [number, number],
): Detector {
  const prefixes = [prefix, prefix.toLowerCase()] as const;
  return prefixed({
    id,
    service: "new-relic",
    title,
    prefix: prefixes,
    body,
    length,
    issuer: newRelic,
  });
}
