import type { LocateHints } from "../../types.js";
import { ALNUM, type Located, latin1 } from "../forms/spans.js";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html: of the prefixes, these are of credentials. */
export const KEY_ID_MARKS: readonly string[] = ["AKIA", "ASIA", "ABIA", "ACCA", "A3T"];
export const KEY_ID = "(?:AKIA|ASIA|ABIA|ACCA|A3T[0-9A-Z])[0-9A-Z]{16}";

const LENGTH = 20;
const WHOLE = new RegExp(`^${KEY_ID}$`);
/** In front of an id, as JSON and most languages write a line break. */
const ESCAPE = /\\[nrtbfv0]$/;
/**
 * The scope of a signature behind the id that each signed request names, as it is, in a URL, or in JSON: "/20260131/eu-west-1/s3/aws4_request".
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
const SCOPE = /^(?:\\*\/|%(?:25)*2F)20\d{6}(?:\\*\/|%(?:25)*2F)/i;
const LONGEST_SCOPE = 32;

/** Ids of access keys, but for those that say who signed a request. */
export function* locateKeyIds(bytes: Uint8Array, _runs: readonly number[], { marks }: LocateHints): Generator<Located> {
  for (const mark of marks) {
    const end = mark + LENGTH;
    if (bytes[mark] !== 0x41 || !WHOLE.test(latin1(bytes, mark, Math.min(bytes.length, end)))) continue;
    if (ALNUM[bytes[mark - 1] ?? 0] === 1 && !ESCAPE.test(latin1(bytes, Math.max(0, mark - 2), mark))) continue;
    if (!SCOPE.test(latin1(bytes, end, Math.min(bytes.length, end + LONGEST_SCOPE)))) yield [mark, end];
  }
}
