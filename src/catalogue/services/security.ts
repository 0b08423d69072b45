import type { Detector } from "../../types.js";
import { sample, sampleUuid, UUID_SHAPED } from "../forms/alphabets.js";
import { prefixed } from "../forms/prefixed.js";
import { keysOf } from "../forms/setting-words.js";
import { unmarked } from "../forms/unmarked.js";

const bearer = ["header authorization: Bearer"] as const;

/** Security tools and threat intelligence. */
export const security: readonly Detector[] = [
  // https://docs.snyk.io/snyk-api/authentication-for-api: a UUID, or "snyk_" and its kind since 2025.
  {
    id: "snyk-api-token",
    service: "snyk",
    title: "Snyk API token",
    literals: [],
    shape: UUID_SHAPED,
    context: { words: ["snyk_token", "snyk-token", "snyk_api", "snyk auth", "snyk"], within: 40 },
    minEntropyBits: 2.5,
    issuer: { hosts: ["api.snyk.io", "api.eu.snyk.io"], carriers: ["header authorization: token"] },
    examples: [`SNYK_TOKEN=${sampleUuid()}`],
    counterExamples: [sampleUuid(), "SNYK_TOKEN=<token>"],
  },
  {
    id: "snyk-personal-access-token",
    service: "snyk",
    title: "Snyk personal or service access token",
    literals: ["snyk_uat.", "snyk_sat."],
    shape: "snyk_[us]at\\.[0-9a-f]{8}\\.[0-9A-Za-z_.-]{60,400}",
    examples: [`snyk_uat.${sample("hex", 8)}.${sample("base64url", 120)}`],
    counterExamples: [`snyk_uat.${sample("hex", 8)}.${sample("base64url", 20)}`, "snyk_sat.<token>"],
    issuer: { hosts: ["api.snyk.io"], carriers: ["header authorization: token", ...bearer] },
  },
  // https://help.aikido.dev: "AIK_CLIENT" ids are public.
  prefixed({
    id: "aikido-client-secret",
    service: "aikido",
    title: "Aikido client secret",
    prefix: "AIK_SECRET_",
    body: "alnum",
    length: 64,
    issuer: { hosts: ["app.aikido.dev"], carriers: ["basic auth"] },
  }),
  prefixed({
    id: "aikido-ci-token",
    service: "aikido",
    title: "Aikido CI token",
    prefix: "AIK_CI_",
    body: "alnum",
    length: [20, 44],
    issuer: { hosts: ["app.aikido.dev"], carriers: bearer },
  }),
  // https://docs.endorlabs.com/administration/api-keys/
  prefixed({
    id: "endorlabs-api-key",
    service: "endorlabs",
    title: "Endor Labs API key or secret",
    prefix: "endr+",
    body: "base64url",
    length: 16,
    issuer: { hosts: ["api.endorlabs.com"], carriers: [] },
  }),
  // https://docs.dependencytrack.org/integrations/rest-api/
  {
    id: "dependency-track-api-key",
    service: "dependency-track",
    title: "Dependency-Track API key",
    literals: ["odt_"],
    shape: "odt_(?:[0-9A-Za-z]{8}_)?[0-9A-Za-z]{32,255}",
    issuer: { hosts: [], carriers: ["header x-api-key"] },
    examples: [`X-Api-Key: odt_${sample("alnum", 32)}`, `odt_${sample("alnum", 8)}_${sample("alnum", 32)}`],
    counterExamples: [`odt_${sample("alnum", 31)}`, "odt_<key>"],
  },
  // https://docs.trufflesecurity.com
  prefixed({
    id: "trufflehog-enterprise-secret",
    service: "trufflehog",
    title: "TruffleHog Enterprise key or secret",
    prefix: ["thog-key-", "thog-secret-"],
    body: "hex",
    length: [16, 32],
    issuer: { hosts: [], carriers: ["header x-thog-key", "header x-thog-secret"] },
  }),
  // https://support.maxmind.com/hc/en-us/articles/4407111582235
  {
    id: "maxmind-license-key",
    service: "maxmind",
    title: "MaxMind license key",
    literals: ["_mmk"],
    shape: "[0-9A-Za-z]{6}_[0-9A-Za-z]{29}_mmk",
    issuer: {
      hosts: ["geoip.maxmind.com", "geolite.info", "download.maxmind.com"],
      carriers: ["basic auth", "query license_key"],
    },
    examples: [`license_key=${sample("alnum", 6)}_${sample("alnum", 29)}_mmk`],
    counterExamples: [`${sample("alnum", 6)}_${sample("alnum", 28)}_mmk`, "xxxxxx_<key>_mmk"],
  },
  // https://docs.nightfall.ai, https://developers.virustotal.com/reference/authentication, https://developer.shodan.io/api
  prefixed({
    id: "nightfall-api-key",
    service: "nightfall",
    title: "Nightfall API key",
    prefix: "NF-",
    alone: true,
    body: "alnum",
    length: 32,
    issuer: { hosts: ["api.nightfall.ai"], carriers: bearer },
  }),
  unmarked({
    id: "virustotal-api-key",
    service: "virustotal",
    title: "VirusTotal API key",
    body: "anyCaseHex",
    length: 64,
    words: [
      ...keysOf("virustotal"),
      "x-apikey",
      "virustotal_api",
      "virustotal-api",
      "virustotalapi",
      "virustotal_key",
      "virustotalkey",
      "virustotal_token",
      "virustotal api",
      "virustotal key",
      "virustotal token",
      "vt_api",
      "vt.client",
      "vt_key",
    ],
    issuer: { hosts: ["www.virustotal.com"], carriers: ["header x-apikey"] },
  }),
  unmarked({
    id: "shodan-api-key",
    service: "shodan",
    title: "Shodan API key",
    body: "alnum",
    length: 32,
    words: ["shodan"],
    issuer: { hosts: ["api.shodan.io"], carriers: ["query key"] },
  }),
  unmarked({
    id: "abuseipdb-api-key",
    service: "abuseipdb",
    title: "AbuseIPDB API key",
    body: "lowerAlnum",
    length: 80,
    words: ["abuseipdb"],
    minEntropyBits: 3.2,
    issuer: { hosts: ["api.abuseipdb.com"], carriers: ["header key"] },
  }),
  // https://developers.google.com/recaptcha/docs/verify: the secret has the shape of the public site key.
  prefixed({
    id: "recaptcha-secret-key",
    service: "recaptcha",
    title: "reCAPTCHA secret key",
    prefix: "6L",
    body: "base64url",
    length: 38,
    minEntropyBits: 3.2,
    context: {
      words: ["recaptcha_secret", "recaptcha-secret", "recaptcha_private", "recaptchasecret", "siteverify"],
      within: 64,
    },
    confidence: "medium",
    issuer: { hosts: ["www.google.com", "www.recaptcha.net"], carriers: ["query secret"] },
  }),
  // https://developers.cloudflare.com/turnstile/get-started/server-side-validation/
  prefixed({
    id: "turnstile-secret-key",
    service: "cloudflare",
    title: "Cloudflare Turnstile secret key",
    prefix: "0x4AAAA",
    body: "base64url",
    length: [26, 32],
    issuer: { hosts: ["challenges.cloudflare.com"], carriers: [] },
  }),
];
