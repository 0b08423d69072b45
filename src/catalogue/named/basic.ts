import type { LocatedValue, LocateHints, Told } from "../../types.js";
import { latin1 } from "../forms/spans.js";
import { isBasicCredentials } from "../forms/structures.js";
import { judge } from "./judge.js";
import { NO_PASSWORD } from "./no-password.js";

/** Base64 with a colon inside (RFC 7617), at each of the three places where one can stand. */
const BASE64_WITH_COLON = [
  "(?:[B]{4})*?(?:",
  "(?:O[g-v][B]{2}|[B][DTjz][o-r][B]|[B]{2}[AEIMQUYcgkosw048]6)(?:[B]{4})*(?:[B]{2}==|[B]{3}=)?",
  "|Og==|O[g-v][B]=|[B][DTjz]o=",
  ")",
]
  .join("")
  .replaceAll("[B]", "[0-9A-Za-z+/]");
const CREDENTIALS = new RegExp(`^[bB][aA][sS][iI][cC] +(${BASE64_WITH_COLON})(?=[^0-9A-Za-z+/=]|$)`);
/** What decodes to no user and password, and is random: some services take a key of their own so. */
const OTHER = /^[bB][aA][sS][iI][cC] +([0-9A-Za-z+/]{20,512}={0,2})(?=[^0-9A-Za-z+/=]|$)/;
const LONGEST = 2048;

/** Bytes around the scheme in which a word says what it is. */
const NEAR = 48;
const SAYS_SO = /auth/i;
const LETTER_B = 0x62;

/** `Basic` and base64 of user and password, where a header's name or a word near it says that it is a credential. */
export function* locateBasic(bytes: Uint8Array, _runs: unknown, { marks, name }: LocateHints): Generator<LocatedValue> {
  for (const mark of marks) {
    if ((bytes[mark]! | 0x20) !== LETTER_B || isLetter(bytes[mark - 1])) continue;
    const text = latin1(bytes, mark, Math.min(bytes.length, mark + LONGEST));
    const credentials = CREDENTIALS.exec(text);
    const found = credentials ?? OTHER.exec(text);
    if (found === null) continue;
    const value = found[1]!;
    const told = credentials === null ? tellOther(value) : tell(value);
    if (told === undefined) continue;
    const start = mark + found[0].length - value.length;
    const end = start + value.length;
    const around = `${latin1(bytes, Math.max(0, mark - NEAR), mark)}\n${latin1(bytes, end, Math.min(bytes.length, end + NEAR))}`;
    if (SAYS_SO.test(name) || SAYS_SO.test(around)) yield [start, end, told];
  }
}

function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && ((byte | 0x20) - 0x61) >>> 0 < 26;
}

function tellOther(value: string): Told | undefined {
  const told = judge("secret", value, "quoted");
  return told?.confidence === "medium"
    ? { confidence: "medium", because: "it stands behind the scheme Basic, and it looks random" }
    : undefined;
}

const STANDS_FOR_NONE = new RegExp(`^${NO_PASSWORD}$`, "i");

/** What user and password look like: those that only stand for some are not asked about. */
function tell(value: string): Told {
  if (!isBasicCredentials(value)) return { confidence: "medium", because: "it stands behind the scheme Basic" };
  const text = Buffer.from(value, "base64").toString("latin1");
  const user = text.slice(0, text.indexOf(":"));
  const password = text.slice(user.length + 1);
  // Stripe, Freshdesk and others take their key as the user, beside no password or what stands for one: "x", "api_token".
  const isOfUser = STANDS_FOR_NONE.test(password);
  const told = isOfUser ? judge("secret", user, "quoted") : judge("password", password, "line");
  if (told === undefined || told.confidence === "low" || user === password)
    return { confidence: "low", because: "it is what HTTP Basic sends, but user and password read like placeholders" };
  return { confidence: "high", because: "it is a user and a password, as HTTP Basic sends them" };
}
