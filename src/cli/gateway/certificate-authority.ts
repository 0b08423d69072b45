import { createPrivateKey, X509Certificate } from "node:crypto";
import { chmod, lstat, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { UnableError } from "../errors.js";
import { loadMockttp } from "./load-mockttp.js";

/** The gateway's own certificate authority, kept between runs so that clients need to trust it once. */
export interface KeptAuthority {
  readonly key: string;
  readonly cert: string;
  /** Where `cert` lies, for clients to trust. */
  readonly certPath: string;
}

const CERT = "ca.pem";
const KEY = "ca.key";

/**
 * Reads the authority in `directory`, or makes one there: the directory 0700, its files 0600.
 *
 * @throws UnableError when the directory is another's or open to others, or what is in it cannot be used: whoever has the key can
 * impersonate any host to the clients that trust it.
 */
export async function keptAuthority(directory: string): Promise<KeptAuthority> {
  const path = resolve(directory);
  if (!(await exists(path))) await create(path);
  await refuseIfShared(path);
  const certPath = join(path, CERT);
  const [key, cert] = await Promise.all([read(path, KEY), read(path, CERT)]);
  const fault = faultOf(key, cert);
  if (fault !== undefined) throw new UnableError(`${path} ${fault}: remove it, and one is made anew.`);
  return { key, cert, certPath };
}

function read(directory: string, name: string): Promise<string> {
  return readFile(join(directory, name), "utf8").catch(() => "");
}

/** What is wrong, to follow a path. */
function faultOf(key: string, cert: string): string | undefined {
  try {
    const certificate = new X509Certificate(cert);
    if (!certificate.checkPrivateKey(createPrivateKey(key))) return "holds a key of another certificate";
    return Date.parse(certificate.validTo) > Date.now() ? undefined : "holds a certificate authority that has expired";
  } catch {
    return "holds no certificate authority that can be used";
  }
}

/** The whole directory appears at once, so that two gateways that start together use the same authority. */
async function create(path: string): Promise<void> {
  const { generateCACertificate } = await loadMockttp();
  const { key, cert } = await generateCACertificate({
    subject: { commonName: "outbound-dlp gateway", organizationName: "outbound-dlp" },
  });
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const fresh = await mkdtemp(`${path}.`);
    await chmod(fresh, 0o700);
    await writeFile(join(fresh, KEY), key, { mode: 0o600, flag: "wx" });
    await writeFile(join(fresh, CERT), cert, { mode: 0o600, flag: "wx" });
    await rename(fresh, path).catch(() => rm(fresh, { recursive: true }));
  } catch {
    throw new UnableError(`No certificate authority can be written to ${path}: name another directory with --ca-dir.`);
  }
}

async function exists(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined)) !== undefined;
}

async function refuseIfShared(path: string): Promise<void> {
  const status = await lstat(path).catch(() => undefined);
  const own = status?.isDirectory() && status.uid === process.geteuid?.() && (status.mode & 0o077) === 0;
  if (own !== true) {
    throw new UnableError(`${path} must be a directory of your own that nobody else can open (chmod 700).`);
  }
}
