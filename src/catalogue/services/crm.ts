import type { Detector } from "../../types.js";
import { sample, sampleUuid, UUID } from "../forms/alphabets.js";
import { prefixed } from "../forms/prefixed.js";
import { unmarked } from "../forms/unmarked.js";

const bearer = ["header authorization: Bearer"] as const;

/** Customers, support and automation. */
export const crm: readonly Detector[] = [
  // https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/overview
  {
    id: "hubspot-private-app-token",
    service: "hubspot",
    title: "HubSpot private app access token",
    literals: ["pat-"],
    shape: "pat-(?:na|eu|ap)[0-9]-[0-9A-Za-z]{8}-[0-9A-Za-z]{4}-[0-9A-Za-z]{4}-[0-9A-Za-z]{4}-[0-9A-Za-z]{12}",
    issuer: { hosts: ["api.hubapi.com"], carriers: bearer },
    examples: [`Bearer pat-na1-${sampleUuid()}`, `pat-eu1-${sampleUuid()}`],
    counterExamples: [sampleUuid(), "pat-na1-<token>", `pat-${sampleUuid()}`],
  },
  {
    id: "hubspot-api-key",
    service: "hubspot",
    title: "HubSpot API key (UUID)",
    literals: [],
    shape: UUID,
    context: { words: ["hapikey", "hubspot_api", "hubspot-api", "hubspot_key", "hubspot"], within: 40 },
    minEntropyBits: 2.5,
    issuer: { hosts: ["api.hubapi.com"], carriers: ["query hapikey"] },
    examples: [`https://api.hubapi.com/contacts?hapikey=${sampleUuid()}`],
    counterExamples: [sampleUuid(), "hapikey=demo"],
  },
  // https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_access_tokens.htm: the organization's id, "!", the session.
  {
    id: "salesforce-access-token",
    service: "salesforce",
    title: "Salesforce access token",
    literals: ["!A"],
    shape: "00[0-9A-Za-z]{13}!A[0-9A-Za-z._-]{79,260}",
    issuer: { hosts: ["login.salesforce.com"], carriers: bearer },
    examples: [`Authorization: Bearer 00D5g${sample("alnum", 10)}!AQ${sample("alnum", 94)}`],
    counterExamples: [`00D5g${sample("alnum", 10)}!AQ${sample("alnum", 40)}`, "00D5g0000000000!AQ<token>"],
  },
  prefixed({
    id: "salesforce-refresh-token",
    service: "salesforce",
    title: "Salesforce refresh token",
    prefix: ["5Aep861", "5AEP861"],
    body: "base64url",
    length: [80, 251],
    issuer: { hosts: ["login.salesforce.com", "test.salesforce.com"], carriers: [] },
  }),
  // https://developer.zendesk.com/api-reference/introduction/security-and-auth/, https://developers.intercom.com: no mark.
  unmarked({
    id: "zendesk-api-token",
    service: "zendesk",
    title: "Zendesk API token or OAuth secret",
    body: "base64url",
    length: 40,
    words: ["zendesk"],
    minEntropyBits: 4,
    issuer: { hosts: [], carriers: ["basic auth", ...bearer] },
  }),
  unmarked({
    id: "intercom-access-token",
    service: "intercom",
    title: "Intercom access token",
    body: "base64url",
    length: [59, 60],
    words: ["intercom"],
    minEntropyBits: 4.4,
    issuer: { hosts: ["api.intercom.io", "api.eu.intercom.io"], carriers: bearer },
  }),
  // https://developer.close.com/api/overview/api-key-authentication
  {
    id: "close-api-key",
    service: "close",
    title: "Close API key",
    literals: ["api_"],
    shape: "api_[0-9A-Za-z]{22}\\.[0-9A-Za-z]{22}",
    issuer: { hosts: ["api.close.com"], carriers: ["basic auth"] },
    examples: [`CLOSE_API_KEY=api_${sample("alnum", 22)}.${sample("alnum", 22)}`],
    counterExamples: [`api_${sample("alnum", 22)}.${sample("alnum", 21)}`, "api_key.value"],
  },
  // https://www.zoho.com/crm/developer/docs/api/v8/oauth-overview.html: access, refresh and grant tokens.
  {
    id: "zoho-oauth-token",
    service: "zoho",
    title: "Zoho OAuth token",
    literals: ["1000."],
    shape: "1000\\.[0-9a-f]{32}\\.[0-9a-f]{32}",
    issuer: { hosts: ["www.zohoapis.com", "accounts.zoho.com"], carriers: ["header authorization: Zoho-oauthtoken"] },
    examples: [`Zoho-oauthtoken 1000.${sample("hex", 32)}.${sample("hex", 32)}`],
    counterExamples: [`1000.${sample("hex", 32)}`, "1000.00"],
  },
  // https://help.zapier.com/hc/en-us/articles/8496288690317: who has the URL can trigger.
  {
    id: "zapier-webhook",
    service: "zapier",
    title: "Zapier webhook",
    literals: ["hooks.zapier.com/hooks/catch/"],
    shape:
      "https://(?:www\\.)?hooks\\.zapier\\.com/hooks/catch/(?:[0-9A-Za-z]{4,10}/[0-9A-Za-z]{5,16}|[0-9A-Za-z]{16})",
    examples: [`https://hooks.zapier.com/hooks/catch/${sample("digits", 8)}/${sample("lowerAlnum", 7)}/`],
    counterExamples: ["https://hooks.zapier.com/hooks/catch/", "https://hooks.zapier.com/hooks/catch/<id>/<key>"],
  },
  {
    id: "tines-webhook",
    service: "tines",
    title: "Tines webhook",
    literals: [".tines.com/webhook/"],
    shape: "https://[0-9A-Za-z-]{1,63}\\.tines\\.com/webhook/[0-9a-z]{32}/[0-9a-z]{32}",
    examples: [`https://quiet-sky-1234.tines.com/webhook/${sample("hex", 32)}/${sample("hex", 32)}`],
    counterExamples: [
      "https://quiet-sky-1234.tines.com/webhook/",
      `https://quiet-sky-1234.tines.com/webhook/${sample("hex", 32)}`,
    ],
  },
  // https://docs.workato.com/en/workato-api.html#authentication
  {
    id: "workato-api-token",
    service: "workato",
    title: "Workato developer API token",
    literals: ["wrka"],
    shape: "wrka[a-z]{0,2}-eyJ[0-9A-Za-z_-]{8,200}\\.[0-9A-Za-z_-]{16,1000}\\.[0-9A-Za-z_-]{64,700}",
    issuer: { hosts: ["www.workato.com", "app.eu.workato.com"], carriers: bearer },
    examples: [`Bearer wrkaus-eyJ${sample("base64url", 20)}.${sample("base64url", 60)}.${sample("base64url", 86)}`],
    counterExamples: [`wrkaus-eyJ${sample("base64url", 20)}`, "wrkaus-<token>"],
  },
  // https://developers.baremetrics.com/reference/authentication, https://www.tickettailor.com/developers
  {
    id: "baremetrics-api-key",
    service: "baremetrics",
    title: "Baremetrics API key",
    literals: ["sk_", "lk_"],
    shape: "[sl]k_[0-9A-Za-z]{18,25}",
    context: { words: ["baremetrics"], within: 96 },
    minEntropyBits: 3.5,
    confidence: "high",
    issuer: { hosts: ["api.baremetrics.com"], carriers: bearer },
    examples: [`BAREMETRICS_API_KEY=lk_${sample("alnum", 22)}`],
    counterExamples: [`lk_${sample("alnum", 22)}`, "baremetrics sk_key"],
  },
  // https://developers.teamwork.com/guides/api-keys/
  {
    id: "teamwork-api-token",
    service: "teamwork",
    title: "Teamwork API token",
    literals: ["tkn.v1_"],
    shape: "tkn\\.v1_[0-9A-Za-z]{71}=",
    issuer: { hosts: [], carriers: bearer },
    examples: [`Authorization: Bearer tkn.v1_${sample("alnum", 71)}=`],
    counterExamples: [`tkn.v1_${sample("alnum", 70)}=`, "tkn.v1_<token>"],
  },
  prefixed({
    id: "salesblink-api-key",
    service: "salesblink",
    title: "SalesBlink API key",
    prefix: "key-",
    body: "alnum",
    length: 64,
    minEntropyBits: 3,
    context: { words: ["salesblink"], within: 96 },
    confidence: "high",
    issuer: { hosts: ["run.salesblink.io"], carriers: ["header authorization"] },
  }),
];
