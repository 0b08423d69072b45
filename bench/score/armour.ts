import { generateKeyPairSync } from "node:crypto";
import { password } from "./passwords.js";
import { ALNUM, DIGITS, LOWER, type Random, UPPER } from "./random.js";

/** A text, and the credential in it. */
export type Written = readonly [text: string, value: string];

const lines = (text: string, width = 64): string => text.match(new RegExp(`.{1,${width}}`, "g"))!.join("\n");
const EC = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
const RSA = generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey;
const PKCS8 = RSA.export({ type: "pkcs8", format: "pem" }).toString().trim();

function armoured(label: string, bytes: Buffer): string {
  return `-----BEGIN ${label}-----\n${lines(bytes.toString("base64"))}\n-----END ${label}-----`;
}

function openSsh(random: Random): string {
  const head = Buffer.from(
    "openssh-key-v1\0\0\0\0\x04none\0\0\0\x04none\0\0\0\0\0\0\0\x01\0\0\0\x33\0\0\0\x0bssh-ed25519\0\0\0 ",
  );
  return armoured("OPENSSH PRIVATE KEY", Buffer.concat([head, random.bytes(200)]));
}

/** Private keys in every armour, and as programs carry them. */
export const ARMOURED: Readonly<Record<string, (random: Random) => Written>> = {
  OpenSSH: (random) => {
    const value = openSsh(random);
    return [`${value}\n`, value];
  },
  PGP: (random) => {
    const value = armoured(
      "PGP PRIVATE KEY BLOCK",
      Buffer.concat([Buffer.from([0x95, 0x01, 0xd8, 0x04]), random.bytes(400)]),
    ).replace("-----\n", "-----\n\n");
    return [`${value}\n`, value];
  },
  PuTTY: (random) => {
    const blob = lines(random.bytes(36).toString("base64"));
    const value = `PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: me@host\nPublic-Lines: 2\n${lines(random.bytes(51).toString("base64"))}\nPrivate-Lines: 1\n${blob}\nPrivate-MAC: ${random.hex(64)}`;
    return [`${value}\n`, value];
  },
  "one line, escaped": () => [`PRIVATE_KEY="${PKCS8.replaceAll("\n", "\\n")}"\n`, PKCS8],
  "one line, escaped twice": () => [JSON.stringify({ env: `KEY="${PKCS8.replaceAll("\n", "\\n")}"` }), PKCS8],
  "service account": (random) => [
    JSON.stringify({
      type: "service_account",
      project_id: "app-17",
      private_key_id: random.hex(40),
      private_key: `${PKCS8}\n`,
    }),
    PKCS8,
  ],
  "JWK, RSA": () => [JSON.stringify(RSA.export({ format: "jwk" })), RSA.export({ format: "jwk" }).d!],
  "JWK, EC": () => [JSON.stringify(EC.export({ format: "jwk" }), null, 2), EC.export({ format: "jwk" }).d!],
  "JWK, symmetric": (random) => {
    const value = random.bytes(32).toString("base64url");
    return [JSON.stringify({ kty: "oct", alg: "HS256", k: value }), value];
  },
  "base64 of PEM": () => {
    const value = Buffer.from(`${PKCS8}\n`).toString("base64");
    return [`TLS_KEY: ${value}\n`, value];
  },
  WireGuard: (random) => {
    const value = random.bytes(32).toString("base64");
    return [`[Interface]\nPrivateKey = ${value}\nAddress = 10.0.0.2/32\n`, value];
  },
  age: (random) => {
    const value = `AGE-SECRET-KEY-1${random.text("QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L", 58)}`;
    return [`# created: 2026-01-01\n${value}\n`, value];
  },
};

const BROKERS =
  "mysql mariadb postgres postgresql mongodb mongodb+srv redis rediss amqp amqps mssql sqlserver oracle clickhouse cockroachdb neo4j bolt couchdb elasticsearch influxdb nats kafka mqtt stomp ldap ldaps ftp sftp smtp smtps imap http https ws wss socks5 git ssh rtsp sip xmpp cassandra snowflake vertica presto trino".split(
    " ",
  );
const plain = (random: Random): string => password(random).replace(/[#%?^=;,+&*!.~]/g, "x");

/** Connection strings of databases and brokers. */
export const CONNECTIONS: Readonly<Record<string, (random: Random) => Written>> = {
  URL: (random) => {
    const value = plain(random);
    return [
      `${random.pick(["url", "DSN", "connection"])}: ${random.pick(BROKERS)}://svc:${value}@db.internal:7000/app\n`,
      value,
    ];
  },
  "URL, no user": (random) => {
    const value = plain(random);
    return [`REDIS_URL=redis://:${value}@cache.internal:6379/0\n`, value];
  },
  "JDBC, Oracle": (random) => {
    const value = plain(random);
    return [`jdbc:oracle:thin:app/${value}@db.internal:1521/ORCL\n`, value];
  },
  "JDBC, properties": (random) => {
    const value = plain(random);
    return [`jdbc:sqlserver://db.internal:1433;databaseName=app;user=sa;password=${value};encrypt=true\n`, value];
  },
  "ADO.NET": (random) => {
    const value = plain(random);
    return [`"Data Source=db;Initial Catalog=app;Persist Security Info=True;User ID=sa;Password=${value}"\n`, value];
  },
  "Service Bus": (random) => {
    const value = random.bytes(32).toString("base64");
    return [`Endpoint=sb://app.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=${value}\n`, value];
  },
  "Storage account": (random) => {
    const value = random.bytes(64).toString("base64");
    return [
      `DefaultEndpointsProtocol=https;AccountName=app;AccountKey=${value};EndpointSuffix=core.windows.net\n`,
      value,
    ];
  },
  "Go, MySQL": (random) => {
    const value = plain(random);
    return [`db, err := sql.Open("mysql", "app:${value}@tcp(db.internal:3306)/app")\n`, value];
  },
  Kafka: (random) => {
    const value = plain(random);
    return [
      `sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="svc" password="${value}";\n`,
      value,
    ];
  },
};

const ALPHABETS: Readonly<Record<string, string>> = {
  hex: "0123456789abcdef",
  HEX: "0123456789ABCDEF",
  alnum: ALNUM,
  lower: LOWER + DIGITS,
  upper: UPPER + DIGITS,
  base64: `${ALNUM}+/`,
  base64url: `${ALNUM}-_`,
  marks: `${ALNUM}!@#%^*_-+.`,
};
const LENGTHS = [10, 12, 16, 20, 24, 32, 40, 64, 100, 150];

/** Random values of every alphabet and length, with the kind of value that they are called. */
export function* anyValues(random: Random): Generator<readonly [alphabet: string, value: string]> {
  for (const [name, characters] of Object.entries(ALPHABETS)) {
    for (const length of LENGTHS) {
      const middle = random.text(characters, length - 2);
      yield [`${name}, ${length}`, `${random.text(characters.slice(10, 16), 1)}${middle}${random.text(DIGITS, 1)}`];
    }
  }
}
