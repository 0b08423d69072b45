import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  base32,
  base58Check,
  base62,
  bech32Checksum,
  crc32Base36,
  crc32Base62,
  crc32Hex,
  crc32HexLittleEndian,
  hasCrc32Base62,
  hasCrc32HexSuffix,
  holdsAwsAccount,
  isAtlassianToken,
  isBase58Check,
  isBech32,
  isGithubFineGrainedToken,
  isGitlabRoutableToken,
  isGrafanaServiceAccountToken,
  isVercelToken,
  sha256Base32,
} from "../../src/checksums.js";

const alnum = (length: number): fc.Arbitrary<string> => fc.stringMatching(new RegExp(`^[0-9A-Za-z]{${length}}$`));

describe("encodings agree with published vectors", () => {
  test("CRC-32 of the check input", () => {
    expect(crc32Hex("123456789")).toBe("cbf43926");
    expect(crc32HexLittleEndian("123456789")).toBe("2639f4cb");
    expect(Number.parseInt(crc32Base36("123456789"), 36)).toBe(0xcbf43926);
    expect(crc32Base36("123456789")).toHaveLength(7);
  });

  test.each([
    [0, 6, "000000"],
    [61, 1, "z"],
    [62, 2, "10"],
    [0xffffffff, 6, "4gfFC3"],
  ])("base 62 of %d in %d digits", (value, width, text) => {
    expect(base62(value, width)).toBe(text);
  });

  // RFC 4648, section 10.
  test.each([
    ["", ""],
    ["f", "MY"],
    ["fo", "MZXQ"],
    ["foo", "MZXW6"],
    ["foob", "MZXW6YQ"],
    ["fooba", "MZXW6YTB"],
    ["foobar", "MZXW6YTBOI"],
  ])("base 32 of %j", (text, encoded) => {
    expect(base32(Buffer.from(text))).toBe(encoded);
  });

  // BIP 173, "Test vectors".
  test.each([
    "A12UEL5L",
    "a12uel5l",
    "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw",
    "split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w",
    "?1ezyfcl",
  ])("bech32 accepts %s", (text) => {
    expect(isBech32(text)).toBe(true);
  });

  test.each(["A1G7SGD8", "a12UEL5L", "10a06t8", "1qzzfhee", "x1b4n0q5v", "li1dgmt3", "pzry9x0s0muk"])(
    "bech32 refuses %s",
    (text) => {
      expect(isBech32(text)).toBe(false);
    },
  );

  // BIP 32, test vector 1, chain m.
  test("Base58Check accepts an extended private key and refuses it changed", () => {
    const key = [
      "xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPq",
      "jiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi",
    ].join("");
    expect(isBase58Check(key)).toBe(true);
    expect(isBase58Check(key.replace("PPq", "PPr"))).toBe(false);
  });
});

describe("proofs hold for published specimens", () => {
  test("GitHub's checksum: of a revoked token in its users' forum", () => {
    expect(crc32Base62("zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ")).toBe("0mLq17");
  });

  test("Grafana's checksum: of the token in its own tests", () => {
    expect(crc32HexLittleEndian(`glsa_${"yscW25imSKJIuav8zF37RZmnbiDvB05G"}`)).toBe("fcaaf58a");
  });

  test("an AWS access key id of 2019 holds an account; one of before does not", () => {
    expect(holdsAwsAccount(`ASIA${"QNZGKIQY56JQ7WML"}`)).toBe(true);
    expect(holdsAwsAccount(`AKIA${"IOSFODNN7EXAMPLE"}`)).toBe(false);
  });
});

/** Each proof with the tokens that it accepts. */
const proofs: readonly (readonly [string, (token: string) => boolean, fc.Arbitrary<string>])[] = [
  ["GitHub and npm", hasCrc32Base62, alnum(30).map((body) => `ghp_${body}${crc32Base62(body)}`)],
  [
    "GitHub fine-grained",
    isGithubFineGrainedToken,
    fc.tuple(alnum(22), alnum(43), alnum(8)).map(([a, b, end]) => {
      const start = `github_pat_${a}_${b}`;
      return start + sha256Base32(start) + end;
    }),
  ],
  [
    "GitLab routable",
    isGitlabRoutableToken,
    alnum(40).map((body) => `glpat-${body}.01.14${crc32Base36(`glpat-${body}.01.14`)}`),
  ],
  ["Atlassian", isAtlassianToken, alnum(60).map((body) => `ATATT3${body}=${crc32Hex(`ATATT3${body}`).toUpperCase()}`)],
  ["Bitbucket", isAtlassianToken, alnum(24).map((body) => `ATBB${body}${crc32Hex(`ATBB${body}`).toUpperCase()}`)],
  [
    "Grafana",
    isGrafanaServiceAccountToken,
    alnum(32).map((body) => `glsa_${body}_${crc32HexLittleEndian(`glsa_${body}`)}`),
  ],
  ["Cloudflare", hasCrc32HexSuffix, alnum(40).map((body) => `cfut_${body}${crc32Hex(body)}`)],
  ["Zuplo", hasCrc32HexSuffix, alnum(32).map((body) => `zpka_${body}_${crc32Hex(body)}`)],
  ["Vercel", isVercelToken, alnum(50).map((body) => `vcp_${body}${crc32Base62(body)}`)],
  [
    "age",
    isBech32,
    fc
      .stringMatching(/^[qpzry9x8gf2tvdw0s3jn54khce6mua7l]{52}$/)
      .map((body) => `AGE-SECRET-KEY-1${(body + bech32Checksum("age-secret-key-", body)).toUpperCase()}`),
  ],
  ["Base58Check", isBase58Check, fc.uint8Array({ minLength: 33, maxLength: 78 }).map((bytes) => base58Check(bytes))],
];

describe.each(proofs)("the proof of %s", (_name, proof, tokens) => {
  test("holds for every token made with the checksum", () => {
    fc.assert(fc.property(tokens, (token) => proof(token)));
  });

  test("fails when one character of the checked part is another", () => {
    fc.assert(
      fc.property(tokens, fc.nat({ max: 19 }), (token, offset) => {
        const at = token.length - 17 - offset;
        const other = token[at] === "q" || token[at] === "Q" ? "P" : "Q";
        const changed = token.slice(0, at) + (proof === isBech32 ? other : other.toLowerCase()) + token.slice(at + 1);
        expect(changed === token || !proof(changed)).toBe(true);
      }),
    );
  });

  test("fails, and does not throw, for any text", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.base64String(), alnum(36)), (text) => !proof(text)),
    );
  });
});

test("an AWS account is never found in what is not 20 characters of base 32", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => !holdsAwsAccount(text)));
});
