/**
 * What stands between a name and its value where languages, formats of settings and people write both. Nothing in a pattern may be read in
 * two ways, so that a hostile text costs no more than an ordinary one.
 */

/** A quote, with the backslashes of a string inside a string. */
export const QUOTE = "\\\\*[\"'`]";
const BLANK = "(?:[ \\t]|\\\\+[nrt]|[\\r\\n])";
export const SPACE = "[ \\t]";
/** A line break, also as a string has it. */
const BREAK = "(?:\\r?\\n|(?:\\\\+r)?\\\\+n)";
/** What may stand between the end of a name and the sign that gives it a value. */
export const NAME_END: string = `(?:${QUOTE}|\\*{1,2})?(?:\\[\\w*\\]|\\]|\\})?\\)?(?:\\\\*["'])?(?:${SPACE}(?:provided|supplied|given)|${SPACE}\\([^()\\r\\n"']{1,40}\\))?`;
/** `: str`, `: &'static str`, ` string`, ` As String`, `?: string | undefined`, ` CONSTANT VARCHAR2(99)`: a type behind a name. */
const TYPE = `(?:${SPACE}*\\??:${SPACE}*(?!\\w*\\d\\w*${SPACE}+\\w)[A-Za-z&*[][\\w.<>\\[\\]|&' ?]{0,40}?(?=${SPACE}*:?=)|${SPACE}+(?:(?:[Aa]s|CONSTANT|constant)${SPACE}+)?(?:string|String|str|char\\*?|text|[Nn]?(?:VARCHAR|varchar)2?|CHAR|TEXT)(?:\\[\\]|\\(\\w{1,8}\\))?(?=${SPACE}*:?=))?`;
/** C#: `public string ApiKey { get; set; } = "…"`. */
const ACCESSORS = `(?:${SPACE}*\\{${SPACE}*get;[^{}\\r\\n]{0,40}\\})?`;
export const SIGN: string = `(?::{1,2}=|:{2,3}(?=${SPACE}*${QUOTE})|:-(?=[^\\s-])|(?:\\?\\?|\\|\\||\\?:)(?=${SPACE}*${QUOTE})|=>|={1,3}|!={1,2}|\\|\\|=|\\?\\?=|\\?=|[+.]=|->|<-|:)(?:\\*{2})?`;
/** What YAML writes before a text: its type, an anchor, or the mark of a block of lines. */
const YAML = `(?:(?:!!str|&\\w{1,32})${SPACE}+)?(?:[|>][-+]?${SPACE}*${BREAK}${SPACE}*)?`;
/** A prefix of a literal, the call of a constructor round it, or an empty literal that it is added to. */
const LITERAL = `(?:(?:new )?(?:[A-Z][\\w.:]{0,30}|str|bytes|b64decode|base64\\.\\w+|pulumi\\.secret)\\(${SPACE}*(?:default=)?|(?:T\\.|BS?\\.)?pack |(?:""|'')${SPACE}*[+.&]${SPACE}*)?(?:[bBrRuUfN@$L]{1,2}(?=\\\\*["'\`]))?`;
/** A block of code in Markdown, or of lines in a shell. */
const FENCE = "(?:```\\w{0,10}(?:\\r?\\n|\\\\+n)|<<[-~]?[\"']?[A-Z_]{2,16}[\"']?(?:\\r?\\n|\\\\+n)[ \\t]*)?";
/** Brackets round a literal alone: of Python, for a line of its own; of JSX. */
const OPEN = `(?:\\(${BLANK}{0,12}(?=[bBrRuU]?${QUOTE})|\\{(?=${QUOTE}[^"'\`]{1,256}${QUOTE}\\}))?`;
/** Between the name and the value where both are attributes or members of one thing: `name="password" value="…"`. */
const VALUE_BESIDE = `${BLANK}{0,64}(?:[,;]${BLANK}{0,64})?(?:\\\\*"\\w{1,20}\\\\*"${SPACE}?:${SPACE}?(?:\\\\*"[^"\\r\\n]{0,40}"|\\[[^[\\]{}\\r\\n]{0,80}\\]|true|false|null),${BLANK}{0,64}){0,4}(?:[\\w:-]{1,20}=["'][^"'<>]{0,40}["']${BLANK}{1,64}){0,3}(?:-${SPACE}{0,8})?(?:${QUOTE})?(?:(?:[a-z]{1,10}:)?(?:value|Value|VALUE|default|fallback|envDefault|env-default|secret_string)(?:${QUOTE})?${SPACE}*[:=]|content=|(?:input|val|content|data|secret|plaintext)(?:${QUOTE})?${SPACE}?:)${SPACE}*`;

export const ASSIGNED: RegExp = new RegExp(
  `${NAME_END}${TYPE}${ACCESSORS}${SPACE}*${SIGN}${BLANK}{0,12}${FENCE}${YAML}${OPEN}${LITERAL}(?:\\[(?!\\[))?${SPACE}*`,
  "y",
);
/** `gh secret set NAME --body …`, `-b"…"`, `--name NAME --type String --value …`. */
const OPTION_BESIDE = `(?:${SPACE}{1,4}--?[a-z-]{1,20}[= ][^\\s"'-][^\\s"']{0,40}){0,2}${SPACE}{1,4}(?:--(?:body|value|secret-string)[= ]|-b(?=${QUOTE}))${SPACE}*`;
/** What a variable is taken for when it is not set: `env::var("NAME").unwrap_or("…")`, `System.getenv("NAME")).orElse("…")`. */
const OTHERWISE = `${QUOTE}\\){1,2}\\.(?:unwrap_or|orElse|or_else|getOrElse|getOrDefault)\\((?=${QUOTE})`;
/** A part of a form as a message carries it (RFC 7578): `name="token"`, a blank line, the value. */
const PART = `${QUOTE}${BREAK}(?:[\\w-]{1,32}:[^\\r\\n\\\\]{0,80}${BREAK}){0,2}${BREAK}(?=\\S)`;
/** COBOL and ABAP: ` PIC X(40) VALUE "…"`, ` TYPE string VALUE '…'`. */
const DECLARED = `${SPACE}{1,8}(?:PIC|pic|TYPE|type)${SPACE}{1,4}[\\w()]{1,24}${SPACE}{1,4}(?:VALUE|value)(?:${SPACE}IS)?${SPACE}{1,4}(?=${QUOTE})`;
export const BESIDE: RegExp = new RegExp(
  `${QUOTE}${VALUE_BESIDE}|${OPTION_BESIDE}|${OTHERWISE}|${PART}|${DECLARED}|${SPACE}*${BREAK}${SPACE}*value${SPACE}*:${SPACE}*`,
  "y",
);
/** YAML: a block that the name begins, of which the value is the first line. */
export const NESTED: RegExp = new RegExp(
  `:${SPACE}*${BREAK}(?:${SPACE}+(?:[Tt]ype|[Dd]escription):[^\\r\\n\\\\]{0,80}${BREAK}){0,2}${SPACE}+(?:value|[Dd]efault)${SPACE}*:${SPACE}*`,
  "y",
);
/** A field that is described, as OpenAPI and CloudFormation do: in YAML with the lines between, in JSON with the members. */
export const DESCRIBED: RegExp = new RegExp(
  `:?${SPACE}*${BREAK}(?:(?:${SPACE}+\\w{1,20}:[^\\r\\n\\\\]{0,80}${BREAK}){1,6}${SPACE}+(?:value|[Dd]efault|example)|${SPACE}+example)${SPACE}*:${SPACE}*|${QUOTE}${SPACE}*:\\s{0,40}\\{[^{}]{0,240}?"(?:example|value|default|const)\\\\*"${SPACE}*:${SPACE}*(?=${QUOTE})`,
  "y",
);
export const BLOCK: RegExp = new RegExp(`"${SPACE}*\\{[^{}]{0,200}?\\bdefault${SPACE}*=${SPACE}*(?=")`, "y");
export const ARGUMENT: RegExp = new RegExp(
  `${QUOTE}${SPACE}*,${BLANK}{0,12}(?:(?:default_?[Vv]alue|default|fallback)[:=]${SPACE}*)?${LITERAL}(?=${QUOTE})|[({]${SPACE}*${LITERAL}(?=${QUOTE})`,
  "y",
);
/** The element whose name or attribute it is, or the one behind it: `<key>Token</key><string>…`, `<setting name="Token"><value>…`. */
export const ELEMENT: RegExp =
  /(?:(?:["'][^<>]{0,80}|\s[\w:-]{1,20}=["'][^<>]{0,160})?>|<\/\w{1,20}>)\s{0,20}(?:<(?:value|string|data|v|td|dd|code|b|pre)>\s{0,20}){0,2}(?:<!\[CDATA\[)?(?=[^<>\s])/y;
/** The next cell of a table in Markdown, or of a line of values. */
export const CELL: RegExp = new RegExp(`(?:${QUOTE})?${SPACE}{0,24}\\|${SPACE}{0,24}(?=[^|\\s])`, "y");
export const FIELD: RegExp = /[,;](?=[\w.+/=~-]{16,256}(?:[,;\r\n]|$))/y;
export const SPOKEN: RegExp = new RegExp(
  `(?:${QUOTE}|\\*{2})?(?:${SPACE}+(?:for|of)(?:${SPACE}+[\\w.-]{1,24}){1,2}(?=${SPACE}+is${SPACE}))?(?:${SPACE}+(?:is|was|are|to|of|as|ist|lautet|es|est)(?:${SPACE}*:)?)?${SPACE}{1,24}[([]?(?:@(?=["']))?(?=\\S)`,
  "y",
);
/** Three quotes for a literal of several lines; one round another, escaped, for the literal of a program that is written out. */
export const OPENING: RegExp = new RegExp(`(?:["'\`](?=\\\\+["']))?(?:"""|'''|\`\`\`(?=\\S)|${QUOTE})`, "y");
/** The brackets that Lua and Perl have for quotes: `[[…]]`, `q{…}`. */
export const BRACKETED: RegExp = /(?:\[\[|qq?[{(])(?=[^\s[\]{}()]{4,256}(?:\]\]|[})]))/y;
/**
 * The last literal of a line that begins with an expression: `process.env.X || "…"`, `getenv("X", "…")`. A quote that opens nothing in it
 * closes the text that all of it stands in.
 */
export const FALLBACK: RegExp = new RegExp(
  `(?![^\\s"'\`()[\\]|?,]*(?:${QUOTE}|,))[$A-Za-z_](?:[^\\r\\n;\\\\"'\`]|"[^"\\r\\n\\\\]{0,80}"|'[^'\\r\\n\\\\]{0,80}'|\\\\[^nr]){0,120}?(?:\\|\\||\\?\\?|\\?:|\\bor\\b|,)${SPACE}*(?=${QUOTE})`,
  "y",
);
/** The literals of a choice: `isLive ? "…" : "…"`. */
export const CHOICE: RegExp = new RegExp(
  `[\\w$!(][^\\r\\n;?"'\`]{0,80}\\?${SPACE}*(?:[\\w$][^\\r\\n;?"'\`]{0,80}${SPACE}:${SPACE}*)?(?=${QUOTE})`,
  "y",
);
/** A call round a literal: `ref<string>("…")`, `Secret.of('…')`. */
export const WRAPPED: RegExp = new RegExp(
  `[A-Za-z][\\w.:]{0,30}(?:<[\\w |.]{1,30}>)?\\(${SPACE}*(?=${QUOTE}[^\\s"'\`]{12,256}${QUOTE}${SPACE}*\\))`,
  "y",
);
/** The literal behind a name in a tuple or a definition: `{token, <<"…">>}`, `-define(TOKEN, "…")`; the one that a test asks for. */
export const TUPLE: RegExp = new RegExp(
  `,${SPACE}{0,4}(?:<<)?(?=${QUOTE})|\\)\\.to(?:Be|Equal|StrictEqual|\\.equal|\\.eq|\\.be)\\((?=${QUOTE})`,
  "y",
);
/** A definition of TeX: `\\newcommand{\\name}{…}`, `\\def\\name{…}`. */
export const DEFINED: RegExp = /\}?\{(?=[^\s{}"'`\\]{8,256}\})/y;
/** A dash as a sentence has it: "API key - …". */
export const DASH: RegExp = new RegExp(
  `${SPACE}{1,4}(?:-|\\xe2\\x80[\\x93\\x94])${SPACE}{1,4}(?=[\\w+/=~.-]{16,256}(?:[\\s,;]|$))`,
  "y",
);
/** A line of its own below the name, as people paste it. */
export const BELOW: RegExp = new RegExp(
  `(?:${QUOTE}|\\*{2})?:?${SPACE}{0,8}(?:\\r?\\n){1,2}${SPACE}{0,8}(?=[\\w+~-]{12,256}={0,2}${SPACE}{0,8}(?:[\\r\\n]|$))`,
  "y",
);
