import { generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import RE2 from "re2";
import { describe, expect, test } from "vitest";
import {
  isBase64Json,
  isBasicCredentials,
  isDiscordBotToken,
  isJsonWebEncryption,
  isJsonWebToken,
  isPrivateKeyArmour,
} from "../../src/catalogue/forms/structures.js";
import { catalogue } from "../../src/catalogue/index.js";
import { scanText } from "../../src/index.js";

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Everything that a detector's shape finds in a text. */
function found(id: string, text: string): string[] {
  const detector = catalogue.find((candidate) => candidate.id === id);
  return [...text.matchAll(new RE2(detector!.shape, "g"))].map((match) => match.groups?.token ?? match[0]);
}

describe("a JSON Web Token", () => {
  // RFC 7515, appendix A.1.
  const header = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9";
  const payload = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
  const signature = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

  test("is proven by its header, payload and signature, and found whole", () => {
    expect(isJsonWebToken(`${header}.${payload}.${signature}`)).toBe(true);
    expect(found("jwt", `"${header}.${payload}.${signature}"`)).toEqual([`${header}.${payload}.${signature}`]);
  });

  test.each([
    ["has no signature", `${header}.${payload}.`],
    ["says that it has none (RFC 7519, section 6.1)", `${base64url({ alg: "none" })}.${payload}.`],
    ["says alg none and is signed", `${base64url({ alg: "none" })}.${payload}.${signature}`],
    ["has a header that is not JSON", `eyJub3QganNvbg.${payload}.${signature}`],
    ["has a payload that is not an object", `${header}.${base64url([1])}.${signature}`],
    ["has a fourth part", `${header}.${payload}.${signature}.${signature}`],
  ])("is not proven when it %s", (_why, token) => {
    expect(isJsonWebToken(token)).toBe(false);
  });

  test("that is encrypted is one of its own kind", () => {
    const encrypted = `${base64url({ alg: "dir", enc: "A256GCM" })}..${"a".repeat(16)}.${"b".repeat(40)}.${"c".repeat(22)}`;
    expect(isJsonWebEncryption(encrypted)).toBe(true);
    expect(isJsonWebEncryption(`${header}.${payload}.${signature}`)).toBe(false);
  });
});

describe("a private key's armour", () => {
  const { privateKey: rsa, publicKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
  const { privateKey: ec } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { privateKey: ed25519 } = generateKeyPairSync("ed25519");
  const cipher = { cipher: "aes-128-cbc", passphrase: "x" } as const;
  const keys: readonly (readonly [string, string])[] = [
    ["PKCS #1", rsa.export({ type: "pkcs1", format: "pem" }).toString()],
    ["PKCS #1, encrypted", rsa.export({ type: "pkcs1", format: "pem", ...cipher }).toString()],
    ["PKCS #8", rsa.export({ type: "pkcs8", format: "pem" }).toString()],
    ["PKCS #8, encrypted", rsa.export({ type: "pkcs8", format: "pem", ...cipher }).toString()],
    ["SEC 1", ec.export({ type: "sec1", format: "pem" }).toString()],
    ["Ed25519", ed25519.export({ type: "pkcs8", format: "pem" }).toString()],
  ];

  test.each(keys)("of %s is found whole and proven", (_kind, pem) => {
    expect(found("private-key", `key:\n${pem}\nend`)).toEqual([pem.trim()]);
    expect(isPrivateKeyArmour(pem.trim())).toBe(true);
  });

  test.each(keys)("of %s is proven with its lines joined by escapes or by Windows line ends", (_kind, pem) => {
    for (const text of [pem.trim().replaceAll("\n", "\\n"), pem.trim().replaceAll("\n", "\r\n")]) {
      expect(found("private-key", `"${text}"`)).toEqual([text]);
      expect(isPrivateKeyArmour(text)).toBe(true);
    }
  });

  test("whose lines are cut short is found and not proven", () => {
    const cut = keys[2]![1].split("\n").slice(0, 4).join("\n");
    expect(found("private-key", cut)).toEqual([cut]);
    expect(isPrivateKeyArmour(cut)).toBe(false);
  });

  test("of a public key is nobody's secret", () => {
    const pem = publicKey.export({ type: "spki", format: "pem" }).toString();
    expect(found("private-key", pem)).toEqual([]);
    expect(isPrivateKeyArmour(pem)).toBe(false);
  });
});

describe("HTTP Basic credentials", () => {
  const detectors = catalogue.filter(({ id }) => id === "basic-authorization");
  const findings = (text: string) => scanText(text, undefined, { detectors, minConfidence: "low" }).findings;
  const basic = (text: string): string => Buffer.from(text).toString("base64");

  test("of every user and password are found whole", () => {
    const part = fc.stringMatching(/^[ -9;-~]{1,30}$/);
    fc.assert(
      fc.property(part, part, (user, password) => {
        const token = basic(`${user}:${password}`);
        expect(findings(`Authorization: Basic ${token}`).map(({ matched }) => matched)).toEqual([token]);
        expect(isBasicCredentials(token)).toBe(true);
      }),
    );
  });

  test("are not found in words after Basic", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z]{1,5}[a-z]{0,20}$/), (word) => {
        const decoded = Buffer.from(word, "base64").toString("latin1");
        fc.pre(!decoded.includes(":"));
        expect(findings(`Basic ${word} authorization`)).toEqual([]);
      }),
    );
  });

  test.each([
    ["svc-deploy:q7Wx4Kp9Zt", "high"],
    ["aladdin:opensesame", "high"],
    [`${"q7Wx4Kp9Zt"}2LmVb8RcYd3N:`, "high"],
    [`${"q7Wx4Kp9Zt"}2LmVb8RcYd3N:X`, "high"],
    [`${"q7Wx4Kp9Zt"}2LmVb8RcYd3N:api_token`, "high"],
    [`${"q7Wx4Kp9Zt"}2LmVb8RcYd3N:password`, "low"],
    ["username:x", "low"],
    ["username:password", "low"],
    ["guest:guest", "low"],
    ["user:<password>", "low"],
    ["<FILTERED>:<FILTERED>", "low"],
    ["admin:REDACTED", "low"],
    ["YOUR_USERNAME:YOUR_PASSWORD", "low"],
    ["Aladdin:", "low"],
  ])("%s are told with confidence %s", (text, confidence) => {
    expect(findings(`Authorization: Basic ${basic(text)}`)).toMatchObject([{ confidence }]);
  });
});

test("a Discord token begins with its bot's id", () => {
  expect(isDiscordBotToken(`${Buffer.from("123456789012345678").toString("base64url")}.a.b`)).toBe(true);
  expect(isDiscordBotToken(`${Buffer.from("12345678901234567x").toString("base64url")}.a.b`)).toBe(false);
});

test("only the base64 of an object is base64 JSON", () => {
  expect(isBase64Json(base64url({ k: 1 }))).toBe(true);
  expect(isBase64Json(base64url("k"))).toBe(false);
});

test("no structural proof throws", () => {
  const proofs = [
    isBase64Json,
    isBasicCredentials,
    isDiscordBotToken,
    isJsonWebEncryption,
    isJsonWebToken,
    isPrivateKeyArmour,
  ];
  const armoured = fc.string({ unit: "binary" }).map((text) => `-----BEGIN PRIVATE KEY-----${text}`);
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.base64String(), armoured), (text) => {
      for (const proof of proofs) expect(typeof proof(text)).toBe("boolean");
    }),
  );
});
