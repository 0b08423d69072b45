import type { Detector } from "../../types.js";
import { sample, sampleUuid, UUID } from "../forms/alphabets.js";
import { prefixed } from "../forms/prefixed.js";
import { unmarkedUuid } from "../forms/unmarked-uuid.js";

const bearer = ["header authorization: Bearer"] as const;

/** Tokens with a mark of their own that vendors have introduced since 2023. */
export const newerTokens: readonly Detector[] = [
  // https://docs.getdbt.com/docs/dbt-apis/authentication: of a user, and of a service.
  prefixed({
    id: "dbt-token",
    service: "dbt",
    title: "dbt personal access or service token",
    prefix: ["dbtu_", "dbtc_"],
    body: "base64url",
    length: [32, 64],
    issuer: {
      hosts: ["cloud.getdbt.com", "emea.dbt.com", "au.dbt.com"],
      carriers: [...bearer, "header authorization: Token"],
    },
  }),
  // https://docs.letta.com/guides/api/letta-api-key
  {
    id: "letta-api-key",
    service: "letta",
    title: "Letta API key",
    literals: ["sk-let-"],
    shape: "sk-let-[0-9A-Za-z+/]{40,160}={0,2}",
    issuer: { hosts: ["api.letta.com"], carriers: bearer },
    examples: [`LETTA_API_KEY=sk-let-${sample("alnum", 98)}==`],
    counterExamples: ["sk-let-your-api-key-here", `sk-let-${sample("alnum", 39)}`],
  },
  // https://docs.convex.dev/cli/deploy-key-types: the deployment, and JSON in base64 that begins with "v2".
  {
    id: "convex-deploy-key",
    service: "convex",
    title: "Convex deploy key",
    literals: ["|eyJ2MiI6"],
    shape: "[a-z][0-9a-z:-]{2,96}\\|eyJ2MiI6[0-9A-Za-z+/_-]{20,200}={0,2}",
    issuer: { hosts: ["api.convex.dev"], carriers: ["header authorization: Convex"] },
    examples: [`CONVEX_DEPLOY_KEY="prod:happy-otter-123|eyJ2MiI6${sample("alnum", 60)}="`],
    counterExamples: ["prod:happy-otter-123|...", `|eyJ2MiI6${sample("alnum", 60)}`],
  },
  // https://pydantic.dev/docs/logfire/manage/create-write-tokens/: version and region, for tokens and keys of every kind.
  {
    id: "logfire-token",
    service: "logfire",
    title: "Pydantic Logfire token or API key",
    literals: ["pylf_v"],
    shape: "pylf_v[0-9]{1,2}_[a-z]{2,12}_[0-9A-Za-z]{32,100}",
    issuer: {
      hosts: ["logfire-us.pydantic.dev", "logfire-eu.pydantic.dev"],
      carriers: ["header authorization", ...bearer],
    },
    examples: [`LOGFIRE_TOKEN=pylf_v1_us_${sample("alnum", 43)}`, `pylf_v2_eu_${sample("alnum", 60)}`],
    counterExamples: ["pylf_v2_us_...", `pylf_v1_us_${sample("alnum", 31)}`],
  },
  // https://developer.nylas.com/docs/v3/auth/
  prefixed({
    id: "nylas-api-key",
    service: "nylas",
    title: "Nylas API key",
    prefix: "nyk_v0_",
    body: "alnum",
    length: [40, 80],
    issuer: { hosts: ["api.us.nylas.com", "api.eu.nylas.com"], carriers: bearer },
  }),
  // https://www.ory.com/docs/hydra/guides/oauth2-token-prefix: access, refresh, code; each of a key and its signature.
  {
    id: "ory-token",
    service: "ory",
    title: "Ory API key or OAuth token",
    literals: ["ory_at_", "ory_rt_", "ory_ac_", "ory_pat_", "ory_apikey_"],
    shape:
      "(?:\\b|\\\\[nrt])(?P<token>ory_(?:(?:at|rt|ac)_[0-9A-Za-z_-]{40,48}\\.[0-9A-Za-z_-]{40,48}|(?:pat|apikey)_[0-9A-Za-z]{24,64}))",
    issuer: { hosts: ["api.console.ory.sh"], carriers: bearer },
    examples: [
      `ORY_API_KEY=ory_pat_${sample("alnum", 32)}`,
      `ory_at_${sample("base64url", 43)}.${sample("alnum", 43)}`,
    ],
    counterExamples: ["history_at_the_beginning_of_a_year", `memory_pat_${sample("alnum", 32)}`, "ory_pat_<token>"],
  },
  // https://docs.retool.com/org-users/guides/retool-api/authentication
  prefixed({
    id: "retool-access-token",
    service: "retool",
    title: "Retool API access token",
    prefix: "retool_01",
    body: "lowerAlnum",
    length: [20, 40],
    issuer: { hosts: ["api.retool.com"], carriers: bearer },
  }),
  // https://docs.tolgee.io/platform/account_settings/api_keys_and_pat_tokens
  prefixed({
    id: "tolgee-api-key",
    service: "tolgee",
    title: "Tolgee project API key or personal access token",
    prefix: ["tgpak_", "tgpat_"],
    body: "lowerAlnum",
    length: [24, 80],
    issuer: { hosts: ["app.tolgee.io"], carriers: ["header x-api-key", "query ak"] },
  }),
  // https://www.tinybird.co/docs/forward/administration/tokens: static tokens, of a payload and its signature.
  {
    id: "tinybird-token",
    service: "tinybird",
    title: "Tinybird token",
    literals: ["p.eyJ1I"],
    shape: "(?:\\b|\\\\[nrt])(?P<token>p\\.eyJ1I[0-9A-Za-z_-]{20,400}\\.[0-9A-Za-z_-]{43})",
    issuer: { hosts: ["api.tinybird.co", "api.us-east.tinybird.co"], carriers: [...bearer, "query token"] },
    examples: [`TB_TOKEN=p.eyJ1I${sample("alnum", 80)}.${sample("alnum", 43)}`],
    counterExamples: [`p.eyJ1I${sample("alnum", 80)}`, `app.eyJ1I${sample("alnum", 80)}.${sample("alnum", 43)}`],
  },
  // https://developer.riotgames.com/docs/portal
  {
    id: "riot-games-api-key",
    service: "riot-games",
    title: "Riot Games API key",
    literals: ["RGAPI-"],
    shape: `RGAPI-${UUID}`,
    examples: [`X-Riot-Token: RGAPI-${sampleUuid()}`],
    counterExamples: ["RGAPI-<key>", `rgapi-${sampleUuid()}`],
  },
  // https://docs.cypress.io/cloud/account-management/projects#Record-keys
  unmarkedUuid({
    id: "cypress-record-key",
    service: "cypress",
    title: "Cypress record key",
    words: ["cypress_record_key", "cypress record key", "cypress run", "recordkey", "--record --key"],
  }),
];
