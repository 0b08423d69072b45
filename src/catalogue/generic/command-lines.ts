import type { Detector } from "../../types.js";
import { NO_PASSWORD } from "../named/no-password.js";
import { locatePhrases, marksOf, type Phrase, phrase } from "../named/phrases.js";

/** A value of a shell's word, in quotes or not. */
const WORD = "([^\\s\"'`\\\\|;&<>]{4,128})";
const QUOTE = "\\\\{0,8}[\"']?";
const VALUE = `${QUOTE}${WORD}`;
const WORDS = "[^\\r\\n|;]{0,240}?";

const command = (marks: readonly string[], behind: string): Phrase => phrase(marks, { behind, standing: "line" });
const piped = (marks: readonly string[], before: string): Phrase => phrase(marks, { before, standing: "line" });

/** Passwords in commands, by the manuals of each. */
const COMMANDS: readonly Phrase[] = [
  // Stripe and others take their key as the user of Basic authentication: https://docs.stripe.com/api/authentication.
  phrase(["curl "], {
    behind: `\\bcurl\\b${WORDS}\\s(?:-[a-z]{0,4}u|--user)[ =]?${QUOTE}([0-9A-Za-z_.~+/-]{16,128}):${NO_PASSWORD}${QUOTE}(?=\\s|$)`,
    standing: "line",
    kind: "secret",
  }),
  // https://curl.se/docs/manpage.html#-u
  command(
    ["curl ", "wget ", "http "],
    `\\b(?:curl|wget|http)\\b${WORDS}\\s(?:-[a-z]{0,4}u|--user|--proxy-user|-U|-a|--auth)[ =]?${QUOTE}[^\\s:"'\`\\\\]{0,64}:${WORD}`,
  ),
  // https://dev.mysql.com/doc/refman/8.4/en/connection-options.html: no blank between -p and the password.
  command(
    ["mysql", "mariadb", "mycli"],
    `\\b(?:mysql(?:dump|admin|import)?|mariadb(?:-dump)?|mycli)\\b${WORDS}\\s-p${VALUE}`,
  ),
  // https://learn.microsoft.com/cli/azure/authenticate-azure-cli-service-principal
  command(["az login "], `\\baz\\s+login${WORDS}\\s-p[ =]?${VALUE}`),
  // https://docs.openssl.org/master/man1/openssl-enc/
  command(["openssl "], `\\bopenssl\\b${WORDS}\\s-k\\s+${VALUE}`),
  command(["sshpass"], `\\bsshpass\\b${WORDS}\\s-p\\s?${VALUE}`),
  phrase([" login "], {
    before: "\\b(?:docker|podman|helm|oras|skopeo|nerdctl|buildah)\\b[^\\r\\n|;]{0,120}",
    behind: ` login${WORDS}\\s-p[ =]?${VALUE}`,
    standing: "line",
  }),
  // https://infozip.sourceforge.net/UnZip.html
  command(["zip "], `zip${WORDS}\\s-P\\s?${VALUE}`),
  command(["redis-cli"], `\\bredis-cli\\b${WORDS}\\s-a\\s${VALUE}`),
  command(["mongo"], `\\bmongo(?:sh|dump|restore|export|import)?\\b${WORDS}\\s-p[ =]?${VALUE}`),
  command(["ldap"], `\\bldap(?:search|add|modify|delete|passwd|whoami)\\b${WORDS}\\s-w\\s?${VALUE}`),
  command(["sqlcmd"], `\\bsqlcmd\\b${WORDS}\\s-P\\s?${VALUE}`),
  command(["rabbitmqctl"], `\\brabbitmqctl\\b${WORDS}\\b(?:add_user|change_password)\\s+\\S+\\s+${VALUE}`),
  command(["htpasswd "], `\\bhtpasswd(?=[^\\r\\n]{0,64}?\\s-[a-zA-Z]{0,8}b)${WORDS}\\s${VALUE}\\s*$`),
  command(["net user"], `\\bnet\\s+user\\s+\\S+\\s+${VALUE}\\s+\\/add`),
  command(["smbclient"], `\\bsmbclient\\b${WORDS}\\s-U\\s?${QUOTE}[\\w.\\\\/-]{1,128}%${WORD}`),
  // https://docs.openssl.org/master/man1/openssl-passphrase-options/
  command(["-pass"], `-pass(?:in|out)?\\s+${QUOTE}pass:${WORD}`),
  piped(["chpasswd"], `\\becho\\s+(?:-n\\s+)?${QUOTE}[\\w.-]+:${WORD}${QUOTE}\\s*\\|\\s*(?:sudo\\s+)?`),
  piped(
    ["sudo -s", " login ", "passwd --stdin"],
    `\\becho\\s+(?:-n\\s+)?${VALUE}${QUOTE}\\s*\\|\\s*(?:sudo\\s+|docker|podman|helm)?`,
  ),
  // https://dev.mysql.com/doc/refman/8.4/en/create-user.html, and Oracle's: of a user or a role.
  phrase(["identified "], {
    before: "\\b(?:user|role|grant|password)\\b[^;]{0,140}",
    behind: `\\bidentified\\s+(?:with\\s+\\S+\\s+)?by\\s+(?:password\\s+)?\\\\{0,8}["']${WORD}`,
    standing: "line",
  }),
  command(
    ["convertto-securestring"],
    "\\bConvertTo-SecureString\\s+(?:-String\\s+)?\\\\{0,8}[\"']([^\\s\"'`\\\\]{4,128})",
  ),
];

/** A host, and the user's password, as .pgpass has them. */
const HOST = "(?:^|[\\s\"']|\\\\[nrt])[\\w.*-]+";
const USER_AND_PASSWORD = ":[\\w.*@-]+:([^\\s\"'\\\\]{4,128})(?=[\\s\"'\\\\]|$)";

/** Lines of files that hold passwords, by the documents of each. */
const FILES: readonly Phrase[] = [
  // https://www.postgresql.org/docs/current/libpq-pgpass.html
  phrase([":5432:", ":5433:", ":6432:", ":6543:", ":26257:", ":*:"], {
    before: HOST,
    behind: `:(?:[0-9]{2,5}|\\*):[\\w.*-]+${USER_AND_PASSWORD}`,
    standing: "line",
  }),
  phrase([":*:"], {
    before: `${HOST}:(?:[0-9]{2,5}|\\*)`,
    behind: `:\\*${USER_AND_PASSWORD}`,
    standing: "line",
  }),
];

/** Passwords that commands and files take without a name. */
export const commandLines: readonly Detector[] = [
  {
    id: "command-line-password",
    service: "generic",
    title: "Password in a command",
    literals: marksOf(COMMANDS),
    shape: "[^\\s\"'`\\\\]{4,128}",
    locate: (bytes, _runs, hints) => locatePhrases(bytes, hints, COMMANDS),
    confidence: "medium",
    examples: [
      `curl -u admin:${"hunt"}er2022 https://api.example.net/`,
      `mysql -h db -u root -p'${"Summer"}2024!' app`,
      `sshpass -p ${"q7Wx4"}Kp9Zt ssh root@10.0.0.1`,
      `unzip -P ${"q7Wx4"}Kp9Zt backup.zip`,
      `docker login -u ci -p ${"q7Wx4"}Kp9Zt2LmVb registry.example.net`,
      `curl -u ${"q7Wx4Kp9Zt"}2LmVb8RcYd3N: https://api.example.net/`,
      `curl -u ${"q7Wx4Kp9Zt"}2LmVb8RcYd3N:api_token https://api.example.net/`,
      `CREATE USER app IDENTIFIED BY '${"Tr0ub4"}dor&3'`,
    ],
    counterExamples: [
      "Signals the client to delete the surface identified by 'surfaceId'",
      "curl -u admin: https://api.example.net/",
      "curl -u $USER:$PASSWORD https://api.example.net/",
      "mysql -u root -p app",
      "docker login -u ci --password-stdin",
    ],
  },
  {
    id: "pgpass-password",
    service: "postgresql",
    title: "Password in a .pgpass file",
    literals: marksOf(FILES),
    shape: "[^\\s\"'`\\\\]{4,128}",
    locate: (bytes, _runs, hints) => locatePhrases(bytes, hints, FILES),
    confidence: "medium",
    examples: [`db.internal:5432:app:svc:${"q7Wx4"}Kp9Zt`, `*:*:*:postgres:${"Summer"}2024!`],
    counterExamples: ["db.internal:5432:app", "tcp://db.internal:5432/app:svc:latest"],
  },
];
