import type { Detector } from "../../types.js";
import { sample } from "../forms/alphabets.js";
import { settingsOf } from "../forms/setting-words.js";
import { unmarked } from "../forms/unmarked.js";
import { unmarkedUuid } from "../forms/unmarked-uuid.js";

const bearer = ["header authorization: Bearer"] as const;

/** Documents to sign, and messages to people. */
export const signaturesAndNotices: readonly Detector[] = [
  // https://developers.pandadoc.com/reference/using-api-keys
  unmarked({
    id: "pandadoc-api-key",
    service: "pandadoc",
    title: "PandaDoc API key",
    body: "alnum",
    length: 40,
    words: ["pandadoc"],
    minEntropyBits: 3.1,
    issuer: { hosts: ["api.pandadoc.com"], carriers: ["header authorization: API-Key"] },
  }),
  unmarked({
    id: "signable-api-key",
    service: "signable",
    title: "Signable API key",
    body: "base64url",
    length: 32,
    words: [...settingsOf("signable"), "signable.co"],
    minEntropyBits: 3.2,
    issuer: { hosts: ["api.signable.co.uk"], carriers: ["basic auth"] },
  }),
  // https://docs.signaturit.com/api/latest#authentication
  unmarked({
    id: "signaturit-access-token",
    service: "signaturit",
    title: "Signaturit access token",
    body: "alnum",
    length: 86,
    words: ["signaturit"],
    issuer: { hosts: ["api.signaturit.com", "api.sandbox.signaturit.com"], carriers: bearer },
  }),
  // https://developers.yousign.com/docs/authentication
  unmarked({
    id: "yousign-api-key",
    service: "yousign",
    title: "Yousign API key",
    body: "alnum",
    length: 32,
    words: ["yousign"],
    issuer: { hosts: ["api.yousign.com", "api.yousign.app", "staging-api.yousign.com"], carriers: bearer },
  }),
  // https://documentation.onesignal.com/docs/keys-and-ids: the rest key, which stands beside the application's id of the same form.
  unmarkedUuid({
    id: "onesignal-api-key-older",
    service: "onesignal",
    title: "OneSignal API key, older",
    words: ["onesignal", "one_signal"],
    issuer: {
      hosts: ["onesignal.com", "api.onesignal.com"],
      carriers: ["header authorization: Basic", "header authorization: Key"],
    },
  }),
  unmarked({
    id: "oopspam-api-key",
    service: "oopspam",
    title: "OOPSpam API key",
    body: "alnum",
    length: 40,
    words: ["oopspam"],
    issuer: { hosts: ["api.oopspam.com"], carriers: ["header x-api-key"] },
  }),
  unmarked({
    id: "teletype-api-token",
    service: "teletype",
    title: "Teletype API token",
    body: "base64url",
    length: 64,
    words: [...settingsOf("teletype"), "teletype.app"],
    issuer: { hosts: ["api.teletype.app"], carriers: ["header x-auth-token"] },
  }),
  // https://docs.pushbullet.com/#authentication
  {
    id: "pushbullet-access-token",
    service: "pushbullet",
    title: "Pushbullet access token",
    literals: [],
    shape: "o\\.[0-9A-Za-z]{32}|[0-9A-Za-z_.]{34}",
    context: { words: ["pushbullet"], within: 48 },
    minEntropyBits: 3.5,
    issuer: { hosts: ["api.pushbullet.com"], carriers: ["header access-token"] },
    examples: [`PUSHBULLET_TOKEN=o.${sample("alnum", 32)}`],
    counterExamples: [`o.${sample("alnum", 32)}`, `PUSHBULLET_TOKEN=o.${sample("alnum", 31)}`],
  },
  // https://developer.nylas.com/docs/v3/auth/; keys of today begin with "nyk_".
  unmarked({
    id: "nylas-api-key-or-client-secret",
    service: "nylas",
    title: "Nylas API key or client secret",
    body: "alnum",
    length: 30,
    words: ["nylas"],
    issuer: { hosts: ["api.nylas.com", "api.us.nylas.com", "api.eu.nylas.com"], carriers: [...bearer, "basic auth"] },
  }),
];
