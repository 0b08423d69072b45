import type { Detector } from "../types.js";
import { locatePhrases, type Phrase } from "./named/phrases.js";

const phrase = (pattern: string): Phrase => ({
  pattern: new RegExp(pattern, "dgi"),
  kind: "password",
  standing: "quoted",
});

const USER = "\\\\*[\"'][^\"'\\r\\n]{0,64}\\\\*[\"']";
const LITERAL = "\\\\*[\"']([^\\s\"'\\\\]{4,128})\\\\*[\"']";
/** An argument that is a name or a literal. */
const ANY = "[^,()\\r\\n]{1,120}";

/** Calls whose last argument is a password, by the documents of each library. */
const CALLS: readonly Phrase[] = [
  // .NET, PowerShell, Java, Python, Ruby, Go: user and password.
  phrase(
    `(?:NetworkCredential|PSCredential|UsernamePasswordCredentials|UsernamePasswordAuthenticationToken|PasswordAuthentication|HTTPBasicAuth|HTTPDigestAuth|BasicAuth(?:entication)?|basic_auth|SetBasicAuth|set_basic_auth|login)\\s?\\(\\s*${USER}\\s*,\\s*${LITERAL}`,
  ),
  phrase(`\\bauth\\s?=\\s?\\(\\s*${USER}\\s*,\\s*${LITERAL}`),
  // PHP and JDBC: host or address, user, password.
  phrase(
    `(?:mysqli?_connect|new\\s+mysqli|new\\s+PDO|getConnection|pg_pconnect)\\s?\\(\\s*${ANY},\\s*${ANY},\\s*${LITERAL}`,
  ),
];

const line = (pattern: string): Phrase => ({
  pattern: new RegExp(pattern, "dgi"),
  kind: "password",
  standing: "line",
});
const WORD = "([^\\s\"'`<>|;]{4,128})";

/** Lines of devices, installers and clients, by the manuals of each. */
const LINES: readonly Phrase[] = [
  // https://docs.oracle.com/en/database/oracle/oracle-database/19/sqpug/starting-SQL-Plus.html
  line(`\\bsqlplus\\s+(?:-\\w+\\s+)*[\\w.$#-]{1,64}/([^\\s"'@/]{4,128})@`),
  line(`\\bjdbc:oracle:(?:thin|oci):[\\w.$#-]{1,64}/([^\\s"'@/]{4,128})@`),
  // https://learn.microsoft.com/windows-server/administration/windows-commands/net-use
  line(`\\bnet\\s+use\\b[^\\r\\n]{0,120}/user:\\S{1,80}\\s+${WORD}`),
  line(`\\bpsexec\\b[^\\r\\n]{0,120}\\s-p\\s+${WORD}`),
  // https://pykickstart.readthedocs.io/en/latest/kickstart-docs.html#rootpw
  line(`\\brootpw\\s+(?:--plaintext\\s+)?(?!--)${WORD}\\s*$`),
  line(`\\bsnmp-server\\s+community\\s+${WORD}`),
  line(`\\b(?:password|secret)\\s+7\\s+([0-9A-F]{6,80})\\b`),
];

/** Passwords that a call or a line takes by its place alone. */
export const calls: readonly Detector[] = [
  {
    id: "password-in-a-call",
    service: "generic",
    title: "Password as an argument of a call",
    literals: [
      "credential(",
      "credentials(",
      "authenticationtoken(",
      "passwordauthentication(",
      "basicauth",
      "basic_auth",
      "digestauth(",
      "auth=(",
      "auth = (",
      "_connect(",
      "mysqli(",
      "new pdo(",
      "getconnection(",
    ],
    shape: "[^\\s\"'`\\\\]{4,128}",
    locate: (bytes, _runs, { marks }) => locatePhrases(bytes, marks, CALLS),
    confidence: "medium",
    examples: [
      `new NetworkCredential("admin", "${"q7Wx4"}Kp9Zt")`,
      `requests.get(url, auth=("admin", "${"hunt"}er2022"))`,
      `mysqli_connect("localhost", "root", "${"Summer"}2024!", "app")`,
      `DriverManager.getConnection(url, "app", "${"Tr0ub4"}dor&3")`,
    ],
    counterExamples: [
      "new NetworkCredential(user, password)",
      'requests.get(url, auth=("user", password))',
      'DriverManager.getConnection(url, "app", password)',
      'auth=("api", API_KEY)',
    ],
  },
  {
    id: "password-by-its-place",
    service: "generic",
    title: "Password in a line of a client, an installer or a device",
    literals: ["sqlplus ", "jdbc:oracle:", "net use", "psexec ", "rootpw ", "snmp-server ", "password 7 ", "secret 7 "],
    shape: "[^\\s\"'`<>]{4,128}",
    locate: (bytes, _runs, { marks }) => locatePhrases(bytes, marks, LINES),
    confidence: "medium",
    examples: [
      `sqlplus system/${"q7Wx4"}Kp9Zt@ORCL`,
      `net use z: \\\\srv\\share /user:admin ${"hunt"}er2022`,
      `rootpw --plaintext ${"Summer"}2024!`,
      `username admin password 7 ${"0822"}455D0A16544541`,
    ],
    counterExamples: ["sqlplus /nolog", "net use z: /delete", "rootpw --iscrypted", "password 7 characters"],
  },
];
