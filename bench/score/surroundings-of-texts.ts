import { posted } from "./sample.js";
import { camel, capital, kindSnake, pascalOf, shout, snake } from "./spelling.js";
import type { Surroundings } from "./surroundings.js";

/** How people write a credential down: sentences, notes, logs, tables. */
export const IN_TEXTS: Surroundings = {
  "my key is": (named) => posted(`my ${named.service} ${named.kind} is ${named.value}\n`),
  "The key for it is": (named) => posted(`The ${named.kind} for ${capital(named.service)} is ${named.value}.`),
  "key, service in brackets": (named) => posted(`${capital(named.kind)} (${named.service}): ${named.value}\n`),
  "service and value": (named) => posted(`${named.service}: ${named.value}\n`),
  "service, colon, quoted": (named) => posted(`- ${capital(named.service)}: "${named.value}"\n`),
  "service, dash": (named) => posted(`${capital(named.service)} - ${named.value}\n`),
  "value first": (named) => posted(`${named.value} is our ${named.service} ${named.kind}`),
  "value first, for": (named) => posted(`Use ${named.value} for ${named.service}.`),
  "value first, comment": (named) => posted(`"${named.value}", // ${named.service}\n`),
  "value first, next line": (named) => posted(`${named.value}\n^ the ${named.service} ${named.kind}\n`),
  "on the next line": (named) => posted(`${capital(named.service)} ${named.kind}:\n${named.value}\n`),
  "two lines on": (named) => posted(`${capital(named.service)} ${named.kind}:\n\n${named.value}\n`),
  "under a heading": (named) => posted(`## ${capital(named.service)}\n\n- ${named.kind}: ${named.value}\n`),
  "code block": (named) => posted(`${capital(named.service)} ${named.kind}:\n\`\`\`\n${named.value}\n\`\`\`\n`),
  "code in a line": (named) => posted(`the ${named.service} ${named.kind} \`${named.value}\` works\n`),
  "bold and code": (named) => posted(`- **${capital(named.service)} ${named.kind}**: \`${named.value}\`\n`),
  "table, service first": (named) => posted(`| ${capital(named.service)} | ${named.kind} | ${named.value} |\n`),
  "quoted mail": (named) => posted(`> ${capital(named.service)} ${named.kind}: ${named.value}\n> Cheers\n`),
  "curly quotes": (named) => posted(`the ${named.service} ${named.kind} is “${named.value}”, keep it`),
  "French quotes": (named) => posted(`la clé ${named.service} (${named.kind}) : «${named.value}»`),
  "angle brackets": (named) => posted(`${named.service} ${named.kind}: <${named.value}>\n`),
  "round brackets": (named) => posted(`I used the ${named.service} ${named.kind} (${named.value}) for it`),
  "square brackets": (named) => posted(`${named.service} ${named.kind} [${named.value}]\n`),
  "full stop": (named) => posted(`${capital(named.service)} ${named.kind}: ${named.value}. It expires.`),
  comma: (named) => posted(`${named.service} ${named.kind} ${named.value}, then the region`),
  semicolon: (named) => posted(`${named.service}_${kindSnake(named)}=${named.value};region=eu;`),
  exclamation: (named) => posted(`${named.service} ${named.kind} = ${named.value}!`),
  question: (named) => posted(`is ${named.value} the ${named.service} ${named.kind}?`),
  arrow: (named) => posted(`${named.service} ${named.kind} -> ${named.value}\n`),
  "fat arrow": (named) => posted(`${snake(named)} => ${named.value}\n`),
  "text's start": (named) => posted(`${named.value} ${named.service} ${named.kind}`),
  "text's end": (named) => posted(`${named.service} ${named.kind} ${named.value}`),
  "block comment": (named) => posted(`/* ${named.service} ${named.kind}: ${named.value} */\n`),
  "SQL comment": (named) => posted(`-- ${named.service} ${named.kind}: ${named.value}\n`),
  "HTML comment": (named) => posted(`<!-- ${named.service} ${named.kind}: ${named.value} -->\n`),
  logfmt: (named) => posted(`level=info service=${named.service} ${kindSnake(named)}=${named.value} msg="sent"\n`),
  "log in JSON": (named) =>
    posted(JSON.stringify({ level: "debug", msg: `${named.service} ${named.kind}: ${named.value}`, ts: 1 })),
  "log of headers": (named) =>
    posted(`DEBUG ${named.service} request headers: {'Accept': '*/*', 'X-Api-Key': '${named.value}'}\n`),
  error: (named) =>
    posted(
      `Error: ${pascalOf(named.service)}Error: Incorrect ${named.kind} provided: ${named.value}. You can find it\n`,
    ),
  "diff, added": (named) => posted(`@@ -1,2 +1,2 @@\n-${shout(named)}=\n+${shout(named)}=${named.value}\n`),
  "diff of code": (named) => posted(`+    ${camel(named)}: "${named.value}",\n`),
  "tool call": (named) =>
    posted(
      JSON.stringify({
        messages: [
          {
            role: "assistant",
            tool_calls: [{ function: { arguments: JSON.stringify({ [snake(named)]: named.value }) } }],
          },
        ],
      }),
    ),
};
