import type { Detector } from "../types.js";
import { locatePhrases, type Phrase } from "./named/phrases.js";

/** A value of a shell's word, in quotes or not. */
const VALUE = "\\\\*[\"']?([^\\s\"'`\\\\|;&<>]{4,128})";
const WORDS = "[^\\r\\n|;]{0,240}?";

const phrase = (pattern: string): Phrase => ({
  pattern: new RegExp(pattern, "dgi"),
  kind: "password",
  standing: "line",
});

/** Passwords in commands, by the manuals of each. */
const COMMANDS: readonly Phrase[] = [
  // https://curl.se/docs/manpage.html#-u
  phrase(
    `\\b(?:curl|http|https|wget)\\b${WORDS}\\s(?:-[a-z]{0,4}u|--user|--proxy-user|-U|-a|--auth)[ =]?\\\\*["']?[^\\s:"'\`\\\\]{0,64}:([^\\s"'\`\\\\|;&<>]{4,128})`,
  ),
  // https://dev.mysql.com/doc/refman/8.4/en/connection-options.html: no blank between -p and the password.
  phrase(`\\b(?:mysql|mysqldump|mysqladmin|mysqlimport|mariadb|mariadb-dump|mycli)\\b${WORDS}\\s-p${VALUE}`),
  phrase(`\\bsshpass\\b${WORDS}\\s-p\\s?${VALUE}`),
  phrase(`\\b(?:docker|podman|helm|oras|skopeo|nerdctl|buildah)\\b${WORDS}\\blogin\\b${WORDS}\\s-p[ =]?${VALUE}`),
  phrase(`\\bredis-cli\\b${WORDS}\\s-a\\s${VALUE}`),
  phrase(`\\b(?:mongo|mongosh|mongodump|mongorestore|mongoexport|mongoimport)\\b${WORDS}\\s-p[ =]?${VALUE}`),
  phrase(`\\b(?:ldapsearch|ldapadd|ldapmodify|ldapdelete|ldappasswd|ldapwhoami)\\b${WORDS}\\s-w\\s?${VALUE}`),
  phrase(`\\b(?:sqlcmd|bcp|osql)\\b${WORDS}\\s-P\\s?${VALUE}`),
  phrase(`\\brabbitmqctl\\b${WORDS}\\b(?:add_user|change_password)\\s+\\S+\\s+${VALUE}`),
  phrase(`\\bhtpasswd\\s+(?:-[a-zA-Z]+\\s+)*-[a-zA-Z]*b[a-zA-Z]*\\s${WORDS}\\s${VALUE}\\s*$`),
  phrase(`\\bnet\\s+user\\s+\\S+\\s+${VALUE}\\s+\\/add`),
  phrase(
    `\\b(?:smbclient|rpcclient|mount\\.cifs|cifs)\\b${WORDS}\\s-U\\s?\\\\*["']?[\\w.\\\\/-]+%([^\\s"'\`\\\\|;&<>]{4,128})`,
  ),
  // https://docs.openssl.org/master/man1/openssl-passphrase-options/
  phrase(`-pass(?:in|out)?\\s+\\\\*["']?pass:([^\\s"'\`\\\\|;&<>]{4,128})`),
  phrase(
    `\\becho\\s+(?:-n\\s+)?\\\\*["']?[\\w.-]+:([^\\s"'\`\\\\|;&<>]{4,128})\\\\*["']?\\s*\\|\\s*(?:sudo\\s+)?chpasswd`,
  ),
  phrase(
    `\\becho\\s+(?:-n\\s+)?${VALUE}\\\\*["']?\\s*\\|\\s*(?:sudo\\s+-\\w*S|(?:docker|podman|helm)\\s+login|passwd\\s+--stdin)`,
  ),
  phrase(`\\bidentified\\s+(?:with\\s+\\S+\\s+)?by\\s+(?:password\\s+)?\\\\*["']([^\\s"'\`\\\\|;&<>]{4,128})`),
  phrase(`\\bConvertTo-SecureString\\s+(?:-String\\s+)?\\\\*["']([^\\s"'\`\\\\]{4,128})`),
];

/** Lines of files that hold passwords, by the documents of each. */
const FILES: readonly Phrase[] = [
  // https://www.postgresql.org/docs/current/libpq-pgpass.html
  phrase("(?:^|[\\s\"'])[\\w.*-]+:(?:[0-9]{2,5}|\\*):[\\w.*-]+:[\\w.*@-]+:([^\\s\"'\\\\]{4,128})(?=[\\s\"'\\\\]|$)"),
];

/** Passwords that commands and files take without a name. */
export const commandLines: readonly Detector[] = [
  {
    id: "command-line-password",
    service: "generic",
    title: "Password in a command",
    literals: [
      "curl ",
      "wget ",
      "http ",
      "mysql",
      "mariadb",
      "mycli",
      "sshpass",
      " login ",
      "redis-cli",
      "mongo",
      "ldap",
      "sqlcmd",
      "rabbitmqctl",
      "htpasswd ",
      "net user",
      "smbclient",
      "pass:",
      "-pass",
      "chpasswd",
      "passwd --stdin",
      "sudo -s",
      "identified ",
      "convertto-securestring",
    ],
    shape: "[^\\s\"'`\\\\]{4,128}",
    locate: (bytes, _runs, { marks }) => locatePhrases(bytes, marks, COMMANDS),
    confidence: "medium",
    examples: [
      `curl -u admin:${"hunt"}er2022 https://api.example.net/`,
      `mysql -h db -u root -p'${"Summer"}2024!' app`,
      `sshpass -p ${"q7Wx4"}Kp9Zt ssh root@10.0.0.1`,
      `docker login -u ci -p ${"q7Wx4"}Kp9Zt2LmVb registry.example.net`,
      `CREATE USER app IDENTIFIED BY '${"Tr0ub4"}dor&3'`,
    ],
    counterExamples: [
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
    literals: [":5432:", ":5433:", ":6432:", ":6543:", ":26257:", ":*:*:", ":*:"],
    shape: "[^\\s\"'`\\\\]{4,128}",
    locate: (bytes, _runs, { marks }) => locatePhrases(bytes, marks, FILES),
    confidence: "medium",
    examples: [`db.internal:5432:app:svc:${"q7Wx4"}Kp9Zt`, `*:*:*:postgres:${"Summer"}2024!`],
    counterExamples: ["db.internal:5432:app", "tcp://db.internal:5432/app:svc:latest"],
  },
];
