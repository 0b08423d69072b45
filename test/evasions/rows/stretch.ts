import { deflateRawSync, deflateSync } from "node:zlib";
import { body, type Evasion, type Held, json, post, row } from "../evasion.js";

const zipEntry = (name: string, text: Buffer | string): Buffer => {
  const data = deflateRawSync(text);
  const header = Buffer.alloc(30);
  header.write("PK\x03\x04", "latin1");
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(8, 8);
  header.writeUInt32LE(data.length, 18);
  header.writeUInt32LE(text.length, 22);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, Buffer.from(name), data]);
};
const encrypted = (entry: Buffer): Buffer => {
  entry[6] = 1;
  return entry;
};
const tarEntry = (name: string, text: string): Buffer => {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write("0000644\0", 100);
  header.write(`${text.length.toString(8).padStart(11, "0")}\0`, 124);
  header.write("ustar\x0000", 257, "latin1");
  header.write("0", 156);
  return Buffer.concat([header, Buffer.from(text), Buffer.alloc(512 - (text.length % 512))]);
};
const pdf = (stream: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(`%PDF-1.7\n1 0 obj\n<</Length ${stream.length}/Filter/FlateDecode>>\nstream\n`),
    stream,
    Buffer.from("\nendstream\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n"),
  ]);
const plain = (value: string): string => value;

export const stretchRows: readonly Evasion[] = [
  row("an entry of a ZIP archive", { ...body(), put: (text) => post(zipEntry("a.txt", text)) }, ["zip"], plain, {
    run: (value) => zipEntry("a.txt", value),
  }),
  row(
    "a ZIP archive in base64, in JSON",
    json,
    ["base64", "zip"],
    (value) => zipEntry("a.txt", value).toString("base64"),
    // Without the bits that fill up the last character.
    { run: (value) => zipEntry("a.txt", value).toString("base64").replace(/=+$/, "") },
  ),
  row("an entry of a tar archive", { ...body(), put: (text) => post(tarEntry("a.txt", String(text))) }, [], plain),
  row("a stream of a PDF", { ...body(), put: (text) => post(pdf(deflateSync(`BT (${text}) Tj ET`))) }, ["pdf"], plain, {
    run: (value) => deflateSync(`BT (${value}) Tj ET`).subarray(0, -4),
    alsoHeld: "archive",
  }),
];

export const stretchHeld: readonly Held[] = [
  {
    name: "a PDF",
    request: post(pdf(deflateSync("BT (words) Tj ET")), "application/pdf"),
    what: "archive",
  },
  {
    name: "a git pack",
    request: post(
      Buffer.concat([Buffer.from("PACK\0\0\0\x02\0\0\0\x01", "latin1"), deflateSync("blob")]),
      "application/x-git-receive-pack-request",
    ),
    what: "archive",
  },
  {
    name: "a ZIP archive, encrypted",
    request: post(encrypted(zipEntry("a.txt", "some words and more"))),
    what: "archive",
  },
  {
    name: "one credential a thousand times",
    request: post(`key ${["AKIA", "QYLPMN5HFIQR7XYA"].join("")}\n`.repeat(1000)),
    what: "work-budget",
  },
  {
    name: "one credential in base64, in string after string",
    request: post(
      JSON.stringify(Array(1000).fill(Buffer.from(`key ${["AKIA", "QYLPMN5HFIQR7XYA"].join("")} `).toString("base64"))),
      "application/json",
    ),
    what: "work-budget",
  },
  { name: "a 7z archive", request: post(Buffer.from("7z\xbc\xaf\x27\x1c\0\x04 and more", "latin1")), what: "archive" },
];
