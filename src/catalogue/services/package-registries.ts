import { crc32Base62, hasCrc32Base62 } from "../../checksums.js";
import type { Detector } from "../../types.js";
import { sample } from "../forms/alphabets.js";
import { prefixed } from "../forms/prefixed.js";
import { isBasicCredentials } from "../forms/structures.js";

/** Registries of packages and of container images. */
export const packageRegistries: readonly Detector[] = [
  // https://docs.npmjs.com/about-access-tokens; format: https://github.blog/changelog/2021-09-23-npm-has-a-new-access-token-format/
  prefixed({
    id: "npm-access-token",
    service: "npm",
    title: "npm access token",
    prefix: "npm_",
    body: "alnum",
    length: 36,
    token: `npm_${sample("alnum", 30)}${crc32Base62(sample("alnum", 30))}`,
    verify: hasCrc32Base62,
    issuer: { hosts: ["registry.npmjs.org"], carriers: ["header authorization: Bearer"] },
  }),
  // https://docs.npmjs.com/using-private-packages-in-a-ci-cd-workflow: older tokens are UUIDs.
  {
    id: "npmrc-auth-token",
    service: "npm",
    title: "Token of a package registry in .npmrc",
    literals: [":_auth", ":_password", "_auth"],
    shape:
      "(?::_authToken|:_password|:_auth|(?:^|[\\s\"'(,;[{])_auth)\\s*=\\s*[\"']?(?P<token>[0-9A-Za-z+/=_.-]{16,600})",
    minEntropyBits: 3,
    examples: [
      `//registry.npmjs.org/:_authToken=${"0a1b2c3d"}-4e5f-6071-8293-${sample("hex", 12)}`,
      `_auth = ${Buffer.from(`reader:${sample("alnum", 20)}`).toString("base64")}`,
    ],
    counterExamples: [`//registry.npmjs.org/:_authToken=\${NPM_TOKEN}`, "user_auth = true", "//registry/:_authToken="],
  },
  // https://pypi.org/help/#apitoken: a macaroon, https://docs.pypi.org/api/secrets/
  prefixed({
    id: "pypi-api-token",
    service: "pypi",
    title: "PyPI API token",
    prefix: ["pypi-AgEIcHlwaS5vcmc", "pypi-AgENdGVzdC5weXBpLm9yZw"],
    body: "base64url",
    length: [50, 1000],
    issuer: { hosts: ["upload.pypi.org", "test.pypi.org"], carriers: ["basic auth", "header authorization: token"] },
  }),
  // https://guides.rubygems.org/api-key-scopes/
  prefixed({
    id: "rubygems-api-key",
    service: "rubygems",
    title: "RubyGems API key",
    prefix: "rubygems_",
    body: "alnum",
    length: [42, 52],
    issuer: { hosts: ["rubygems.org"], carriers: ["header authorization"] },
  }),
  // https://doc.rust-lang.org/cargo/reference/publishing.html
  prefixed({
    id: "crates-io-api-token",
    service: "crates-io",
    title: "crates.io API token",
    prefix: "cio",
    alone: true,
    body: "alnum",
    length: 32,
    issuer: { hosts: ["crates.io"], carriers: ["header authorization"] },
  }),
  // https://docs.docker.com/security/access-tokens/
  prefixed({
    id: "docker-hub-personal-access-token",
    service: "docker",
    title: "Docker Hub personal access token",
    prefix: "dckr_pat_",
    body: "base64url",
    length: 27,
    issuer: { hosts: ["hub.docker.com", "auth.docker.io"], carriers: ["basic auth"] },
  }),
  // https://docs.docker.com/enterprise/security/access-tokens/
  prefixed({
    id: "docker-hub-organization-access-token",
    service: "docker",
    title: "Docker Hub organization access token",
    prefix: "dckr_oat_",
    body: "base64url",
    length: 32,
    issuer: { hosts: ["hub.docker.com", "auth.docker.io"], carriers: ["basic auth"] },
  }),
  // https://docs.docker.com/reference/cli/docker/login/#credential-stores: config.json keeps base64 of user:password.
  {
    id: "docker-registry-auth",
    service: "docker",
    title: "Password of a container registry in Docker's config.json",
    literals: ['"auth"'],
    shape: '"auth"\\s*:\\s*"(?P<token>[0-9A-Za-z+/]{12,}={0,2})"',
    minEntropyBits: 3,
    verify: isBasicCredentials,
    examples: [`{"auths":{"ghcr.io":{"auth":"${Buffer.from(`octocat:${sample("alnum", 24)}`).toString("base64")}"}}}`],
    counterExamples: ['{"auth":"bearer"}', '{"auth": true}', '{"auths":{"ghcr.io":{}}}'],
    confidence: "medium",
  },
  // https://docs.docker.com/engine/swarm/swarm-mode/#join-nodes-to-a-swarm and /engine/swarm/swarm_manager_locking/
  {
    id: "docker-swarm-token",
    service: "docker",
    title: "Docker Swarm join token or unlock key",
    literals: ["SWMTKN-1-", "SWMKEY-1-"],
    shape: "SWMTKN-1-[0-9a-z]{50,60}-[0-9a-z]{24,30}|SWMKEY-1-[0-9A-Za-z+/]{40,50}",
    examples: [`SWMTKN-1-${sample("lowerAlnum", 50)}-${sample("lowerAlnum", 25)}`, `SWMKEY-1-${sample("base64", 43)}`],
    counterExamples: [`SWMTKN-1-${sample("lowerAlnum", 50)}`, "SWMKEY-1-<key>"],
  },
  // https://learn.microsoft.com/en-us/nuget/nuget-org/scoped-api-keys
  prefixed({
    id: "nuget-api-key",
    service: "nuget",
    title: "NuGet API key",
    prefix: "oy2",
    alone: true,
    body: "lowerAlnum",
    length: 43,
    issuer: { hosts: ["www.nuget.org"], carriers: ["header x-nuget-apikey"] },
  }),
  // https://github.com/clojars/clojars-web/wiki/Deploy-Tokens
  prefixed({
    id: "clojars-deploy-token",
    service: "clojars",
    title: "Clojars deploy token",
    prefix: "CLOJARS_",
    body: "alnum",
    length: 60,
    issuer: { hosts: ["clojars.org", "repo.clojars.org"], carriers: ["basic auth"] },
  }),
  // https://jfrog.com/help/r/jfrog-platform-administration-documentation/access-tokens: base64 of "reftkn" and of the old keys.
  prefixed({
    id: "jfrog-reference-token",
    service: "jfrog",
    title: "JFrog reference token",
    prefix: "cmVmd",
    body: "alnum",
    length: 59,
    issuer: { hosts: [], carriers: ["header authorization: Bearer", "header x-jfrog-art-api"] },
  }),
  prefixed({
    id: "jfrog-api-key",
    service: "jfrog",
    title: "JFrog Artifactory API key",
    prefix: "AKC",
    alone: true,
    body: "alnum",
    length: [64, 74],
    issuer: { hosts: [], carriers: ["header x-jfrog-art-api"] },
  }),
  // https://help.cloudsmith.io/docs/api-key
  prefixed({
    id: "cloudsmith-api-key",
    service: "cloudsmith",
    title: "Cloudsmith API key",
    prefix: "csa_",
    body: "alnum",
    length: 36,
    issuer: { hosts: ["api.cloudsmith.io"], carriers: ["header x-api-key"] },
  }),
  // https://thunderstore.io/package/create/docs/
  prefixed({
    id: "thunderstore-api-token",
    service: "thunderstore",
    title: "Thunderstore API token",
    prefix: "tss_",
    body: "base64url",
    length: [20, 80],
    issuer: { hosts: ["thunderstore.io"], carriers: ["header authorization: Bearer"] },
  }),
];
