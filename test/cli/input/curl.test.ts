/** curl commands: what is read is what curl itself sends. */

import { execFile } from "node:child_process";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCurl } from "../../../src/cli/input/curl.js";
import type { InputEntry } from "../../../src/cli/input/entry.js";
import type { HeaderPairs } from "../../../src/types.js";
import { hasProgram, requirement } from "../../support/requirements.js";

const read = (text: string): readonly InputEntry[] => readCurl(Buffer.from(text));

function only(text: string): InputEntry {
  const entries = read(text);
  expect(entries).toHaveLength(1);
  return entries[0] as InputEntry;
}

const bodyText = (entry: InputEntry | undefined): string => Buffer.from(entry?.request?.body ?? "").toString();

/** curl's versions differ in the case of a percent escape's digits (RFC 3986, section 2.1: it has no meaning). */
const upperEscapes = (url = ""): string => url.replace(/%[0-9a-f]{2}/g, (code) => code.toUpperCase());

const headerList = (headers: HeaderPairs | undefined): string[] =>
  [...(headers as Iterable<readonly [string, string]>)].map(([name, value]) => `${name.toLowerCase()}: ${value}`);

describe.skipIf(!requirement("curl and bash", hasProgram("curl", "--version") && hasProgram("bash", "--version")))(
  "a command is read as curl sends it",
  () => {
    let server: Server;
    let origin: string;

    beforeAll(async () => {
      server = createServer(async (request, response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk as Buffer);
        const headers: string[] = [];
        for (let at = 0; at < request.rawHeaders.length; at += 2) {
          headers.push(`${request.rawHeaders[at]?.toLowerCase()}: ${request.rawHeaders[at + 1]}`);
        }
        const body = Buffer.concat(chunks).toString();
        response.end(JSON.stringify({ method: request.method, url: request.url, headers, body }));
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });

    afterAll(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });

    it.each([
      "curl 'ORIGIN/a?b=c'",
      "curl ORIGIN/a -H 'X-One: 1' --header \"X-Two:2\" -H 'X-Empty;' -H 'X-None:'",
      "curl ORIGIN/a -d a=b -d 'c=d e'",
      "curl ORIGIN/a --data-raw $'{\"a\":\"it\\'s \\u0041 \\n\"}' -H 'content-type: application/json'",
      "curl ORIGIN/a --data-binary 'a\\nb' --compressed -sSL",
      "curl -XPUT ORIGIN/a --json '{\"a\":' --json '1}'",
      "curl ORIGIN/a?x=1 -G -d a=b --data-urlencode 'c=d&e' --data-urlencode '=f g' --data-urlencode \"h i!'()*~é\"",
      "curl ORIGIN/a --url-query 'q=1' --url-query '+r=%20'",
      "curl -u user:pass:word ORIGIN/a -A agent/1 -e https://ref.example/ -b 'a=1; b=2' -r 0-5",
      "curl -uuser:pass ORIGIN/a -HX-Joined:yes",
      "curl --oauth2-bearer some-token ORIGIN/a",
      "curl ORIGIN/a --request-target /other?x",
      "curl -X DELETE ORIGIN/a \\\n  -H 'X-Next-Line: yes' \\\n  -m 5",
      "curl ORIGIN/a --data-raw '@literal'",
      "http_proxy= curl ORIGIN/a --connect-timeout 5 -o - --retry 0",
    ])("%s", async (template) => {
      const text = template.replaceAll("ORIGIN", origin);
      const { stdout } = await promisify(execFile)("bash", ["--norc", "-c", text], {
        env: { PATH: process.env.PATH, LC_ALL: "C.UTF-8" },
      });
      const sent = JSON.parse(stdout) as { method: string; url: string; headers: string[]; body: string };
      const { request } = only(text);
      expect(request?.method).toBe(sent.method);
      expect(upperEscapes(request?.url)).toBe(upperEscapes(origin + sent.url));
      expect(bodyText({ notes: [], ...(request === undefined ? {} : { request }) })).toBe(sent.body);
      expect(sent.headers).toEqual(expect.arrayContaining(headerList(request?.headers)));
      // Nothing that the command says is missing: the rest is what curl adds by itself.
      const added = sent.headers.filter((header) => !headerList(request?.headers).includes(header));
      for (const header of added)
        expect(header).toMatch(/^(host|user-agent|accept|accept-encoding|content-length|content-type|connection): /);
    });
  },
);

describe("forms", () => {
  it("fields, names, types and quoted values stand in the body", () => {
    const entry = only(
      `curl https://a.example/ -F 'one=first value' -F 'two="quoted;value";type=text/x' --form-string 'three=@literal'`,
    );
    expect(bodyText(entry)).toContain('name="one"\r\n\r\nfirst value\r\n');
    expect(bodyText(entry)).toContain('name="two"\r\nContent-Type: text/x\r\n\r\nquoted;value\r\n');
    expect(bodyText(entry)).toContain('name="three"\r\n\r\n@literal\r\n');
    expect(entry.request?.method).toBe("POST");
    expect(entry.request?.bodyComplete).toBe(true);
  });
});

describe("what is not in the command", () => {
  it.each([
    "-d @body.json",
    "--data-binary @-",
    "--data-urlencode name@file",
    "-F file=@photo.png",
    "-F 'text=<notes.txt'",
    "-T upload.bin",
    "--json @body.json",
    "-K settings",
  ])("%s: the body is not complete, and a note says so", (option) => {
    const { request, notes } = only(`curl ${option} https://a.example/`);
    expect(request?.bodyComplete).toBe(false);
    expect(notes.join(" ")).toContain("file, which was not read");
    expect(notes.join(" ")).not.toMatch(/body\.json|photo|settings|upload\.bin/);
  });

  it.each([
    ["-H @headers", "Headers or cookies"],
    ["-b cookies.txt", "Headers or cookies"],
    ["--netrc", ".netrc"],
    ["-u user", "password"],
    ['-H "Authorization: Bearer $TOKEN"', "shell"],
    ["--expand-data '{{x}}'", "variables"],
  ])("%s is noted", (option, word) => {
    expect(only(`curl ${option} https://a.example/`).notes.join(" ")).toContain(word);
  });
});

describe("several requests", () => {
  it("one for each URL, command and --next", () => {
    const entries = read(
      "curl https://a.example/1 https://a.example/2 -d x=1 --next https://a.example/3 ;\ncurl b.example",
    );
    expect(entries.map(({ request }) => `${request?.method} ${request?.url}`)).toEqual([
      "POST https://a.example/1",
      "POST https://a.example/2",
      "GET https://a.example/3",
      "GET http://b.example",
    ]);
  });

  it("other commands are scanned as the text that they are", () => {
    const entries = read("export KEY='a b'\n$ sudo /usr/bin/curl https://a.example/ | jq .");
    expect(entries.map(({ text, request }) => request?.url ?? text)).toEqual([
      "export KEY='a b'",
      "https://a.example/",
      "jq .",
    ]);
  });

  it("a login in a proxy's address is what the proxy gets", () => {
    const { request } = only("curl -x http://me:pa%20ss@proxy.example:3128 https://a.example/");
    expect(headerList(request?.headers)).toEqual([
      `proxy-authorization: Basic ${Buffer.from("me:pa ss").toString("base64")}`,
    ]);
  });

  it("text without a curl command is an error that quotes nothing of it", () => {
    expect(() => read("wget https://secret.example/")).toThrow(/^The input has no curl command\.$/);
  });
});
