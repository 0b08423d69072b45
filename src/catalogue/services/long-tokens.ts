import type { Detector } from "../../types.js";
import { sample } from "../forms/alphabets.js";

const bearer = ["header authorization: Bearer"] as const;

/** Tokens of hundreds of characters, signed and with nothing inside that tells whose they are: looked for behind the name. */
export const longTokens: readonly Detector[] = [
  // https://paperform.readme.io/reference/getting-started
  {
    id: "paperform-access-token",
    service: "paperform",
    title: "Paperform access token",
    literals: ["paperform"],
    shape: "(?i:paperform)[^\\x00]{0,60}?[^0-9A-Za-z_.-](?P<token>[0-9A-Za-z_.-]{850,1000})",
    minEntropyBits: 3.5,
    confidence: "medium",
    issuer: { hosts: ["api.paperform.co"], carriers: bearer },
    examples: [`paperform_token: "eyJ${sample("base64url", 900)}"`],
    counterExamples: [`paperform_token: "${sample("alnum", 40)}"`, `token: "eyJ${sample("base64url", 900)}"`],
  },
  // https://developers.storychief.io/#authentication
  {
    id: "storychief-api-key",
    service: "storychief",
    title: "StoryChief API key",
    literals: ["storychief"],
    shape: "(?i:storychief)[^\\x00]{0,60}?[^0-9A-Za-z_.-](?P<token>[0-9A-Za-z_.-]{940,1000})",
    minEntropyBits: 3.5,
    confidence: "medium",
    issuer: { hosts: ["api.storychief.io"], carriers: bearer },
    examples: [`storychief_token: "eyJ${sample("base64url", 950)}"`],
    counterExamples: [`storychief_token: "${sample("alnum", 40)}"`, `token: "eyJ${sample("base64url", 950)}"`],
  },
  // https://cloudconvert.com/api/v2: a JSON Web Token, of three parts.
  {
    id: "cloudconvert-api-key",
    service: "cloudconvert",
    title: "CloudConvert API key",
    literals: ["cloudconvert"],
    shape: "(?i:cloudconvert)[^\\x00]{0,60}?[^0-9A-Za-z_.-](?P<token>[0-9A-Za-z_.~+/=-]{830,1000})",
    minEntropyBits: 3.5,
    confidence: "medium",
    issuer: { hosts: ["api.cloudconvert.com"], carriers: bearer },
    examples: [`cloudconvert_api_key: "eyJ${sample("base64url", 900)}"`],
    counterExamples: [`cloudconvert_api_key: "${sample("alnum", 40)}"`, `key: "eyJ${sample("base64url", 900)}"`],
  },
  {
    id: "lendflow-access-token",
    service: "lendflow",
    title: "Lendflow access token",
    literals: ["lendflow"],
    shape:
      "(?i:lendflow)[^\\x00]{0,60}?[^0-9A-Za-z_.-](?P<token>[0-9A-Za-z]{36}\\.[0-9A-Za-z]{235}\\.[0-9A-Za-z_-]{200,700})",
    minEntropyBits: 3.5,
    confidence: "medium",
    issuer: { hosts: ["api.lendflow.com"], carriers: bearer },
    examples: [`lendflow_token: "${sample("alnum", 36)}.${sample("alnum", 235)}.${sample("base64url", 528)}"`],
    counterExamples: [
      `lendflow_token: "${sample("alnum", 40)}"`,
      `token: "${sample("alnum", 36)}.${sample("alnum", 235)}.${sample("base64url", 528)}"`,
    ],
  },
  // https://docs.lemonsqueezy.com/api/getting-started/requests
  {
    id: "lemon-squeezy-api-key",
    service: "lemon-squeezy",
    title: "Lemon Squeezy API key",
    literals: ["lemonsqueezy", "lemon_squeezy"],
    shape:
      "(?i:lemon_?squeezy)[^\\x00]{0,60}?[^0-9A-Za-z_.-](?P<token>eyJ[0-9A-Za-z_-]{20,60}\\.[0-9A-Za-z_-]{250,400}\\.[0-9A-Za-z_-]{500,700})",
    minEntropyBits: 3.5,
    confidence: "medium",
    issuer: { hosts: ["api.lemonsqueezy.com"], carriers: bearer },
    examples: [`LEMONSQUEEZY_API_KEY=eyJ${sample("alnum", 33)}.${sample("alnum", 314)}.${sample("base64url", 512)}`],
    counterExamples: [
      `LEMONSQUEEZY_API_KEY=${sample("alnum", 40)}`,
      `API_KEY=eyJ${sample("alnum", 33)}.${sample("alnum", 314)}.${sample("base64url", 512)}`,
    ],
  },
  // https://simplynoted.com/api-docs
  {
    id: "simplynoted-api-token",
    service: "simplynoted",
    title: "SimplyNoted API token",
    literals: ["simplynoted"],
    shape: "(?i:simplynoted)[^\\x00]{0,60}?[^0-9A-Za-z_.-](?P<token>[0-9A-Za-z_.+/=-]{340,360})",
    minEntropyBits: 3.5,
    confidence: "medium",
    issuer: { hosts: ["api.simplynoted.com"], carriers: bearer },
    examples: [`simplynoted_token: "eyJ${sample("base64url", 340)}"`],
    counterExamples: [`simplynoted_token: "${sample("alnum", 40)}"`, `token: "eyJ${sample("base64url", 340)}"`],
  },
  // https://go.tallyfy.com/api/
  {
    id: "tallyfy-access-token",
    service: "tallyfy",
    title: "Tallyfy access token",
    literals: ["tallyfy"],
    shape:
      "(?i:tallyfy)[^\\x00]{0,60}?[^0-9A-Za-z_.-](?P<token>[0-9A-Za-z]{36}\\.[0-9A-Za-z]{264}\\.[0-9A-Za-z_-]{683})",
    minEntropyBits: 3.5,
    confidence: "medium",
    issuer: { hosts: ["api.tallyfy.com"], carriers: bearer },
    examples: [`tallyfy_token: "${sample("alnum", 36)}.${sample("alnum", 264)}.${sample("base64url", 683)}"`],
    counterExamples: [
      `tallyfy_token: "${sample("alnum", 40)}"`,
      `token: "${sample("alnum", 36)}.${sample("alnum", 264)}.${sample("base64url", 683)}"`,
    ],
  },
  // https://www.viewneo.com/api-documentation
  {
    id: "viewneo-access-token",
    service: "viewneo",
    title: "viewneo access token",
    literals: ["viewneo"],
    shape:
      "(?i:viewneo)[^\\x00]{0,60}?[^0-9A-Za-z_.-](?P<token>[0-9A-Za-z]{120,300}\\.[0-9A-Za-z]{150,300}\\.[0-9A-Za-z_-]{600,800})",
    minEntropyBits: 3.5,
    confidence: "medium",
    issuer: { hosts: ["cloud.viewneo.com"], carriers: bearer },
    examples: [`viewneo_token: "${sample("alnum", 150)}.${sample("alnum", 200)}.${sample("base64url", 683)}"`],
    counterExamples: [
      `viewneo_token: "${sample("alnum", 40)}"`,
      `token: "${sample("alnum", 150)}.${sample("alnum", 200)}.${sample("base64url", 683)}"`,
    ],
  },
  {
    id: "really-simple-systems-access-token",
    service: "really-simple-systems",
    title: "Really Simple Systems access token",
    literals: ["reallysimplesystems"],
    shape:
      "(?i:reallysimplesystems)[^\\x00]{0,60}?[^0-9A-Za-z_.-](?P<token>ey[0-9A-Za-z_-]{100,200}\\.ey[0-9A-Za-z_.-]{900,1000})",
    minEntropyBits: 3.5,
    confidence: "medium",
    issuer: { hosts: ["apiv4.reallysimplesystems.com"], carriers: bearer },
    examples: [`reallysimplesystems_token: "eyJ${sample("base64url", 152)}.eyJ${sample("base64url", 920)}"`],
    counterExamples: [
      `reallysimplesystems_token: "${sample("alnum", 40)}"`,
      `token: "eyJ${sample("base64url", 152)}.eyJ${sample("base64url", 920)}"`,
    ],
  },
  // https://api.rentman.net/#section/Introduction/Authentication
  {
    id: "rentman-api-token",
    service: "rentman",
    title: "Rentman API token",
    literals: ["rentman"],
    shape: "(?i:rentman)[^\\x00]{0,60}?[^0-9A-Za-z_.-](?P<token>ey[0-9A-Za-z]{34}\\.ey[0-9A-Za-z_.-]{250,300})",
    minEntropyBits: 3.5,
    confidence: "medium",
    issuer: { hosts: ["api.rentman.net"], carriers: bearer },
    examples: [`rentman_token: "eyJ${sample("alnum", 33)}.eyJ${sample("base64url", 270)}"`],
    counterExamples: [
      `rentman_token: "${sample("alnum", 40)}"`,
      `token: "eyJ${sample("alnum", 33)}.eyJ${sample("base64url", 270)}"`,
    ],
  },
  // https://www.voicegain.ai/api
  {
    id: "voicegain-access-token",
    service: "voicegain",
    title: "Voicegain access token",
    literals: ["voicegain"],
    shape:
      "(?i:voicegain)[^\\x00]{0,60}?[^0-9A-Za-z_.-](?P<token>ey[0-9A-Za-z_-]{34}\\.ey[0-9A-Za-z_-]{108}\\.[0-9A-Za-z_-]{43})",
    minEntropyBits: 3.5,
    confidence: "medium",
    issuer: { hosts: ["api.voicegain.ai"], carriers: bearer },
    examples: [
      `voicegain_token: "eyJ${sample("alnum", 33)}.eyJ${sample("base64url", 107)}.${sample("base64url", 43)}"`,
    ],
    counterExamples: [
      `voicegain_token: "${sample("alnum", 40)}"`,
      `token: "eyJ${sample("alnum", 33)}.eyJ${sample("base64url", 107)}.${sample("base64url", 43)}"`,
    ],
  },
  // https://developers.wrike.com/oauth-20-authorization/
  {
    id: "wrike-access-token",
    service: "wrike",
    title: "Wrike access token",
    literals: ["wrike"],
    shape: "(?i:wrike)[^\\x00]{0,60}?[^0-9A-Za-z_.-](?P<token>ey[0-9A-Za-z_.-]{300,400})",
    minEntropyBits: 3.5,
    confidence: "medium",
    issuer: { hosts: ["www.wrike.com", "app-us2.wrike.com", "app-eu.wrike.com"], carriers: bearer },
    examples: [`wrike_token: "eyJ${sample("base64url", 333)}"`],
    counterExamples: [`wrike_token: "${sample("alnum", 40)}"`, `token: "eyJ${sample("base64url", 333)}"`],
  },
  // https://docs.scalr.io/reference/authentication
  {
    id: "scalr-api-token",
    service: "scalr",
    title: "Scalr API token",
    literals: ["scalr"],
    shape: "(?i:scalr)[^\\x00]{0,60}?[^0-9A-Za-z_.-](?P<token>[0-9A-Za-z_.-]{136})",
    minEntropyBits: 3.5,
    confidence: "medium",
    issuer: { hosts: [], carriers: bearer },
    examples: [`scalr_token: "eyJ${sample("base64url", 133)}"`],
    counterExamples: [`scalr_token: "${sample("alnum", 40)}"`, `token: "eyJ${sample("base64url", 133)}"`],
  },
  {
    id: "web3-storage-api-token",
    service: "web3-storage",
    title: "web3.storage API token",
    literals: ["web3", "w3s"],
    shape:
      "(?i:web3)[^\\x00]{0,60}?[^0-9A-Za-z_.-](?P<token>eyJ[0-9A-Za-z_-]{30,60}\\.eyJ[0-9A-Za-z_-]{100,300}\\.[0-9A-Za-z_-]{25,100})",
    minEntropyBits: 3.5,
    confidence: "medium",
    issuer: { hosts: ["api.web3.storage"], carriers: bearer },
    examples: [`web3_token: "eyJ${sample("alnum", 33)}.eyJ${sample("base64url", 200)}.${sample("base64url", 43)}"`],
    counterExamples: [
      `web3_token: "${sample("alnum", 40)}"`,
      `token: "eyJ${sample("alnum", 33)}.eyJ${sample("base64url", 200)}.${sample("base64url", 43)}"`,
    ],
  },
  // https://docs.snowflake.com/en/user-guide/programmatic-access-tokens
  {
    id: "snowflake-programmatic-access-token",
    service: "snowflake",
    title: "Snowflake programmatic access token",
    literals: ["snowflake", "sf_token"],
    shape: "(?i:snowflake)[^\\x00]{0,60}?[^0-9A-Za-z_.-](?P<token>[0-9A-Za-z_.-]{100,500})",
    minEntropyBits: 3.5,
    confidence: "medium",
    examples: [`snowflake_token: "eyJ${sample("base64url", 200)}"`],
    counterExamples: [`snowflake_token: "${sample("alnum", 40)}"`, `token: "eyJ${sample("base64url", 200)}"`],
  },
  {
    id: "portainer-session-token",
    service: "portainer",
    title: "Portainer access token",
    literals: ["portainer"],
    shape:
      "(?i:portainer)[^\\x00]{0,60}?[^0-9A-Za-z_.-](?P<token>eyJ[0-9A-Za-z_-]{30,60}\\.[0-9A-Za-z_-]{50,310}\\.[0-9A-Za-z_-]{43})",
    minEntropyBits: 3.5,
    confidence: "medium",
    issuer: { hosts: [], carriers: [...bearer, "header x-api-key"] },
    examples: [
      `portainer_token: "eyJ${sample("alnum", 33)}.eyJ${sample("base64url", 200)}.${sample("base64url", 43)}"`,
    ],
    counterExamples: [
      `portainer_token: "${sample("alnum", 40)}"`,
      `token: "eyJ${sample("alnum", 33)}.eyJ${sample("base64url", 200)}.${sample("base64url", 43)}"`,
    ],
  },
  // https://docs.temporal.io/cloud/api-keys: a JSON Web Token with these in its payload.
  {
    id: "temporal-cloud-api-key",
    service: "temporal-cloud",
    title: "Temporal Cloud API key",
    literals: ["InRlbXBvcmFsLmlv", "Y2NvdW50X2lk", "FjY291bnRfaWQ"],
    shape:
      "eyJ[0-9A-Za-z_-]{10,}\\.[0-9A-Za-z_-]*(?:InRlbXBvcmFsLmlv|Y2NvdW50X2lk|FjY291bnRfaWQ|hY2NvdW50X2lk)[0-9A-Za-z_-]*\\.[0-9A-Za-z_-]{20,}",
    issuer: { hosts: [], carriers: bearer },
    examples: [
      `TEMPORAL_API_KEY=eyJ${sample("alnum", 30)}.${sample("alnum", 12)}InRlbXBvcmFsLmlv${sample("alnum", 40)}.${sample("base64url", 86)}`,
    ],
    counterExamples: [
      `eyJ${sample("alnum", 30)}.${sample("alnum", 52)}.${sample("base64url", 86)}`,
      "InRlbXBvcmFsLmlv",
    ],
  },
  {
    id: "password-of-a-onedesk-account",
    service: "onedesk",
    title: "Password of a OneDesk account",
    literals: ["onedesk"],
    shape:
      "(?i:onedesk)[ _.-]?(?i:password|passwd|pwd|pass)[\"']?\\s{0,4}(?:=>|:?=|:)\\s{0,4}[\"']?(?P<token>[0-9A-Za-z!#$%&*@^=+_.-]{8,64})",
    minEntropyBits: 2.9,
    confidence: "medium",
    examples: [`onedesk_password: "${sample("alnum", 14)}"`],
    counterExamples: [`onedesk_password: "${sample("alnum", 6)}"`, `onedesk_password: <password>`],
  },
  {
    id: "password-of-a-zipbooks-account",
    service: "zipbooks",
    title: "Password of a ZipBooks account",
    literals: ["zipbooks"],
    shape:
      "(?i:zipbooks)[ _.-]?(?i:password|passwd|pwd|pass)[\"']?\\s{0,4}(?:=>|:?=|:)\\s{0,4}[\"']?(?P<token>[0-9A-Za-z!#$%&*@^=+_.-]{8,64})",
    minEntropyBits: 2.9,
    confidence: "medium",
    examples: [`zipbooks_password: "${sample("alnum", 14)}"`],
    counterExamples: [`zipbooks_password: "${sample("alnum", 6)}"`, `zipbooks_password: <password>`],
  },
];
