import type { Detector } from "../../types.js";
import { sample } from "../forms/alphabets.js";
import { prefixed } from "../forms/prefixed.js";
import { locateNamed, locateRuns } from "../named/locate.js";
import type { NameKind } from "../named/names.js";
import { locateRows } from "../named/rows.js";
import { locateSpoken, SPOKEN_NAMES } from "../named/spoken.js";

const PASSWORD_KINDS: ReadonlySet<NameKind> = new Set(["password", "hash"]);
const SECRET_KINDS: ReadonlySet<NameKind> = new Set(["secret", "loose"]);
const RUN_KINDS: ReadonlySet<NameKind> = new Set(["secret", "loose", "key", "owned-key"]);

/** A value without blanks: what stands round it ends it, and quotes and backslashes may be in it. */
const VALUE = "[^\\s]";

/** Values of no known format, told by their names, by where they stand and by how they look: see docs/reference/confidence.md. */
export const namedValues: readonly Detector[] = [
  {
    id: "generic-password",
    service: "generic",
    title: "Password",
    literals: ["pass", "pwd", "psw", "psk", "bindpw", "masterauth", "pw=", "pw:", 'pw"', "pw ="],
    shape: `${VALUE}{4,256}`,
    locate: (bytes, _runs, hints) => locateNamed(bytes, hints, PASSWORD_KINDS),
    confidence: "medium",
    examples: [
      `{"password":"${"q7Wx"}4Kp9Zt"}`,
      `DB_PASSWD='${"Summer"}2024!'`,
      `<add key="Password" value="${"hunt"}er22"/>`,
      `conn.setPassword("${"Tr0ub4"}dor&3");`,
      `password: ${"Correct"}Horse!2048`,
    ],
    counterExamples: [
      '{"next_page":"q7Wx4Kp9Zt"}',
      `password = "\${PASSWORD_2}"`,
      "password = getPassword2()",
      "password: process.env.DB_PASSWORD2",
      "The password 2024 is wrong",
    ],
  },
  {
    id: "generic-api-key",
    service: "generic",
    title: "Value of a setting, field or header named as a credential",
    literals: [
      "secret",
      "token",
      "api_key",
      "apikey",
      "api-key",
      "access_key",
      "accesskey",
      "access-key",
      "private_key",
      "credential",
    ],
    shape: `${VALUE}{8,}`,
    locate: (bytes, _runs, hints) => locateNamed(bytes, hints, SECRET_KINDS),
    confidence: "medium",
    examples: [`client_secret = "${sample("alnum", 12)}.${sample("alnum", 12)}"`, `app.token: ${sample("alnum", 14)}`],
    counterExamples: [
      `"max_tokens": "${sample("alnum", 24)}"`,
      "token = tokens[index1]",
      "api_key = process.env.THE_API_KEY_OF_2024",
      `secret: op://vault/item2/field`,
    ],
  },
  {
    id: "spoken-credential",
    service: "generic",
    title: "Random value beside words that say what it is",
    literals: SPOKEN_NAMES,
    shape: "[0-9A-Za-z_.+/=~-]{16,256}",
    locate: (bytes, _runs, { marks }) => locateSpoken(bytes, marks),
    confidence: "medium",
    examples: [
      `The API key is ${sample("alnum", 32)}.`,
      `connect("${sample("alnum", 24)}") // access token`,
      `# API key\n${sample("alnum", 40)}\n`,
      `**API key**: \`${sample("alnum", 36)}\``,
    ],
    counterExamples: [
      "The API key is required.",
      `The API key is in release ${sample("alnum", 32)}`,
      "Set the API key to YOUR_API_KEY_FROM_2024",
      `connect("${sample("hex", 8)}") // access token`,
    ],
  },
  {
    id: "generic-key",
    service: "generic",
    title: "Random value of a setting, field or header named as a key",
    literals: [],
    shape: `${VALUE}{16,256}`,
    locate: (bytes, runs, hints) => locateRuns(bytes, runs, hints, RUN_KINDS),
    locatesIn: ["value-runs"],
    confidence: "medium",
    examples: [
      `signing_key = "${sample("alnum", 32)}"`,
      `{"encryptionKey":"${sample("hex", 40)}"}`,
      `registry_auth: ${sample("base64", 32)}`,
    ],
    counterExamples: [`next_page = "${sample("alnum", 32)}"`, `public_key = "${sample("alnum", 32)}"`],
  },
  {
    id: "sql-row-secret",
    service: "generic",
    title: "Value that a statement of SQL inserts in a column named as a credential",
    literals: ["insert into"],
    shape: `${VALUE}{4,256}`,
    locate: (bytes, _runs, hints) => locateRows(bytes, hints),
    confidence: "medium",
    examples: [
      `INSERT INTO keys (service, api_key) VALUES ('acme', '${sample("alnum", 32)}');`,
      `insert into users("name", "password") values ('anna', '${"Tr0ub4"}dor&3'), ('otto', NULL)`,
    ],
    counterExamples: [
      `INSERT INTO commits (id, sha) VALUES (1, '${sample("hex", 40)}');`,
      "INSERT INTO users (name, password) VALUES ($1, $2)",
      "INSERT INTO users (name, password) VALUES (?, SHA1(?))",
      "insert into the password field",
    ],
  },
  // The form of Stripe's keys with hyphens, as many services write theirs.
  prefixed({
    id: "sk-environment-key",
    service: "generic",
    title: "Secret key of the form sk-test- or sk-live-",
    prefix: ["sk-test-", "sk-live-", "sk-prod-"],
    body: "alnum",
    length: [20, 100],
    minEntropyBits: 3.2,
    confidence: "medium",
  }),
];
