/** A file of files, or of compressed columns: one whose content its bytes do not show. */
export interface Container {
  /** Media type, as `opaqueTypes` names it. */
  readonly type: string;
  /** What a person calls it. */
  readonly title: string;
}

interface Signature extends Container {
  readonly magic: Buffer;
  /** Where the magic number stands, if not at the start, and what stands at the start then. */
  readonly at?: number;
  readonly before?: string;
  /** What must hold beside that: of formats that can be compressed, whether this one is. */
  is?(bytes: Buffer, start: number, end: number): boolean;
}

const latin1 = (text: string): Buffer => Buffer.from(text, "latin1");

const ZSTD: Buffer = latin1("\x28\xb5\x2f\xfd");
const LZ4: Buffer = latin1("\x04\x22\x4d\x18");

/** How far into a file its header is looked at, in bytes. */
const HEADER = 65_536;

/** A header of LZMA alone (LZMA SDK, lzma-specification.txt) gives the size of what comes out, or all ones. */
function isLzma(bytes: Buffer, start: number): boolean {
  const known = [10, 11, 12].every((at) => bytes[start + at] === 0);
  return known || [5, 6, 7, 8, 9, 10, 11, 12].every((at) => bytes[start + at] === 0xff);
}

const CODEC: Buffer = latin1("avro.codec");

/** Whether the header of an Avro file (Apache Avro 1.12, "Object Container Files") names a codec that compresses. */
function isCompressedAvro(bytes: Buffer, start: number, end: number): boolean {
  const at = bytes.subarray(start, Math.min(end, start + HEADER)).indexOf(CODEC);
  return at >= 0 && bytes.toString("latin1", start + at + CODEC.length + 1, start + at + CODEC.length + 5) !== "null";
}

/** The postscript of an ORC file (ORC specification v1) ends with the same letters, and its own length. */
const endsAsOrc = (bytes: Buffer, _start: number, end: number): boolean =>
  bytes.toString("latin1", end - 4, end - 1) === "ORC";

function isCompressedArrow(bytes: Buffer, start: number, end: number): boolean {
  const file = bytes.subarray(start, end);
  return file.includes(ZSTD) || file.includes(LZ4);
}

const GIT_PACK: Signature = {
  type: "application/x-git-packed-objects",
  title: "git pack",
  magic: latin1("PACK\0\0\0"),
};

export const PDF_TYPE = "application/pdf";

/** ZIP is not here: what can be opened of it is. Nor are tar and ar, which hold their files as they are. */
const SIGNATURES: readonly Signature[] = [
  { type: PDF_TYPE, title: "PDF document", magic: latin1("%PDF-") },
  GIT_PACK,
  { type: GIT_PACK.type, title: "git bundle", magic: latin1("# v2 git bundle\n") },
  { type: GIT_PACK.type, title: "git bundle", magic: latin1("# v3 git bundle\n") },
  { type: "application/x-7z-compressed", title: "7z archive", magic: latin1("7z\xbc\xaf\x27\x1c") },
  { type: "application/vnd.rar", title: "RAR archive", magic: latin1("Rar!\x1a\x07") },
  { type: "application/x-xz", title: "xz file", magic: latin1("\xfd7zXZ\0") },
  { type: "application/x-lzma", title: "LZMA file", magic: latin1("]\0\0"), is: isLzma },
  { type: "application/x-bzip2", title: "bzip2 file", magic: latin1("1AY&SY"), at: 4, before: "BZh" },
  { type: "application/zstd", title: "Zstandard file", magic: ZSTD },
  { type: "application/x-lz4", title: "LZ4 file", magic: LZ4 },
  { type: "application/x-lzip", title: "lzip file", magic: latin1("LZIP\x01") },
  { type: "application/x-lzop", title: "lzop file", magic: latin1("\x89LZO\0\r\n\x1a\n") },
  { type: "application/x-lrzip", title: "lrzip file", magic: latin1("LRZI\0") },
  { type: "application/x-snappy-framed", title: "Snappy file", magic: latin1("\xff\x06\0\0sNaPpY") },
  { type: "application/x-compress", title: "compress file", magic: latin1("\x1f\x9d\x90") },
  { type: "application/vnd.ms-cab-compressed", title: "cabinet archive", magic: latin1("MSCF\0\0\0\0") },
  { type: "application/x-ms-wim", title: "WIM image", magic: latin1("MSWIM\0\0\0") },
  { type: "application/x-xar", title: "xar archive", magic: latin1("xar!\0\x1c") },
  { type: "application/x-rpm", title: "RPM package", magic: latin1("\xed\xab\xee\xdb") },
  { type: "application/vnd.squashfs", title: "SquashFS image", magic: latin1("hsqs") },
  { type: "application/x-ole-storage", title: "OLE document", magic: latin1("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") },
  { type: "application/vnd.apache.parquet", title: "Parquet file", magic: latin1("PAR1") },
  { type: "application/vnd.apache.orc", title: "ORC file", magic: latin1("ORC"), is: endsAsOrc },
  {
    type: "application/vnd.apache.avro",
    title: "compressed Avro file",
    magic: latin1("Obj\x01"),
    is: isCompressedAvro,
  },
  {
    type: "application/vnd.apache.arrow.file",
    title: "compressed Arrow file",
    magic: latin1("ARROW1\0\0"),
    is: isCompressedArrow,
  },
  { type: "application/x-hdf5", title: "HDF5 file", magic: latin1("\x89HDF\r\n\x1a\n") },
];

/** 1 for each byte that one begins with, what the entries of an archive begin with apart. */
const FIRST: Uint8Array = new Uint8Array(256);
for (const { magic, before } of SIGNATURES) FIRST[(before === undefined ? magic : latin1(before))[0]!] = 1;

function startsWith(bytes: Buffer, magic: Buffer, at: number): boolean {
  for (let i = 0; i < magic.length; i++) if (bytes[at + i] !== magic[i]) return false;
  return true;
}

/** The container that begins at `start`, if it is one that cannot be opened. */
function containerAt(bytes: Buffer, start: number, end: number): Container | undefined {
  if (FIRST[bytes[start] ?? 0] === 0) return undefined;
  return SIGNATURES.find(
    ({ magic, at = 0, is }) =>
      start + at + magic.length <= end && startsWith(bytes, magic, start + at) && is?.(bytes, start, end) !== false,
  );
}

/** Archives in archives are looked into so deep. */
const MOST_DEEP = 4;

/** The container that cannot be opened at the start of `[start, end)`, or as an entry of the tar or ar archive that this is. */
export function containerIn(bytes: Buffer, start: number, end: number, deep = 0): Container | undefined {
  const found = containerAt(bytes, start, end);
  if (found !== undefined || deep === MOST_DEEP) return found;
  const entries = entriesOf(bytes, start, end);
  for (let i = 0; i < entries.length; i += 2) {
    const inner = containerIn(bytes, entries[i]!, entries[i + 1]!, deep + 1);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

const NONE: readonly number[] = [];
const USTAR: Buffer = latin1("ustar");
const USTAR_AT = 257;
const BLOCK = 512;
const AR: Buffer = latin1("!<arch>\n");
const AR_HEADER = 60;
const AR_HEADER_END: Buffer = latin1("`\n");

const ZIP = "PK\x03";

/** The first three bytes, as one number each, of all that can be opened or said to be a container: by them it is told in base64. */
export const CONTAINER_STARTS: readonly number[] = [
  ...new Set(
    [...SIGNATURES.map(({ magic, before }) => before ?? magic.toString("latin1")), ZIP, AR.toString("latin1")].map(
      (start) => latin1(start).readUIntBE(0, 3),
    ),
  ),
];

/** A size in digits; never less than nothing, whatever is written there. */
function sizeAt(bytes: Buffer, at: number, length: number, radix: number): number {
  return Math.max(0, Number.parseInt(bytes.toString("latin1", at, at + length), radix) || 0);
}

/** Pairs of start and end of the entries' contents. */
function entriesOf(bytes: Buffer, start: number, end: number): readonly number[] {
  if (startsWith(bytes, AR, start)) return arEntries(bytes, start + AR.length, end);
  return startsWith(bytes, USTAR, start + USTAR_AT) ? tarEntries(bytes, start, end) : NONE;
}

/** tar (POSIX.1-1988, "ustar"): a block with the size in octal digits, then the content in whole blocks. */
function tarEntries(bytes: Buffer, start: number, end: number): readonly number[] {
  const entries: number[] = [];
  for (let at = start; at + BLOCK <= end && startsWith(bytes, USTAR, at + USTAR_AT); ) {
    const size = sizeAt(bytes, at + 124, 12, 8);
    const content = at + BLOCK;
    if (size > 0) entries.push(content, Math.min(end, content + size));
    at = content + Math.ceil(size / BLOCK) * BLOCK;
  }
  return entries;
}

/** ar, as of Debian packages (deb(5)): a header with the size in decimal digits, then the content, to an even place. */
function arEntries(bytes: Buffer, start: number, end: number): readonly number[] {
  const entries: number[] = [];
  for (let at = start; at + AR_HEADER <= end && startsWith(bytes, AR_HEADER_END, at + AR_HEADER - 2); ) {
    const size = sizeAt(bytes, at + 48, 10, 10);
    const content = at + AR_HEADER;
    entries.push(content, Math.min(end, content + size));
    at = content + size + (size % 2);
  }
  return entries;
}

/** The pack that git sends after lines of commands. */
export function packIn(bytes: Buffer, start: number, end: number): Container | undefined {
  return bytes.subarray(start, Math.min(end, start + HEADER)).includes(GIT_PACK.magic) ? GIT_PACK : undefined;
}

/** One sentence for a person. */
export function reasonOf({ title }: Container): string {
  return `A file that cannot be read without unpacking it: ${title}`;
}
