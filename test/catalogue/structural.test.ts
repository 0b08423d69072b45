import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SEED_WORDS } from "../../src/catalogue/numbers/seed-words.js";
import { base58Check } from "../../src/checksums.js";
import type { OutboundRequest, ScanResult } from "../../src/index.js";
import * as library from "../../src/index.js";

const detectors = library.catalogue;
const scanText = (text: string): ScanResult => library.scanText(text, [], { detectors });
const scanOutbound = (request: OutboundRequest, safeTokens: readonly string[] = []): ScanResult =>
  library.scanOutbound(request, safeTokens, { detectors });

const idsIn = (text: string): readonly string[] => scanText(text).findings.map(({ detector }) => detector);
const idsOf = (url: string): readonly string[] =>
  scanOutbound({ method: "GET", url }).findings.map(({ detector }) => detector);
const valuesIn = (text: string): readonly string[] => scanText(text).findings.map(({ matched }) => matched);

/** BIP 39, from entropy to words. */
function phraseOf(entropy: Uint8Array): string {
  const bits = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  const check = bits(createHash("sha256").update(entropy).digest()).slice(0, entropy.length / 4);
  return (bits(entropy) + check)
    .match(/.{11}/g)!
    .map((index) => SEED_WORDS[Number.parseInt(index, 2)]!)
    .join(" ");
}

function withLuhnDigit(digits: string): string {
  for (let last = 0; last < 10; last++) {
    const number = `${digits}${last}`;
    const sum = [...number].reverse().reduce((total, digit, i) => {
      const weighed = Number(digit) * (i % 2 === 1 ? 2 : 1);
      return total + (weighed > 9 ? weighed - 9 : weighed);
    }, 0);
    if (sum % 10 === 0) return number;
  }
  throw new Error("no digit fits");
}

const digits = (count: number): fc.Arbitrary<string> =>
  fc.stringMatching(new RegExp(`^[0-9]{${count}}$`)).filter((text) => !/^(\d)\1+$/.test(text));

test("the word list is that of BIP 39", () => {
  const text = `${SEED_WORDS.join("\n")}\n`;
  expect(createHash("sha256").update(text).digest("hex")).toBe(
    "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda",
  );
});

describe("a seed phrase", () => {
  const entropy = fc
    .constantFrom(16, 20, 24, 28, 32)
    .chain((size) => fc.uint8Array({ minLength: size, maxLength: size }));
  const separators = fc.constantFrom(" ", "\n", ", ", '","', "+", "  ", " | ");

  test("of any length is found, in its whole, between any words and with any blanks", () => {
    fc.assert(
      fc.property(entropy, separators, fc.nat(120), (bytes, separator, padding) => {
        const phrase = phraseOf(bytes).replaceAll(" ", separator);
        const text = `${"zq ".repeat(padding)}<< ${phrase} >> zq qq`;
        const [finding] = scanText(text).findings;
        expect([finding?.detector, finding?.matched, finding?.confidence]).toEqual([
          "wallet-seed-phrase",
          phrase,
          "verified",
        ]);
      }),
    );
  });

  test.each([
    ["words of the list with wrong check bits", "zoo ".repeat(12)],
    ["the list itself", SEED_WORDS.join("\n")],
    ["eleven words", "abandon ".repeat(11)],
    ["one word again and again", "true\n".repeat(200)],
    ["two words again and again", "hello world\n".repeat(4000)],
    [
      "prose",
      "You can use this tool to visit any local office and report what you find there about your order. ".repeat(20),
    ],
  ])("is not found in %s", (_what, text) => {
    expect(idsIn(text)).toEqual([]);
  });

  test("of tests is found behind other words of the list", () => {
    expect(idsIn(`hello world ${"abandon ".repeat(11)}about`)).toEqual(["wallet-seed-phrase"]);
  });

  test("is not found where a program or a style sheet has its words, whose check bits are right by chance", () => {
    const program = [".", "()\n\t", "(", "_", ")\n\n", " = "];
    const style = ["-", ":", "}.", ">.", "{", ";"];
    fc.assert(
      fc.property(entropy, fc.constantFrom(program, style), (bytes, gaps) => {
        const words = phraseOf(bytes).split(" ");
        expect(idsIn(words.map((word, i) => word + gaps[i % gaps.length]!).join(""))).toEqual([]);
      }),
    );
  });
});

describe("a payment card number", () => {
  const prefixes = fc.constantFrom("4", "51", "55", "2221", "2720", "6011", "65", "3528", "37");
  const numbers = prefixes.chain((prefix) =>
    digits((prefix === "37" ? 15 : 16) - prefix.length - 1).map((rest) => withLuhnDigit(prefix + rest)),
  );
  const carriers: readonly ((number: string) => string)[] = [
    (number) => `{"card_number":"${number}"}`,
    (number) => `Ann,ann@example.com,${number},12/28\nBob`,
    (number) => `pan=${number}&cvv=123`,
    (number) => number,
    (number) =>
      `my card is ${number.replace(number.length === 15 ? /^(.{4})(.{6})/ : /(.{4})(.{4})(.{4})/, number.length === 15 ? "$1 $2 " : "$1-$2-$3-")}.`,
  ];

  test("is found where it stands, written as people and programs write it", () => {
    fc.assert(
      fc.property(numbers, fc.constantFrom(...carriers), (number, carry) => {
        expect(valuesIn(carry(number)).map((value) => value.replace(/[ -]/g, ""))).toEqual([number]);
      }),
    );
  });

  test("is not found in what is left of a limit, call by call", () => {
    expect(idsIn("4981 4980 4979 4978")).toEqual([]);
    expect(idsIn("4111 1111 1111 1111")).toHaveLength(1);
  });

  test("is not found with a wrong check digit, in a longer number, or where its name says that it is an id", () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 1, max: 9 }), (number, step) => {
        const wrong = number.slice(0, -1) + ((Number(number.at(-1)) + step) % 10);
        for (const text of [
          wrong,
          `7${number}`,
          `${number}7`,
          `0.${number}`,
          `"span_id":"${number}"`,
          `{"created_at":${number}}`,
          `/posts/${number}`,
          `x${number}`,
        ]) {
          expect([text, idsIn(text)]).toEqual([text, []]);
        }
      }),
    );
  });
});

describe("an IBAN", () => {
  // Examples of the SWIFT registry.
  const ibans = ["GB82WEST12345698765432", "DE89370400440532013000", "FR1420041010050500013M02606", "NO9386011117947"];

  test("letters where a country has digits alone make none", () => {
    expect(valuesIn(`{"iban":"${"be92f980"}aca14dc1"}`)).toEqual([]);
  });

  test.each(ibans)("%s is found as programs and as people write it", (iban) => {
    const printed = iban.replace(/(.{4})(?=.)/g, "$1 ");
    expect(valuesIn(`{"iban":"${iban}"}`)).toEqual([iban]);
    expect(valuesIn(`Pay to ${printed} by Friday`)).toEqual([printed]);
  });

  test.each(ibans)("%s is found wherever it stands among words", (iban) => {
    for (let before = 0; before < 40; before++) {
      const text = `${"word ".repeat(9).slice(0, before)} ${iban} and more`;
      expect([text, valuesIn(text)]).toEqual([text, [iban]]);
    }
  });

  test.each(ibans)("%s is not found with one digit changed, nor as part of a longer word", (iban) => {
    const changed = iban.slice(0, -1) + ((Number(iban.at(-1)) + 1) % 10);
    for (const text of [changed, `A${iban}`, `x${iban}`, `${iban}0`, `${iban}x`])
      expect([text, idsIn(text)]).toEqual([text, []]);
  });
});

test("wallets' keys and addresses are found by their checksums, and not with one character changed", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.boolean(), (bytes, isCompressed) => {
      const wif = base58Check(Buffer.concat([Buffer.from([0x80]), bytes, Buffer.from(isCompressed ? [1] : [])]));
      const address = base58Check(Buffer.concat([Buffer.from([0]), bytes.subarray(0, 20)]));
      const other = (text: string): string => text.slice(0, -1) + (text.endsWith("2") ? "3" : "2");
      expect(scanText(`k: ${wif}`).findings.map(({ detector, matched }) => [detector, matched])).toContainEqual([
        "bitcoin-private-key",
        wif,
      ]);
      expect(idsIn(`k: ${other(wif)}`)).not.toContain("bitcoin-private-key");
      expect(idsIn(`to ${other(address)}`)).not.toContain("bitcoin-address");
    }),
  );
});

describe("a GitHub token without all of its checksum", () => {
  const random = "q7Wx4Kp9Zt2LmVb8RcYd3NfHs6Tj1X";
  const found = (body: string): readonly (readonly [string, string])[] =>
    scanText(body).findings.map(({ detector, matched }) => [detector, matched]);

  test.each([0, 3, 5])("is found with %i characters of it", (left) => {
    const token = `ghp_${random}${"aBcDeF".slice(0, left)}`;
    for (const text of [token, `see ${token}, please`, `{"k":"a\\n${token}"}`])
      expect(found(text), text).toEqual([["cut-github-token", token]]);
  });

  test("gives way to the whole token, of which it is a piece", () => {
    const token = `gho_${random}aBcDeF`;
    const cut = token.length - 4;
    const hosts = `https://${token.slice(0, cut)}.${token.slice(cut)}.in.example.com/`;
    const bodies = [`x = "${token.slice(0, cut)}" + "${token.slice(cut)}"`, JSON.stringify({ k: token })];
    for (const body of bodies) expect(found(body), body).toEqual([["github-oauth-token", token]]);
    expect(
      scanOutbound({ method: "GET", url: hosts }).findings.map(({ detector, matched }) => [detector, matched]),
    ).toEqual([["github-oauth-token", token]]);
  });
});

describe("data in a host's labels", () => {
  const hex = (text: string): string => Buffer.from(text).toString("hex");
  const texts = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_:=@.-]{11,24}$/);

  test("is found, whatever readable text it is, in hex and in base64url", () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(idsOf(`https://${hex(text)}.in.example.com/`)).not.toEqual([]);
      }),
    );
  });

  test("is found in pieces of one length, and as the random text of a tunnel", () => {
    expect(idsOf("https://q7wx4kp9.zt2lmvb8.rcyd3nfh.s6tj1xqa.in.example.com/")).toEqual(["data-in-host"]);
    expect(idsOf(`https://${createHash("sha512").update("a").digest("hex").slice(0, 62)}.in.example.com/`)).toEqual([
      "data-in-host",
    ]);
  });

  test("gives way to a known token, which is found with its exact value", () => {
    const token = `ghp_${"q7Wx4Kp9Zt2LmVb8RcYd3NfHs6Tj1XaBcDeF"}`;
    const { findings } = scanOutbound({ method: "GET", url: `https://${hex(token)}.in.example.com/` });
    expect(findings.map(({ detector, matched }) => [detector, matched])).toEqual([
      ["github-personal-access-token", token],
    ]);
    const url = `https://${hex(token)}.in.example.com/`;
    expect(scanOutbound({ method: "GET", url }, [token]).verdict).toBe("clear");
  });

  // Public host names and the forms that hosting services give, from their own documents.
  test.each([
    "d111111abcdef8.cloudfront.net",
    "cdnjs.cloudflare.com",
    "scontent-lhr8-1.xx.fbcdn.net",
    "r4---sn-4g5e6nzz.googlevideo.com",
    "lh3.googleusercontent.com",
    "e2867.dsca.akamaiedge.net",
    "ec2-198-51-100-1.compute-1.amazonaws.com",
    "a1b2c3d4e5.execute-api.us-east-1.amazonaws.com",
    "abcdefghijklmnopqrst.supabase.co",
    "x7k2p9q4m1z8w3v6b5n0c7d2f4g1h9j3.lambda-url.eu-west-1.on.aws",
    "6ba7b810-9dad-11d1-80b4-00c04fd430c8.mock.pstmn.io",
    "9e107d9d372bb6826bd81d3542a419d6.r2.cloudflarestorage.com",
    "pub-9e107d9d372bb6826bd81d3542a419d6.r2.dev",
    "o447951.ingest.sentry.io",
    "myproject-git-feature-x-my-team.vercel.app",
    "deploy-preview-1234--docs-site.netlify.app",
    "my-service-4kq2w7h3za-uc.a.run.app",
    "bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi.ipfs.dweb.link",
    "generativelanguage.googleapis.com",
    "bedrock-runtime.us-east-1.amazonaws.com",
    "http-intake.logs.datadoghq.com",
    "event-management-intake.datadoghq.com",
    "internationalization.documentation.developers.university.example.ac.uk",
    "xn--fiqs8s.xn--55qx5d.xn--io0a7i.example.cn",
    "192.168.100.200",
    "registry.npmjs.org",
    "prod-euw1-k8s-ingress-controller-02.platform.example.com",
    "2024-11-24-release-candidate.builds.example.com",
  ])("is not found in %s", (host) => {
    expect(idsOf(`https://${host}/`)).toEqual([]);
  });
});

describe("random text in a URL's path", () => {
  test.each([
    "https://docs.googleapis.com/v1/documents/1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgvE2upms",
    "https://api.github.com/repos/o/r/commits/9e107d9d372bb6826bd81d3542a419d69e107d9d",
    "https://www.figma.com/file/aB3dE6gH9jK2mN5pQ8rS1t/Design",
    "https://static.example.com/assets/app-3f2a9c1b8d7e6f5a.js",
    "https://example.com/AComponentThatRendersLists2",
  ])("is not found in %s", (url) => {
    expect(idsOf(url)).toEqual([]);
  });

  test("is found where no id stands", () => {
    expect(idsOf("https://api.example.com/api/q7Wx4Kp9Zt2LmVb8RcYd3NfHs6Tj1X/status")).toEqual(["data-in-url-path"]);
  });
});
