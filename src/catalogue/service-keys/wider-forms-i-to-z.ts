import type { Detector } from "../../types.js";
import { keysOf } from "../forms/setting-words.js";
import { serviceKeys, UUID_GROUPS } from "./table.js";

/** Without its name alone, which ends other names too: "smartsheet=" is told by its own detector. */
const SHEET: readonly [string, ...string[]] = ["sheet_api", "sheet_key", "sheet_token", "sheet_secret", "smart_sheet"];

/**
 * Forms that services' credentials have besides those of their own files: of earlier years, of other products, or as public rule sets
 * know them. Services from I to Z.
 */
export const widerFormsIToZ: readonly Detector[] = serviceKeys([
  { name: "Infura", kind: "key of 32 characters", body: "alnum", length: 32, hosts: ["mainnet.infura.io"] },
  {
    name: "JFrog",
    kind: "API key of 73 characters",
    body: "alnum",
    length: 73,
    words: ["artifactory", "bintray", "xray"],
  },
  { name: "Keen.io", kind: "key", body: "upperAlnum", length: 64, only: true, words: keysOf("keen") },
  {
    name: "Klaviyo",
    kind: "API key of any letters",
    parts: ["pk_", ["alnum", 34]],
    hosts: ["a.klaviyo.com"],
    carriers: ["header authorization: Klaviyo-API-Key"],
  },
  { name: "Kontent.ai", kind: "key", body: "alnumHyphen", length: 36, only: true, words: keysOf("kontent") },
  { name: "Less Annoying CRM", kind: "key", body: "alnumHyphen", length: 57, only: true, words: keysOf("less") },
  {
    name: "LightOn Paradigm",
    kind: "key",
    body: "base64url",
    length: [40, 80],
    only: true,
    words: keysOf("lighton", "paradigm"),
    minEntropyBits: 4.3,
  },
  { name: "Logz.io", kind: "token", body: "alnum", groups: UUID_GROUPS, only: true, words: keysOf("logz") },
  {
    name: "Mailgun",
    kind: "key without its mark",
    body: "alnum",
    length: 32,
    only: true,
    words: keysOf("mailgun", "mg"),
  },
  { name: "Mailjet", kind: "SMS token", body: "alnum", length: 32, hosts: ["api.mailjet.com"] },
  { name: "Mailjet", kind: "basic credentials", parts: [["alnum", 87], "="], hosts: ["api.mailjet.com"] },
  { name: "Manifest", body: "alnum", length: 32, only: true, words: keysOf("manifest") },
  {
    name: "MessageBird",
    kind: "key of 25 characters",
    body: "base64url",
    length: 25,
    hosts: ["rest.messagebird.com"],
    minEntropyBits: 3.9,
  },
  { name: "Mux", kind: "access token", body: "anyCaseHex", groups: UUID_GROUPS, only: true, words: keysOf("mux") },
  {
    name: "Netlify",
    kind: "token of hexadecimal digits",
    body: "anyCaseHex",
    length: [60, 64],
    only: true,
    words: keysOf("netlify"),
  },
  { name: "Nightfall", kind: "key", body: "alnum", length: 32, only: true, words: keysOf("nightfall") },
  { name: "Paystack", kind: "key of any mode", parts: ["sk_", ["letters", [1, 10]], "_", ["alnum", 40]] },
  { name: "Plivo", kind: "auth id", parts: ["MA", ["upperAlnum", 18]], hosts: ["api.plivo.com"] },
  {
    name: "Salesforce",
    kind: "access token of another beginning",
    parts: ["00", ["alnum", 13], "!", ["token68", [80, 260]]],
    words: ["sfdc"],
    hosts: ["login.salesforce.com"],
  },
  {
    name: "Sendbird",
    kind: "access id",
    body: "anyCaseHex",
    groups: UUID_GROUPS,
    only: true,
    words: keysOf("sendbird", "sendbird_access", "sendbird access"),
  },
  {
    name: "Shopify",
    kind: "shared secret of an app",
    body: "anyCaseHex",
    length: 32,
    only: true,
    words: keysOf("shopify"),
  },
  { name: "Smartsheet", kind: "token of 26 characters", body: "alnum", length: 26, only: true, words: SHEET },
  { name: "Smartsheet", kind: "token of 37 characters", body: "alnum", length: 37, only: true, words: SHEET },
  {
    name: "Square",
    kind: "access token of another length",
    parts: ["EAAA", ["base64url", [22, 59]]],
    only: true,
    words: keysOf("square", "square_access", "square access"),
  },
  {
    name: "Sumo Logic",
    kind: "access id",
    parts: ["su", ["alnum", 12]],
    only: true,
    words: ["sumo_", "sumo-", "sumologic", "sumo access", "sumo id", "sumo api", "sumo key", "sumo logic"],
  },
  { name: "Supabase", kind: "key without its mark", body: "alnum", length: 40, only: true, words: keysOf("supabase") },
  {
    name: "Twitter",
    kind: "API key",
    body: "alnum",
    length: 25,
    only: true,
    words: [
      ...keysOf("twitter"),
      "twitter_consumer",
      "twitter consumer",
      "twitterconsumer",
      "consumer_key",
      "consumerkey",
    ],
  },
  {
    name: "Twitter",
    kind: "API key secret of another length",
    body: "alnum",
    length: [35, 44],
    only: true,
    words: [...keysOf("twitter"), "twitter_consumer", "twitter consumer", "twitterconsumer"],
  },
  {
    name: "WireGuard",
    kind: "private or preshared key",
    parts: [["base64", 43], "="],
    only: true,
    words: [...keysOf("wireguard"), "wireguard_private", "wireguard private", "wg_private", "wg_key", "wg-key"],
  },
]);
