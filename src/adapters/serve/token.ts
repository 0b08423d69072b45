import { createHash, timingSafeEqual } from "node:crypto";

/** Whether `given` is `secret`; takes as long for any guess. */
export function isToken(secret: string, given: string | undefined): boolean {
  return given !== undefined && timingSafeEqual(digest(secret), digest(given));
}

/** The token of `Authorization: Bearer TOKEN` (RFC 6750, section 2.1). */
export function bearerToken(authorization: string | undefined): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(authorization ?? "")?.[1];
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
