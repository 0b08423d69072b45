import { generateKeyPairSync } from "node:crypto";
import type { OutboundRequest } from "../../src/index.js";
import { BESIDE_SERVICES } from "./look-alikes-beside-services.js";
import { ALNUM, LOWER, Random } from "./random.js";
import { posted, type Sample } from "./sample.js";

type Make = (random: Random) => string | OutboundRequest;

const WORDS =
  "user account setting profile payment invoice customer order product session report handler request response manager service factory config default primary button header footer layout content theme dark light active hidden index module export import render update delete create fetch".split(
    " ",
  );
const PROSE =
  "The service reads the token from the environment and sends it with each request. If the password is wrong, the server answers with an error, and the key has to be rotated. Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et dolore magna aliqua. Secrets belong in a vault; an API key in a repository is a bug."
    .split(". ")
    .map((sentence) => `${sentence}.`);

const API = "https://api.example.com/v1";
const get = (url: string, ...headers: [string, string][]): OutboundRequest => ({ method: "GET", url, headers });
const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const camel = (random: Random, words: number): string => {
  const text = Array.from({ length: words }, () => capital(random.pick(WORDS))).join("");
  return text.charAt(0).toLowerCase() + text.slice(1);
};
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
const words = (random: Random, count: number, between: string): string =>
  Array.from({ length: count }, () => random.pick(WORDS)).join(between);

/** Names of services whose tokens are so many hex characters, beside which other hex stands as well. */
const SERVICES = [
  "datadog",
  "github",
  "twilio",
  "mailgun",
  "cloudflare",
  "algolia",
  "okta",
  "sentry",
  "circleci",
  "heroku",
  "netlify",
  "fastly",
  "stripe",
  "azure",
  "google",
  "openai",
  "segment",
  "mixpanel",
  "jira",
  "asana",
];
const SECRET_NAMES = [
  "password",
  "api_key",
  "apiKey",
  "API_KEY",
  "secret",
  "token",
  "access_token",
  "client_secret",
  "clientSecret",
  "auth_token",
  "SECRET_KEY",
  "db_password",
  "private_key",
  "PGPASSWORD",
];

const PLACEHOLDERS: readonly ((random: Random) => string)[] = [
  () => "<TOKEN>",
  () => "<your-api-key>",
  () => "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
  () => "XXXXXXXX-XXXX-XXXX-XXXX-XXXXXXXXXXXX",
  () => "your-api-key",
  () => "YOUR_API_KEY_HERE",
  () => "your_secret_token_goes_here_123",
  () => "insert-your-token-here",
  () => "replace_me_with_a_real_key",
  () => "REPLACE_ME",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: what a template writes
  () => "${TOKEN}",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: what a template writes
  () => "${{ secrets.API_TOKEN }}",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: what a template writes
  () => "${DB_PASSWORD:-changeme}",
  () => "{{ secret }}",
  () => "{{ .Values.apiKey }}",
  () => "%(password)s",
  () => "%TOKEN%",
  () => "$TOKEN",
  () => "$(cat /run/secrets/token)",
  () => "`cat token.txt`",
  () => "changeme",
  () => "change-me-please",
  () => "********",
  () => "****************",
  () => "••••••••••••",
  () => "REDACTED",
  () => "[REDACTED]",
  () => "[FILTERED]",
  () => "<redacted>",
  () => "...",
  () => "sk-...",
  () => "example",
  () => "example-password",
  () => "dummy-token-value",
  () => "fake_api_key_for_tests",
  () => "test-token",
  () => "todo",
  () => "null",
  () => "undefined",
  () => "None",
  () => "true",
  () => "string",
  () => "placeholder",
  () => "12345678",
  () => "1234567890abcdef",
  () => "0123456789abcdef0123456789abcdef",
  () => "00000000000000000000000000000000",
  () => "abcdefghijklmnopqrstuvwxyz123456",
  () => "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
  () => "hidden",
  () => "secret",
  () => "password",
  () => "process.env.API_TOKEN",
  () => 'os.environ["API_TOKEN"]',
  () => "os.getenv('API_TOKEN')",
  () => "env(API_TOKEN)",
  () => "op://vault/item/password",
  () => "vault:secret/data/app#password",
  () => "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/app-AbCdEf",
  () => "ssm:/prod/app/password",
  () => "!Ref DatabasePassword",
  () => "@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/app)",
  (random) => `<${words(random, 2, "-")}-token>`,
  (random) => `your_${words(random, 2, "_")}_key`,
  (random) => `\${${words(random, 2, "_").toUpperCase()}}`,
];
const PLACEHOLDER_FORMS: readonly ((name: string, value: string) => string)[] = [
  (name, value) => `${name}=${value}\n`,
  (name, value) => `${name}: ${value}\n`,
  (name, value) => `${name} = "${value.replaceAll('"', "'")}"`,
  (name, value) => JSON.stringify({ [name]: value }),
  (name, value) => `curl -H "Authorization: Bearer ${value}" -H "${name}: ${value}" ${API}`,
  (_name, value) => `postgres://app:${value}@db.internal:5432/app`,
  (_name, value) => `curl -u admin:${value} ${API}`,
  (name, value) => `<${name}>${value}</${name}>`,
];

const CODE: readonly Make[] = [
  (random) => `token = get${capital(camel(random, 2))}Token()`,
  () => "const password = input.value;",
  () => "interface Options { secretKey: string; apiKey?: string; password: string | undefined }",
  (random) => `password: ${camel(random, 2)}.password,`,
  (random) => `this.apiKey = options.apiKey ?? ${camel(random, 3)}.apiKey2;`,
  (random) => `const accessToken = await ${camel(random, 2)}.getAccessTokenV2(${camel(random, 3)});`,
  (random) => `api_key=self.${words(random, 3, "_")}_v2, timeout=30)`,
  (random) => `client_secret = settings.${words(random, 3, "_").toUpperCase()}_2`,
  (random) => `secret := os.Getenv("${words(random, 3, "_").toUpperCase()}_V1")`,
  (random) => `String password = new String(${camel(random, 2)}.getPassword());`,
  () => "if (password === confirmPassword) { submit(); }",
  () => "password = Column(String(128), nullable=False)\npassword_hash = Column(String(60))",
  () => 'password = forms.CharField(widget=forms.PasswordInput, label="Password")',
  () => '<input type="password" name="password" placeholder="Enter your password" autocomplete="current-password">',
  () => 'throw new Error("Invalid password: must be 8 to 64 characters");',
  () => 'raise ValueError("api_key is required: set OPENAI_API_KEY")',
  () => 'parser.add_argument("--password", help="password for the database")',
  () => "token = tokens[i + 1]; token_type = TokenType.IDENTIFIER",
  () => "const { token, secret } = await createSession({ password: hash(password) });",
  () => "SELECT id, password, api_key FROM users WHERE password = $1 AND token = ?;",
  () => "ALTER USER app WITH PASSWORD :'password';",
  () => 'logger.info("password: {}", mask(password));',
  (random) => `export const ${camel(random, 3)}Token = Symbol("${camel(random, 3)}");`,
  (random) => `secretKeyRef:\n  name: ${words(random, 2, "-")}-credentials\n  key: ${words(random, 2, "-")}-password\n`,
  (random) => `password_field = "${words(random, 2, "_")}_password"`,
  (random) => `passwordLabel: "${capital(words(random, 3, " "))}",`,
  () => 'PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]',
  () => "def authenticate(self, username=None, password=None, token=None):",
  () => "password=password, token=token, secret=self._secret, api_key=api_key",
  () => "self.password = kwargs.pop('password', None) or getpass.getpass('Password: ')",
  () => 'primaryKey: "id", foreignKey: "user_id", sortKey: "created_at", cacheKey: "users/index"',
  () => 'access_key = config["aws"]["access_key_id"]; secret_key = config.get("secret_access_key")',
  (random) => `token_url: https://auth.example.com/oauth2/${words(random, 2, "/")}/token`,
  () => '"max_tokens": 4096, "token_count": 1845, "tokenizer": "cl100k_base", "total_tokens": 20480',
  (random) => `"tokenizer_class": "PreTrainedTokenizerFast", "pad_token": "<|${words(random, 2, "_")}|>"`,
  () => "csrfmiddlewaretoken input is rendered by {% csrf_token %}",
];

const HASH_FORMS: readonly ((random: Random) => string)[] = [
  (random) => `sha256:${random.hex(64)}`,
  (random) => `"sha256": "${random.hex(64)}"`,
  (random) => `md5 = ${random.hex(32)}`,
  (random) => `checksum: ${random.hex(40)}`,
  (random) => `digest: sha512:${random.hex(128)}`,
  (random) => `"integrity": "sha512-${random.bytes(64).toString("base64")}"`,
  (random) => `integrity sha1-${random.bytes(20).toString("base64")}`,
  (random) => `--hash=sha256:${random.hex(64)}`,
  (random) => `h1:${random.bytes(32).toString("base64")}`,
  (random) => `${random.hex(64)}  dist/app.tar.gz`,
  (random) => `Content-MD5: ${random.bytes(16).toString("base64")}`,
  (random) => `Digest: SHA-256=${random.bytes(32).toString("base64")}`,
  (random) => `fingerprint: SHA256:${random.bytes(32).toString("base64").replace("=", "")}`,
  (random) => `"contentHash": "${random.hex(40)}", "cacheKey": "${random.hex(32)}"`,
  (random) => `image: registry.example.com/app@sha256:${random.hex(64)}`,
];
const COMMIT_FORMS: readonly ((random: Random) => string)[] = [
  (random) => `commit ${random.hex(40)}\nAuthor: A <a@example.com>`,
  (random) => `index ${random.hex(7)}..${random.hex(7)} 100644`,
  (random) => `"sha": "${random.hex(40)}", "tree": {"sha": "${random.hex(40)}"}`,
  (random) => `GIT_COMMIT=${random.hex(40)}`,
  (random) => `https://github.com/example/app/commit/${random.hex(40)}`,
  (random) => `uses: actions/checkout@${random.hex(40)} # v4`,
  (random) => `"gitHead": "${random.hex(40)}"`,
  (random) => `resolved "https://codeload.example.com/app/tar.gz/${random.hex(40)}"`,
  (random) => `rev = "${random.hex(40)}"`,
];
const ID_NAMES = [
  "id",
  "request_id",
  "trace_id",
  "span_id",
  "user_id",
  "session_id",
  "x-request-id",
  "correlation_id",
  "message_id",
  "tenant_id",
  "subscription_id",
  "projectId",
  "deviceId",
  "zone_id",
  "account_id",
  "external_id",
  "uuid",
  "key_id",
  "token_id",
  "cursor",
  "etag",
];
/** Credentials are told by a service's name near them; ids stand near it as well. */
const besides = (random: Random, text: string): string =>
  random.pick<() => string>([
    () => `${text}\n`,
    () => `# ${random.pick(SERVICES)}\n${text}\n`,
    () => JSON.stringify({ service: random.pick(SERVICES), value: text }),
    () => `${random.pick(SERVICES)} log: ${text}`,
    () => `The API token was used for this call.\n${text}\n`,
  ])();

const pem = (label: string, body: Buffer): string =>
  `-----BEGIN ${label}-----\n${body.toString("base64").replace(/(.{64})/g, "$1\n")}\n-----END ${label}-----`;
const PUBLIC_KEY = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({ type: "spki", format: "pem" });

const PUBLIC_KEYS: readonly Make[] = [
  () => `{"key": ${JSON.stringify(PUBLIC_KEY)}}`,
  () => PUBLIC_KEY.toString(),
  (random) => pem("CERTIFICATE", Buffer.concat([Buffer.from("308202f0", "hex"), random.bytes(600)])),
  (random) => pem("CERTIFICATE REQUEST", Buffer.concat([Buffer.from("30820150", "hex"), random.bytes(300)])),
  (random) => pem("PGP PUBLIC KEY BLOCK", random.bytes(300)),
  (random) => pem("PGP SIGNATURE", random.bytes(120)),
  (random) => `ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ${random.bytes(240).toString("base64")} me@host`,
  (random) => `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${random.text(ALNUM, 43)} deploy-key`,
  (random) =>
    JSON.stringify({
      kty: "RSA",
      use: "sig",
      kid: random.hex(32),
      n: random.bytes(256).toString("base64url"),
      e: "AQAB",
    }),
  (random) =>
    JSON.stringify({
      kty: "EC",
      crv: "P-256",
      x: random.bytes(32).toString("base64url"),
      y: random.bytes(32).toString("base64url"),
    }),
  (random) => `PublicKey = ${random.bytes(32).toString("base64")}`,
  (random) => `public_key: ${random.hex(64)}`,
  (random) => `"publicKey":"${random.bytes(32).toString("base64")}"`,
  (random) => `age1${random.text("qpzry9x8gf2tvdw0s3jn54khce6mua7l", 58)}`,
  (random) => `certificate-authority-data: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t${random.bytes(600).toString("base64")}`,
];

/** Keys that their vendors call public or publishable: they stand in pages that anyone can read. */
const PUBLISHABLE: readonly Make[] = [
  (random) => `const stripe = Stripe("pk_live_${random.alnum(24)}");`,
  (random) => `STRIPE_PUBLISHABLE_KEY=pk_test_${random.alnum(99)}`,
  (random) => `pk.eyJ1Ijoi${Buffer.from(random.alnum(20)).toString("base64url")}.${random.text(`${ALNUM}_-`, 22)}`,
  (random) =>
    `https://${random.hex(32)}@o${random.between(1000, 999999)}.ingest.sentry.io/${random.between(1000, 9999999)}`,
  (random) => `<div class="g-recaptcha" data-sitekey="6L${random.text(`${ALNUM}_-`, 38)}"></div>`,
  (random) => `gtag("config", "G-${random.text("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789", 10)}");`,
  (random) =>
    `publishableKey: "pk_live_${Buffer.from("clerk.example.com$").toString("base64").replace("=", "")}${random.alnum(0)}"`,
  (random) =>
    `CLIENT_ID=${random.between(1e11, 9e11)}-${random.text(`${LOWER}0123456789`, 32)}.apps.googleusercontent.com`,
  (random) => `NEXT_PUBLIC_VAPID_PUBLIC_KEY=B${random.bytes(64).toString("base64url")}`,
  (random) => `client_id=${random.hex(32)}&response_type=code&scope=openid`,
];

const RESOURCE_IDS: readonly Make[] = [
  (random) => `arn:aws:iam::${random.between(1e11, 9e11)}:role/${words(random, 3, "-")}`,
  (random) =>
    `arn:aws:lambda:eu-west-1:${random.between(1e11, 9e11)}:function:${camel(random, 3)}:${random.between(1, 99)}`,
  (random) => `"instanceId": "i-0${random.hex(16)}", "vpc": "vpc-0${random.hex(16)}", "ami": "ami-0${random.hex(16)}"`,
  (random) =>
    `/subscriptions/${random.uuid()}/resourceGroups/${words(random, 2, "-")}/providers/Microsoft.Web/sites/app`,
  (random) => `projects/${words(random, 2, "-")}-${random.between(100000, 999999)}/secrets/db-password/versions/latest`,
  (random) => `ocid1.tenancy.oc1..aaaaaaaa${random.text("abcdefghijklmnopqrstuvwxyz234567", 52)}`,
  (random) => `"id": "chatcmpl-${random.alnum(29)}", "system_fingerprint": "fp_${random.hex(10)}"`,
  (random) =>
    `"tool_call_id": "call_${random.alnum(24)}", "msg": "msg_${random.alnum(24)}", "run": "run_${random.alnum(24)}"`,
  (random) => `"tool_use_id": "toolu_01${random.alnum(22)}"`,
  (random) =>
    `"customer": "cus_${random.alnum(14)}", "payment_intent": "pi_${random.alnum(24)}", "price": "price_${random.alnum(24)}"`,
  (random) => `"file_id": "file-${random.alnum(24)}", "assistant_id": "asst_${random.alnum(24)}"`,
  (random) => `"_id": {"$oid": "${random.hex(24)}"}, "order": "${random.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", 26)}"`,
  (random) =>
    `x-amz-request-id: ${random.text("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789", 16)}\nx-amz-id-2: ${random.bytes(56).toString("base64")}`,
  (random) => `tx 0x${random.hex(64)} from 0x${random.hex(40)}`,
  (random) => `bc1q${random.text("qpzry9x8gf2tvdw0s3jn54khce6mua7l", 38)}`,
];

const TEXT_BASE64: readonly Make[] = [
  (random) =>
    JSON.stringify({ content: Buffer.from(random.pick(PROSE).repeat(2)).toString("base64"), encoding: "base64" }),
  (random) => `data:image/png;base64,iVBORw0KGgoAAAANSUhEUg${random.bytes(400).toString("base64")}`,
  (random) => `data:font/woff2;base64,d09GMgABAAAAA${random.bytes(500).toString("base64")}`,
  (random) =>
    JSON.stringify({ mime: "image/jpeg", image: `/9j/4AAQSkZJRgABAQ${random.bytes(500).toString("base64")}` }),
  (random) => `cursor=${Buffer.from(JSON.stringify({ after: random.between(1, 1e6), page: 2 })).toString("base64")}`,
  (random) => JSON.stringify({ nextPageToken: random.bytes(30).toString("base64url"), items: [] }),
  (random) =>
    JSON.stringify({
      next_token: random.bytes(60).toString("base64"),
      continuationToken: random.bytes(24).toString("base64url"),
    }),
  (random) => JSON.stringify({ audio: { data: `UklGR${random.bytes(600).toString("base64")}` } }),
];

const BLOBS: readonly Make[] = [
  (random) =>
    JSON.stringify({
      type: "thinking",
      thinking: random.pick(PROSE),
      signature: `Eo4DCm4I${random.bytes(300).toString("base64")}`,
    }),
  (random) =>
    JSON.stringify({
      type: "reasoning",
      id: `rs_${random.hex(48)}`,
      encrypted_content: `gAAAAAB${random.bytes(500).toString("base64url")}`,
    }),
  (random) => JSON.stringify({ thoughtSignature: random.bytes(200).toString("base64") }),
  (random) => JSON.stringify({ redacted_thinking: { data: random.bytes(400).toString("base64") } }),
];

const SIGNED_URLS: readonly Make[] = [
  (random) => `https://cdn.example.com/images/${random.hex(32)}/${random.alnum(10)}.png?v=${random.hex(20)}`,
  (random) =>
    `<script src="/static/js/main.${random.hex(20)}.chunk.js"></script><link href="/css/app.${random.hex(8)}.css">`,
  (random) => `https://lh3.example.com/a/ACg8oc${random.text(`${ALNUM}_-`, 50)}=s96-c`,
  (random) =>
    `https://images.example.com/photo-1${random.between(1e11, 9e11)}-${random.hex(12)}?ixlib=rb-4.0&fit=crop&w=1200`,
  (random) => `https://avatars.example.com/u/${random.between(1, 1e7)}?s=64&u=${random.hex(40)}&v=4`,
  (random) => `https://docs.example.com/d/1${random.text(`${ALNUM}_-`, 43)}/edit#gid=0`,
];

const UNSIGNED_JWTS: readonly Make[] = [
  (random) => `eyJhbGciOiJub25lIn0.${base64url({ sub: random.uuid() })}.`,
  (random) => `${base64url({ alg: "none", typ: "JWT" })}.${base64url({ sub: random.uuid(), admin: true })}.`,
  (random) => `${base64url({ alg: "HS256" })}.${base64url({ sub: random.uuid() })}`,
  (random) => `state=${base64url({ next: "/home", nonce: random.hex(8) })}`,
];

const NAMES_IN_CODE: readonly Make[] = [
  (random) =>
    `!function(${random.text(LOWER, 1)},t){var n=${camel(random, 2)};n.${random.text(LOWER, 2)}=t.${camel(random, 3)}}(window);`,
  (random) =>
    `<div class="${words(random, 2, "-")} css-${random.text(`${LOWER}0123456789`, 7)} sc-${random.text(ALNUM, 6)} Mui${capital(camel(random, 3))}-root">`,
  (random) => `.${words(random, 4, "-")}__${words(random, 2, "-")}--${random.pick(WORDS)}{color:#${random.hex(6)}}`,
  (random) =>
    `_ngcontent-${random.text(LOWER, 3)}-c${random.between(1, 400)} data-v-${random.hex(8)} data-reactid=".${random.text(`${LOWER}0123456789`, 9)}.0"`,
  (random) =>
    `node_modules/@${words(random, 2, "-")}/${words(random, 3, "-")}@${random.between(1, 20)}.${random.between(0, 30)}.${random.between(0, 30)}/dist/index.js`,
  (random) => `/var/lib/${words(random, 3, "/")}/${words(random, 2, "_")}_2024-05-17T10-11-12.log`,
  (random) =>
    `${words(random, 1, "")}-${random.between(1, 9)}.${random.between(0, 20)}.${random.between(0, 20)}-beta.${random.between(1, 9)}+build.${random.hex(7)}`,
  (random) => `com.example.${words(random, 4, ".")}.${capital(camel(random, 4))}Impl`,
  (random) =>
    `_ZN${random.between(2, 9)}${camel(random, 2)}${random.between(2, 9)}${camel(random, 2)}17h${random.hex(16)}E`,
];

const PEOPLE: readonly Make[] = [
  (random) =>
    `Call +49 30 ${random.between(1e6, 9e6)} or mail ${words(random, 2, ".")}@example.com about ticket ABC-${random.between(1, 9999)}`,
  (random) => `tel:+1-${random.between(200, 989)}-555-${random.between(1000, 9999)} IBAN on request`,
  (random) => `Date: Tue, ${random.between(10, 28)} Nov 2026 04:29:00 GMT; 127.0.0.1:8080; 2001:db8::${random.hex(4)}`,
  (random) => `${random.pick(PROSE)} ${random.pick(PROSE)}`,
  (random) => `Forgot your password? ${random.pick(PROSE)} Password: at least 12 characters. Token: a piece of text.`,
];

/** Every family of texts that look like credentials and are none. */
const FAMILIES: Readonly<Record<string, readonly Make[]>> = {
  "UUIDs and ids": ID_NAMES.flatMap((name): Make[] => [
    (random) => besides(random, `${name}=${random.uuid()}`),
    (random) =>
      besides(random, JSON.stringify({ [name]: random.pick([random.uuid(), random.hex(32), random.hex(24)]) })),
    (random) => get(`${API}/items/${random.uuid()}?${name}=${random.uuid()}`, ["X-Request-Id", random.uuid()]),
  ]),
  "trace headers and ETags": [
    (random) =>
      get(
        API,
        ["traceparent", `00-${random.hex(32)}-${random.hex(16)}-01`],
        ["If-None-Match", `W/"${random.hex(32)}"`],
      ),
    (random) =>
      get(API, ["X-Amzn-Trace-Id", `Root=1-${random.hex(8)}-${random.hex(24)}`], ["X-B3-TraceId", random.hex(32)]),
    (random) =>
      get(
        API,
        ["ETag", `"${random.hex(40)}"`],
        ["X-Cloud-Trace-Context", `${random.hex(32)}/${random.between(1, 1e9)};o=1`],
      ),
    (random) => get(API, ["Idempotency-Key", random.uuid()], ["sentry-trace", `${random.hex(32)}-${random.hex(16)}-1`]),
    (random) =>
      get(
        API,
        ["x-datadog-trace-id", String(random.between(1e15, 9e15))],
        ["baggage", `sentry-public_key=${random.hex(32)},sentry-release=${random.hex(40)}`],
      ),
    (random) =>
      get(
        API,
        ["User-Agent", `app/1.2 (${random.hex(32)})`],
        ["Sec-WebSocket-Key", random.bytes(16).toString("base64")],
      ),
    (random) => get(API, ["Content-Type", `multipart/form-data; boundary=----WebKitFormBoundary${random.alnum(16)}`]),
    (random) =>
      get(API, [
        "Cookie",
        `_ga=GA1.2.${random.between(1e8, 2e9)}.${random.between(1e9, 2e9)}; theme=dark; _gid=GA1.2.${random.between(1e8, 2e9)}.1; lang=en`,
      ]),
  ],
  "hashes beside their names": HASH_FORMS.map((form) => (random: Random) => besides(random, form(random))),
  "git ids": COMMIT_FORMS.map((form) => (random: Random) => besides(random, form(random))),
  placeholders: PLACEHOLDERS.flatMap((value) =>
    PLACEHOLDER_FORMS.map((form) => (random: Random) => form(random.pick(SECRET_NAMES), value(random))),
  ),
  code: CODE,
  "public keys and certificates": PUBLIC_KEYS,
  "publishable keys": PUBLISHABLE,
  "resource ids": RESOURCE_IDS,
  "base64 of texts and images": TEXT_BASE64,
  "opaque blobs of models": BLOBS,
  "URLs of public files": SIGNED_URLS,
  "unsigned JSON Web Tokens": UNSIGNED_JWTS,
  "names in code, paths, versions": NAMES_IN_CODE,
  "people's texts": PEOPLE,
};

/** `each` texts of every family at least, and of every maker in it at least one. */
export function* samplesOfLookAlikes(seed: number, each: number): Generator<Sample> {
  const random = new Random(seed);
  for (const [family, makers] of Object.entries({ ...FAMILIES, ...BESIDE_SERVICES })) {
    const count = Math.max(each, makers.length);
    for (let i = 0; i < count; i++) {
      const made = makers[i % makers.length]!(random);
      const request = typeof made === "string" ? posted(made) : made;
      yield { family, name: typeof made === "string" ? made : JSON.stringify(made), request };
    }
  }
}
