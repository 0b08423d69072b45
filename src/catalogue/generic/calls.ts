import type { Detector } from "../../types.js";
import { sample } from "../forms/alphabets.js";
import { locatePhrases, marksOf, type Phrase, phrase } from "../named/phrases.js";

const QUOTE = "\\\\{0,8}[\"']";
const LITERAL = `${QUOTE}([^\\s"'\\\\]{4,128})${QUOTE}`;
/** User and password. */
const TWO = `\\s?\\(\\s*${QUOTE}[^"'\\r\\n]{0,64}${QUOTE}\\s*,\\s*${LITERAL}`;
/** An argument that is a name or a literal. */
const ANY = "\\s*[^\\s,()][^,()\\r\\n]{0,119}";
/** Host or address, user, password. */
const THREE = `\\s?\\(${ANY},${ANY},\\s*${LITERAL}`;

const call = (marks: readonly string[], behind: string, before?: string): Phrase =>
  phrase(marks, { behind, standing: "quoted", ...(before === undefined ? {} : { before }) });

/** Calls whose last argument is a password, by the documents of each library. */
const CALLS: readonly Phrase[] = [
  // .NET, PowerShell, Java, Python, Ruby, Go.
  call(["credential("], `credential${TWO}`, "(?:Network|PS)"),
  call(["credentials(", "authenticationtoken("], `[a-z]+${TWO}`, "UsernamePassword"),
  call(["passwordauthentication("], `passwordauthentication${TWO}`),
  call(["basicauth", "basic_auth"], `basic_?auth(?:entication)?${TWO}`),
  call(["digestauth("], `digestauth${TWO}`, "HTTP"),
  call(["auth=(", "auth = ("], `\\bauth\\s?=${TWO}`),
  // PHP and JDBC.
  call(["_connect("], `_connect${THREE}`, "mysqli?"),
  call(["mysqli("], `mysqli${THREE}`, "new\\s+"),
  call(["new pdo(", "getconnection("], `(?:new pdo|getconnection)${THREE}`),
  // https://learn.microsoft.com/dotnet/api/system.directoryservices.directoryentry: path, user, password.
  call(["directoryentry("], `directoryentry${THREE}`),
];

const line = (marks: readonly string[], behind: string): Phrase => phrase(marks, { behind, standing: "line" });
const WORD = "([^\\s\"'`<>|;]{4,128})";

/** Lines of devices, installers and clients, by the manuals of each. */
const LINES: readonly Phrase[] = [
  // https://docs.oracle.com/en/database/oracle/oracle-database/19/sqpug/starting-SQL-Plus.html
  line(["sqlplus "], "\\bsqlplus\\s+(?:-\\w{1,32}\\s+){0,8}[\\w.$#-]{1,64}/([^\\s\"'@/]{4,128})@"),
  line(["jdbc:oracle:"], "\\bjdbc:oracle:(?:thin|oci):[\\w.$#-]{1,64}/([^\\s\"'@/]{4,128})@"),
  // https://learn.microsoft.com/windows-server/administration/windows-commands/net-use
  line(["net use"], `\\bnet\\s+use\\b[^\\r\\n]{0,120}?/user:\\S{1,80}\\s+${WORD}`),
  line(["psexec "], `\\bpsexec\\b[^\\r\\n]{0,120}?\\s-p\\s+${WORD}`),
  // https://github.com/go-sql-driver/mysql#dsn-data-source-name
  phrase(["@tcp(", "@unix("], { before: "(?<![\\w.:/-])[\\w.-]{1,64}:([^\\s\"'`:@/\\\\]{4,128})", standing: "line" }),
  // https://pykickstart.readthedocs.io/en/latest/kickstart-docs.html#rootpw
  line(["rootpw "], `\\brootpw\\s+(?:--plaintext\\s+)?(?!--)${WORD}\\s*$`),
  line(["snmp-server "], `\\bsnmp-server\\s+community\\s+${WORD}`),
  line(["password 7 ", "secret 7 "], "\\b(?:password|secret)\\s+7\\s+([0-9A-F]{6,80})\\b"),
  // https://maven.apache.org/guides/mini/guide-encryption.html
  phrase(["<master>"], {
    behind: "<master>\\s{0,8}\\{([0-9A-Za-z+/]{16,128}={0,2})\\}",
    kind: "secret",
    standing: "quoted",
  }),
  // What installers print: "Please use the following password to proceed:", and the password below.
  line(["following password"], `\\bfollowing password[^\\r\\n:]{0,60}:(?:\\s|\\\\+[rn]){1,8}([0-9A-Za-z]{8,128})\\b`),
  phrase(["password for "], {
    behind: `\\bpassword for (?:the )?(?:user(?:name)? |account )?${QUOTE}?[\\w.@-]{1,64}(?:${QUOTE})? (?:is|was|=) ${QUOTE}([^\\s"'\\\\]{4,128})${QUOTE}`,
    standing: "quoted",
  }),
];

/** Passwords that a call or a line takes by its place alone. */
export const calls: readonly Detector[] = [
  {
    id: "password-in-a-call",
    service: "generic",
    title: "Password as an argument of a call",
    literals: marksOf(CALLS),
    shape: "[^\\s\"'`\\\\]{4,128}",
    locate: (bytes, _runs, hints) => locatePhrases(bytes, hints, CALLS),
    confidence: "medium",
    examples: [
      `new NetworkCredential("admin", "${"q7Wx4"}Kp9Zt")`,
      `requests.get(url, auth=("admin", "${"hunt"}er2022"))`,
      `mysqli_connect("localhost", "root", "${"Summer"}2024!", "app")`,
      `DriverManager.getConnection(url, "app", "${"Tr0ub4"}dor&3")`,
      `new DirectoryEntry("LDAP://dc1", "admin", "${"Tr0ub4"}dor&3")`,
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
    literals: marksOf(LINES),
    shape: "[^\\s\"'`<>]{4,128}",
    locate: (bytes, _runs, hints) => locatePhrases(bytes, hints, LINES),
    confidence: "medium",
    examples: [
      `sqlplus system/${"q7Wx4"}Kp9Zt@ORCL`,
      `net use z: \\\\srv\\share /user:admin ${"hunt"}er2022`,
      `sql.Open("mysql", "app:${"q7Wx4"}Kp9Zt@tcp(db.internal:3306)/app")`,
      `rootpw --plaintext ${"Summer"}2024!`,
      `username admin password 7 ${"0822"}455D0A16544541`,
      `<settingsSecurity><master>{${sample("base64", 43)}=}</master></settingsSecurity>`,
      `Please use the following password to proceed to installation:\n\n${sample("hex", 32)}\n`,
      `the default password for the user "admin" is "${"q7Wx4"}Kp9Zt"`,
    ],
    counterExamples: [
      "sqlplus /nolog",
      "net use z: /delete",
      "rootpw --iscrypted",
      "password 7 characters",
      "Use the following password to proceed: <password>",
      'The password for "admin" is not known',
    ],
  },
];
