import { describe, expect, test } from "vitest";
import { catalogue, scanOutbound, scanText } from "../../src/index.js";

const detectors = Object.freeze(catalogue.filter(({ id }) => id.startsWith("generic-") || id === "spoken-credential"));
const valuesIn = (text: string, minConfidence: "medium" | "low" = "medium"): readonly string[] =>
  scanText(text, undefined, { detectors, minConfidence }).findings.map(({ matched }) => matched);

const PASSWORD = `${"Summer"}2024!`;
const RANDOM = `${"q7Wx4Kp9Zt"}2LmVb8RcYd3N`;

test.each(["idempotency_key", "cache_key", "sort_key", "object_key", "lookup_key", "recaptcha_site_key"])(
  "the key of a place in a store is not asked about in a query or a form either: %s",
  (name) => {
    expect(valuesIn(`https://api.example.com/v1?${name}=${RANDOM}&page=2`)).toEqual([]);
    expect(valuesIn(`${name}=${RANDOM}`)).toEqual([]);
  },
);

test("the pass of a setting is a password where an owner stands anywhere in its name, and none of a program otherwise", () => {
  expect(valuesIn(`REACT_APP_SECRET_PASS=${PASSWORD}`)).toEqual([PASSWORD]);
  expect(valuesIn("SHADER_FIRST_PASS=render_depth2")).toEqual([]);
});

test("the random key of something that is named may have no digit", () => {
  const letters = `${"dWrUHGBopM"}vmjPnsbiJyHrFztPUXz`;
  expect(valuesIn(`acme_key = "${letters}"`)).toEqual([letters]);
  expect(valuesIn('acme_key = "someLongIdentifierOfAnApp"')).toEqual([]);
});

describe("a random value is found, however a name is given it, and nothing round it", () => {
  test.each([
    ["a directive of Redis", `port 6379\nrequirepass ${RANDOM}\n`],
    ["a directive of LDAP", `binddn cn=app\nbindpw ${RANDOM}\n`],
    ["a default behind a member", `const key = options?.apiKey ?? '${RANDOM}';`],
    ["a call with a type round it", `const apiToken = ref<string>("${RANDOM}");`],
    ["a tag of a struct", `Token string \`env:"API_TOKEN" envDefault:"${RANDOM}"\``],
    ["what a variable is taken for otherwise", `let key = env::var("API_KEY").unwrap_or("${RANDOM}".to_string());`],
    ["Objective-C", `#define kApiToken @"${RANDOM}"`],
    ["Erlang", `[{api_secret, <<"${RANDOM}">>}]`],
    ["a definition in Erlang", `-define(API_TOKEN, "${RANDOM}").`],
    ["Zig", `const api_token: []const u8 = "${RANDOM}";`],
    ["an anchor of YAML", `api_token: &k ${RANDOM}\n`],
    ["a parameter with its type", `DbPassword:\n  Type: String\n  Default: ${RANDOM}\n`],
    ["an attribute with a name space", `<meta-data android:name="com.acme.api_key" android:value="${RANDOM}"/>`],
    ["the next cell of HTML", `<td>API token</td>\n<td><code>${RANDOM}</code></td>`],
    ["a dash", `API token - ${RANDOM}\n`],
    ["fields with semicolons", `api_token;${RANDOM};ops\n`],
    ["three backticks", `*API* token: \`\`\`${RANDOM}\`\`\`\n`],
    ["a part of a form", `--b\r\nContent-Disposition: form-data; name="api_token"\r\n\r\n${RANDOM}\r\n--b--\r\n`],
    ["a default of a shell", `KEY=\${API_TOKEN:-${RANDOM}}\n`],
    ["the line below", `API token\n${RANDOM}\n`],
    ["a name of its own in a line of a log", `[DEBUG] Using token Key=${RANDOM}\n`],
    ["braces, as Jenkins has them", `<secret>{${RANDOM}}</secret>`],
    ["a list between the name and the value", `{"key": "API_KEY", "target": ["production"], "value": "${RANDOM}"}`],
    ["the input of a named field", `[{"name": "x-api-key", "input": "${RANDOM}"}]`],
    ["the same without quotes", `{ name: "x-api-key", input: "${RANDOM}" }`],
    ["the content of a named variable", `{"id": "API_KEY", "sensitive": true, "content": "${RANDOM}"}`],
    ["members between the name and the value", `{"key": "apikey", "type": "string", "value": "${RANDOM}"}`],
    ["a field of OpenAPI with an example", `apiToken:\n  type: string\n  description: of it\n  example: ${RANDOM}\n`],
    ["a parameter of OpenAPI", `- name: api-token\n  in: header\n  required: true\n  example: ${RANDOM}\n`],
    ["a field of a JSON schema", `{"apiToken": {"type": "string", "default": "${RANDOM}"}}`],
    ["a parameter of a template", `{"apiToken": {"value": "${RANDOM}"}}`],
    ["a definition of TeX", `\\newcommand{\\apiToken}{${RANDOM}}`],
    ["COBOL", `       01  WS-API-TOKEN  PIC X(24)  VALUE "${RANDOM}".`],
    ["ABAP", `CONSTANTS lc_api_token TYPE string VALUE '${RANDOM}'.`],
    ["PL/SQL", `  c_api_token CONSTANT VARCHAR2(99) := '${RANDOM}';`],
    ["Ada", `   Api_Token : constant String := "${RANDOM}";`],
    ["Nim", `const apiToken* = "${RANDOM}"`],
    ["Jsonnet", `{ apiToken:: '${RANDOM}' }`],
    ["brackets of Lua", `local api_token = [[${RANDOM}]]`],
    ["a quote of Perl", `our $api_token = q{${RANDOM}};`],
    ["lines of a shell", `api_token = <<EOF\n${RANDOM}\nEOF\n`],
    ["a choice", `const apiToken = isLive ? process.env.KEY : "${RANDOM}";`],
    ["what a test asks for", `expect(apiToken).toBe("${RANDOM}")`],
    ["a default in a call", `String.fromEnvironment('API_TOKEN', defaultValue: '${RANDOM}')`],
    ["an element with an attribute", `<api:Token Type="text">${RANDOM}</api:Token>`],
    ["a type between a key and its value", `static ACME_KEY: &str = "${RANDOM}";`],
    ["the value before the name", `[{"value": "${RANDOM}", "type": "any", "key": "apikey"}]`],
    ["what COBOL moves to it", `           MOVE "${RANDOM}" TO WS-API-TOKEN.\n`],
    ["what a command is given to read", `echo "${RANDOM}" | gh secret set API_TOKEN`],
    ["the same without a quote", `echo -n ${RANDOM} | wrangler secret put API_TOKEN\n`],
    ["a format, and what it writes", `printf '%s' '${RANDOM}' | vercel env add API_TOKEN production`],
    ["the same in JSON", JSON.stringify({ run: `cd x\necho "${RANDOM}" | gh secret set API_TOKEN\n` })],
    ["COBOL in JSON", JSON.stringify({ file: `x\nMOVE "${RANDOM}" TO WS-API-TOKEN.` })],
    ["a personal access token", `ACME_PAT=${RANDOM}\nPORT=80\n`],
    ["a type behind credentials", `acme_credentials: str = "${RANDOM}"`],
  ])("%s", (_where, text) => {
    expect(valuesIn(text)).toEqual([RANDOM]);
  });

  test.each([
    ["an at sign, as a parameter of SQL", `@${"Nh7LH6bG"}t6kW`],
    ["a colon, as a symbol of Ruby", `:${"Nh7LH6bG"}t6kW`],
    ["an exclamation mark, as a tag of YAML", `!${"Ky@y!V5"}nh6Kq`],
    ["an exclamation mark, and letters and digits", `!${"Uq7C62UL"}3hWx`],
  ])("that begins with %s", (_what, value) => {
    expect(valuesIn(JSON.stringify({ password: value }))).toEqual([value]);
    expect(valuesIn(JSON.stringify({ api_key: value }))).toEqual([value]);
  });

  test.each([
    "password: !Ref DatabasePassword\n",
    "password: !GetAtt Database.MasterSecret\n",
    "password: !secret smtp_password_2\n",
    "password: !env_var DB_PASSWORD_2\n",
    '{"password": "!Ref"}',
    'password = "@database_password2"',
    'db.run(sql, { password: ":userPassword1" })',
    'SET password = "@p_new_password_1"',
  ])("but not what stands for one: %s", (text) => {
    expect(valuesIn(text)).toEqual([]);
  });

  test("of hexadecimal digits that begin with one of them, three times over", () => {
    const value = `ccc4d9abc1330416${"90173997297"}69fb2968cf5a5f318018cce55ecb6c070a701`;
    expect(valuesIn(`API_TOKEN=${value}\n`)).toEqual([value]);
  });

  test("in each row that SQL inserts, of the columns that are named so", () => {
    const detectors = catalogue.filter(({ id }) => id === "sql-row-secret");
    const values = (text: string) => scanText(text, undefined, { detectors }).findings.map(({ matched }) => matched);
    const other = `${"Zt9pK4xW7q"}N3dYcR8bVmL2`;
    expect(
      values(
        `INSERT INTO t (id, \`api_key\`, note) VALUES (1, '${RANDOM}', 'it''s, (a) note'), (NOW(), N'${other}', NULL);`,
      ),
    ).toEqual([RANDOM, other]);
    expect(values(`insert into t (a, b) values ('${RANDOM}', '${other}')`)).toEqual([]);
    expect(values(`insert into t (token) values (${RANDOM})`)).toEqual([]);
  });

  test("of a session, longer than any password", () => {
    const token = `${RANDOM}+/`.repeat(20);
    for (const text of [
      `session_token = ${token}==\n`,
      `{"SessionToken": "${token}=="}`,
      `refresh_token: '${token}=='`,
    ])
      expect(valuesIn(text), text).toEqual([`${token}==`]);
    const text = Buffer.from("a text of some words, which is no token. ".repeat(10)).toString("base64");
    expect(valuesIn(`{"session_token": "${text}"}`)).toEqual([]);
  });
});

describe("a value behind the name of a password is found, and nothing round it", () => {
  test.each([
    ["JSON", `{"user":"a","password":"${PASSWORD}","port":1}`],
    ["JSON in a JSON string", JSON.stringify({ text: `{"password":"${PASSWORD}"}` })],
    ["an environment file in a JSON string", JSON.stringify({ text: `A=1\nDB_PASSWORD=${PASSWORD}\nB=2` })],
    ["an environment file", `A=1\nexport PGPASSWORD=${PASSWORD}\nB=2\n`],
    ["YAML", `db:\n  password: ${PASSWORD}  # of the test system\n`],
    ["a list of names and values", `- name: DB_PASSWORD\n  value: "${PASSWORD}"\n`],
    ["JSON of names and values", `{"name":"DB_PASSWORD","value":"${PASSWORD}"}`],
    ["XML attributes", `<add key="DbPassword" value="${PASSWORD}"/>`],
    ["an XML element", `<db.password>${PASSWORD}</db.password>`],
    ["an XML property", `<property name="password">${PASSWORD}</property>`],
    ["an input field", `<input name="password" type="hidden" value="${PASSWORD}">`],
    ["JavaScript", `const dbPassword = '${PASSWORD}';`],
    ["TypeScript", `const password: string = "${PASSWORD}";`],
    ["a default", `password: process.env.PW || "${PASSWORD}",`],
    ["a default in Python", `password = os.environ.get("PW", "${PASSWORD}")`],
    ["Go", `adminPassword := "${PASSWORD}"`],
    ["a setter", `config.setPassword("${PASSWORD}");`],
    ["a call", `define('DB_PASSWORD', '${PASSWORD}');`],
    ["a member", `config["password"] = "${PASSWORD}"`],
    ["Ruby", `:password => "${PASSWORD}"`],
    ["a keyed literal of bytes", `password=b'${PASSWORD}'`],
    ["Terraform", `variable "db_password" {\n  type = string\n  default = "${PASSWORD}"\n}`],
    ["a connection string", `Server=db;User Id=sa;Password=${PASSWORD};Encrypt=true`],
    ["words of a connection", `host=db user=app password=${PASSWORD} dbname=app`],
    ["an option", `mysql --password=${PASSWORD} -u root`],
    ["a property list", `<key>Password</key>\n<string>${PASSWORD}</string>`],
    ["an element beside its name", `<name>dbPassword</name><value>${PASSWORD}</value>`],
    ["a setting's element", `<setting name="Password" serializeAs="String"><value>${PASSWORD}</value></setting>`],
    ["a table of Markdown", `| password | \`${PASSWORD}\` |`],
    ["bold Markdown", `**Password:** \`${PASSWORD}\``],
    ["Rust", `const DB_PASSWORD: &'static str = "${PASSWORD}";`],
    ["Visual Basic", `Dim dbPassword As String = "${PASSWORD}"`],
    ["a literal of three quotes", `password = """${PASSWORD}"""`],
    ["a literal in a literal", `field("DB_PASSWORD", "\\"${PASSWORD}\\"")`],
    ["make", `DB_PASSWORD ::= ${PASSWORD}\n`],
    ["a block of YAML", `password: |\n  ${PASSWORD}\n`],
    ["a typed text of YAML", `password: !!str ${PASSWORD}\n`],
    ["a nested value of YAML", `password:\n  value: ${PASSWORD}\n`],
    ["an option and a word", `deploy --password ${PASSWORD} --verbose`],
    ["a Dockerfile", `FROM node:20\nENV DB_PASSWORD ${PASSWORD}\n`],
    ["a sentence", `The password is ${PASSWORD}`],
    ["a sentence with quotes of its own", `The password is “${PASSWORD}”.`],
    ["C#", `public string Password { get; set; } = "${PASSWORD}";`],
    ["C", `static const char password[] = "${PASSWORD}";`],
    ["C++", `std::string password{"${PASSWORD}"};`],
    ["JSX", `<Login password={"${PASSWORD}"} />`],
    ["Perl", `$ENV{DB_PASSWORD} = '${PASSWORD}';`],
    ["a literal on a line of its own", `password = (\n    "${PASSWORD}"\n)`],
    ["a field's default", `password: str = Field(default="${PASSWORD}")`],
    ["an owned text of Rust", `let password = String::from("${PASSWORD}");`],
    ["a cell of HTML", `<tr><td>password</td><td>${PASSWORD}</td></tr>`],
    ["an element of HTML", `<meta name="password" content="${PASSWORD}">`],
    ["a command that keeps it", `gh secret set DB_PASSWORD --body "${PASSWORD}"`],
    ["a command that is told its name", `aws ssm put-parameter --name /app/password --type String --value ${PASSWORD}`],
    ["a block of code", "Password:\n```\n" + `${PASSWORD}\n` + "```\n"],
    ["a log line in JSON", `{"msg":"password: ${PASSWORD}","level":"debug"}`],
    ["bold words", `Set the **password** to \`${PASSWORD}\`.`],
    ["remarks in brackets", `Password (staging): ${PASSWORD}\n`],
    ["a comparison", `if (password === "${PASSWORD}") {`],
  ])("%s", (_where, text) => {
    expect(valuesIn(text)).toEqual([PASSWORD]);
  });
});

describe("a value in a line of words is found, whatever stands behind it", () => {
  test.each([
    ["another setting", `worker password: ${"q7Wx4Kp9"}Zt2LmVb8 status=200 took=12ms`],
    [
      "the end of a JSON string, and the next member",
      `{"a":["use DB_PASSWORD=${"q7Wx4Kp9"}Zt2LmVb8 for now"],"c":null}`,
    ],
    ["a literal behind the text's own quote", `log('password: ${"q7Wx4Kp9"}Zt2LmVb8 of it', "x")`],
  ])("%s", (_what, text) => {
    expect(valuesIn(text)).toEqual([`${"q7Wx4Kp9"}Zt2LmVb8`]);
  });
});

describe("a value behind the name of a secret is found", () => {
  test.each([
    "api_key",
    "apiKey",
    "API-KEY",
    "clientSecret",
    "SECRET_KEY_BASE",
    "accessToken",
    "acme_token",
    "signing_key",
    "encryptionKey",
    "webhookSecret",
    "TOKEN_2",
    "ACME_KEY",
    "X-Acme-Key",
    "acmeKey",
    "acme_key",
  ])("%s", (name) => {
    for (const text of [`${name} = "${RANDOM}"`, `{"${name}":"${RANDOM}"}`, `<${name}>${RANDOM}</${name}>`]) {
      expect(valuesIn(text), text).toEqual([RANDOM]);
    }
  });

  test("in a header that is named so, and in a query", () => {
    const request = {
      method: "GET",
      url: `https://a.example/?access_token=${RANDOM}`,
      headers: { "X-Api-Key": RANDOM },
    };
    expect(scanOutbound(request, undefined, { detectors }).findings.map(({ location }) => location.path)).toEqual([
      "query.access_token",
      "X-Api-Key",
    ]);
  });
});

describe("no question is asked about", () => {
  test.each([
    ["a flag of minified code", "x={password:!0,range:!0,search:!0,tel:!0,time:!0,url:!0}"],
    ["what a pointer points at", "password := *params.Password"],
    ["the last element", '{"refresh_token": refreshTokens[len(refreshTokens)-1],'],
    ["a name of a library", 'pw="__closure_events_fn_"+n'],
    ["a protocol", "has received username/password SOCKS5 credentials"],
    ["the name of the next member", '"a": "A FIDO2 Security Key",\n  "2bff89f2-323a-48fc-b7c8-9ff7fe87c07e": "B"'],
    ["a call of a member", "token = str(uuid.uuid4())\nsandbox.start(token)"],
    ["what a program calls a key", '{"apiKey": "acmixApiKey", "other": "bugslagAccessToken"}'],
    ["a class of characters", "grep -Eq 'Pass:[[:space:]]+[0-9]*' log"],
    ["names with a version", 'const SETTINGS_STORAGE_KEY = "acme:desktop-notification-settings:v1";'],
    ["types of parameters", "func read(password *uint16, token asn1.RawValue, secret *x509.SigningKey) error"],
    ["what PHP puts behind a literal", "'--password='.$connection['password'],"],
    ["a server that requests are passed to", "location / {\n  proxy_pass localhost:9000;\n}"],
    ["the number of an issue", "* Set a long postgresql password (#31165)"],
    ["what a template gives it to", "db-password: {{ .Values.externalDatabase.password | b64enc | quote }}"],
    ["what a command gives it to", JSON.stringify('echo -n "mypassword" | base64\n  key: x')],
    ["the last word of a sentence", "<p>When the password in <code>DbPassword</code> expires.</p>"],
    ["an argument with its name", "password: str = Field(min_length=8, max_length=128)"],
    ["arguments of a call", "User(password=password2)\nUser(email=email, hashed_password=argon2_hash, active=True)"],
    ["a variable of Go", "Account{\n\tPassword: b64Pwd,\n}"],
    ["a variable of a literal", "sign({\n  payload,\n  secret: webhookSecret,\n});"],
    ["the name of a setting", "KRB5_PASSWORD_ENV = 'KRB5_PASSWORD'"],
    [
      "an option that a program reads",
      "port=port, host=host, username=user, password=self.get_option('remote_password'),",
    ],
    ["a place in a list", "{'StartingToken': 'm0___m0___1'}"],
    ["what says that it is done once", '"ChangeToken": "abcd12f2-46da-4fdb-b8d5-fbd4c466928f"'],
    ["a format with numbers", "wantOut: `%[1]s[0;31msecret    %[1]s[0m  %[1]s[38;5;242m`"],
    ["the number of a proposal", "grant_types includes refresh_token (SEP-2207)."],
    ["the number of a weakness", "Detects a login with a GUID Password (CVE-2025-57788)"],
    ["the id of a class", "Credential Providers{D6886603-9D2F-4EB2-B667-1971041FA96B}"],
    ["an object, printed", "app wtoken = AppWindowToken{9f4ef63 token=Token{a64f992 ActivityRecord{de92}"],
    ["a key of translations", 'FEEDBACK$PASSWORD = "FEEDBACK$PASSWORD",'],
    ["a type that may be missing", "username: string?\npassword: string?\nstate: any"],
    ["the last member of a member", "token := parser.tokens[len(parser.tokens)-1]"],
    ["the rest of a list", "if passIndex != len(preHost)-1 {\n\tpass = preHost[passIndex+1:]\n}"],
    ["settings side by side", 'values("app.mongodb.password=secret", "app.ssl.bundle.key.alias=main")'],
    ["an attribute", "<input name=pass type=password size=10>"],
    ["what PHP writes", 'Security\\\\UsernamePasswordToken\\":236:{a:3:{i:0;N;i:1;s:4:\\"main\\"'],
    ["a call in a literal", 'mcp_token = f"mcp_{secrets.token_hex(32)}"'],
    ["the word in another language", "Password=Wachtwoord\nServer=Server\n"],
    ["the name of an argument", "new Transport('testToken', 'testWebhookId', client)"],
    ["a variable of the same name", "this.project = project;\n    this.webhookSecret = webhookSecret;\n"],
    ["a member of a map in a template", "f'<secret>{secret_to_key[m.group(0)]}</secret>'"],
    ["a name in a pattern of several", '"^(mysql_native_password|caching_sha2_password)$default_time_zone9"'],
    ["what a page hands to itself", `<input name="csrfmiddlewaretoken" value="${RANDOM}">`],
    ["names that only hold the word", `password_file = "${RANDOM}"; secretName: "${RANDOM}"; tokenizer = "${RANDOM}"`],
    [
      "tokens that are none",
      `{"max_tokens":"${RANDOM}","next_page_token":"${RANDOM}","csrf_token":"${RANDOM}","hashed_token":"${RANDOM}"}`,
    ],
    ["the end of base64, and the next line", `sha512-oSeUO0TMV67hN1+JPSw==\n\nbare-events@^2.5.4, bare-${RANDOM}:\n`],
    ["a setting without a value, and the next one", `API_TOKEN=\n${RANDOM}\n`],
    ["what stands between two stand-ins", `bearer <ACCESS_TOKEN>keep-alive37${RANDOM}<USER_AGENT>`],
    ["the option behind a file of keys", `["--key-file=/etc/pki/server.key","--listen-urls=https://192.0.2.15:2379"]`],
    ["public keys", `public_key = "${RANDOM}"`],
    ["a way through", `low_pass = "${PASSWORD}"; {"minipass":"^7.0.4"}`],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: what a template writes
    ["templates", 'password = "${PASSWORD_2}"; password: "{{ pw.v2 }}"; secret=%(secret2)s'],
    ["variables", "PASSWORD=$DB_PASSWORD2\ntoken: $" + "(cat token2.txt)\n"],
    ["code", "password = getPassword2(user)\ntoken = tokens[i1]\napi_key=self.settings.api_key_2\n"],
    ["the environment", "password: process.env.DB_PASSWORD2, secret = os.environ['SECRET_2']"],
    ["lists of words", "['user', 'password', 'master_port2', 'token', 'token_2']"],
    ["references", 'password: "op://vault/item2/password", secret: "arn:aws:secretsmanager:eu-west-1:1:secret:a1"'],
    [
      "placeholders",
      `password: "changeme1"; api_key: "your-api-key-2"; secret: "${"x".repeat(20)}"; password=12345678`,
    ],
    ["labels", '{"password":"Password","forgot_password":"Forgot password2?","password":"required"}'],
    ["types", "interface A { password: string; token?: string | undefined }"],
    ["numbers", '{"token": 1234567890123, "password": 0}'],
    [
      "keys of entries",
      `Sec-WebSocket-Key: ${RANDOM}\n{"imageKey":"${RANDOM}","cache_key":"${RANDOM}","contentKey":"${RANDOM}","key":"${RANDOM}"}; siteKey = "${RANDOM}"`,
    ],
    ["keys of stores", `A=1\nCACHE_KEY=${RANDOM}\nX-Idempotency-Key: ${RANDOM}\n`],
    ["words of a sentence", `The API key is required; see the access token reference of 2024.`],
    ["what anyone may see", `Your public API key is ${RANDOM}.`],
    ["ids of keys in paths", `/api/v2/api_keys/${RANDOM}`],
    [
      "names with a number",
      `{"password":"${"Secret"}1"}; password: '${"secret"}123'; token = "idToken123"; password = "db-secret"`,
    ],
    ["names in words", `password: 'secret-2-levels', secret: "real-token-for-tests"`],
    ["what counts as examples do", `PERCY_TOKEN: 'ss_abc123', token = 'auto_4567890'`],
    ["what says that it is made up", `client_secret: "Testing7${RANDOM}", api_key = "fake_${RANDOM}"`],
    ["labels in other scripts", '{"Unexpected_token_1012":"未預期的語彙基元。","password":"Пароль"}'],
    ["literals in which code stands", `a+="pass</li>\n\`),t.notice.length&&(a+=\`<li>token"`],
    [
      "calls whose names have digits",
      `password = utf8_to_utf16_dup(v);
form.passwd = ARGV[1]
`,
    ],
    [
      "a default of the next line's",
      JSON.stringify({ text: 'key_password=None,\n):\n  if not has(ssl, "SSLContext"' }),
    ],
    ["tags written as text", "{ psk: &#x3C;Buffer|TypedArray|DataView>, token: &lt;string2&gt; }"],
    ["patterns", "secret: /[A-Za-z0-9]+/, token = '[a-z0-9]{20}'"],
    ["links with their texts", "a [Password Policy](https://msdn.example/library/ms161959.aspx)"],
    ["folders", "PWD: '/Users/maciej', man5/passwd.5 man5/proc.5"],
    ["what a sentence sets", "Failed to set PSK identity hint."],
    ["the next field of a form", "grant_type=password&password=<PASSWORD>&username=<USERNAME_2>"],
    ["a choice of a pattern", '{"constraint": "^(mysql_native_password|caching_sha2_password)$"}'],
    ["a field of a token that a form takes apart", "sas_token=sv=2015-04-05&ss=b"],
    ["a key of PostHog's, which pages show", `{"api_key": "phc_${RANDOM}${RANDOM}"}`],
    ["the public half of a Scaleway key", `{"access_key": "SCW${"7ZEW470JAKP"}4FHE8E"}`],
    ["letters and digits in turn", '{"apikey": "abc123def456"}'],
    ["letters and digits in order, shorter than keys are", 'api_key = "1234567890abcdef"; token = "abcdef1234567890"'],
    ["what is piped to a command that is only named", `echo "${RANDOM}" | sort; echo 17 | tee token`],
    ["words in a table", "| password | string | required |\n| token | Optional | the token of version 2 |"],
  ])("%s", (_what, text) => {
    expect(valuesIn(text)).toEqual([]);
  });
});

describe("words that say what a random value is", () => {
  test.each([
    ["a sentence", `Your API key is ${RANDOM}, keep it.`],
    ["a log line", `INFO acme: using access token ${RANDOM}\n`],
    ["a comment above", `# secret key\n${RANDOM}\n`],
    ["a comment at the end of the line", `connect("${RANDOM}");  // the client secret`],
    ["an arrow", `api key -> ${RANDOM}`],
    ["a sentence in JSON, with another member behind it", `{"msg":"acme token: ${RANDOM}","ts":"1"}`],
    ["what it is for", `The API key for Acme Cloud is ${RANDOM}.`],
    ["an error", `Incorrect API key provided: ${RANDOM}. You can find it here`],
    ["a value first", `${RANDOM} is our acme API key`],
    ["brackets", `I used the API key (${RANDOM}) for it`],
  ])("%s", (_what, text) => {
    expect(valuesIn(text)).toEqual([RANDOM]);
  });
});

describe("a weak password is asked about where settings are written", () => {
  test.each([
    ["an environment file", `DB_PASSWORD=${"secret"}123\n`],
    ["a connection string", `Server=db;User Id=sa;Password=${"secret"}123;Encrypt=true`],
    ["words of a connection", `host=db user=app password=${"secret"}123 dbname=app`],
  ])("%s", (_where, text) => {
    expect(valuesIn(text)).toEqual([`${"secret"}123`]);
  });
});

test("what ends a sentence is no part of what a machine made", () => {
  for (const mark of [".", "!", "?", ",", ").", "”."]) expect(valuesIn(`token: ${RANDOM}${mark}`)).toEqual([RANDOM]);
});

test("a name without a value does not take the next line's name for it", () => {
  expect(valuesIn(`-ACME_SECRET=\n+ACME_SECRET=${RANDOM}\n`)).toEqual([RANDOM]);
  expect(valuesIn("ACME_SECRET=\nREGION_OF_2=eu-west-2\n")).toEqual([]);
});

test("a literal may hold quotes of the other kind, and escaped ones", () => {
  expect(valuesIn(`password = 's3cr"et7!'`)).toEqual(['s3cr"et7!']);
  expect(valuesIn(`password = "s3cr\\"et7!" # x`)).toHaveLength(1);
});

test.each(["0123456789abcdef0123456789abcdef", "abcd1234efgh5678ijkl", "12345678-90ab-cdef-1234-567890abcdef"])(
  "letters and digits in turns, as long as keys are, may be one: %s",
  (value) => {
    expect(valuesIn(`ACME_API_KEY=${value}\n`)).toEqual([value]);
    expect(valuesIn(`ACME_CACHE_KEY=${value}\n`)).toEqual([]);
  },
);

test.each([
  String.raw`{"token":"\u2581spanish","logprob":-0.3}`,
  String.raw`{"token":"\u0120Spanish-language"}`,
  String.raw`{"token":"\u00e9tabliss"}`,
  String.raw`{"token":"\u003c|endoftext|\u003e"}`,
  String.raw`{"text":"{\"token\":\"\u2581is\u2581the\"}"}`,
])("a piece of a word that a model reads is no credential, whatever escapes JSON has for it: %s", (body) => {
  expect(scanOutbound({ method: "POST", url: "https://llm.example/", body }).findings).toEqual([]);
});

test("a password with escapes of JSON is found", () => {
  const body = String.raw`{"password":"caf\u00e9-Tr0ub4dor"}`;
  expect(scanOutbound({ method: "POST", url: "https://x.example/", body }).findings).toHaveLength(1);
});

test("placeholders are found for those who ask for everything, references and code are not", () => {
  expect(valuesIn('password = "changeme"', "low")).toEqual(["changeme"]);
  expect(valuesIn('password = "${' + 'PW}"; token = getToken()', "low")).toEqual([]);
});

test("a find says why, and nothing of the value", () => {
  const [finding] = scanText(`password = "${PASSWORD}"`, undefined, { detectors }).findings;
  expect(finding?.confidence).toBe("medium");
  expect(finding?.reason).toMatch(/^Password: its name says that it is a password/);
  expect(finding?.reason).not.toContain("2024");
});
