import type { Detector } from "../../types.js";
import { sample, sampleUuid } from "../forms/alphabets.js";
import { prefixed } from "../forms/prefixed.js";

const bearer = ["header authorization: Bearer"] as const;

/** Shops, shipping, customers and marketing. */
export const commerce: readonly Detector[] = [
  // https://shopify.dev/docs/apps/build/authentication-authorization: the letters name the kind of app.
  shopify("shopify-access-token", "Shopify Admin API access token", "shpat_"),
  shopify("shopify-custom-app-token", "Shopify custom app access token", "shpca_"),
  shopify("shopify-private-app-password", "Shopify private app password", "shppa_"),
  shopify("shopify-shared-secret", "Shopify app shared secret", "shpss_"),
  shopify("shopify-user-access-token", "Shopify user access or refresh token", [
    "shpua_",
    "shprt_",
    "shptka_",
    "shpit_",
  ]),
  // https://shopify.dev/docs/api/partner: of an organization of partners.
  shopify("shopify-partner-api-token", "Shopify Partner API client access token", "prtapi_"),
  // https://docs.goshippo.com/docs/guides_general/authentication/, https://docs.easypost.com/docs/authentication, https://duffel.com/docs
  prefixed({
    id: "shippo-api-token",
    service: "shippo",
    title: "Shippo API token",
    prefix: ["shippo_live_", "shippo_test_"],
    body: "anyCaseHex",
    length: 40,
    issuer: { hosts: ["api.goshippo.com"], carriers: ["header authorization: ShippoToken"] },
  }),
  prefixed({
    id: "easypost-api-key",
    service: "easypost",
    title: "EasyPost API key",
    prefix: ["EZAK", "EZTK"],
    body: "alnum",
    length: 54,
    issuer: { hosts: ["api.easypost.com"], carriers: ["basic auth"] },
  }),
  prefixed({
    id: "duffel-access-token",
    service: "duffel",
    title: "Duffel access token",
    prefix: ["duffel_live_", "duffel_test_"],
    body: "base64urlPadded",
    length: 43,
    issuer: { hosts: ["api.duffel.com"], carriers: bearer },
  }),
  prefixed({
    id: "flexport-api-key",
    service: "flexport",
    title: "Flexport logistics API key",
    prefix: "shltm_",
    body: "base64url",
    length: 40,
    issuer: { hosts: ["logistics-api.flexport.com"], carriers: bearer },
  }),
  // https://developer.ebay.com/api-docs/static/creating-edp-account.html: a "cert id"; the "app id" is public.
  {
    id: "ebay-client-secret",
    service: "ebay",
    title: "eBay client secret (Cert ID)",
    literals: ["PRD-", "SBX-"],
    shape:
      "(?:PRD|SBX)-[0-9a-f]{12}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}|(?:PRD|SBX)-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4,12}",
    issuer: { hosts: ["api.ebay.com", "api.sandbox.ebay.com"], carriers: ["basic auth"] },
    examples: [`EBAY_CERT_ID=PRD-${sample("hex", 12)}-${sample("hex", 4)}-4a1b-9c2d-e3f4`, `PRD-${sampleUuid()}`],
    counterExamples: ["PRD-1234-release", "PRD-<cert id>"],
  },
  // https://samsara.com/docs, https://docs.fleetbase.io, https://developers.ramp.com
  prefixed({
    id: "samsara-api-token",
    service: "samsara",
    title: "Samsara API token",
    prefix: "samsara_api_",
    body: "alnum",
    length: [26, 32],
    issuer: { hosts: ["api.samsara.com", "api.eu.samsara.com"], carriers: bearer },
  }),
  prefixed({
    id: "fleetbase-api-key",
    service: "fleetbase",
    title: "Fleetbase live API key",
    prefix: "flb_live_",
    body: "alnum",
    length: 20,
    issuer: { hosts: ["api.fleetbase.io"], carriers: bearer },
  }),
  {
    id: "ticket-tailor-api-key",
    service: "ticket-tailor",
    title: "Ticket Tailor API key",
    literals: ["sk_"],
    shape: "sk_[0-9]{3,6}_[0-9]{5,8}_[0-9a-f]{32}",
    issuer: { hosts: ["api.tickettailor.com"], carriers: ["basic auth"] },
    examples: [`sk_1234_${sample("digits", 6)}_${sample("hex", 32)}`],
    counterExamples: [`sk_1234_${sample("digits", 6)}`, "sk_1_2_3"],
  },
  // https://developers.bannerbear.com/#authentication
  prefixed({
    id: "bannerbear-api-key",
    service: "bannerbear",
    title: "Bannerbear API key",
    prefix: ["bb_pr_", "bb_ma_"],
    body: "hex",
    length: 30,
    issuer: { hosts: ["api.bannerbear.com"], carriers: bearer },
  }),
  prefixed({
    id: "redirect-pizza-api-token",
    service: "redirect-pizza",
    title: "redirect.pizza API token",
    prefix: "rpa_",
    body: "alnum",
    length: 30,
    issuer: { hosts: ["redirect.pizza"], carriers: bearer },
  }),
  // https://freemius.com/help/documentation/wordpress-sdk/: of a plugin's settings in PHP.
  {
    id: "freemius-secret-key",
    service: "freemius",
    title: "Freemius secret key",
    literals: ["freemius"],
    shape: "(?i:freemius)[^\\x00]{0,60}?[^0-9A-Za-z_](?P<token>sk_[^\\s\"'<>\\\\]{29})(?:[\"'\\s\\\\]|$)",
    minEntropyBits: 3,
    confidence: "medium",
    issuer: { hosts: ["api.freemius.com"], carriers: [] },
    examples: [
      `new Freemius([\n  'secret_key' => 'sk_${sample("alnum", 20)}~${sample("alnum", 8)}',`,
      `freemius_key: sk_${sample("alnum", 29)}`,
    ],
    counterExamples: [`freemius_key: 'sk_${sample("alnum", 28)}'`, `'key' => 'sk_${sample("alnum", 29)}',`],
  },
];

function shopify(id: string, title: string, prefix: string | readonly [string, ...string[]]): Detector {
  return prefixed({
    id,
    service: "shopify",
    title,
    prefix,
    body: "anyCaseHex",
    length: 32,
    issuer: { hosts: [], carriers: ["header x-shopify-access-token"] },
  });
}
