import type { Detector } from "../../types.js";
import { settingsOf } from "../forms/setting-words.js";
import { unmarked } from "../forms/unmarked.js";

const bearer = ["header authorization: Bearer"] as const;

/** Whether a site is up, and who is told. */
export const statusPages: readonly Detector[] = [
  // https://developer.statuspage.io/#section/Authentication
  unmarked({
    id: "statuspage-api-key",
    service: "statuspage",
    title: "Statuspage API key",
    body: "base64url",
    length: 36,
    words: ["statuspage"],
    minEntropyBits: 2.9,
    issuer: { hosts: ["api.statuspage.io"], carriers: ["header authorization: OAuth"] },
  }),
  unmarked({
    id: "statuspage-legacy-api-key",
    service: "statuspage",
    title: "Statuspage API key, long",
    body: "anyCaseHex",
    length: 64,
    words: ["statuspage"],
    issuer: { hosts: ["api.statuspage.io"], carriers: ["header authorization: OAuth"] },
  }),
  unmarked({
    id: "statuspal-api-key",
    service: "statuspal",
    title: "Statuspal API key",
    body: "alnum",
    length: 32,
    words: ["statuspal"],
    issuer: { hosts: ["statuspal.io"], carriers: ["header authorization"] },
  }),
  // https://developers.statuscake.com/guides/api/authentication/
  unmarked({
    id: "statuscake-api-token",
    service: "statuscake",
    title: "StatusCake API token",
    body: "alnum",
    length: 20,
    words: ["statuscake"],
    minEntropyBits: 3.3,
    issuer: { hosts: ["api.statuscake.com"], carriers: bearer },
  }),
  // https://developer.cisco.com/docs/thousandeyes/authentication/
  unmarked({
    id: "thousandeyes-api-token",
    service: "thousandeyes",
    title: "ThousandEyes API token",
    body: "alnum",
    length: 32,
    words: ["thousandeyes"],
    issuer: { hosts: ["api.thousandeyes.com"], carriers: ["basic auth"] },
  }),
  // https://documentation.solarwinds.com/en/success_center/observability/content/settings/api-tokens.htm
  unmarked({
    id: "solarwinds-observability-api-token",
    service: "solarwinds-observability",
    title: "SolarWinds Observability API token",
    body: "base64url",
    length: 71,
    words: ["solarwinds"],
    issuer: { hosts: ["api.na-01.cloud.solarwinds.com", "api.eu-01.cloud.solarwinds.com"], carriers: bearer },
  }),
  // https://dev.splunk.com/observability/docs/administration/authtokens/
  unmarked({
    id: "splunk-observability-access-token",
    service: "splunk",
    title: "Splunk Observability access token",
    body: "alnum",
    length: 22,
    words: [...settingsOf("splunk"), "splunk-", "splunkobs", "splunkaccess", "splunk access", "x-sf-token", "signalfx"],
    minEntropyBits: 3.4,
    issuer: {
      hosts: ["api.us0.signalfx.com", "api.us1.signalfx.com", "api.eu0.signalfx.com"],
      carriers: ["header x-sf-token"],
    },
  }),
];
