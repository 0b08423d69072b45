import { generateKeyPairSync } from "node:crypto";
import type { OutboundRequest } from "../../src/index.js";
import { ARMOURED, anyValues, CONNECTIONS } from "./armour.js";
import { PASSWORDS, password } from "./passwords.js";
import { Random } from "./random.js";
import { posted, type Sample } from "./sample.js";
import { SURROUNDINGS } from "./surroundings.js";

/** A text or a request with a credential of no one service, and the credential. */
type Made = readonly [where: string | OutboundRequest, value: string];

const base64 = (text: string | Buffer): string => Buffer.from(text).toString("base64");
const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const get = (url: string, ...headers: [string, string][]): OutboundRequest => ({ method: "GET", url, headers });
const API = "https://api.example.net/v1/items";

/** How a password is written behind a word that says so. */
const PASSWORD_FORMS: readonly ((value: string) => string)[] = [
  (value) => `password = "${value}"`,
  (value) => `password: ${value}\n`,
  (value) => `password='${value}'`,
  (value) => `db_pass: ${value}\nuser: app\n`,
  (value) => `DB_PASSWORD=${value}\nDB_USER=app\n`,
  (value) => `export PGPASSWORD=${value}\n`,
  (value) => `PGPASSWORD='${value}' psql -h db.internal -U app`,
  (value) => `MYSQL_ROOT_PASSWORD: "${value}"`,
  (value) => JSON.stringify({ username: "svc-deploy", password: value }),
  (value) => JSON.stringify({ user: "app", pass: value, port: 5432 }),
  (value) => JSON.stringify({ smtp: { auth: { user: "mail@example.com", pass: value } } }, null, 2),
  (value) => `<password>${value}</password>`,
  (value) => `<add key="DbPassword" value="${value}"/>`,
  (value) => `spring.datasource.password=${value}\n`,
  (value) => `ansible_become_password: ${value}\n`,
  (value) => `String password = "${value}";`,
  (value) => `$password = '${value}';`,
  (value) => `conn = connect(user="app", password="${value}")`,
  (value) => `  password: process.env.PW || "${value}",`,
  (value) => `admin_password := "${value}"`,
  (value) => `Password: ${value}\nThanks`,
  (value) => `passwd = ${value}\n`,
  (value) => `pwd=${value};`,
  (value) => `root_password = "${value}"\n`,
  (value) => `define('DB_PASSWORD', '${value}');`,
  (value) => `username=admin&password=${encodeURIComponent(value)}`,
];

/** Names of settings, fields and headers whose value is a credential. */
const SECRET_NAMES: readonly string[] =
  "API_KEY apiKey api-key API_SECRET client_secret clientSecret SECRET_KEY secretKey ACCESS_TOKEN accessToken access_key auth_token AUTH_TOKEN refresh_token private_token APP_SECRET session_secret JWT_SECRET ENCRYPTION_KEY webhook_secret signing_key SECRET_KEY_BASE token secret credential".split(
    " ",
  );
const SECRET_FORMS: readonly ((name: string, value: string) => string)[] = [
  (name, value) => `${name}=${value}\n`,
  (name, value) => `${name} = "${value}"`,
  (name, value) => `${name}: ${value}\n`,
  (name, value) => JSON.stringify({ id: 1, [name]: value }),
  (name, value) => `const ${name.replaceAll("-", "_")} = '${value}';`,
  (name, value) => `<${name}>${value}</${name}>`,
  (name, value) => `set_option("${name}", "${value}")`,
  (name, value) => `--${name} ${value} --verbose`,
];
const SECRET_VALUES: readonly ((random: Random) => string)[] = [
  (random) => random.hex(32),
  (random) => random.hex(40),
  (random) => random.hex(64),
  (random) => random.alnum(24),
  (random) => random.alnum(32),
  (random) => random.alnum(48),
  (random) => random.bytes(32).toString("base64"),
  (random) => random.bytes(30).toString("base64url"),
  (random) => `${random.alnum(8)}-${random.alnum(8)}-${random.alnum(8)}`,
  (random) => random.uuid(),
];

const SCHEMES = [
  "mysql",
  "postgres",
  "postgresql",
  "mongodb",
  "mongodb+srv",
  "redis",
  "amqp",
  "mssql",
  "ftp",
  "https",
  "smtp",
];

const KEY_KINDS = {
  rsa: () => generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey,
  ec: () => generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey,
  ed25519: () => generateKeyPairSync("ed25519").privateKey,
};

/** Made once: making RSA keys is slow. */
const PEMS: readonly string[] = [
  KEY_KINDS.rsa().export({ type: "pkcs8", format: "pem" }),
  KEY_KINDS.rsa().export({ type: "pkcs1", format: "pem" }),
  KEY_KINDS.ec().export({ type: "sec1", format: "pem" }),
  KEY_KINDS.ed25519().export({ type: "pkcs8", format: "pem" }),
  KEY_KINDS.rsa().export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "x" }),
].map((pem) => pem.toString().trim());

function jwt(random: Random): string {
  const payload = { sub: random.uuid(), iat: 1_700_000_000 + random.below(1e7), role: random.pick(["user", "admin"]) };
  return `${base64url({ alg: "HS256", typ: "JWT" })}.${base64url(payload)}.${random.bytes(32).toString("base64url")}`;
}

/** Credentials of no one service, by where they stand or how they are built. */
const FAMILIES: Readonly<Record<string, (random: Random) => Made>> = {
  "Authorization: Basic": (random) => {
    const value = base64(`${random.pick(["admin", "svc", "anna@example.com"])}:${password(random)}`);
    return random.pick<() => Made>([
      () => [get(API, ["Authorization", `Basic ${value}`]), value],
      () => [`curl -H "Authorization: Basic ${value}" ${API}`, value],
      () => [`headers = {"Authorization": "Basic ${value}"}`, value],
    ])();
  },
  "Authorization: Bearer": (random) => {
    const value = random.pick(SECRET_VALUES)(random);
    return random.pick<() => Made>([
      () => [get(API, ["Authorization", `Bearer ${value}`]), value],
      () => [`curl -H 'Authorization: Bearer ${value}' ${API}`, value],
      () => [`headers: { authorization: \`Bearer ${value}\` }`, value],
      () => [get(API, ["Authorization", `Token ${value}`]), value],
      () => [get(API, ["Authorization", value]), value],
    ])();
  },
  "header that carries credentials": (random) => {
    const value = random.pick(SECRET_VALUES)(random);
    const name = random.pick([
      "X-Api-Key",
      "X-Auth-Token",
      "Api-Key",
      "X-Access-Token",
      "X-Secret-Key",
      "Private-Token",
      "apikey",
    ]);
    return [get(API, [name, value]), value];
  },
  "query key": (random) => {
    const value = random.pick(SECRET_VALUES)(random);
    const name = random.pick(["api_key", "apikey", "access_token", "token", "client_secret", "auth_token", "key"]);
    return [get(`${API}?page=2&${name}=${encodeURIComponent(value)}`), value];
  },
  "connection string": (random) => {
    const value = password(random).replace(/[#%?^]/g, "x");
    const host = random.pick([
      "db.internal:5432/app",
      "10.0.0.7/app",
      "cluster0.ab1cd.mongodb.example.net/app?retry=true",
    ]);
    return [`DATABASE_URL=${random.pick(SCHEMES)}://${random.pick(["root", "app", ""])}:${value}@${host}\n`, value];
  },
  "connection string, keys": (random) => {
    const value = password(random).replace(/[=?]/g, "x");
    return random.pick<() => Made>([
      () => [`Server=db.internal;Database=app;User Id=sa;Password=${value};Encrypt=true`, value],
      () => [`host=db.internal port=5432 user=app password=${value} dbname=app`, value],
      () => [`jdbc:mysql://db.internal/app?user=root&password=${encodeURIComponent(value)}`, value],
      () => [`DRIVER={ODBC};SERVER=db;UID=sa;PWD=${value};`, value],
    ])();
  },
  "curl -u": (random) => {
    const value = password(random).replace(/[!^~]/g, "x");
    return [`curl ${random.pick(["-u", "--user", "-su"])} ${random.pick(["admin", "svc"])}:${value} ${API}`, value];
  },
  ".netrc": (random) => {
    const value = password(random);
    return random.pick<() => Made>([
      () => [`machine api.example.net login deploy password ${value}\n`, value],
      () => [`machine api.example.net\n  login deploy\n  password ${value}\n`, value],
    ])();
  },
  ".npmrc": (random) => {
    const value = random.pick<() => string>([
      () => random.uuid(),
      () => random.alnum(36),
      () => base64(random.alnum(24)),
    ])();
    const name = random.pick(["_authToken", "_auth", "_password"]);
    return [`registry=https://npm.example.net/\n//npm.example.net/:${name}=${value}\n`, value];
  },
  ".pgpass": (random) => {
    const value = password(random);
    return [`db.internal:5432:app:svc:${value}\n`, value];
  },
  "docker auth": (random) => {
    const value = base64(`deploy:${password(random)}`);
    return [JSON.stringify({ auths: { "registry.example.net": { auth: value } } }, null, 2), value];
  },
  htpasswd: (random) => {
    const value = random.pick<() => string>([
      () => `$apr1$${random.alnum(8)}$${random.alnum(22)}`,
      () => `$2y$10$${random.alnum(53)}`,
      () => `{SHA}${base64(random.bytes(20))}`,
    ])();
    return [`admin:${value}\n`, value];
  },
  "kubernetes Secret": (random) => {
    const value = base64(password(random));
    const name = random.pick(["password", "api-key", "token", "db-password"]);
    return [`apiVersion: v1\nkind: Secret\nmetadata:\n  name: app\ntype: Opaque\ndata:\n  ${name}: ${value}\n`, value];
  },
  "session cookie": (random) => {
    const value = random.pick<() => string>([
      () => random.alnum(32),
      () => random.hex(64),
      () => random.hex(26),
      () => random.bytes(24).toString("base64url"),
    ])();
    const name = random.pick([
      "sessionid",
      "PHPSESSID",
      "JSESSIONID",
      "session",
      "sid",
      "connect.sid",
      "auth_session",
      "_session_id",
      "laravel_session",
    ]);
    return [get(API, ["Cookie", `theme=dark; ${name}=${value}; lang=en`]), value];
  },
  "JSON Web Token": (random) => {
    const value = jwt(random);
    return random.pick<() => Made>([
      () => [get(API, ["Authorization", `Bearer ${value}`]), value],
      () => [JSON.stringify({ id_token: value }), value],
      () => [`the token is ${value}.`, value],
      () => [get(`${API}?jwt=${value}`), value],
    ])();
  },
  "private key": (random) => {
    const value = random.pick(PEMS);
    return random.pick<() => Made>([
      () => [`${value}\n`, value],
      () => [JSON.stringify({ private_key: `${value}\n` }), value],
      () => [`key: |\n${value.replace(/^/gm, "  ")}\n`, value.replace(/\n/g, "\n  ")],
      () => [`PRIVATE_KEY="${value.replaceAll("\n", "\\n")}"`, value],
    ])();
  },
};

/** Credentials of no one service: `each` of every family, and of every kind of password. */
export function* samplesOfGeneric(seed: number, each: number): Generator<Sample> {
  const random = new Random(seed);
  for (const [family, make] of Object.entries(FAMILIES)) {
    for (let i = 0; i < each; i++) yield sample(family, "", make(random));
  }
  for (const [kind, choose] of Object.entries(PASSWORDS)) {
    for (const write of PASSWORD_FORMS) {
      const value = choose(random);
      yield sample("password behind a word", kind, [write(value), value]);
    }
  }
  for (const name of SECRET_NAMES) {
    for (const write of SECRET_FORMS) {
      const value = random.pick(SECRET_VALUES)(random);
      yield sample("secret with a name", name, [write(name, value), value]);
    }
  }
}

/** Settings that name no more than a service, which nobody knows here, or nothing at all. */
const NAMELESS =
  /^(?:flag, short|service|value first|short name|Erlang|quoted twice|text's start|question|angle brackets|comment|client of|user of)/;

/** Random values of every alphabet and length, each in several settings, and keys and connection strings in every form. */
export function* samplesOfForms(seed: number, each: number): Generator<Sample> {
  const random = new Random(seed);
  for (const [family, forms] of Object.entries({ "private key": ARMOURED, "connection string": CONNECTIONS })) {
    for (const [form, write] of Object.entries(forms)) {
      for (let i = 0; i < each; i++) yield sample(family, form, write(random));
    }
  }
  const settings = Object.entries(SURROUNDINGS).filter(([form]) => !NAMELESS.test(form));
  for (const kind of ["api key", "token", "client secret", "access token", "secret key", "auth token"]) {
    for (const [alphabet, value] of anyValues(random)) {
      for (let i = 0; i < each; i++) {
        const [form, surround] = random.pick(settings);
        const request = surround({ service: "acme", kind, value, host: "api.acme.example" }, random);
        yield { family: "random, of any alphabet", form, name: `${kind}, ${alphabet}`, request, value };
      }
    }
  }
}

function sample(family: string, form: string, [where, value]: Made): Sample {
  const request = typeof where === "string" ? posted(where) : where;
  return { family, form, name: typeof where === "string" ? where : where.url, request, value };
}
