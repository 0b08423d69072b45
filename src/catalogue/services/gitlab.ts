import { crc32Base36, isGitlabRoutableToken } from "../../checksums.js";
import type { Detector } from "../../types.js";
import { sample } from "../forms/alphabets.js";
import { prefixed } from "../forms/prefixed.js";

const gitlab = {
  hosts: ["gitlab.com"],
  carriers: ["header private-token", "header authorization: Bearer", "query private_token", "basic auth"],
} as const;

/** GitLab. Prefixes: https://docs.gitlab.com/security/tokens/; the routable form ends in its length and a checksum. */
export const gitlabTokens: readonly Detector[] = [
  // https://docs.gitlab.com/security/tokens/ : the prefixes; the routable form ends in length and checksum.
  {
    id: "gitlab-personal-access-token",
    service: "gitlab",
    title: "GitLab personal, project or group access token",
    literals: ["glpat-"],
    shape: "glpat-(?:[0-9A-Za-z_-]{27,300}\\.[0-9a-z]{2}(?:\\.[0-9a-z]{2})?[0-9a-z]{7}|[0-9A-Za-z_=-]{20,22})",
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
    verify: isGitlabRoutableToken,
    issuer: gitlab,
    examples: [`token = "glrt-${sample("base64url", 20)}"`, gitlabRoutable("glrt-t1_")],
    counterExamples: [`glrt-${sample("base64url", 19)}`, "glrt-<token>"],
  },
  gitlabToken("gitlab-deploy-token", "GitLab deploy token", "gldt-", [20, 22]),
  // In the URL of one feed: a signature of its path, and the user's id (PATH_DEPENDENT_FEED_TOKEN_REGEX, lib/gitlab/auth/auth_finders.rb).
  {
    id: "gitlab-feed-token",
    service: "gitlab",
    title: "GitLab feed token",
    literals: ["glft-"],
    shape: "glft-(?:[0-9a-f]{64}-[0-9]{1,20}|[0-9A-Za-z_-]{20,22})",
    issuer: { hosts: ["gitlab.com"], carriers: [...gitlab.carriers, "query feed_token"] },
    examples: [`feed_token=glft-${sample("base64url", 20)}`, `?feed_token=glft-${sample("hex", 64)}-1234567`],
    counterExamples: [`glft-${sample("base64url", 19)}`, "glft-<token>", `GLFT-${sample("base64url", 20)}`],
  },
  // Since GitLab 18.2; of no stated length.
  gitlabToken("gitlab-workspace-token", "GitLab workspace token", "glwt-", [20, 64]),
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
  // https://docs.gitlab.com/ci/jobs/ci_job_token/: a JSON Web Token, or the older form.
  {
    id: "gitlab-ci-job-token",
    service: "gitlab",
    title: "GitLab CI job token",
    literals: ["glcbt-"],
    shape:
      "glcbt-(?:eyJ[0-9A-Za-z_-]{10,}\\.[0-9A-Za-z_-]{10,}\\.[0-9A-Za-z_-]{16,}|[0-9A-Za-z]{1,5}_[0-9A-Za-z_-]{20})",
    issuer: { hosts: ["gitlab.com"], carriers: ["header job-token", "basic auth"] },
    examples: [
      `JOB-TOKEN: glcbt-64_${sample("base64url", 20)}`,
      `glcbt-eyJ${sample("base64url", 90)}.eyJ${sample("base64url", 200)}.${sample("base64url", 86)}`,
    ],
    counterExamples: [`glcbt-${sample("alnum", 20)}`, "glcbt-64_<token>"],
  },
  {
    id: "gitlab-session-cookie",
    service: "gitlab",
    title: "GitLab session cookie",
    literals: ["_gitlab_session="],
    shape: "_gitlab_session=(?P<token>[0-9a-z]{32})",
    issuer: { hosts: ["gitlab.com"], carriers: ["header cookie"] },
    examples: [`Cookie: _gitlab_session=${sample("hex", 32)}; a=b`],
    counterExamples: [`_gitlab_session=${sample("hex", 31)}`, "the _gitlab_session cookie"],
  },
];

function gitlabRoutable(prefix: string): string {
  const start = `${prefix}${sample("base64url", 40)}.01.14`;
  return start + crc32Base36(start);
}

function gitlabToken(id: string, title: string, prefix: string, length: number | readonly [number, number]): Detector {
  return prefixed({ id, service: "gitlab", title, prefix, body: "base64url", length, issuer: gitlab });
}
