import type { Detector } from "../../types.js";
import { sample } from "../forms/alphabets.js";
import { prefixed } from "../forms/prefixed.js";
import { holdsBase64JsonBehindMark } from "../forms/structures.js";

const bearer = ["header authorization: Bearer"] as const;

/** Secret stores, infrastructure as code, networks and clusters. */
export const infrastructure: readonly Detector[] = [
  // https://developer.hashicorp.com/terraform/cloud-docs/users-teams-organizations/api-tokens
  {
    id: "terraform-cloud-token",
    service: "terraform",
    title: "HCP Terraform token",
    literals: [".atlasv1."],
    shape: "[0-9A-Za-z]{14}\\.atlasv1\\.[0-9A-Za-z_=-]{60,70}",
    issuer: { hosts: ["app.terraform.io"], carriers: bearer },
    examples: [`credentials "app.terraform.io" { token = "${sample("alnum", 14)}.atlasv1.${sample("alnum", 67)}" }`],
    counterExamples: [`${sample("alnum", 13)}.atlasv1.${sample("alnum", 67)}`, "xxxxxxxxxxxxxx.atlasv1.<token>"],
  },
  // https://developer.hashicorp.com/vault/docs/concepts/tokens: service, batch and recovery tokens; shorter marks before 1.10.
  {
    id: "vault-token",
    service: "vault",
    title: "HashiCorp Vault token",
    literals: ["hvs.", "hvb.", "hvr."],
    shape: "hv(?:s\\.[0-9A-Za-z_-]{24,130}|b\\.[0-9A-Za-z_.-]{24,500}|r\\.[0-9A-Za-z_-]{24,130})",
    issuer: { hosts: [], carriers: ["header x-vault-token", ...bearer] },
    examples: [`X-Vault-Token: hvs.${sample("base64url", 95)}`, `hvb.${sample("base64url", 160)}`],
    counterExamples: [`hvs.${sample("base64url", 23)}`, "hvs.<token>"],
  },
  {
    id: "vault-legacy-token",
    service: "vault",
    title: "HashiCorp Vault token (before 1.10)",
    literals: ["s.", "b.", "r."],
    shape: "[sbr]\\.(?:[0-9A-Za-z_-]{80,500}|[0-9A-Za-z]{24})",
    context: { words: ["vault"], within: 64 },
    minEntropyBits: 3.7,
    issuer: { hosts: [], carriers: ["header x-vault-token"] },
    examples: [`VAULT_TOKEN=s.${sample("alnum", 24)}`],
    counterExamples: [`s.${sample("alnum", 24)}`, `VAULT_TOKEN=s.${sample("alnum", 23)}`],
    confidence: "medium",
  },
  // https://developer.hashicorp.com/vault/docs/concepts/seal: 33 bytes of a share, 32 of a key that is not shared.
  {
    id: "vault-unseal-key",
    service: "vault",
    title: "HashiCorp Vault unseal key",
    literals: [],
    shape: "[0-9A-Za-z+/]{43}[0-9A-Za-z+/=]",
    context: { words: ["unseal"], within: 48 },
    minEntropyBits: 4.3,
    examples: [`Unseal Key 1: ${sample("base64", 44)}`, `vault operator unseal ${sample("base64", 43)}=`],
    counterExamples: [sample("base64", 44), `Unseal Key 1: ${sample("base64", 42)}=`],
  },
  // https://docs.doppler.com/reference/auth-token-formats
  {
    id: "doppler-token",
    service: "doppler",
    title: "Doppler token",
    literals: ["dp.pt.", "dp.ct.", "dp.st.", "dp.sa.", "dp.said.", "dp.scim.", "dp.audit."],
    shape: "dp\\.(?:pt|ct|sa|said|scim|audit|st(?:\\.[0-9a-z_-]{2,35})?)\\.[0-9A-Za-z]{40,44}",
    issuer: { hosts: ["api.doppler.com"], carriers: [...bearer, "basic auth"] },
    examples: [`DOPPLER_TOKEN=dp.st.dev.${sample("alnum", 43)}`, `dp.pt.${sample("alnum", 43)}`],
    counterExamples: [`dp.pt.${sample("alnum", 39)}`, "dp.st.dev.<token>"],
  },
  // https://www.pulumi.com/docs/pulumi-cloud/access-management/access-tokens/
  prefixed({
    id: "pulumi-access-token",
    service: "pulumi",
    title: "Pulumi access token",
    prefix: "pul-",
    body: "lowerAlnum",
    length: 40,
    issuer: { hosts: ["api.pulumi.com"], carriers: ["header authorization: token"] },
  }),
  // https://developer.1password.com/docs/service-accounts/security/: base64 of a JSON object. https://support.1password.com/secret-key/
  {
    id: "1password-service-account-token",
    service: "1password",
    title: "1Password service account token",
    literals: ["ops_eyJ"],
    shape: "ops_eyJ[0-9A-Za-z+/_-]{200,}={0,3}",
    verify: holdsBase64JsonBehindMark,
    examples: [`OP_SERVICE_ACCOUNT_TOKEN=ops_${base64Json({ email: "a@b.example", secretKey: sample("alnum", 200) })}`],
    counterExamples: [`ops_eyJ${sample("base64", 100)}`, "OP_SERVICE_ACCOUNT_TOKEN=ops_<token>"],
  },
  {
    id: "1password-secret-key",
    service: "1password",
    title: "1Password secret key",
    literals: ["A3-"],
    shape: "A3-[0-9A-Z]{6}-(?:[0-9A-Z]{11}|[0-9A-Z]{6}-[0-9A-Z]{5})(?:-[0-9A-Z]{5}){3}",
    examples: [`A3-${sample("upperAlnum", 6)}-${sample("upperAlnum", 11)}-ABCD5-EFG7H-${sample("upperAlnum", 5)}`],
    counterExamples: [
      `A3-${sample("upperAlnum", 6)}-${sample("upperAlnum", 11)}`,
      "A3-XXXXXX-XXXXXX-XXXXX-XXXXX-XXXXX-XXXXX",
    ],
  },
  // https://infisical.com/docs/documentation/platform/token
  {
    id: "infisical-token",
    service: "infisical",
    title: "Infisical service token",
    literals: ["st."],
    shape: "st\\.[0-9a-f]{24}\\.[0-9a-f]{32}\\.[0-9a-f]{32}|st\\.[0-9a-f-]{36}\\.[0-9a-f]{32}\\.[0-9a-f]{32}",
    issuer: { hosts: ["app.infisical.com", "us.infisical.com", "eu.infisical.com"], carriers: bearer },
    examples: [`INFISICAL_TOKEN=st.${sample("hex", 24)}.${sample("hex", 32)}.${sample("hex", 31)}0`],
    counterExamples: [`st.${sample("hex", 24)}.${sample("hex", 32)}`, "st.com/index"],
  },
  // https://tailscale.com/kb/1277/key-prefixes
  {
    id: "tailscale-key",
    service: "tailscale",
    title: "Tailscale key",
    literals: ["tskey-"],
    shape:
      "tskey-(?:(?:api|auth|client|scim|webhook)-[0-9A-Za-z_-]{20,96}|[a-z]{1,20}-[0-9A-Za-z]{6,32}(?:-[0-9A-Za-z]{6,64})?)",
    issuer: { hosts: ["api.tailscale.com"], carriers: [...bearer, "basic auth"] },
    examples: [`tskey-auth-${sample("alnum", 12)}CNTRL-${sample("alnum", 32)}`, `tskey-api-${sample("alnum", 32)}`],
    counterExamples: ["tskey-auth-<key>", "tskey-auth-"],
  },
  // https://docs.defined.net/guides/automating-host-creation/
  {
    id: "defined-networking-api-key",
    service: "defined-networking",
    title: "Defined Networking API key",
    literals: ["dnkey-"],
    shape: "dnkey-[0-9A-Za-z_=-]{26}-[0-9A-Za-z_=-]{52}",
    issuer: { hosts: ["api.defined.net"], carriers: bearer },
    examples: [`Bearer dnkey-${sample("base32", 26)}-${sample("base32", 52)}`],
    counterExamples: [`dnkey-${sample("base32", 26)}`, "dnkey-<key>"],
  },
  // https://ngrok.com/docs/agent/config/v3/#authtoken
  {
    id: "ngrok-token",
    service: "ngrok",
    title: "ngrok authtoken or API key",
    literals: [],
    shape: "[0-9A-Za-z]{25,30}_[0-9][0-9A-Za-z]{20}",
    context: { words: ["ngrok"], within: 64 },
    minEntropyBits: 4,
    issuer: { hosts: ["api.ngrok.com"], carriers: bearer },
    examples: [`NGROK_AUTHTOKEN=2${sample("alnum", 26)}_4${sample("alnum", 20)}`],
    counterExamples: [`2${sample("alnum", 26)}_4${sample("alnum", 20)}`, `ngrok ${sample("alnum", 27)}`],
  },
  // https://kubernetes.io/docs/reference/access-authn-authz/bootstrap-tokens/
  {
    id: "kubernetes-bootstrap-token",
    service: "kubernetes",
    title: "Kubernetes bootstrap token",
    literals: [],
    shape: "(?:\\b|\\\\[nrt])(?P<token>[0-9a-z]{6}\\.[0-9a-z]{16})\\b",
    context: { words: ["kubeadm", "bootstrap-token", "bootstrap_token", "--token", "discovery-token"], within: 64 },
    minEntropyBits: 3.2,
    examples: [`kubeadm join 10.0.0.1:6443 --token ${sample("lowerAlnum", 6)}.${sample("lowerAlnum", 16)}`],
    counterExamples: [`${sample("lowerAlnum", 6)}.${sample("lowerAlnum", 16)}`, "kubeadm join --token abcdef.<secret>"],
  },
  // https://docs.scalr.io/docs/api-access, https://console.settlemint.com, https://docs.portainer.io/api/access
  settlemint("settlemint-personal-access-token", "SettleMint personal access token", "sm_pat_"),
  settlemint("settlemint-application-access-token", "SettleMint application access token", "sm_aat_"),
  settlemint("settlemint-service-access-token", "SettleMint service access token", "sm_sat_"),
  {
    id: "portainer-access-token",
    service: "portainer",
    title: "Portainer access token",
    literals: ["ptr_"],
    shape: "ptr_[0-9A-Za-z+/-]{40,60}={0,2}",
    issuer: { hosts: [], carriers: ["header x-api-key"] },
    examples: [`X-API-Key: ptr_${sample("base64", 43)}=`],
    counterExamples: [`ptr_${sample("base64", 20)}`, "ptr_to_the_next_member_of_the_list"],
  },
  // https://docs.temporal.io/cloud/api-keys, https://unkey.com/docs/security/root-keys, https://docs.spectralops.io
  prefixed({
    id: "unkey-root-key",
    service: "unkey",
    title: "Unkey root key",
    prefix: "unkey_",
    body: "alnum",
    length: [20, 32],
    issuer: { hosts: ["api.unkey.com", "api.unkey.dev"], carriers: bearer },
  }),
  prefixed({
    id: "spectralops-key",
    service: "spectralops",
    title: "SpectralOps personal token",
    prefix: "spu-",
    body: "lowerAlnum",
    length: 32,
    issuer: { hosts: ["get.spectralops.io"], carriers: bearer },
  }),
];

function base64Json(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function settlemint(id: string, title: string, prefix: string): Detector {
  return prefixed({ id, service: "settlemint", title, prefix, body: "alnum", length: 16 });
}
