import {
  crc32Base36,
  crc32Base62,
  crc32Hex,
  hasCrc32Base62,
  isAtlassianToken,
  isGithubFineGrainedToken,
  isGitlabRoutableToken,
  sha256Base32,
} from "../checksums.js";
import type { Detector } from "../types.js";
import { sample } from "./alphabets.js";
import { prefixed } from "./prefixed.js";
import { isJsonWebToken, sampleJsonWebToken } from "./structures.js";

const github = {
  hosts: ["api.github.com", "github.com", "uploads.github.com", "raw.githubusercontent.com"],
  carriers: ["header authorization: Bearer", "header authorization: token", "basic auth"],
} as const;

const gitlab = {
  hosts: ["gitlab.com"],
  carriers: ["header private-token", "header authorization: Bearer", "query private_token", "basic auth"],
} as const;

/** 30 characters and their CRC-32: the body of GitHub's short tokens. */
const githubBody = sample("alnum", 30) + crc32Base62(sample("alnum", 30));

const bitbucketBody = `ATBB${sample("alnum", 24)}`;
const bitbucketPassword = bitbucketBody + crc32Hex(bitbucketBody).toUpperCase();

function githubFineGrained(): string {
  const start = `github_pat_${sample("alnum", 22)}_${sample("alnum", 43)}`;
  return start + sha256Base32(start) + sample("alnum", 8);
}

function gitlabRoutable(prefix: string): string {
  const start = `${prefix}${sample("base64url", 40)}.01.14`;
  return start + crc32Base36(start);
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
    minEntropyBits: 2,
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
    shape: "ghs_(?:[0-9]{1,12}_eyJ[0-9A-Za-z_-]{10,}\\.[0-9A-Za-z_-]{10,}\\.[0-9A-Za-z_-]{16,}|[0-9A-Za-z]{36})",
    minEntropyBits: 2,
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
    minEntropyBits: 2,
    verify: hasCrc32Base62,
    issuer: { hosts: ["github.com"], carriers: ["query refresh_token"] },
    examples: [`ghr_${githubBody}`, `refresh_token=ghr_${sample("alnum", 76)}`],
    counterExamples: [`ghr_${githubBody.slice(1)}`, "ghr_<refresh-token>"],
  },
  // https://docs.gitlab.com/security/tokens/ : the prefixes; the routable form ends in length and checksum.
  {
    id: "gitlab-personal-access-token",
    service: "gitlab",
    title: "GitLab personal, project or group access token",
    literals: ["glpat-"],
    shape: "glpat-(?:[0-9A-Za-z_-]{27,300}\\.[0-9a-z]{2}(?:\\.[0-9a-z]{2})?[0-9a-z]{7}|[0-9A-Za-z_=-]{20,22})",
    minEntropyBits: 2,
    verify: isGitlabRoutableToken,
    issuer: gitlab,
    examples: [`PRIVATE-TOKEN: glpat-${sample("base64url", 20)}`, gitlabRoutable("glpat-")],
    counterExamples: [`glpat-${sample("base64url", 19)}`, "glpat-<token>", `GLPAT-${sample("base64url", 20)}`],
  },
  {
    id: "gitlab-runner-authentication-token",
    service: "gitlab",
    title: "GitLab runner authentication token",
    literals: ["glrt-", "glrtr-"],
    shape:
      "glrtr?-(?:(?:t[0-9]_)?[0-9A-Za-z_-]{27,300}\\.[0-9a-z]{2}(?:\\.[0-9a-z]{2})?[0-9a-z]{7}|(?:t[0-9]_)?[0-9A-Za-z_-]{20})",
    minEntropyBits: 2,
    verify: isGitlabRoutableToken,
    issuer: gitlab,
    examples: [`token = "glrt-${sample("base64url", 20)}"`, gitlabRoutable("glrt-t1_")],
    counterExamples: [`glrt-${sample("base64url", 19)}`, "glrt-<token>"],
  },
  gitlabToken("gitlab-deploy-token", "GitLab deploy token", "gldt-", [20, 22]),
  gitlabToken("gitlab-feed-token", "GitLab feed token", "glft-", [20, 22]),
  gitlabToken("gitlab-scim-token", "GitLab SCIM or single sign-on token", "glsoat-", [20, 22]),
  gitlabToken("gitlab-feature-flag-client-token", "GitLab feature flag client token", "glffct-", [20, 22]),
  gitlabToken("gitlab-incoming-mail-token", "GitLab incoming mail token", "glimt-", [25, 27]),
  gitlabToken("gitlab-agent-token", "GitLab agent for Kubernetes token", "glagent-", [50, 60]),
  gitlabToken("gitlab-runner-registration-token", "GitLab runner registration token", "GR1348941", 20),
  prefixed({
    id: "gitlab-pipeline-trigger-token",
    service: "gitlab",
    title: "GitLab pipeline trigger token",
    prefix: "glptt-",
    body: "hex",
    length: 40,
    issuer: { hosts: ["gitlab.com"], carriers: ["query token"] },
  }),
  prefixed({
    id: "gitlab-oauth-application-secret",
    service: "gitlab",
    title: "GitLab OAuth application secret",
    prefix: "gloas-",
    body: "base64url",
    length: 64,
    issuer: { hosts: ["gitlab.com"], carriers: ["query client_secret", "basic auth"] },
  }),
  {
    id: "gitlab-ci-job-token",
    service: "gitlab",
    title: "GitLab CI job token",
    literals: ["glcbt-"],
    shape: "glcbt-[0-9A-Za-z]{1,5}_[0-9A-Za-z_-]{20}",
    minEntropyBits: 2,
    issuer: { hosts: ["gitlab.com"], carriers: ["header job-token", "basic auth"] },
    examples: [`JOB-TOKEN: glcbt-64_${sample("base64url", 20)}`],
    counterExamples: [`glcbt-${sample("alnum", 20)}`, "glcbt-64_<token>"],
  },
  {
    id: "gitlab-session-cookie",
    service: "gitlab",
    title: "GitLab session cookie",
    literals: ["_gitlab_session="],
    shape: "_gitlab_session=(?P<token>[0-9a-z]{32})",
    minEntropyBits: 2,
    issuer: { hosts: ["gitlab.com"], carriers: ["header cookie"] },
    examples: [`Cookie: _gitlab_session=${sample("hex", 32)}; a=b`],
    counterExamples: [`_gitlab_session=${sample("hex", 31)}`, "the _gitlab_session cookie"],
  },
  // https://support.atlassian.com/bitbucket-cloud/docs/app-passwords/
  prefixed({
    id: "bitbucket-app-password",
    service: "bitbucket",
    title: "Bitbucket app password",
    prefix: "ATBB",
    body: "alnum",
    length: 32,
    minEntropyBits: 3,
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
    minEntropyBits: 2,
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
  // https://docs.gitea.com/development/api-usage: no mark.
  {
    id: "gitea-access-token",
    service: "gitea",
    title: "Gitea or Forgejo access token",
    literals: [],
    shape: "[0-9a-f]{40}",
    context: { words: ["gitea_token", "gitea-token", "giteatoken", "gitea_api", "forgejo_token"], within: 48 },
    examples: [`GITEA_TOKEN=${sample("hex", 40)}`],
    counterExamples: [`gitea commit ${sample("hex", 40)}`, `GITEA_TOKEN=${sample("hex", 39)}`],
  },
];

function gitlabToken(id: string, title: string, prefix: string, length: number | readonly [number, number]): Detector {
  return prefixed({ id, service: "gitlab", title, prefix, body: "base64url", length, issuer: gitlab });
}
