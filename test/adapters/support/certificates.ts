/** Certificates for real TLS on loopback, made anew in each run. */

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generateCACertificate } from "mockttp";
import type { CertificateAuthority } from "../../../src/adapters/mockttp.js";
import { hasProgram, requirement } from "../../support/requirements.js";

export const hasOpenssl: boolean = requirement("openssl", hasProgram("openssl", "version"));

/** A self-signed certificate for localhost and 127.0.0.1: what signs it is itself. */
export function localhostCertificate(): { readonly key: string; readonly cert: string } {
  const directory = mkdtempSync(join(tmpdir(), "certificate-"));
  try {
    const [key, cert] = [join(directory, "key"), join(directory, "cert")];
    const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"];
    const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
    execFileSync("openssl", ["req", "-x509", ...kind, ...subject, "-keyout", key, "-out", cert], { stdio: "ignore" });
    return { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8") };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

export async function certificateAuthority(): Promise<CertificateAuthority> {
  return generateCACertificate({ subject: { commonName: "test" } });
}
