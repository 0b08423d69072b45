/** Files as 7-Zip, xz, zstd, bzip2, lz4, lzop, Info-ZIP, tar, ar, bsdtar, git, fastavro and Arrow write them, of a few ordinary words. */
import { readFileSync } from "node:fs";
import { deflateRawSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { type OutboundRequest, scanOutbound } from "../../src/index.js";

interface Files {
  /** Base64 by what it is. */
  readonly held: Readonly<Record<string, string>>;
  readonly read: Readonly<Record<string, string>>;
}

const { held, read } = JSON.parse(readFileSync(new URL("containers.json", import.meta.url), "utf8")) as Files;
const bytesOf = (base64: string): Buffer => Buffer.from(base64, "base64");

const post = (body: string | Buffer, type: string, headers: readonly (readonly [string, string])[] = []) =>
  ({
    method: "POST",
    url: "https://api.example.com/files",
    headers: [["content-type", type], ...headers],
    body,
  }) as const;

const CARRIERS: readonly (readonly [name: string, carry: (file: Buffer) => OutboundRequest])[] = [
  ["a body", (file) => post(file, "application/octet-stream")],
  ["a compressed body", (file) => post(gzipSync(file), "application/octet-stream", [["content-encoding", "gzip"]])],
  ["gzip that nothing declares", (file) => post(gzipSync(file), "application/octet-stream")],
  [
    "a part",
    (file) =>
      post(
        Buffer.concat([
          Buffer.from('--b\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n'),
          file,
          Buffer.from("\r\n--b--\r\n"),
        ]),
        "multipart/form-data; boundary=b",
      ),
  ],
];
const inJson = (file: Buffer): OutboundRequest =>
  post(JSON.stringify({ name: "f", data: file.toString("base64") }), "application/json");

/** These begin like texts: in base64 nothing tells them before all of it is decoded. */
const LIKE_TEXT = /Avro|ORC|Arrow|bundle/;

describe("a file that cannot be read without unpacking it is held", () => {
  describe.each(Object.entries(held).map(([name, file]) => [name, bytesOf(file)] as const))("%s", (name, file) => {
    it.each([...CARRIERS, ...(LIKE_TEXT.test(name) ? [] : ([["base64 in JSON", inJson]] as const))])(
      "in %s",
      (_carrier, carry) => {
        const { findings } = scanOutbound(carry(file));
        expect(findings).toMatchObject([{ kind: "uninspectable", detector: "archive", approvable: true }]);
        expect(findings[0]!.reason).toMatch(/^A (?:file that cannot be read without unpacking it: |ZIP archive with)/);
        expect(scanOutbound(carry(file), [findings[0]!.matched]).verdict).toBe("clear");
      },
    );
  });
});

describe("a file that can be read is clear when there is nothing in it", () => {
  describe.each(Object.entries(read).map(([name, file]) => [name, bytesOf(file)] as const))("%s", (_name, file) => {
    it.each([...CARRIERS, ["base64 in JSON", inJson] as const])("in %s", (_carrier, carry) => {
      expect(scanOutbound(carry(file)).findings).toEqual([]);
    });
  });
});

describe("sizes that lie", () => {
  const tarHead = (size: string, name = ""): Buffer => {
    const block = Buffer.alloc(512);
    block.write(name, 0, "latin1");
    block.write(size, 124);
    block.write("ustar", 257);
    return block;
  };
  const arHead = (size: string): string => `a.txt${" ".repeat(43)}${size.padEnd(10)}\`\n`;
  const stored = "PK\x03\x04\x14\0\0\0\0\0".padEnd(26, "\0");
  it.each([
    ["tar, less than nothing", Buffer.concat([tarHead("-7777"), tarHead("-1")])],
    ["ar, less than nothing", Buffer.from(`!<arch>\n${arHead("-60")}${arHead("-120")}`)],
    ["tar, beyond the end", Buffer.concat([tarHead("77777777777"), Buffer.alloc(512)])],
    ["ar, beyond the end", Buffer.from(`!<arch>\n${arHead("9999999999")}`)],
    [
      "a ZIP header in every block of a tar archive",
      Buffer.concat(Array.from({ length: 4096 }, () => tarHead("0", `${stored.padEnd(28, "\xde\x01")}`))),
    ],
  ])("end a scan all the same: %s", (_name, body) => {
    expect(scanOutbound(post(body, "application/octet-stream")).findings).toEqual([]);
  });
});

const SHADES: readonly (readonly [name: string, pixels: Buffer])[] = [
  ["one shade after the other", Buffer.concat(Array.from({ length: 256 }, (_, shade) => Buffer.alloc(768, shade)))],
  ["a gradient in every row", Buffer.alloc(256 * 768, Buffer.from(Array.from({ length: 768 }, (_, at) => at / 3)))],
];

describe("a plain picture without compression is clear: of its pixels hex can be read, in hex, and text in each row", () => {
  it.each(SHADES)("%s", (_name, pixels) => {
    const picture = Buffer.concat([Buffer.from("P6\n256 256\n255\n"), pixels]);
    expect(scanOutbound(post(picture, "image/x-portable-pixmap")).findings).toEqual([]);
    expect(scanOutbound(inJson(picture)).findings).toEqual([]);
  });
});

/** One entry of a ZIP archive, deflated. */
function entry(name: string, content: string): Buffer {
  const data = deflateRawSync(content);
  const header = Buffer.alloc(30);
  header.write("PK\x03\x04", "latin1");
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(8, 8);
  header.writeUInt32LE(data.length, 18);
  header.writeUInt32LE(Buffer.byteLength(content), 22);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, Buffer.from(name), data]);
}

describe("an empty Word document is clear, though it has two style sheets of 440 KB and is 38 KB long", () => {
  const border = (side: string): string => `<w:${side} w:val="single" w:sz="8" w:space="0" w:color="4F81BD"/>`;
  const borders = ["top", "left", "bottom", "right"].map(border).join("");
  const style = (_: unknown, id: number): string =>
    `<w:style w:type="table" w:styleId="Style${id}"><w:tblPr><w:tblBorders>${borders}</w:tblBorders></w:tblPr></w:style>\n`;
  const styles = Array.from({ length: 1400 }, style).join("");
  const document = Buffer.concat([
    entry("word/document.xml", "<w:document><w:body><w:p/></w:body></w:document>"),
    entry("word/styles.xml", styles),
    entry("word/stylesWithEffects.xml", styles),
  ]);
  it("as it is, and in base64", () => {
    expect(styles.length).toBeGreaterThan(420_000);
    const body = Buffer.concat([document, Buffer.alloc(38_000 - document.length)]);
    expect(scanOutbound(post(body, "application/octet-stream")).findings).toEqual([]);
    expect(scanOutbound(inJson(body)).findings).toEqual([]);
  });
});
