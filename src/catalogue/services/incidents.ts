import type { Detector } from "../../types.js";
import { sample, sampleUuid, UUID } from "../forms/alphabets.js";
import { prefixed } from "../forms/prefixed.js";
import { unmarked } from "../forms/unmarked.js";

const bearer = ["header authorization: Bearer"] as const;

/** Incidents, on-call and uptime. */
export const incidents: readonly Detector[] = [
  // https://support.pagerduty.com/main/docs/api-access-keys: "u+" and 18 characters.
  {
    id: "pagerduty-api-key",
    service: "pagerduty",
    title: "PagerDuty API key",
    literals: ["u+"],
    shape: "u\\+[0-9A-Za-z+_-]{18}",
    context: { words: ["pagerduty", "pager_duty", "pd_", "pd-", "token token="], within: 64 },
    minEntropyBits: 3.2,
    issuer: { hosts: ["api.pagerduty.com"], carriers: ["header authorization: Token"] },
    examples: [`PAGERDUTY_TOKEN=u+${sample("alnum", 18)}`],
    counterExamples: [`u+${sample("alnum", 18)}`, `pagerduty u+${sample("alnum", 17)}`],
  },
  unmarked({
    id: "pagerduty-account-api-key",
    service: "pagerduty",
    title: "PagerDuty account API key",
    body: "base64url",
    length: 20,
    words: ["pagerduty", "pager_duty", "token token="],
    minEntropyBits: 3.6,
    issuer: { hosts: ["api.pagerduty.com"], carriers: ["header authorization: Token"] },
  }),
  // https://docs.rootly.com/api-reference/overview, https://pganalyze.com/docs/api
  prefixed({
    id: "rootly-api-key",
    service: "rootly",
    title: "Rootly API key",
    prefix: "rootly_",
    body: "hex",
    length: 64,
    issuer: { hosts: ["api.rootly.com"], carriers: bearer },
  }),
  {
    id: "opsgenie-api-key",
    service: "opsgenie",
    title: "Opsgenie API key",
    literals: [],
    shape: UUID,
    context: { words: ["opsgenie", "geniekey"], within: 48 },
    minEntropyBits: 2.5,
    issuer: { hosts: ["api.opsgenie.com", "api.eu.opsgenie.com"], carriers: ["header authorization: GenieKey"] },
    examples: [`Authorization: GenieKey ${sampleUuid()}`],
    counterExamples: [sampleUuid(), "OPSGENIE_API_KEY=<key>"],
  },
  unmarked({
    id: "rollbar-access-token",
    service: "rollbar",
    title: "Rollbar access token",
    body: "hex",
    length: 32,
    words: ["rollbar"],
    issuer: { hosts: ["api.rollbar.com"], carriers: ["header x-rollbar-access-token"] },
  }),
  {
    id: "uptimerobot-api-key",
    service: "uptimerobot",
    title: "UptimeRobot API key",
    literals: [],
    shape: "[0-9A-Za-z]{7,10}-[0-9A-Za-z]{24}",
    context: { words: ["uptimerobot", "uptime_robot"], within: 64 },
    minEntropyBits: 3,
    issuer: { hosts: ["api.uptimerobot.com"], carriers: [] },
    examples: [`UPTIMEROBOT_KEY=u${sample("digits", 7)}-${sample("hex", 24)}`],
    counterExamples: [`u${sample("digits", 7)}-${sample("hex", 24)}`, "uptimerobot u123-abc"],
  },
];
