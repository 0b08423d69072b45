import type { Detector } from "../../types.js";
import { sample } from "../forms/alphabets.js";
import { prefixed } from "../forms/prefixed.js";
import { unmarked } from "../forms/unmarked.js";

const bearer = ["header authorization: Bearer"] as const;

import { crc32Hex, isAtlassianToken } from "../../checksums.js";

const atlassian = { hosts: ["api.atlassian.com"], carriers: ["basic auth", ...bearer] } as const;
function atlassianToken(prefix: string, length: number): string {
  const body = prefix + sample("base64url", length);
  return `${body}=${crc32Hex(body).toUpperCase()}`;
}

/** Issues, plans, tables and notes. */
export const planning: readonly Detector[] = [
  // https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/
  {
    id: "atlassian-api-token",
    service: "atlassian",
    title: "Atlassian API token",
    literals: ["ATATT3"],
    shape: "ATATT3[0-9A-Za-z_=-]{20,200}=[0-9A-F]{8}|ATATT3[0-9A-Za-z_=-]{186}",
    verify: isAtlassianToken,
    issuer: atlassian,
    examples: [`JIRA_API_TOKEN=${atlassianToken("ATATT3xFfGF0", 171)}`],
    counterExamples: [`ATATT3${sample("base64url", 100)}`, "ATATT3<token>"],
  },
  {
    id: "atlassian-cloud-token",
    service: "atlassian",
    title: "Atlassian cloud, repository or administration token",
    literals: ["ATCTT3"],
    shape: "ATCTT3xFfG[0-9A-Za-z+/=_-]{20,300}=[0-9A-Za-z]{8}",
    verify: isAtlassianToken,
    issuer: { hosts: ["api.atlassian.com", "api.bitbucket.org"], carriers: bearer },
    examples: [`Bearer ${atlassianToken("ATCTT3xFfGN0", 160)}`],
    counterExamples: [`ATCTT3xFfG${sample("base64url", 100)}`, "ATCTT3<token>"],
  },
  // https://developer.atlassian.com/cloud/trello/guides/rest-api/authorization/: "ATTA" and 72 since 2022; 64 before.
  prefixed({
    id: "trello-api-token",
    service: "trello",
    title: "Trello API token",
    prefix: "ATTA",
    body: "anyCaseHex",
    length: 72,
    issuer: { hosts: ["api.trello.com"], carriers: ["query token"] },
  }),
  unmarked({
    id: "trello-legacy-api-token",
    service: "trello",
    title: "Trello API token (without prefix)",
    body: "alnum",
    length: [60, 70],
    words: ["trello"],
    minEntropyBits: 3.4,
    issuer: { hosts: ["api.trello.com"], carriers: ["query token"] },
  }),
  // https://linear.app/developers/graphql#personal-api-keys and /oauth-2-0-authentication
  prefixed({
    id: "linear-api-key",
    service: "linear",
    title: "Linear API key or OAuth token",
    prefix: ["lin_api_", "lin_oauth_"],
    body: "alnum",
    length: [40, 64],
    issuer: { hosts: ["api.linear.app"], carriers: ["header authorization", ...bearer] },
  }),
  // https://linear.app/developers/webhooks#securing-webhooks
  prefixed({
    id: "linear-webhook-secret",
    service: "linear",
    title: "Linear webhook signing secret",
    prefix: "lin_wh_",
    body: "alnum",
    length: [32, 64],
  }),
  // https://developers.notion.com/changelog/api-token-prefix-update: "ntn_" since September 2024.
  prefixed({
    id: "notion-integration-token",
    service: "notion",
    title: "Notion integration token",
    prefix: "ntn_",
    body: "alnum",
    length: 46,
    issuer: { hosts: ["api.notion.com"], carriers: bearer },
  }),
  // https://developers.notion.com/docs/authorization: the number of the bot, then letters and digits.
  {
    id: "notion-refresh-token",
    service: "notion",
    title: "Notion OAuth refresh token",
    literals: ["nrt_"],
    shape: "(?:^|[^0-9A-Za-z_+-])(?P<token>nrt_[0-9]{8,16}[0-9A-Za-z]{28,40})\\b",
    issuer: { hosts: ["api.notion.com"], carriers: [] },
    examples: [`{"refresh_token":"nrt_${sample("digits", 12)}${sample("alnum", 34)}"}`],
    counterExamples: [`nrt_${sample("digits", 12)}${sample("letters", 20)}`, "nrt_<token>", "nrt_stage_1"],
  },
  prefixed({
    id: "notion-legacy-integration-token",
    service: "notion",
    title: "Notion integration token (before 2024)",
    prefix: "secret_",
    // Behind a longer name, it is the end of that: "client_secret_".
    alone: true,
    body: "alnum",
    length: 43,
    issuer: { hosts: ["api.notion.com"], carriers: bearer },
  }),
  // https://airtable.com/developers/web/api/authentication
  {
    id: "airtable-personal-access-token",
    service: "airtable",
    title: "Airtable personal access token",
    literals: ["pat"],
    shape: "pat[0-9A-Za-z]{14}\\.[0-9A-Za-z]{64}",
    issuer: { hosts: ["api.airtable.com"], carriers: bearer },
    examples: [`AIRTABLE_TOKEN=pat${sample("alnum", 14)}.${sample("hex", 64)}`],
    counterExamples: [`pat${sample("alnum", 14)}.${sample("hex", 63)}`, `pat${sample("alnum", 14)}`],
  },
  {
    id: "airtable-oauth-token",
    service: "airtable",
    title: "Airtable OAuth access token",
    literals: [".v1."],
    shape: "[0-9A-Za-z]{10,40}\\.v1\\.[0-9A-Za-z_-]{20,200}\\.[0-9a-f]{64}",
    issuer: { hosts: ["api.airtable.com", "airtable.com"], carriers: bearer },
    examples: [`oaa${sample("alnum", 14)}.v1.${sample("base64url", 60)}.${sample("hex", 64)}`],
    counterExamples: [`oaa${sample("alnum", 14)}.v1.${sample("base64url", 60)}`, "api.v1.users"],
  },
  // https://developers.asana.com/docs/personal-access-token: version, user (and token) id, then hexadecimal digits.
  {
    id: "asana-personal-access-token",
    service: "asana",
    title: "Asana personal access token",
    literals: ["1/", "2/", "0/"],
    shape: "[0-2]/[0-9]{12,20}(?:/[0-9]{12,20})?:[0-9A-Za-z]{32,64}",
    issuer: { hosts: ["app.asana.com"], carriers: bearer },
    examples: [
      `Bearer 1/${sample("digits", 16)}:${sample("hex", 32)}`,
      `2/${sample("digits", 16)}/${sample("digits", 16)}:${sample("hex", 32)}`,
    ],
    counterExamples: [`1/${sample("digits", 16)}:${sample("hex", 31)}`, "1/2:3"],
  },
  unmarked({
    id: "asana-client-secret",
    service: "asana",
    title: "Asana client secret",
    body: "lowerAlnum",
    length: 32,
    words: ["asana"],
    minEntropyBits: 2.9,
    issuer: { hosts: ["app.asana.com"], carriers: [] },
  }),
  // https://developer.clickup.com/docs/authentication
  {
    id: "clickup-personal-api-token",
    service: "clickup",
    title: "ClickUp personal API token",
    literals: ["pk_"],
    shape: "pk_[0-9]{6,9}_[0-9A-Za-z]{32}",
    issuer: { hosts: ["api.clickup.com"], carriers: ["header authorization"] },
    examples: [`Authorization: pk_${sample("digits", 8)}_${sample("upperAlnum", 32)}`],
    counterExamples: [`pk_${sample("digits", 8)}_${sample("upperAlnum", 31)}`, "pk_1_KEY"],
  },
];
