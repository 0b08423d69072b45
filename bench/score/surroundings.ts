import type { OutboundRequest } from "../../src/index.js";
import type { Random } from "./random.js";
import { posted } from "./sample.js";
import {
  camel,
  header,
  kebab,
  kindSnake,
  type Named,
  pascal,
  pascalOf,
  quoted,
  shout,
  snake,
  xml,
} from "./spelling.js";
import { IN_CODE } from "./surroundings-of-code.js";
import { IN_SETTINGS } from "./surroundings-of-settings.js";
import { IN_TEXTS } from "./surroundings-of-texts.js";

/** Each makes a whole request that holds the credential. */
export type Surroundings = Readonly<Record<string, (named: Named, random: Random) => OutboundRequest>>;

/** What most credentials stand in. */
const COMMON: Surroundings = {
  env: (named) => posted(`NODE_ENV=production\n${shout(named)}=${named.value}\nPORT=8080\n`),
  "env, exported": (named) => posted(`export ${shout(named)}=${quoted(named.value)}\n`),
  "JSON, flat": (named) => posted(JSON.stringify({ id: 17, [snake(named)]: named.value, active: true })),
  "JSON, nested": (named) => posted(JSON.stringify({ [named.service]: { [kindSnake(named)]: named.value } }, null, 2)),
  YAML: (named) => posted(`services:\n  - name: web\n${snake(named)}: ${named.value}\nreplicas: 2\n`),
  "YAML, nested": (named) => posted(`${named.service}:\n  ${kindSnake(named)}: ${quoted(named.value)}\n`),
  TOML: (named) => posted(`[${named.service}]\nregion = "eu"\n${kindSnake(named)} = ${quoted(named.value)}\n`),
  ini: (named) => posted(`[default]\n${snake(named)}=${named.value}\n\n`),
  XML: (named) => posted(`<config><add key="${pascal(named)}" value="${xml(named.value)}" /></config>`),
  "XML, element": (named) => posted(`<${camel(named)}>${xml(named.value)}</${camel(named)}>`),
  JavaScript: (named) => posted(`const ${camel(named)} = ${quoted(named.value)};\nmodule.exports = {};\n`),
  "JavaScript, object": (named) => posted(`new ${pascal(named)}Client({ ${camel(named)}: ${quoted(named.value)} })`),
  Python: (named) =>
    posted(`import ${named.service}\nclient = ${named.service}.Client(${kindSnake(named)}=${quoted(named.value)})\n`),
  Go: (named) => posted(`${camel(named)} := ${quoted(named.value)}\nreq.Header.Set("Accept", "*/*")\n`),
  Java: (named) => posted(`private static final String ${shout(named)} = ${quoted(named.value)};\n`),
  Ruby: (named) => posted(`config.${snake(named)} = ${quoted(named.value)}\n`),
  Terraform: (named) => posted(`provider "${named.service}" {\n  ${kindSnake(named)} = ${quoted(named.value)}\n}\n`),
  Dockerfile: (named) => posted(`FROM node:20\nENV ${shout(named)} ${named.value}\nRUN make\n`),
  "GitHub Actions": (named) =>
    posted(`      - uses: acme/deploy@v2\n        with:\n          ${kebab(named)}: ${named.value}\n`),
  header: (named) => ({
    method: "GET",
    url: "https://collect.example.net/v2/items",
    headers: [[header(named), named.value]],
  }),
  "query of a URL": (named) => ({
    method: "GET",
    url: `https://${named.host}/v1/items?limit=10&${snake(named)}=${encodeURIComponent(named.value)}`,
  }),
  curl: (named) => posted(`curl -s -H "${header(named)}: ${named.value}" https://${named.host}/v1/items`),
  flag: (named) => posted(`$ ${named.service} login --${named.kind.replaceAll(" ", "-")} ${named.value}\n`),
  "log line": (named, random) =>
    posted(
      `2026-0${random.between(1, 9)}-12T08:14:02.113Z INFO ${named.service}: using ${named.kind} ${named.value}\n`,
    ),
  sentence: (named) => posted(`Here is my ${named.service} ${named.kind}: ${named.value}\nPlease do not share it.`),
  "shell, spaced": (named) => posted(`set -e\n${shout(named)} = '${named.value}'\n`),
  "Go, call": (named) => posted(`os.Setenv("${shout(named)}", ${quoted(named.value)})\n`),
  "call, two literals": (named) => posted(`settings.set('${snake(named)}', '${named.value}');\n`),
  "Java, property": (named) => posted(`System.setProperty("${shout(named)}", ${quoted(named.value)})\n`),
  properties: (named) => posted(`server.port=8080\n${snake(named).replaceAll("_", ".")}=${named.value}\n`),
  "Ruby, hash": (named) => posted(`{ :${snake(named)} => '${named.value}', :retries => 3 }\n`),
  "PHP, array": (named) => posted(`return [\n  '${named.service}.${kindSnake(named)}' => '${named.value}',\n];\n`),
  "PHP, define": (named) => posted(`<?php\ndefine('${shout(named)}', '${named.value}');\n`),
  "C, define": (named) => posted(`#include <app.h>\n#define ${shout(named)} ${quoted(named.value)}\n`),
  "C#": (named) => posted(`private readonly string _${camel(named)} = @${quoted(named.value)};\n`),
  Swift: (named) => posted(`let ${camel(named)}: String = ${quoted(named.value)}\n`),
  Rust: (named) => posted(`const ${shout(named)}: &str = ${quoted(named.value)};\n`),
  Kotlin: (named) => posted(`buildConfigField("String", "${shout(named)}", "\\"${named.value}\\"")\n`),
  "Python, raw": (named) => posted(`${pascal(named)} = r'${named.value}'\n`),
  "Python, environ": (named) => posted(`os.environ["${shout(named)}"] = ${quoted(named.value)}\n`),
  "Python, fallback": (named) => posted(`${shout(named)} = os.getenv("${shout(named)}", "${named.value}")\n`),
  Makefile: (named) => posted(`${shout(named)} ?= ${named.value}\nall: build\n`),
  PowerShell: (named) => posted(`$env:${shout(named)} = "${named.value}"\n`),
  "Windows shell": (named) => posted(`@echo off\r\nSET ${shout(named)}=${named.value}\r\n`),
  "Kubernetes, env": (named) => posted(`env:\n  - name: ${shout(named)}\n    value: "${named.value}"\n`),
  "JSON, name and value": (named) => posted(JSON.stringify([{ name: shout(named), value: named.value }], null, 2)),
  "JSON, beside an id": (named, random) =>
    posted(
      JSON.stringify({ [named.service]: { account: `acct-${random.between(10, 99)}`, secret: named.value } }, null, 2),
    ),
  "JSON, secrets of tests": (named) =>
    posted(JSON.stringify({ name: pascal(named), secrets: { [snake(named)]: named.value }, active: true }, null, 2)),
  "XML, Android": (named) => posted(`<resources>\n  <string name="${snake(named)}">${xml(named.value)}</string>\n`),
  "XML, line of its own": (named) => posted(`<${camel(named)}>\n  ${xml(named.value)}\n</${camel(named)}>\n`),
  "XML, attribute": (named) => posted(`<client ${camel(named)}="${xml(named.value)}" timeout="30"/>\n`),
  "XML, name and value": (named) =>
    posted(`<param><name>${camel(named)}</name><value>${xml(named.value)}</value></param>\n`),
  plist: (named) => posted(`<dict>\n  <key>${pascal(named)}</key>\n  <string>${xml(named.value)}</string>\n</dict>`),
  "flag with its service": (named) => posted(`./run --${kebab(named)}=${named.value} --verbose\n`),
  "comment, a line before": (named) => posted(`# ${named.service} ${named.kind}\n${named.value}\n`),
  "comment, behind": (named) => posted(`client = connect("${named.value}")  # ${named.service} ${named.kind}\n`),
  "list of keys": (named) => posted(`keys we use:\n - ${named.service} ${named.kind}: ${named.value}\n - none\n`),
  "Markdown, table": (named) => posted(`| name | value |\n|---|---|\n| ${snake(named)} | \`${named.value}\` |\n`),
  "Markdown, words": (named) => posted(`Set the **${named.service} ${named.kind}** to \`${named.value}\`.\n`),
  CSV: (named) => posted(`name,value,owner\n${snake(named)},${named.value},ops\n`),
  "log, several lines": (named) =>
    posted(
      `[INFO] calling the ${named.service} API\n[DEBUG] Using ${pascalOf(named.kind)}=${named.value}\n[INFO] 200 OK\n`,
    ),
  "client of a named host": (named) =>
    posted(
      `const api = axios.create({ baseURL: "https://${named.host}/v1" });\n// ${named.service}\napi.defaults.headers["X-Key"] = "${named.value}";\n`,
    ),
  "one line, far": (named) =>
    posted(`${named.service}: { region: "eu-west", enabled: true, ${kindSnake(named)}: "${named.value}" }\n`),
  "curl, bearer": (named) =>
    posted(
      `curl https://${named.host}/v1 -H "Accept: */*" -H "Authorization: Bearer ${named.value}" # ${named.service}\n`,
    ),
  "short name": (named) => posted(`${pascalOf(named.service)}Key: ${named.value}\n`),
  "chat message": (named) =>
    posted(
      JSON.stringify({
        model: "m",
        messages: [{ role: "user", content: `Fix this:\n${shout(named)}=${named.value}\nIt says "denied".` }],
      }),
    ),
};

/** How a credential stands in what leaves a program. */
export const SURROUNDINGS: Surroundings = { ...COMMON, ...IN_CODE, ...IN_SETTINGS, ...IN_TEXTS };
