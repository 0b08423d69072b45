import type { Detector } from "../../types.js";
import { sample } from "../forms/alphabets.js";
import { prefixed } from "../forms/prefixed.js";
import { unmarked } from "../forms/unmarked.js";

const bearer = ["header authorization: Bearer"] as const;

/** Sign-in, identity and verification of people. */
export const identity: readonly Detector[] = [
  // https://developer.okta.com/docs/guides/create-an-api-token/main/
  {
    id: "okta-api-token",
    service: "okta",
    title: "Okta API token",
    literals: [],
    shape: "00[0-9A-Za-z_-]{40}",
    context: { words: ["okta", "ssws"], within: 64 },
    minEntropyBits: 3.8,
    confidence: "high",
    issuer: { hosts: [], carriers: ["header authorization: SSWS"] },
    examples: [`Authorization: SSWS 00${sample("base64url", 40)}`, `OKTA_API_TOKEN=00${sample("alnum", 40)}`],
    counterExamples: [`00${sample("alnum", 40)}`, `okta 00${sample("alnum", 39)}`],
  },
  // https://auth0.com/docs/secure/application-credentials
  unmarked({
    id: "auth0-client-secret",
    service: "auth0",
    title: "Auth0 client secret",
    body: "base64url",
    length: 64,
    words: ["auth0_client_secret", "auth0-client-secret", "auth0_secret", "auth0"],
    minEntropyBits: 4.6,
    issuer: { hosts: [], carriers: ["basic auth"] },
  }),
  // https://clerk.com/docs/deployments/clerk-environment-variables: Stripe's shape; told apart by the word.
  {
    id: "clerk-secret-key",
    service: "clerk",
    title: "Clerk secret key",
    literals: ["sk_live_", "sk_test_"],
    shape: "sk_(?:live|test)_[0-9A-Za-z]{40,50}",
    context: { words: ["clerk"], within: 64 },
    minEntropyBits: 3,
    confidence: "high",
    issuer: { hosts: ["api.clerk.com", "api.clerk.dev"], carriers: bearer },
    examples: [`CLERK_SECRET_KEY=sk_live_${sample("alnum", 42)}`],
    counterExamples: [`CLERK_PUBLISHABLE_KEY=pk_live_${sample("alnum", 42)}`, "CLERK_SECRET_KEY=sk_live_..."],
  },
  // https://workos.com/docs/reference/api-keys: base64 of "key_"; https://docs.highnote.com has the same form.
  {
    id: "workos-api-key",
    service: "workos",
    title: "WorkOS or Highnote secret key",
    literals: ["sk_live_a2V5", "sk_test_a2V5"],
    shape: "sk_(?:live|test)_a2V5[0-9A-Za-z+/]{60,80}={0,2}",
    issuer: { hosts: ["api.workos.com"], carriers: bearer },
    examples: [`WORKOS_API_KEY=sk_live_a2V5Xz${sample("base64", 69)}`],
    counterExamples: [`sk_live_a2V5${sample("base64", 20)}`, "sk_live_a2V5"],
  },
  // https://stytch.com/docs/api/authentication
  {
    id: "stytch-secret",
    service: "stytch",
    title: "Stytch project secret",
    literals: ["secret-live-", "secret-test-"],
    shape: "secret-(?:live|test)-[0-9A-Za-z_-]{35,36}=?",
    issuer: { hosts: ["api.stytch.com", "test.stytch.com"], carriers: ["basic auth"] },
    examples: [`secret-live-${sample("base64url", 35)}=`, `secret-test-${sample("alnum", 36)}`],
    counterExamples: ["secret-live-<your-token>", `secret-live-${sample("alnum", 34)}`],
  },
  // https://authress.io/knowledge-base/docs/authorization/service-clients
  {
    id: "authress-access-key",
    service: "authress",
    title: "Authress service client access key",
    literals: [".acc_", ".acc-"],
    shape:
      "(?:sc|ext|scauth|authress)_[0-9A-Za-z]{5,30}\\.[0-9A-Za-z]{4,6}\\.acc[_-][0-9A-Za-z-]{10,32}\\.[0-9A-Za-z+/_=-]{30,120}",
    issuer: { hosts: [], carriers: bearer },
    examples: [
      `sc_${sample("alnum", 20)}.${sample("alnum", 4)}.acc-${sample("lowerAlnum", 12)}.${sample("base64", 64)}`,
    ],
    counterExamples: [`sc_${sample("alnum", 20)}.${sample("alnum", 4)}.acc-${sample("lowerAlnum", 12)}`, "ext_a.acc_b"],
  },
  // https://api.intra.42.fr/apidoc/guides/getting_started
  prefixed({
    id: "intra42-client-secret",
    service: "intra42",
    title: "Intra 42 client secret",
    prefix: ["s-s4t2ud-", "s-s4t2af-"],
    body: "hex",
    length: 64,
    issuer: { hosts: ["api.intra.42.fr"], carriers: [] },
  }),
  // https://docs.withpersona.com/api-keys, https://documentation.onfido.com/api/latest/#authentication
  prefixed({
    id: "persona-api-key",
    service: "persona",
    title: "Persona API key",
    prefix: ["persona_production_", "persona_sandbox_"],
    body: "base64url",
    length: [20, 80],
    issuer: { hosts: ["api.withpersona.com", "withpersona.com"], carriers: bearer },
  }),
  {
    id: "onfido-api-token",
    service: "onfido",
    title: "Onfido API token",
    literals: ["api_live.", "api_live_us.", "api_live_ca.", "api_sandbox.", "api_sandbox_us.", "api_sandbox_ca."],
    shape:
      "api_(?:live|sandbox)(?:_us|_ca)?\\.[0-9A-Za-z_-]{11}\\.[0-9A-Za-z_-]{32}|api_(?:live|sandbox)(?:_us|_ca)?\\.[0-9A-Za-z_-]{20,80}",
    issuer: {
      hosts: ["api.eu.onfido.com", "api.us.onfido.com", "api.ca.onfido.com"],
      carriers: ["header authorization: Token"],
    },
    examples: [
      `Token token=api_live.${sample("base64url", 11)}.${sample("base64url", 32)}`,
      `api_live_us.${sample("base64url", 44)}`,
    ],
    counterExamples: ["api_live.<token>", `api_live.${sample("base64url", 19)}`],
  },
  // https://docs.jumpcloud.com/api/ and https://developers.onelogin.com/api-docs/2/getting-started/working-with-api-credentials
  prefixed({
    id: "jumpcloud-api-key",
    service: "jumpcloud",
    title: "JumpCloud API key",
    prefix: "jca_",
    body: "alnum",
    length: 36,
    issuer: { hosts: ["console.jumpcloud.com"], carriers: ["header x-api-key"] },
  }),
  unmarked({
    id: "jumpcloud-legacy-api-key",
    service: "jumpcloud",
    title: "JumpCloud API key (without prefix)",
    body: "alnum",
    length: 40,
    words: ["jumpcloud"],
    minEntropyBits: 3.3,
    issuer: { hosts: ["console.jumpcloud.com"], carriers: ["header x-api-key"] },
  }),
  unmarked({
    id: "onelogin-client-secret",
    service: "onelogin",
    title: "OneLogin client secret",
    body: "alnum",
    length: 64,
    words: ["onelogin"],
    issuer: { hosts: ["api.us.onelogin.com", "api.eu.onelogin.com"], carriers: ["basic auth"] },
  }),
  // https://duo.com/docs/adminapi: the integration key "DI…" is public.
  unmarked({
    id: "duo-secret-key",
    service: "duo",
    title: "Duo secret key",
    body: "alnum",
    length: 40,
    words: ["duo_skey", "duo-skey", "duo_secret", "duosecurity", "skey"],
    minEntropyBits: 4,
    issuer: { hosts: [], carriers: ["basic auth"] },
  }),
];
