import type { Detector } from "../../types.js";
import { sample, sampleUuid } from "../forms/alphabets.js";
import { prefixed } from "../forms/prefixed.js";
import { settingsOf } from "../forms/setting-words.js";
import { unmarked } from "../forms/unmarked.js";

const bearer = ["header authorization: Bearer"] as const;

/** Networks, names, certificates and what is known of threats. */
export const networkAndSecurity: readonly Detector[] = [
  // https://openvpn.net/cloud-docs/developer/: the host is the customer's, below api.openvpn.com.
  unmarked({
    id: "openvpn-cloud-client-secret",
    service: "openvpn",
    title: "OpenVPN Cloud client secret",
    body: "base64url",
    length: [64, 128],
    words: ["openvpn"],
    minEntropyBits: 4.2,
    issuer: { hosts: [], carriers: ["basic auth"] },
  }),
  // https://help.ovhcloud.com/csm/en-api-getting-started-ovhcloud-api: three values go together.
  unmarked({
    id: "ovhcloud-application-key",
    service: "ovhcloud",
    title: "OVHcloud application key",
    body: "alnum",
    length: 16,
    words: [...settingsOf("ovh"), "ovh-", "ovh.", "ovhapp", "ovh app", "x-ovh-application"],
    within: 24,
    minEntropyBits: 3,
    issuer: {
      hosts: ["eu.api.ovh.com", "ca.api.ovh.com", "api.us.ovhcloud.com"],
      carriers: ["header x-ovh-application"],
    },
  }),
  unmarked({
    id: "ovhcloud-application-secret",
    service: "ovhcloud",
    title: "OVHcloud application secret or consumer key",
    body: "alnum",
    length: 32,
    words: ["ovh"],
    issuer: { hosts: ["eu.api.ovh.com", "ca.api.ovh.com", "api.us.ovhcloud.com"], carriers: ["header x-ovh-consumer"] },
  }),
  // https://securitytrails.com/corp/api
  unmarked({
    id: "securitytrails-api-key",
    service: "securitytrails",
    title: "SecurityTrails API key",
    body: "alnum",
    length: 32,
    words: ["securitytrails"],
    issuer: { hosts: ["api.securitytrails.com"], carriers: ["header apikey"] },
  }),
  // https://sslmate.com/help/reference/apiv2
  unmarked({
    id: "sslmate-api-key",
    service: "sslmate",
    title: "SSLMate API key",
    body: "alnum",
    length: 36,
    words: ["sslmate"],
    issuer: { hosts: ["sslmate.com"], carriers: [...bearer, "basic auth"] },
  }),
  // https://www.truenas.com/docs/scale/api/
  {
    id: "truenas-api-key",
    service: "truenas",
    title: "TrueNAS API key",
    literals: [],
    shape: "[0-9]{1,4}-[0-9A-Za-z]{64}",
    context: { words: ["truenas", "login_with_api_key", "freenas", '"params"'], within: 48 },
    minEntropyBits: 4,
    examples: [
      `TRUENAS_API_KEY=1-${sample("alnum", 64)}`,
      `{"method": "auth.login_with_api_key", "params": ["3-${sample("alnum", 64)}"]}`,
    ],
    counterExamples: [`1-${sample("alnum", 64)}`, `TRUENAS_API_KEY=1-${sample("alnum", 63)}`],
  },
  // https://docs.nats.io/running-a-nats-service/configuration/securing_nats/auth_intro/nkey_auth: a kind, 32 bytes and their checksum.
  prefixed({
    id: "nats-nkey-seed",
    service: "nats",
    title: "NATS NKey seed",
    prefix: ["SUA", "SAA", "SOA", "SNA", "SCA", "SXA"],
    body: "base32",
    length: 55,
    alone: true,
    minEntropyBits: 3.6,
  }),
  // https://urlscan.io/docs/api/: a UUID, as the ids of scans are.
  unmarked({
    id: "urlscan-io-api-key",
    service: "urlscan-io",
    title: "urlscan.io API key",
    body: "base64url",
    length: 36,
    words: settingsOf("urlscan"),
    minEntropyBits: 2.9,
    issuer: { hosts: ["urlscan.io"], carriers: ["header api-key"] },
  }),
  unmarked({
    id: "vpnapi-io-key",
    service: "vpnapi-io",
    title: "vpnapi.io key",
    body: "alnum",
    length: 32,
    words: ["vpnapi", "vpn_api", "vpn-api"],
    issuer: { hosts: ["vpnapi.io"], carriers: ["query key"] },
  }),
  // https://docs.zerotier.com/api/central/ref-v1
  unmarked({
    id: "zerotier-api-token",
    service: "zerotier",
    title: "ZeroTier API token",
    body: "alnum",
    length: 32,
    words: ["zerotier"],
    issuer: { hosts: ["api.zerotier.com"], carriers: ["header authorization: token", ...bearer] },
  }),
  // https://developer.webex.com/docs/integrations
  unmarked({
    id: "webex-client-secret",
    service: "webex",
    title: "Webex client secret",
    body: "hex",
    length: 64,
    words: ["webex"],
    issuer: { hosts: ["webexapis.com"], carriers: [] },
  }),
  // https://developer.webex.com/docs/bots
  {
    id: "webex-access-token-of-other-clusters",
    service: "webex",
    title: "Webex access token, of other clusters",
    literals: [],
    shape: "[0-9A-Za-z]{64}_[0-9A-Za-z]{4}_[0-9A-Za-z]{8}-[0-9A-Za-z]{4}-[0-9A-Za-z]{4}-[0-9A-Za-z]{4}-[0-9A-Za-z]{12}",
    context: { words: ["webex", "spark"], within: 48 },
    minEntropyBits: 3.5,
    issuer: { hosts: ["webexapis.com"], carriers: bearer },
    examples: [`WEBEX_ACCESS_TOKEN=${sample("alnum", 64)}_ab12_${sampleUuid()}`],
    counterExamples: [`${sample("alnum", 64)}_PF84_${sampleUuid()}`, `WEBEX_ACCESS_TOKEN=${sample("alnum", 64)}_PF84`],
  },
  // https://sendbird.com/docs/chat/platform-api/v3/prepare-to-use-api
  unmarked({
    id: "sendbird-api-token",
    service: "sendbird",
    title: "Sendbird API token",
    body: "anyCaseHex",
    length: 40,
    words: ["sendbird"],
    issuer: { hosts: ["gate.sendbird.com"], carriers: ["header api-token"] },
  }),
  unmarked({
    id: "sendbird-organization-api-token",
    service: "sendbird",
    title: "Sendbird organization API token",
    body: "anyCaseHex",
    length: 24,
    words: ["sendbird"],
    minEntropyBits: 2.7,
    issuer: { hosts: ["gate.sendbird.com"], carriers: ["header sendbirdorganizationapitoken"] },
  }),
  // https://pusher.com/docs/channels/library_auth_reference/rest-api/: the key has the form of the secret.
  unmarked({
    id: "pusher-channels-secret",
    service: "pusher",
    title: "Pusher Channels secret",
    body: "lowerAlnum",
    length: 20,
    words: [...settingsOf("pusher"), "pusherapp", "pusher channel"],
    within: 32,
    minEntropyBits: 2.9,
    issuer: { hosts: ["api.pusherapp.com", "api-ap1.pusher.com"], carriers: ["query auth_key"] },
  }),
  // https://docs.user.com/rest-api/: formerly UserEngage.
  unmarked({
    id: "user-com-api-token",
    service: "user-com",
    title: "User.com API token",
    body: "alnum",
    length: 64,
    words: [
      "user.com",
      "user_com",
      "usercom",
      "userengage",
      "user_api_token",
      "user token",
      "user_token",
      "user_api_key",
      "user_api",
      "user api",
      "user key",
      "user_key",
      "user-api",
      "usertoken",
      "userapi",
      "userkey",
    ],
    within: 24,
    minEntropyBits: 4.7,
    issuer: { hosts: [], carriers: ["header authorization: Token"] },
  }),
  {
    id: "roaring-client-secret",
    service: "roaring",
    title: "Roaring client secret",
    literals: [],
    shape: "[0-9A-Za-z_-]{28}",
    context: { words: ["roaring"], within: 48 },
    minEntropyBits: 3.6,
    issuer: { hosts: ["api.roaring.io"], carriers: ["basic auth"] },
    examples: [`ROARING_CLIENT_SECRET=${sample("base64url", 28)}`],
    counterExamples: [sample("base64url", 28), `ROARING_CLIENT_SECRET=${sample("base64url", 27)}`],
  },
];
