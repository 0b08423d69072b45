import type { SurfaceProblem } from "./surface.js";

/** A container whose content its bytes do not show: what it starts with, and at which byte. */
interface Container {
  readonly type: string;
  readonly title: string;
  readonly magic: Buffer;
  readonly at?: number;
}

const bytes = (text: string): Buffer => Buffer.from(text, "latin1");

/** ZIP is not here: what can be opened of it is. Nor is tar, which holds its files as they are. */
const CONTAINERS: readonly Container[] = [
  { type: "application/pdf", title: "PDF document", magic: bytes("%PDF-") },
  { type: "application/x-git-packed-objects", title: "git pack", magic: bytes("PACK\0\0\0") },
  { type: "application/x-7z-compressed", title: "7z archive", magic: bytes("7z\xbc\xaf\x27\x1c") },
  { type: "application/vnd.rar", title: "RAR archive", magic: bytes("Rar!\x1a\x07") },
  { type: "application/x-xz", title: "xz file", magic: bytes("\xfd7zXZ\0") },
  { type: "application/x-bzip2", title: "bzip2 file", magic: bytes("1AY&SY"), at: 4 },
  { type: "application/zstd", title: "Zstandard file", magic: bytes("\x28\xb5\x2f\xfd") },
  { type: "application/x-lz4", title: "LZ4 file", magic: bytes("\x04\x22\x4d\x18") },
  { type: "application/x-lzip", title: "lzip file", magic: bytes("LZIP\x01") },
  { type: "application/x-compress", title: "compress file", magic: bytes("\x1f\x9d\x90") },
  { type: "application/vnd.ms-cab-compressed", title: "cabinet archive", magic: bytes("MSCF\0\0\0\0") },
  { type: "application/x-ole-storage", title: "OLE document", magic: bytes("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") },
];

/** git sends a pack after lines of commands, and says so; how far it may stand from the start, in bytes. */
const PACK: Container = CONTAINERS[1]!;
const PACK_WITHIN = 65_536;

function startsWith(text: Buffer, magic: Buffer, at: number): boolean {
  for (let i = 0; i < magic.length; i++) if (text[at + i] !== magic[i]) return false;
  return true;
}

/** The container that `[start, end)` of `text` is, if it is one that cannot be opened. */
export function containerProblem(text: Buffer, start: number, end: number, isGit: boolean): SurfaceProblem | undefined {
  const part = text.subarray(start, end);
  const found =
    CONTAINERS.find(({ magic, at = 0 }) => startsWith(part, magic, at)) ??
    (isGit && holdsPack(part) ? PACK : undefined);
  if (found === undefined) return undefined;
  return {
    what: "archive",
    reason: `A ${found.title}, whose content cannot be read without unpacking it`,
    approvable: true,
    type: found.type,
    at: { start, end },
  };
}

function holdsPack(part: Buffer): boolean {
  return part.subarray(0, PACK_WITHIN).includes(PACK.magic);
}
