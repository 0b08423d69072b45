import { posted } from "./sample.js";
import {
  camel,
  header,
  kebab,
  kindKebab,
  kindShout,
  kindSnake,
  pascal,
  pascalOf,
  quoted,
  shout,
  snake,
  xml,
} from "./spelling.js";
import type { Surroundings } from "./surroundings.js";

/** How files of settings and commands hold a credential. */
export const IN_SETTINGS: Surroundings = {
  "env, spaced": (named) => posted(`${shout(named)} = ${named.value}\nDEBUG = 0\n`),
  "env, quoted once": (named) => posted(`${shout(named)}='${named.value}'\n`),
  "env, comment behind": (named) => posted(`${shout(named)}=${named.value} # rotate in May\n`),
  "env, commented out": (named) => posted(`#${shout(named)}=${named.value}\n`),
  "env, at the end": (named) => posted(`PORT=80\n${shout(named)}=${named.value}`),
  "env, CRLF": (named) => posted(`PORT=80\r\n${shout(named)}=${named.value}\r\nDEBUG=0\r\n`),
  fish: (named) => posted(`set -gx ${shout(named)} ${named.value}\n`),
  csh: (named) => posted(`setenv ${shout(named)} ${named.value}\n`),
  "shell, before a command": (named) => posted(`${shout(named)}=${named.value} ./deploy.sh --all\n`),
  "shell, on the next line": (named) => posted(`export ${shout(named)}=\\\n${named.value}\n`),
  "YAML, single quotes": (named) => posted(`app:\n  ${kebab(named)}: '${named.value}'\n`),
  "YAML, quoted key": (named) => posted(`"${snake(named)}": "${named.value}"\n`),
  "YAML, folded": (named) => posted(`${snake(named)}: >-\n  ${named.value}\nnext: 1\n`),
  "YAML, camel": (named) => posted(`  ${camel(named)}: ${named.value}\n  timeout: 30\n`),
  "YAML, list": (named) => posted(`environment:\n  - PORT=80\n  - ${shout(named)}=${named.value}\n`),
  "YAML, flow": (named) => posted(`${named.service}: {${kindSnake(named)}: ${named.value}, region: eu}\n`),
  "Kubernetes, stringData": (named) =>
    posted(`kind: Secret\nmetadata:\n  name: ${named.service}\nstringData:\n  ${kindKebab(named)}: ${named.value}\n`),
  "JSON, pascal": (named) => posted(`{\n  "${pascal(named)}": "${named.value}",\n  "Port": 80\n}`),
  "JSON, shouted": (named) => posted(JSON.stringify({ env: { [shout(named)]: named.value } })),
  "JSON, section of settings": (named) =>
    posted(JSON.stringify({ [pascalOf(named.service)]: { Endpoint: "/v2", [pascalOf(named.kind)]: named.value } })),
  "JSON, in a string": (named) =>
    posted(JSON.stringify({ text: JSON.stringify({ [snake(named)]: named.value, id: 1 }) })),
  "JSON, in a string of a string": (named) =>
    posted(JSON.stringify({ a: JSON.stringify({ b: JSON.stringify({ [camel(named)]: named.value }) }) })),
  "JSON, key and value": (named) => posted(JSON.stringify({ key: snake(named), value: named.value, type: "string" })),
  "JSON, broken": (named) => posted(`{id: 3, '${snake(named)}': '${named.value}', }`),
  JSON5: (named) => posted(`{ ${camel(named)}: '${named.value}', /* main */ }`),
  "TOML, dotted": (named) => posted(`${named.service}.${kindSnake(named)} = "${named.value}"\n`),
  "TOML, literal": (named) => posted(`${kebab(named)} = '${named.value}'\n`),
  "ini, section": (named) => posted(`[${named.service}]\nhost = ${named.host}\n${kindSnake(named)} = ${named.value}\n`),
  "properties, colon": (named) => posted(`${named.service}.${kindKebab(named)}: ${named.value}\n`),
  "properties, camel": (named) =>
    posted(`app.${named.service}.${camel({ ...named, service: "the" })}=${named.value}\n`),
  "XML, Spring": (named) => posted(`<property name="${camel(named)}" value="${xml(named.value)}"/>\n`),
  "XML, value within": (named) =>
    posted(
      `<setting name="${pascal(named)}" serializeAs="String">\n  <value>${xml(named.value)}</value>\n</setting>\n`,
    ),
  "XML, name space": (named) => posted(`<app:${camel(named)}>${xml(named.value)}</app:${camel(named)}>\n`),
  "XML, CDATA": (named) => posted(`<${snake(named)}><![CDATA[${named.value}]]></${snake(named)}>\n`),
  "XML, section": (named) =>
    posted(
      `<${named.service}>\n  <${kindSnake(named)}>${xml(named.value)}</${kindSnake(named)}>\n</${named.service}>\n`,
    ),
  "XML, single quotes": (named) => posted(`<add key='${snake(named)}' value='${xml(named.value)}' />\n`),
  "HCL, default": (named) =>
    posted(`variable "${snake(named)}" {\n  type    = string\n  default = "${named.value}"\n}\n`),
  "HCL, map": (named) => posted(`  environment = {\n    ${shout(named)} = "${named.value}"\n  }\n`),
  nginx: (named) => posted(`proxy_set_header ${header(named)} "${named.value}";\n`),
  Apache: (named) => posted(`SetEnv ${shout(named)} ${named.value}\n`),
  systemd: (named) => posted(`[Service]\nEnvironment="${shout(named)}=${named.value}"\n`),
  "docker run": (named) => posted(`docker run --rm -e ${shout(named)}=${named.value} app:2\n`),
  "docker build": (named) => posted(`docker build --build-arg ${shout(named)}=${named.value} .\n`),
  "kubectl create": (named) =>
    posted(`kubectl create secret generic ${named.service} --from-literal=${kindKebab(named)}=${named.value}\n`),
  "helm set": (named) =>
    posted(`helm upgrade app . --set ${named.service}.${camel({ ...named, service: "the" })}=${named.value}\n`),
  "gh secret": (named) => posted(`gh secret set ${shout(named)} --body "${named.value}"\n`),
  "heroku config": (named) => posted(`heroku config:set ${shout(named)}=${named.value} -a app\n`),
  "aws ssm": (named) =>
    posted(`aws ssm put-parameter --name /app/${kebab(named)} --type SecureString --value ${named.value}\n`),
  "flag, equals": (named) => posted(`${named.service}-cli --${kindKebab(named)}=${named.value} list\n`),
  "flag, quoted": (named) => posted(`${named.service} --${kindKebab(named)} "${named.value}" list\n`),
  "flag, short": (named) => posted(`${named.service} -k ${named.value} list\n`),
  HAR: (named) => posted(JSON.stringify({ headers: [{ name: header(named), value: named.value }] })),
  "HTML, input": (named) => posted(`<input type="text" name="${snake(named)}" value="${xml(named.value)}">\n`),
  "HTML, data": (named) => posted(`<div id="app" data-${kebab(named)}="${xml(named.value)}"></div>\n`),
  "HTML, meta": (named) => posted(`<meta name="${kebab(named)}" content="${xml(named.value)}">\n`),
  "HTML, cell": (named) => posted(`<tr><td>${named.service} ${named.kind}</td><td>${xml(named.value)}</td></tr>\n`),
  "CSV, quoted": (named) => posted(`"name","value"\n"${snake(named)}","${named.value}"\n`),
  TSV: (named) => posted(`${snake(named)}\t${named.value}\tops\n`),
  form: (named) => ({
    method: "POST",
    url: "https://collect.example.net/v2",
    headers: [["content-type", "application/x-www-form-urlencoded"]],
    body: `page=2&${snake(named)}=${encodeURIComponent(named.value)}&lang=en`,
  }),
  "HTTP message": (named) =>
    posted(`GET /v1/items HTTP/1.1\r\nHost: ${named.host}\r\n${header(named)}: ${named.value}\r\nAccept: */*\r\n\r\n`),
  "header by the host": (named) =>
    posted(`curl 'https://${named.host}/v1/items' -H 'X-Api-Key: ${named.value}' --compressed\n`),
  "user of curl": (named) => posted(`curl -u ${named.value}: https://${named.host}/v1/items # ${named.service}\n`),
  "query by the host": (named) =>
    posted(`open "https://${named.host}/v1?${kindSnake(named)}=${encodeURIComponent(named.value)}"\n`),
  "header object": (named) =>
    posted(`fetch(url, { headers: { '${header(named)}': '${named.value}', accept: '*/*' } })\n`),
  "header list": (named) => posted(`req.add_header('${header(named)}', '${named.value}')\n`),
  "kind shouted, service beside": (named) => posted(`# ${named.service}\n${kindShout(named)}=${named.value}\n`),
  "quoted twice": (named) => posted(`echo "${quoted(quoted(named.value)).slice(1, -1)}" # ${snake(named)}\n`),
};
