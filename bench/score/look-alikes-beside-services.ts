import type { Random } from "./random.js";

const SERVICES =
  "datadog github twilio mailgun cloudflare algolia okta sentry circleci heroku netlify fastly stripe azure google openai segment mixpanel jira asana slack aws shopify hubspot zendesk intercom notion airtable linear vercel supabase discord telegram paypal square".split(
    " ",
  );
const service = (random: Random): string => random.pick(SERVICES);
const base64 = (random: Random, bytes: number): string => random.bytes(bytes).toString("base64");
const digits = (random: Random, length: number): string => random.text("0123456789", length);
const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LOWER = "abcdefghijklmnopqrstuvwxyz0123456789";

/** What no one takes for a credential, with the name of a service whose credentials look like it: one line for each, by where it stands. */
export const BESIDE_SERVICES: Readonly<Record<string, readonly ((random: Random) => string)[]>> = {
  "lock files": [
    (r) => `"node_modules/${service(r)}": {"version": "1.2.3", "integrity": "sha512-${base64(r, 64)}"}`,
    (r) => `"${service(r)}@npm:^1.0.0":\n  version: 1.0.2\n  checksum: 10c0/${r.hex(128)}\n`,
    (r) => `{file = "${service(r)}-1.2.3-py3-none-any.whl", hash = "sha256:${r.hex(64)}"},`,
    (r) => `[[package]]\nname = "${service(r)}"\nversion = "0.4.2"\nchecksum = "${r.hex(64)}"\n`,
    (r) => `github.com/${service(r)}/sdk v1.4.0/go.mod h1:${base64(r, 32)}\n`,
    (r) => `  remote: https://github.com/${service(r)}/gem.git\n  revision: ${r.hex(40)}\n`,
    (r) => `"source": {"type": "git", "reference": "${r.hex(40)}"}, "dist": {"shasum": "${r.hex(40)}"}`,
    (r) => `SPEC CHECKSUMS:\n  ${service(r)}: ${r.hex(40)}\n`,
    (r) => `fetchFromGitHub { owner = "${service(r)}"; rev = "${r.hex(40)}"; hash = "sha256-${base64(r, 32)}"; }`,
    (r) => `provider "${service(r)}" {\n  hashes = [\n    "h1:${base64(r, 32)}",\n    "zh:${r.hex(64)}",\n  ]\n}`,
    (r) => `SHA256: ${r.hex(64)}\nMD5sum: ${r.hex(32)}\nFilename: pool/${service(r)}.deb`,
    (r) => `url "https://example.net/${service(r)}.tgz"\n  sha256 "${r.hex(64)}"\n`,
  ],
  "git and builds": [
    (r) => `commit ${r.hex(40)} (HEAD -> main)\nMerge: ${r.hex(8)} ${r.hex(8)}\n    Rotate the ${service(r)} token`,
    (r) => `${r.hex(40)} 17 17 1\nauthor A\nsummary Use the ${service(r)} API key\n`,
    (r) => `{"${service(r)}":{"commit":{"sha":"${r.hex(40)}","parents":["${r.hex(40)}"]}}}`,
    (r) => `https://github.com/${service(r)}/sdk/blob/${r.hex(40)}/src/token.ts#L17`,
    (r) => `- ${service(r)}: fix token refresh ([${r.hex(7)}](https://github.com/x/y/commit/${r.hex(40)}))`,
    (r) => `FROM ${service(r)}/agent:7@sha256:${r.hex(64)}`,
    (r) => `pod/${service(r)}-agent-${r.hex(10)}-${r.text(LOWER, 5)}   1/1   Running`,
    (r) => `cache_key: "${r.hex(40)}"\nrestore-keys: v1-${service(r)}-`,
    (r) => `<link href="/assets/${service(r)}-${r.hex(64)}.css">//# sourceMappingURL=main.${r.hex(20)}.js.map`,
    (r) => `{"ETag":"\\"${r.hex(32)}-12\\"","Key":"${service(r)}/a.png"}`,
    (r) => `Project("{${r.uuid().toUpperCase()}}") = "${service(r)}", "${service(r)}.csproj"`,
  ],
  "ids of services": [
    (r) => `{"dd":{"trace_id":"${digits(r, 19)}","span_id":"${digits(r, 19)}","service":"${service(r)}"}}`,
    (r) => `{"traceId":"${r.hex(32)}","spanId":"${r.hex(16)}","name":"${service(r)}.request"}`,
    (r) => `{"event_id":"${r.hex(32)}","sdk":{"name":"${service(r)}.javascript.node"}}`,
    (r) => `{"id":"01${r.text(CROCKFORD, 24)}","service":"${service(r)}"}`,
    (r) => `{"id":"${r.alnum(27)}","type":"${service(r)}"}`,
    (r) => `"id": "c${r.text(LOWER, 24)}", "provider": "${service(r)}"`,
    (r) => `{"_id":"${r.hex(24)}","integration":"${service(r)}"}`,
    (r) => `${service(r)}_ids: [${r.uuid()}, ${r.uuid()}]`,
    (r) => `{"${service(r)}":{"id":"${r.uuid()}","name":"x"}}`,
    (r) => `${service(r)}_workspace_id=${r.uuid()}`,
    (r) => `https://app.${service(r)}.com/projects/${r.uuid()}/settings`,
    (r) => `INFO ${service(r)} request_id=${r.uuid()} user=${r.hex(24)} session=${r.hex(32)} took 12ms`,
    (r) => `{"anonymousId":"${r.uuid()}","machineId":"${r.hex(64)}","deviceId":"${r.hex(32)}"}`,
    (r) => `arn:aws:secretsmanager:eu-west-1:${digits(r, 12)}:secret:${service(r)}/api-key-${r.alnum(6)}`,
    (r) => `https://docs.example.net/document/d/1${r.bytes(32).toString("base64url")}/edit`,
  ],
  "addresses and fingerprints": [
    (r) => `ipfs://Qm${r.text(BASE58, 44)} for ${service(r)}`,
    (r) => `"to":"0x${r.hex(40)}","hash":"0x${r.hex(64)}"`,
    (r) => `"programId":"${r.text(BASE58, 44)}"`,
    (r) => `SHA256:${r.alnum(43)} deploy@${service(r)} (ED25519)`,
    (r) => `magnet:?xt=urn:btih:${r.hex(40)}`,
    (r) => `https://www.gravatar.com/avatar/${r.hex(32)}?s=80`,
    (r) => `script-src 'sha256-${base64(r, 32)}' 'nonce-${base64(r, 16)}'`,
    (r) => `<ds:DigestValue>${base64(r, 32)}</ds:DigestValue><ds:SignatureValue>${base64(r, 256)}</ds:SignatureValue>`,
  ],
  "values of one page or one call": [
    (r) => `<input type="hidden" name="csrfmiddlewaretoken" value="${r.alnum(64)}">`,
    (r) => `<meta name="csrf-token" content="${base64(r, 64)}">`,
    (r) => `"nextPageToken":"${base64(r, 48)}","next_cursor":"${base64(r, 24)}"`,
    (r) => `code_challenge=${r.bytes(32).toString("base64url")}&code_challenge_method=S256`,
    (r) => `Sec-WebSocket-Key: ${base64(r, 16)}\nSec-WebSocket-Accept: ${base64(r, 20)}`,
    (r) => `"encrypted_content":"gAAAAA${r.bytes(300).toString("base64url")}"`,
    (r) => `{"type":"thinking","thinking":"","signature":"${base64(r, 300)}"}`,
    (r) => `Cookie: _ga=GA1.2.${digits(r, 9)}.${digits(r, 10)}; _hjid=${r.uuid()}; rsid=${r.alnum(32)}`,
  ],
};
