import {
  crc32Base62,
  crc32Hex,
  hasCrc32Base62,
  isAtlassianToken,
  isGithubFineGrainedToken,
  sha256Base32,
} from "../../checksums.js";
import type { Detector } from "../../types.js";
import { sample } from "../forms/alphabets.js";
import { prefixed } from "../forms/prefixed.js";
import { keysOf } from "../forms/setting-words.js";
import { isJsonWebToken, sampleJsonWebToken } from "../forms/structures.js";
import { unmarked } from "../forms/unmarked.js";

const github = {
  hosts: ["api.github.com", "github.com", "uploads.github.com", "raw.githubusercontent.com"],
  carriers: ["header authorization: Bearer", "header authorization: token", "basic auth"],
} as const;

/** 30 characters and their CRC-32: the body of GitHub's short tokens. */
const githubBody = sample("alnum", 30) + crc32Base62(sample("alnum", 30));

const bitbucketBody = `ATBB${sample("alnum", 24)}`;
const bitbucketPassword = bitbucketBody + crc32Hex(bitbucketBody).toUpperCase();

function githubFineGrained(): string {
  const start = `github_pat_${sample("alnum", 22)}_${sample("alnum", 43)}`;
  return start + sha256Base32(start) + sample("alnum", 8);
}

/** Tokens of the hosts of source code. GitHub's formats: https://github.blog/engineering/behind-githubs-new-authentication-token-formats/ */
export const codeHosts: readonly Detector[] = [
  prefixed({
    id: "github-personal-access-token",
    service: "github",
    title: "GitHub personal access token (classic)",
    prefix: "ghp_",
    body: "alnum",
    length: 36,
    token: `ghp_${githubBody}`,
    verify: hasCrc32Base62,
    issuer: github,
  }),
  {
    id: "github-fine-grained-token",
    service: "github",
    title: "GitHub personal access token (fine-grained)",
    literals: ["github_pat_"],
    shape: "github_pat_[0-9A-Za-z_]{82}",
    verify: isGithubFineGrainedToken,
    issuer: github,
    examples: [`token ${githubFineGrained()}`],
    counterExamples: ["token github_pat_<your-token>", `token ${githubFineGrained().slice(0, -1)}`],
  },
  prefixed({
    id: "github-oauth-token",
    service: "github",
    title: "GitHub OAuth access token",
    prefix: "gho_",
    body: "alnum",
    length: 36,
    token: `gho_${githubBody}`,
    verify: hasCrc32Base62,
    issuer: github,
  }),
  prefixed({
    id: "github-app-user-token",
    service: "github",
    title: "GitHub App user access token",
    prefix: "ghu_",
    body: "alnum",
    length: 36,
    token: `ghu_${githubBody}`,
    verify: hasCrc32Base62,
    issuer: github,
  }),
  // https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-an-installation-access-token-for-a-github-app
  // : since April 2026 "ghs_", the app's id and a JWT; 36 characters before.
  {
    id: "github-app-installation-token",
    service: "github",
    title: "GitHub App installation access token",
    literals: ["ghs_"],
    shape:
      "ghs_(?:[0-9]{1,12}_eyJ[0-9A-Za-z_-]{10,}\\.[0-9A-Za-z_-]{10,}\\.[0-9A-Za-z_-]{16,}|[0-9A-Za-z]{48,255}|[0-9A-Za-z]{36})",
    verify: (token) => hasCrc32Base62(token) || isJsonWebToken(token.slice(token.indexOf("eyJ"))),
    issuer: github,
    examples: [`ghs_${githubBody}`, `ghs_1234567_${sampleJsonWebToken()}`],
    counterExamples: [`ghs_${githubBody.slice(1)}`, "ghs_<installation-token>", "ghs_1234567_eyJhbGciOiJSUzI1NiJ9"],
  },
  {
    id: "github-refresh-token",
    service: "github",
    title: "GitHub App refresh token",
    literals: ["ghr_"],
    shape: "ghr_(?:[0-9A-Za-z]{76}|[0-9A-Za-z]{36})",
    verify: hasCrc32Base62,
    issuer: { hosts: ["github.com"], carriers: ["query refresh_token"] },
    examples: [`ghr_${githubBody}`, `refresh_token=ghr_${sample("alnum", 76)}`],
    counterExamples: [`ghr_${githubBody.slice(1)}`, "ghr_<refresh-token>"],
  },
  // https://support.atlassian.com/bitbucket-cloud/docs/app-passwords/
  prefixed({
    id: "bitbucket-app-password",
    service: "bitbucket",
    title: "Bitbucket app password",
    prefix: "ATBB",
    body: "alnum",
    length: 32,
    token: bitbucketPassword,
    verify: isAtlassianToken,
    issuer: { hosts: ["api.bitbucket.org", "bitbucket.org"], carriers: ["basic auth"] },
  }),
  // https://sourcegraph.com/docs/cli/how-tos/creating_an_access_token
  {
    id: "sourcegraph-access-token",
    service: "sourcegraph",
    title: "Sourcegraph access token",
    literals: ["sgp_"],
    shape: "sgp_(?:(?:[0-9A-Fa-f]{16}|local)_)?[0-9A-Fa-f]{40}",
    issuer: { hosts: ["sourcegraph.com"], carriers: ["header authorization: token"] },
    examples: [`token sgp_${sample("hex", 16)}_${sample("hex", 40)}`, `sgp_local_${sample("hex", 40)}`],
    counterExamples: [`sgp_${sample("hex", 39)}`, "sgp_<your-token>"],
  },
  prefixed({
    id: "sourcegraph-cody-gateway-key",
    service: "sourcegraph",
    title: "Sourcegraph Cody gateway key",
    prefix: "slk_",
    body: "hex",
    length: 64,
    issuer: { hosts: ["cody-gateway.sourcegraph.com"], carriers: ["header authorization: Bearer"] },
  }),
  unmarked({
    id: "sourcegraph-legacy-access-token",
    service: "sourcegraph",
    title: "Sourcegraph access token (without prefix)",
    body: "hex",
    length: 40,
    words: ["sourcegraph_token", "sourcegraph-token", "src_access_token", "sourcegraph_api", "sourcegraph_key"],
    issuer: { hosts: ["sourcegraph.com"], carriers: ["header authorization: token"] },
  }),
  // https://docs.github.com/en/apps/oauth-apps, https://support.atlassian.com/bitbucket-cloud/docs/use-oauth-on-bitbucket-cloud/
  unmarked({
    id: "github-oauth-client-secret",
    service: "github",
    title: "GitHub OAuth app or GitHub App client secret, or token of before 2021",
    body: "hex",
    length: 40,
    words: [
      "github_token",
      "github_secret",
      "github_client_secret",
      "github_pat",
      "githubtoken",
      "github_key",
      "github_api",
      "gh_token",
    ],
    within: 32,
    issuer: { hosts: ["github.com", "api.github.com"], carriers: ["basic auth", "header authorization: token"] },
  }),
  unmarked({
    id: "bitbucket-client-secret",
    service: "bitbucket",
    title: "Bitbucket OAuth consumer secret",
    body: "base64url",
    length: [32, 64],
    words: ["bitbucket_client_secret", "bitbucket_secret", "bitbucket_token", "bitbucket-token", "bitbucket_key"],
    minEntropyBits: 3.8,
    issuer: { hosts: ["bitbucket.org"], carriers: ["basic auth"] },
  }),
  // https://docs.gitea.com/development/api-usage: no mark.
  {
    id: "gitea-access-token",
    service: "gitea",
    title: "Gitea or Forgejo access token",
    literals: [],
    shape: "[0-9A-Fa-f]{40}",
    context: { words: keysOf("gitea", "forgejo"), within: 48 },
    examples: [`GITEA_TOKEN=${sample("hex", 40)}`],
    counterExamples: [`gitea commit ${sample("hex", 40)}`, `GITEA_TOKEN=${sample("hex", 39)}`],
  },
];
