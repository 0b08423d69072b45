import type { Detector } from "../../types.js";
import { sample } from "../forms/alphabets.js";
import { prefixed } from "../forms/prefixed.js";
import { isJsonWebEncryption, isJsonWebToken, sampleJsonWebToken } from "../forms/structures.js";
import { locateBasic } from "../named/basic.js";
import { locateUrlPasswords, URL_COST } from "../named/userinfo.js";

const basic = (text: string): string => Buffer.from(text).toString("base64");

/** Credentials of no one service, told by where they stand or how they are built. */
export const generic: readonly Detector[] = [
  // The form that many services took over from Stripe, without "live" or "test": IEX Cloud and others.
  prefixed({
    id: "sk-secret-key",
    service: "generic",
    title: "Secret key of the form sk_",
    prefix: "sk_",
    alone: true,
    body: "alnum",
    length: [32, 100],
  }),
  // https://docs.djangoproject.com/en/5.2/ref/settings/#secret-key: as startproject writes it.
  {
    id: "django-secret-key",
    service: "django",
    title: "Django secret key",
    literals: ["django-insecure-"],
    shape: "django-insecure-[0-9a-z!@#$%^&*(_=+)A-Z-]{30,64}",
    examples: [`SECRET_KEY = "django-insecure-${sample("lowerAlnum", 24)}$(${sample("lowerAlnum", 24)}"`],
    counterExamples: ['SECRET_KEY = "django-insecure-key"', `django-insecure-${"x".repeat(50)}`],
  },
  // https://laravel.com/docs/12.x/encryption#configuration: as `artisan key:generate` writes it.
  {
    id: "laravel-app-key",
    service: "laravel",
    title: "Laravel application key",
    literals: ["base64:"],
    shape: "APP_(?:PREVIOUS_)?KEYS?[\"']?\\s*(?:[=:]|=>)\\s*[\"']?(?P<token>base64:[0-9A-Za-z+/]{43}=)",
    minEntropyBits: 3.5,
    examples: [`APP_ENV=local\nAPP_KEY=base64:${sample("base64", 43)}=\n`],
    counterExamples: ["APP_KEY=base64:", `avatar=base64:${sample("base64", 43)}=`],
  },
  // https://developer.wordpress.org/advanced-administration/wordpress/wp-config/#security-keys
  {
    id: "wordpress-security-key",
    service: "wordpress",
    title: "WordPress security key or salt",
    literals: ["AUTH_KEY", "AUTH_SALT", "LOGGED_IN_KEY", "LOGGED_IN_SALT", "NONCE_KEY", "NONCE_SALT"],
    shape: "(?:AUTH|LOGGED_IN|NONCE)_(?:KEY|SALT)['\"]\\s*,\\s*['\"](?P<token>[ -&(-~]{40,100})['\"]\\s*\\)",
    minEntropyBits: 4.4,
    examples: [`define( 'AUTH_KEY',         '${"K8#f!q@2Lw^zP0 rT6&y"}U9*mN3(bV5)xC7-gH1+jD4=sA{eR}tY[iO]pZ|~W' );`],
    counterExamples: [
      "define( 'AUTH_KEY', 'put your unique phrase here' );",
      `define('NONCE_SALT', '${"x".repeat(64)}');`,
    ],
  },
  // RFC 7519. The header and the payload are JSON objects, so both begin as base64 of `{"` (or of a brace and white space).
  {
    id: "jwt",
    service: "jwt",
    title: "JSON Web Token",
    literals: ["eyJ", "ewog", "ewoJ", "ew0K"],
    shape: "e(?:yJ|wog|woJ|w0K)[0-9A-Za-z_-]{10,}\\.e(?:yJ|wog|woJ|w0K|30)[0-9A-Za-z_-]*\\.[0-9A-Za-z_-]{16,}",
    confidence: "medium",
    verify: isJsonWebToken,
    examples: [`Authorization: Bearer ${sampleJsonWebToken()}`],
    counterExamples: [
      `${sampleJsonWebToken().split(".").slice(0, 2).join(".")}.`,
      `eyJhbGciOiJub25lIn0.${basic('{"sub":"1"}').replace(/=+$/, "")}.`,
      `eyJpZCI6MX0.${sample("base64url", 60)}`,
    ],
  },
  // Its shape alone: three long parts, of which the first or the second begins as base64 of `{"` does.
  {
    id: "jwt-shaped",
    service: "jwt",
    title: "Text in the shape of a JSON Web Token",
    literals: ["eyJ", ".ey"],
    shape: "(?:eyJ[0-9A-Za-z_-]{14,}\\.|ey[0-9A-Za-z_-]{15,}\\.ey)[0-9A-Za-z_-]{15,}\\.[0-9A-Za-z_-]{16,}",
    confidence: "medium",
    minEntropyBits: 4.3,
    examples: [`token ey${sample("alnum", 34)}.ey${sample("alnum", 154)}.${sample("base64url", 43)}`],
    counterExamples: [
      `token ey${sample("alnum", 34)}.ey${sample("alnum", 154)}`,
      "import eyetracker_calibration.eyetracker_settings.default_configuration",
    ],
  },
  // RFC 7516: session cookies of NextAuth and others.
  {
    id: "jwe",
    service: "jwt",
    title: "Encrypted JSON Web Token",
    literals: ["eyJ"],
    shape: "eyJ[0-9A-Za-z_-]{20,}\\.[0-9A-Za-z_-]*\\.[0-9A-Za-z_-]{16,22}\\.[0-9A-Za-z_-]{16,}\\.[0-9A-Za-z_-]{20,64}",
    confidence: "medium",
    verify: isJsonWebEncryption,
    examples: [
      `next-auth.session-token=${basic('{"alg":"dir","enc":"A256GCM"}').replace(/=+$/, "")}..${sample("base64url", 16)}.${sample("base64url", 200)}.${sample("base64url", 22)}`,
    ],
    counterExamples: [sampleJsonWebToken(), `eyJhbGciOiJkaXIi..${sample("base64url", 16)}`],
  },
  // RFC 7617. The password is inside the base64, and the whole of it is what is sent.
  {
    id: "basic-authorization",
    service: "http",
    title: "User and password of HTTP Basic authentication",
    literals: ["basic ", "authorization"],
    shape: "[0-9A-Za-z+/]{3,}={0,2}",
    locate: locateBasic,
    examples: [
      `Authorization: Basic ${basic("aladdin:opensesame")}`,
      `proxy-authorization: basic ${basic(`u:${sample("alnum", 20)}`)}`,
    ],
    counterExamples: [
      "Authorization: Basic realm=api",
      "Basic Authentication and authorization are described below",
      "Authorization: Basic <credentials>",
    ],
  },
  // RFC 3986, section 3.2.1.
  {
    id: "url-userinfo",
    service: "url",
    title: "Password or token in a URL's userinfo",
    literals: ["://"],
    shape: "[^\\s\"'`<>/?#\\\\|^]{3,512}",
    locate: locateUrlPasswords,
    markCost: URL_COST,
    confidence: "medium",
    examples: [
      `https://deploy:${sample("alnum", 16)}@git.example.net/app.git`,
      `proxy=http://u:Tr0ub4dor%26${3}xy@proxy:3128`,
      `git clone https://${sample("alnum", 32)}@git.example.net/app.git`,
      `https://${sample("hex", 40)}:x-oauth-basic@git.example.net/app.git`,
    ],
    counterExamples: [
      "https://example.net:8443/path@v1",
      `https://user:\${TOKEN}@example.net/`,
      "https://user@example.net/",
      `https://${sample("hex", 32)}@o1.ingest.example.net/42`,
      "https://example.net/user:password",
    ],
  },
  // https://everything.curl.dev/usingcurl/netrc
  {
    id: "netrc-password",
    service: "http",
    title: "Password in a .netrc file",
    literals: ["machine ", "machine\t", "machine\n", "machine\r"],
    shape:
      "\\bmachine[ \\t\\n\\r]\\s*[0-9A-Za-z.-]{3,255}\\s+login\\s+\\S{1,128}\\s+password\\s+(?P<token>[^\\s<>$\"'{}\\\\]{4,256})",
    minEntropyBits: 2.5,
    confidence: "medium",
    examples: [`machine api.example.net login deploy password ${sample("alnum", 20)}`],
    counterExamples: [
      "machine api.example.net login deploy password <token>",
      "machine learning login page password reset",
    ],
  },
  // https://docs.djangoproject.com, https://www.openwall.com/john: hashes are guessed offline; bcrypt, sha-crypt, argon2.
  {
    id: "password-hash",
    service: "password-hash",
    title: "Hash of a password",
    literals: [
      "$2a$",
      "$2b$",
      "$2x$",
      "$2y$",
      "$5$",
      "$6$",
      "$argon2",
      "$y$",
      "$apr1$",
      "{sha",
      "{ssha",
      "{smd5",
      "pbkdf2_sha",
      "pbkdf2-sha",
      "pbkdf2:sha",
      "scrypt:",
      "$P$",
      "$H$",
      "$7$",
      "$scrypt$",
      "$1$",
      "$8$",
      "$krb5",
    ],
    shape:
      "\\$2[abxy]\\$[0-9]{2}\\$[0-9A-Za-z./]{53}|\\$[56]\\$(?:rounds=[0-9]{1,9}\\$)?[0-9A-Za-z./]{1,16}\\$(?:[0-9A-Za-z./]{86}|[0-9A-Za-z./]{43})|\\$(?:1|apr1)\\$[0-9A-Za-z./]{1,8}\\$[0-9A-Za-z./]{22}|\\$argon2(?:id|i|d)\\$v=[0-9]+\\$m=[0-9]+,t=[0-9]+,p=[0-9]+\\$[0-9A-Za-z+/]{11,86}\\$[0-9A-Za-z+/]{16,86}|\\$y\\$[0-9A-Za-z./]{1,16}\\$[0-9A-Za-z./]{1,86}\\$[0-9A-Za-z./]{43}|\\$8\\$[0-9A-Za-z./]{8,16}\\$[0-9A-Za-z./]{43}|\\{(?i:sha|ssha|smd5)(?:256|384|512)?\\}[0-9A-Za-z+/]{22,120}={0,2}|\\$?pbkdf2[_:-]sha(?:1|256|384|512)[:$][0-9]{1,8}\\$[0-9A-Za-z+/._-]{4,64}={0,2}\\$[0-9A-Za-z+/._-]{20,128}={0,2}|scrypt:[0-9]{4,8}:[0-9]{1,3}:[0-9]{1,3}\\$[0-9A-Za-z]{8,32}\\$[0-9a-f]{64,128}|\\$[PH]\\$[0-9A-Za-z./]{31}|\\$krb5(?:asrep|tgs)\\$[0-9]{2}\\$[^\\s]{1,200}\\$[0-9A-Fa-f]{64,}",
    confidence: "medium",
    examples: [
      `root:$6$${sample("alnum", 12)}$${sample("alnum", 86)}:19000:0`,
      `$2b$12$${sample("alnum", 53)}`,
      `admin:$apr1$${sample("alnum", 8)}$${sample("alnum", 22)}`,
      `admin:{SHA}${sample("base64", 27)}=`,
    ],
    counterExamples: [`$2b$12$${sample("alnum", 52)}`, "$6$salt$hash", "$1 and $2"],
  },
  // https://github.com/google/google-authenticator/wiki/Key-Uri-Format
  {
    id: "otpauth-secret",
    service: "otp",
    title: "Seed of one-time passwords",
    literals: ["otpauth://"],
    shape: "(?i)otpauth://[th]otp/[^\\s\"'<>]{0,256}?[?&]secret=(?P<token>[A-Z2-7]{16,128}=*)",
    minEntropyBits: 2.5,
    examples: [`otpauth://totp/Example:anna?secret=${sample("base32", 32)}&issuer=Example`],
    counterExamples: [
      "otpauth://totp/Example:anna?secret=YOURSECRET&issuer=Example",
      `otpauth?secret=${sample("base32", 32)}`,
    ],
  },
];
