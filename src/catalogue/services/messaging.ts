import type { Detector } from "../../types.js";
import { sample, sampleUuid, UUID } from "../forms/alphabets.js";
import { prefixed } from "../forms/prefixed.js";
import { keysOf } from "../forms/setting-words.js";
import { unmarked } from "../forms/unmarked.js";

const bearer = ["header authorization: Bearer"] as const;

/** Text messages, telephony and push notifications. */
export const messaging: readonly Detector[] = [
  // https://www.twilio.com/docs/iam/api-keys: "SK" names the key, and its secret and the account's token have no mark.
  prefixed({
    id: "twilio-api-key",
    service: "twilio",
    title: "Twilio API key",
    prefix: "SK",
    body: "anyCaseHex",
    length: 32,
    issuer: { hosts: ["api.twilio.com", "verify.twilio.com", "conversations.twilio.com"], carriers: ["basic auth"] },
  }),
  {
    id: "twilio-auth-token",
    service: "twilio",
    title: "Twilio auth token or API key secret",
    literals: [],
    shape: "[0-9A-Za-z]{32}",
    context: {
      words: [
        ...keysOf("twilio"),
        "twilio_auth",
        "twilio-auth",
        "twilio_token",
        "twilioauth",
        "twilio_api_secret",
        "twilio_secret",
        "twilio",
      ],
      within: 72,
    },
    minEntropyBits: 2.9,
    issuer: { hosts: ["api.twilio.com"], carriers: ["basic auth"] },
    examples: [`TWILIO_AUTH_TOKEN=${sample("hex", 32)}`, `twilio(sid, "${sample("alnum", 32)}")`],
    counterExamples: [
      sample("hex", 32),
      `TWILIO_AUTH_TOKEN=${sample("hex", 31)}`,
      `TWILIO_AUTH_TOKEN=${"x".repeat(32)}`,
    ],
  },
  // https://developers.telnyx.com/docs/development/api-guide/authentication
  {
    id: "telnyx-api-key",
    service: "telnyx",
    title: "Telnyx API key",
    literals: ["KEY0"],
    shape: "KEY0[0-9A-F]{31}_[0-9A-Za-z]{22}",
    issuer: { hosts: ["api.telnyx.com"], carriers: bearer },
    examples: [`Bearer KEY0${sample("hex", 31).toUpperCase()}_${sample("alnum", 22)}`],
    counterExamples: [`KEY0${sample("hex", 30).toUpperCase()}_${sample("alnum", 22)}`, "KEY_OF_THE_TABLE"],
  },
  prefixed({
    id: "telnyx-legacy-api-key",
    service: "telnyx",
    title: "Telnyx API key (other lengths of its parts)",
    prefix: "KEY",
    body: "base64url",
    length: 55,
    minEntropyBits: 3.7,
    context: { words: ["telnyx"], within: 96 },
    issuer: { hosts: ["api.telnyx.com"], carriers: bearer },
  }),
  // https://developers.messagebird.com/api/#authentication, https://www.plivo.com/docs/, https://developer.vonage.com/en/concepts/guides/authentication
  unmarked({
    id: "messagebird-access-key",
    service: "messagebird",
    title: "MessageBird access key",
    body: "alnum",
    length: 25,
    words: ["messagebird", "message-bird", "message_bird"],
    issuer: { hosts: ["rest.messagebird.com"], carriers: ["header authorization: AccessKey"] },
  }),
  unmarked({
    id: "plivo-auth-token",
    service: "plivo",
    title: "Plivo auth token",
    body: "base64url",
    length: [38, 40],
    words: ["plivo"],
    minEntropyBits: 3.9,
    issuer: { hosts: ["api.plivo.com"], carriers: ["basic auth"] },
  }),
  unmarked({
    id: "vonage-api-secret",
    service: "vonage",
    title: "Vonage (Nexmo) API secret",
    body: "alnum",
    length: 16,
    words: ["nexmo_api_secret", "vonage_api_secret", "nexmo_secret", "nexmo", "vonage"],
    minEntropyBits: 3.1,
    issuer: { hosts: ["api.nexmo.com", "rest.nexmo.com"], carriers: ["basic auth", "query api_secret"] },
  }),
  // https://documentation.onesignal.com/docs/en/keys-and-ids
  prefixed({
    id: "onesignal-api-key",
    service: "onesignal",
    title: "OneSignal API key",
    prefix: ["os_v2_app_", "os_v2_org_"],
    body: "lowerBase32",
    length: 103,
    issuer: {
      hosts: ["api.onesignal.com", "onesignal.com"],
      carriers: ["header authorization: Key", "header authorization: Basic"],
    },
  }),
  // https://documentation.notification.canada.ca/en/start.html#api-keys: a name, the service's id and the key itself.
  {
    id: "gc-notify-api-key",
    service: "gc-notify",
    title: "GC Notify API key",
    literals: ["gcntfy-"],
    shape: `(?:ApiKey-v1 {1,4})?gcntfy-[0-9A-Za-z_-]{1,80}-${UUID}-${UUID}`,
    examples: [`Authorization: ApiKey-v1 gcntfy-test_key-${sampleUuid()}-${sampleUuid()}`],
    counterExamples: [`gcntfy-test_key-${sampleUuid()}`, "gcntfy-<key>"],
    issuer: { hosts: ["api.notification.canada.ca"], carriers: ["header authorization"] },
  },
];
