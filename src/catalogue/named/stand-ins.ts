import { shareOfWords } from "../../letter-pairs.js";
import type { ValueLook } from "./values.js";

/** Texts in a value's place that stand for a value: each rule with what it is. None is a credential, at any confidence. */
const STAND_INS: readonly (readonly [what: string, rule: RegExp])[] = [
  [
    "a template",
    /\$\{|\$\([A-Za-z_./]|\{\{|\}\}|<%|%>|\{%|#\{|\[\[|\]\]|^__\w+_+$|^@[\w.]+@$|^\{[\w.: -]*\}$|\{[A-Za-z_]\w*(?:\.\w+)*[[(][^{}]*\}|\{[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+\}/,
  ],
  ["a format", /%\(\w+\)|%\[\d+\][sdvqx]|%[sdvq](?![A-Za-z0-9])|\{\d*\}|^%\w+%$|\{\w+\}/],
  ["the next setting", /^[A-Z][A-Z\d]*(?:_[A-Z\d]+)+=[^=]/],
  ["a setting's name", /^[A-Z][A-Z\d]*(?:_[A-Z\d]+)*_(?:PASSWORD|PASSWD|PWD|SECRET|TOKEN|API_KEY)$/],
  ["the next property", /[a-z][a-z-]*(?:\.[a-z][a-z-]*){2,}[=:]/],
  ["an attribute", /^(?:autocomplete|class|cols|id|maxlength|minlength|name|placeholder|rows|size|style|type)=/],
  ["data in the notation of PHP", /^(?:[aisbdOC]:)?\d+:[{"]/],
  ["an argument with its name", /^[a-z]+(?:_[a-z]+)+=[^=]/],
  ["the next field of a form", /^&[\w.%[\]-]*=/],
  ["a truth of minified code", /^![01](?:$|[,;)}\]&|?:])/],
  ["a type", /^\*(?:u?int\d*|string|byte|char|bool|float\d*)$|^\*?[a-z][a-z0-9]{1,15}\.[A-Z][a-z]+(?:[A-Z][a-z]+)+$/],
  ["a type that may be missing", /^(?:str|string|String|int|number|bool|boolean|object|any)(?:\?|\[\]|\|null)[,;]?$/],
  ["a key of translations", /^[A-Z][A-Z_]*\$[A-Z][A-Z_]*$/],
  ["a variable", /^\.\$[A-Za-z_]|^\*[A-Za-z_]\w*(?:\.\w+)+$|^\$+[A-Za-z_][\w.:[\]'"-]*$|^\$\d$|^&\w+;$/],
  ["a parameter", /^[:@?]\w*$/],
  ["a tag", /^<|>$|^\(|^\[|^&(?:lt|#60|#x3c);/i],
  ["a call", /^[\w.$:>?-]+\(|\(\)|\)$|=>|\w\[[\w'"$.+:-]+\]|^[A-Za-z_][\w.]*\[[\w.]+\(/],
  ["a call of a member", /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+\(\)/],
  ["a whole call", /^[A-Za-z_$][\w$]{2,}(?:(?:\.|::|->)[A-Za-z_$][\w$]*)*(?:\([\w\s,.'"&*$:>-]*\);?|\[\w*\])$/],
  ["code between two literals", /^[)\]}][\]})]*[,;:+?&|].*[=(+&|?:,]$/s],
  ["an option", /^--?[a-z][a-z-]*=?$|^--[a-z][a-z0-9-]*=/],
  ["the number of an issue", /^(?:#\d{1,6}|CVE-\d{4}-\d{4,7}|[A-Z]{2,6}-\d{1,5})\)?$/],
  ["the id of a class", /\{[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}\}/],
  ["an object, printed", /^[A-Z][A-Za-z]*\{[0-9a-f]{5,}/],
  ["a range", /^\d+\.{2,3}\d+$/],
  [
    "a pattern",
    /\)\$$|^:(?:alnum|alpha|blank|digit|lower|punct|space|upper|xdigit):|[aA]-[zZ](?:[aA]-[zZ]|0-9|\]|_)|0-9\]|\(\?[:=!i<]/,
  ],
  ["an escape", /^(?:\\+u[0-9a-f]{4})+$/i],
  ["a link with its text", /\]\(/],
  [
    "a member",
    /^(?:process\.env|os\.environ|env|self|this|args?|opts?|options?|params?|props?|config|cfg|conf|settings?|request|req|res|response|ctx|context|secrets?|vars?|data|local|module|event|state|user|account|input|values?|import\.meta|System|Environment)[.[]/,
  ],
  [
    "a reference to a store",
    /^(?:op|vault|ssm|arn|aws|gcp|azure|secretsmanager|keyring|keychain|keyvault|bao|akv|env|file|ref|kms|awskms|gcpkms|projects?|secret|doppler|infisical|sm|urn|did|credential_process)(?:[:/]|\+\w+:)/i,
  ],
  [
    "a reference to a store",
    /^@Microsoft\.KeyVault|^!+[A-Za-z]+(?:[_:./-][A-Za-z]+)*(?:[\s|>[{("']|$)|^Ref:|^Fn::|^resolve:/,
  ],
  ["encrypted", /^ENC[([]|^\{cipher\}|^AQICA[A-H]|^vault:v\d|^!vault|^\$ANSIBLE|^pgp:|^age1/],
  ["a link", /^[a-z][a-z0-9+.-]{1,20}:\/\//i],
  [
    "a path of files",
    /^(?:\.{1,2}|~)?(?:\/[a-z_.][a-z0-9_.-]*)+\/?$|^(?:\.{1,2}|~)\/|^[A-Za-z]:[\\/]|^\/(?:etc|usr|var|run|home|opt|tmp|root|dev|app|mnt|srv|api)\//,
  ],
  [
    "a file",
    /^[\w./-]+\.(?:pem|key|crt|cer|jks|p12|pfx|json|ya?ml|toml|txt|env|js|mjs|ts|tsx|jsx|py|rb|go|java|php|conf|cfg|ini|md|html?|css|svg|png|jpe?g|gif)$/i,
  ],
  [
    "an address",
    /^(?:localhost|\d{1,3}(?:\.\d{1,3}){3}):\d{2,5}$|^[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,8}$|^[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|io|dev|local|internal|cloud|app)(?:[:/].*)?$/i,
  ],
  ["a type of media", /^(?:application|text|image|audio|video|multipart|font)\/[\w.+-]+/i],
  ["a hash with its name", /^(?:sha\d*|md5|sha\d*-|blake\w*|h1)[:-]/i],
  ["a version", /^[\^~<>=v]*\d+(?:\.\d+)+[\w.+-]{0,20}$/],
  ["a scope of signing", /(?:\/|%2F)(?:aws4|goog4)_/i],
  ["a date", /^(?:[a-z]{1,8}=)?(?:[+-]\d\d)?\d{4}-\d\d-\d\d(?:[T ]|$)/],
  ["a public key", /^(?:ssh-|ecdsa-|AAAA[BCE]3Nza|-----BEGIN (?:PUBLIC|CERT)|LS0tLS1CRUdJTiBD|LS0tLS1CRUdJTiBQVU)/],
  // PostHog's keys of projects, which only take events; the first half of a Scaleway key, which its documents call public.
  ["a publishable key", /^phc_[0-9A-Za-z]{40,}$|^SCW[0-9A-Z]{17}$|^pk[_.]|^G-[A-Z0-9]{10}$|^UA-\d/],
];

/** Anything but what names and random texts are made of. */
const HAS_MARKS = /[^\w-]/;
/** Those that a text without such marks can be. */
const WITHOUT_MARKS: ReadonlySet<string> = new Set([
  "a template",
  "a setting's name",
  "the number of an issue",
  "encrypted",
  "a hash with its name",
  "a date",
  "a public key",
  "a publishable key",
]);
const STAND_INS_WITHOUT_MARKS = STAND_INS.filter(([what]) => WITHOUT_MARKS.has(what));

/** `config.database.password`, `Foo::BAR`. */
const PATH_OF_NAMES = /^[A-Za-z_$][\w$]*(?:(?:\.|::|->|\?\.)[A-Za-z_$][a-zA-Z_$]*\d?)+$/;

/** `/Users/anna`, `man5/proc.5`. */
const PATH_OF_FOLDERS = /^(?:(?:\/[A-Z]?[a-z._-]{2,}){2,}\/?|[a-z]+\d?\/[a-z_-]+\.\d)$/;

/** `com.example.part12.part3`, `app:settings:v1`: words, of which each may have a number. */
const NUMBERED_NAMES = /^(?:[A-Za-z]{2,}\d*[.:_-]){2,}(?:[A-Za-z]{2,}\d*|v\d{1,3})$/;

/** What the text stands for, if it stands for a value instead of being one: "a template", "a call". */
export function standInOf(value: string, look: ValueLook): string | undefined {
  const { words, hasDigit } = look;
  if (PATH_OF_FOLDERS.test(value) || (words >= 0.5 && PATH_OF_NAMES.test(value))) return "a path of names";
  if (NUMBERED_NAMES.test(value) && shareOfWords(value.replace(/\d+/g, "")) >= 0.9) return "names with numbers";
  // What programs call has words; a text with a bracket in it that has none was made at random.
  const isNoCall = words < 0.3 && hasDigit;
  const isNoParameter = isNoCall && look.length >= 10 && look.hasUpper && look.hasLower && look.changes >= 0.33;
  const rules = HAS_MARKS.test(value) ? STAND_INS : STAND_INS_WITHOUT_MARKS;
  return rules.find(
    ([what, rule]) =>
      !(isNoCall && what === "a call") && !(isNoParameter && what === "a parameter") && rule.test(value),
  )?.[0];
}
