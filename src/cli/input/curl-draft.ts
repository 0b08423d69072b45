import type { OutboundRequest } from "../../types.js";
import type { InputEntry } from "./entry.js";
import { encodeMultipart, type FormField } from "./multipart.js";
import type { ShellWord } from "./word-builder.js";

const FROM_FILE = "A part of the body comes from a file, which was not read.";
const HEADERS_FROM_FILE = "Headers or cookies come from a file, which was not read.";

/** What each option that shapes the request does to it. */
export const OPTIONS: Readonly<Record<string, (draft: CurlDraft, value: ShellWord) => unknown>> = {
  url: (draft, { text }) => draft.urls.push(text),
  request: (draft, { text }) => (draft.method = text),
  get: (draft) => (draft.asQuery = true),
  head: (draft) => (draft.headOnly = true),
  "request-target": (draft, { text }) => (draft.target = text),
  "url-query": (draft, { text }) => draft.query.push(Buffer.from(text.replace(/^\+/, ""))),
  header: (draft, { text }) => draft.addHeaderLine(text),
  "proxy-header": (draft, { text }) => draft.addHeaderLine(text),
  "user-agent": (draft, { text }) => draft.headers.push(["User-Agent", text]),
  referer: (draft, { text }) => draft.headers.push(["Referer", text.replace(/;auto$/, "")]),
  range: (draft, { text }) => draft.headers.push(["Range", `bytes=${text}`]),
  cookie: (draft, { text }) =>
    text.includes("=") ? draft.headers.push(["Cookie", text]) : draft.note(HEADERS_FROM_FILE),
  user: (draft, word) => draft.addBasic("Authorization", word),
  "proxy-user": (draft, word) => draft.addBasic("Proxy-Authorization", word),
  proxy: (draft, { text }) => draft.addProxy(text),
  preproxy: (draft, { text }) => draft.addProxy(text),
  "oauth2-bearer": (draft, { text }) => draft.headers.push(["Authorization", `Bearer ${text}`]),
  data: (draft, word) => draft.addData(word, true),
  "data-ascii": (draft, word) => draft.addData(word, true),
  "data-binary": (draft, word) => draft.addData(word, true),
  "data-raw": (draft, word) => draft.addData(word, false),
  "data-urlencode": (draft, { text }) => draft.addEncodedData(text),
  json: (draft, word) => draft.addJson(word),
  form: (draft, { text }) => draft.addForm(text, true),
  "form-string": (draft, { text }) => draft.addForm(text, false),
  "upload-file": (draft) => draft.missBody(),
  config: (draft) => draft.missBody("Options come from a file, which was not read."),
  netrc: (draft) => draft.note("The login from the .netrc file was not read."),
  "netrc-file": (draft) => draft.note("The login from the .netrc file was not read."),
  "netrc-optional": (draft) => draft.note("The login from the .netrc file was not read."),
};

/** One request as curl's options describe it. */
export class CurlDraft {
  readonly urls: string[] = [];
  readonly headers: [string, string][] = [];
  readonly query: Uint8Array[] = [];
  method: string | undefined;
  target: string | undefined;
  asQuery = false;
  headOnly = false;
  private readonly data: Uint8Array[] = [];
  private readonly fields: FormField[] = [];
  private readonly notes = new Set<string>();
  private isJson = false;
  private isUpload = false;
  private bodyComplete = true;

  use(name: string, value: ShellWord): void {
    if (value.expands)
      this.note("The shell would put a variable or a command's output here; it was scanned as written.");
    OPTIONS[name]?.(this, value);
  }

  note(text: string): void {
    this.notes.add(text);
  }

  /** A body that is not all here: the scan holds what nobody has read. */
  missBody(note: string = FROM_FILE): void {
    this.note(note);
    this.isUpload = true;
    this.bodyComplete = false;
  }

  /** `Name: value`; `Name;` has no value; `Name:` takes one of curl's own headers away; `@file` names a file of lines. */
  addHeaderLine(line: string): void {
    const colon = line.indexOf(":");
    if (line.startsWith("@")) this.note(HEADERS_FROM_FILE);
    else if (colon >= 0 && line.slice(colon + 1).trim() === "") return;
    else if (colon >= 0) this.headers.push([line.slice(0, colon), line.slice(colon + 1).trim()]);
    else this.headers.push([line.replace(/;\s*$/, ""), ""]);
  }

  /** Basic authentication (RFC 7617), which curl uses unless told otherwise. */
  addBasic(header: string, { bytes, text }: ShellWord): void {
    if (!text.includes(":")) this.note("curl would ask for the password; it was not read.");
    this.headers.push([header, `Basic ${Buffer.from(bytes).toString("base64")}`]);
  }

  /** A proxy's address can carry a login, which goes to the proxy. */
  addProxy(address: string): void {
    const login = /^(?:[a-z0-9]+:\/\/)?([^/@]+)@/i.exec(address)?.[1];
    if (login !== undefined) {
      const decoded = decodeOrKeep(login);
      this.headers.push(["Proxy-Authorization", `Basic ${Buffer.from(decoded).toString("base64")}`]);
    }
  }

  addData({ bytes, text }: ShellWord, readsFiles: boolean): void {
    if (readsFiles && text.startsWith("@")) this.missBody();
    else this.data.push(bytes);
  }

  addJson(word: ShellWord): void {
    this.isJson = true;
    this.addData(word, true);
  }

  /** `content`, `=content`, `name=content`, `@file`, `name@file`: the first = or @ decides. */
  addEncodedData(text: string): void {
    const at = text.search(/[=@]/);
    if (at >= 0 && text[at] === "@") {
      this.missBody();
      return;
    }
    const name = at > 0 ? `${text.slice(0, at)}=` : "";
    this.data.push(Buffer.from(name + urlEncode(text.slice(at + 1))));
  }

  /** `name=content;type=...;filename=...`; content that begins with @ or < names a file. */
  addForm(text: string, readsFiles: boolean): void {
    const equals = text.indexOf("=");
    const name = equals < 0 ? "" : text.slice(0, equals);
    const content = text.slice(equals + 1);
    if (!readsFiles) {
      this.fields.push({ name, value: content, fileName: "", contentType: "" });
      return;
    }
    const attributes = new Map<string, string>();
    const value = content.replace(
      /;\s*(type|filename)=("(?:[^"\\]|\\.)*"|[^;]*)/g,
      (_all, key: string, quoted: string) => {
        attributes.set(key, unquote(quoted));
        return "";
      },
    );
    const fromFile = /^[@<]/.test(value);
    if (fromFile) this.missBody();
    const fileName = attributes.get("filename") ?? (value.startsWith("@") ? value.slice(1) : "");
    this.fields.push({
      name,
      value: fromFile ? "" : unquote(value),
      fileName,
      contentType: attributes.get("type") ?? "",
    });
  }

  /** One request for each URL. */
  entries(): InputEntry[] {
    const body = this.body();
    const urls = this.urls.length === 0 ? [""] : this.urls;
    const request = { method: this.resolveMethod(), headers: this.headers, body, bodyComplete: this.bodyComplete };
    return urls.map((url) => ({ request: { ...request, url: this.resolveUrl(url) }, notes: [...this.notes] }));
  }

  private body(): OutboundRequest["body"] & (Uint8Array | null) {
    if (this.fields.length > 0) {
      const { bytes, boundary } = encodeMultipart(this.fields);
      this.headers.push(["Content-Type", `multipart/form-data; boundary=${boundary}`]);
      return bytes;
    }
    if (this.asQuery || this.data.length === 0) return null;
    const typed = this.headers.some(([name]) => name.toLowerCase() === "content-type");
    if (!typed)
      this.headers.push(["Content-Type", this.isJson ? "application/json" : "application/x-www-form-urlencoded"]);
    return join(this.data, this.isJson ? "" : "&");
  }

  private resolveMethod(): string {
    if (this.method !== undefined) return this.method;
    if (this.headOnly) return "HEAD";
    if (this.asQuery) return "GET";
    if (this.data.length + this.fields.length > 0) return "POST";
    return this.isUpload ? "PUT" : "GET";
  }

  private resolveUrl(written: string): string {
    const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(written) || written === "" ? written : `http://${written}`;
    const origin = /^[^:]+:\/\/[^/?#]*/.exec(withScheme)?.[0] ?? withScheme;
    const url = this.target === undefined ? withScheme : `${origin}${this.target}`;
    const query = join([...this.query, ...(this.asQuery ? this.data : [])], "&").toString("utf8");
    if (query === "") return url;
    return `${url}${url.includes("?") ? "&" : "?"}${query}`;
  }
}

function join(pieces: readonly Uint8Array[], separator: string): Buffer {
  return Buffer.concat(pieces.flatMap((piece, index) => (index === 0 ? [piece] : [Buffer.from(separator), piece])));
}

/** As curl encodes: everything but unreserved characters (RFC 3986, section 2.3), and a space as a plus sign. */
function urlEncode(text: string): string {
  const reserved = /[!'()*]/g;
  const encoded = encodeURIComponent(text).replace(
    reserved,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return encoded.replaceAll("%20", "+");
}

function unquote(text: string): string {
  return /^".*"$/s.test(text) ? text.slice(1, -1).replace(/\\(["\\])/g, "$1") : text;
}

function decodeOrKeep(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
