import type { Detector } from "../types.js";
import { prefixed } from "./prefixed.js";
import { type Located, latin1 } from "./spans.js";

const SETTING =
  /^assw(?:or)?d["']?[ \t]{0,8}[:=][ \t]{0,8}["']?([0-9A-Za-z!@#%^&*~+=?._-][0-9A-Za-z!@#$%^&*~+=?._-]{11,63})(?=$|["'\s,;&<])/i;
const MARKS = [Buffer.from("assw"), Buffer.from("ASSW")];
const LONGEST_SETTING = 128;

/** Passwords of at least 12 characters with small and capital letters, digits and marks: nobody writes so but as a password. */
function* locatePasswords(bytes: Uint8Array): Generator<Located> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found: Located[] = [];
  for (const mark of MARKS) {
    for (let at = buffer.indexOf(mark); at >= 0; at = buffer.indexOf(mark, at + 1)) {
      if (at === 0 || (bytes[at - 1]! | 0x20) !== 0x70) continue;
      const setting = SETTING.exec(latin1(bytes, at, Math.min(bytes.length, at + LONGEST_SETTING)));
      if (setting === null || !isStrong(setting[1]!)) continue;
      const start = at + setting[0].length - setting[1]!.length;
      found.push([start, start + setting[1]!.length]);
    }
  }
  yield* found.sort((a, b) => a[0] - b[0]);
}

function isStrong(text: string): boolean {
  return [/[a-z]/, /[A-Z]/, /\d/, /[!@#$%^&*~+=?]/].every((kind) => kind.test(text));
}

/** Values of no known format, told by their name and by how they are built. */
export const namedValues: readonly Detector[] = [
  {
    id: "strong-password",
    service: "generic",
    title: "Password of letters, digits and marks, behind its name",
    literals: [],
    shape: "[!-~]{12,64}",
    locate: locatePasswords,
    confidence: "medium",
    examples: [`password: ${"Correct"}Horse!2048`, `db_passwd=${"xK7"}#battery-Staple&x=1`],
    counterExamples: [
      "password: correcthorsebattery",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: what a template writes
      "password: ${DB_PASSWORD_2}!Aa1",
      "password: Use2FA!",
      "password=process.env.DB_Password1",
    ],
  },
  // Parts joined by dots, as several services' keys are (SendGrid, Zhipu, Postman's older ones), in the header that carries keys.
  {
    id: "dotted-api-key",
    service: "generic",
    title: "Key of parts joined by dots, in a header or field for keys",
    literals: [],
    shape: "[0-9A-Za-z]{1,40}(?:\\.[0-9A-Za-z_-]{2,64}){0,2}\\.[A-Za-z_-]{0,16}[0-9][0-9A-Za-z_-]{15,199}",
    context: { words: ["x-api-key", "x_api_key", "x-auth-token", "x-access-token"], within: 6 },
    minEntropyBits: 2,
    examples: [`X-Api-Key: a1.${"q7Wx4Kp9Zt2LmVb8"}RcYd3NfHs6Tj1X`],
    counterExamples: ["X-Api-Key: config.services.weather.apiKey", `version: a1.${"q7Wx4Kp9Zt2LmVb8"}RcYd3NfHs6Tj1X`],
  },
  // The form of Stripe's keys with hyphens, as many services write theirs.
  prefixed({
    id: "sk-environment-key",
    service: "generic",
    title: "Secret key of the form sk-test- or sk-live-",
    prefix: ["sk-test-", "sk-live-", "sk-prod-"],
    body: "alnum",
    length: [20, 100],
    minEntropyBits: 3.2,
    confidence: "medium",
  }),
];
