import { base58Check, bech32Checksum, isBase58Check, isBech32 } from "../../checksums.js";
import type { Detector } from "../../types.js";
import { sample } from "../forms/alphabets.js";
import { isPrivateKeyArmour } from "../forms/structures.js";

/** Base64, line breaks (as they are, or left as `\n` by a string literal), string pieces, and armour headers. */
const IN_ARMOUR = "(?:-?[0-9A-Za-z+/=\\s\\\\\"',:;.()@<>_|*#&])";
const ARMOUR_BODY = `${IN_ARMOUR}{40,}`;
/** Behind headers and what else stands before it, base64: a text that names the first line of keys goes on in words. */
const KEY_BODY = `${IN_ARMOUR}{0,240}?[0-9A-Za-z+/]{16}${IN_ARMOUR}{8,}`;
/** What a key ends with whose armour is cut off: nothing of the text that follows. */
const LAST = "[0-9A-Za-z+/=]";

/** A DER sequence of 200 bytes, in lines of 64 characters. */
const der = Buffer.concat([Buffer.from([0x30, 0x81, 200]), Buffer.alloc(200, sample("alnum", 67))]).toString("base64");
const lines = (base64: string, breaks: string): string => base64.match(/.{1,64}/g)?.join(breaks) ?? "";
const armoured = (label: string, base64: string, breaks = "\n"): string =>
  [`-----BEGIN ${label}-----`, lines(base64, breaks), `-----END ${label}-----`].join(breaks);
const openSsh = Buffer.concat([Buffer.from("openssh-key-v1\0"), Buffer.alloc(200, sample("alnum", 67))]).toString(
  "base64",
);
const pgp = Buffer.concat([Buffer.from([0x95, 0x01, 0x40]), Buffer.alloc(320, sample("alnum", 67))]).toString("base64");

const extendedKey = Buffer.concat([Buffer.from("0488ade4", "hex"), Buffer.alloc(74, sample("alnum", 67))]);
const bech32Body = sample("lowerAlnum", 90)
  .replace(/[1bio]/g, "")
  .slice(0, 52);

/** The first lines of private keys in base64, as far as they have no part in what follows. */
const ARMOURS_IN_BASE64: readonly string[] = ["", "RSA ", "EC ", "DSA ", "OPENSSH ", "ENCRYPTED ", "PGP "].map(
  (kind) => {
    const line = Buffer.from(`-----BEGIN ${kind}PRIVATE KEY`).toString("base64").replace(/=+$/, "");
    return line.slice(0, Math.floor((`-----BEGIN ${kind}PRIVATE KEY`.length * 8) / 6));
  },
);

/** Private keys, in armour and without. */
export const privateKeys: readonly Detector[] = [
  // RFC 7468 (PKCS #8), RFC 1421 (encrypted), https://cvsweb.openbsd.org/src/usr.bin/ssh/PROTOCOL.key, RFC 9580 (OpenPGP).
  {
    id: "private-key",
    service: "private-key",
    title: "Private key",
    literals: ["PRIVATE KEY"],
    shape: `-----BEGIN (?:[A-Z0-9]{1,12} ){0,4}PRIVATE KEY(?: BLOCK)?-----${KEY_BODY}(?:-----END (?:[A-Z0-9]{1,12} ){0,4}PRIVATE KEY(?: BLOCK)?-----|${LAST})`,
    verify: isPrivateKeyArmour,
    examples: [
      armoured("PRIVATE KEY", der),
      armoured("RSA PRIVATE KEY", der, "\\n"),
      armoured("OPENSSH PRIVATE KEY", openSsh),
      armoured("PGP PRIVATE KEY BLOCK", pgp),
      `{"private_key":"${armoured("PRIVATE KEY", der, "\\n")}\\n","client_email":"a@b.iam.gserviceaccount.com"}`,
    ],
    counterExamples: [
      armoured("PUBLIC KEY", der),
      armoured("CERTIFICATE", der),
      "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----",
      'If a file begins with "-----BEGIN RSA PRIVATE KEY-----", then it\n * is PKCS#1 (RFC 8017), and a program has to be told so.',
    ],
  },
  // RFC 4648 of RFC 7468's first line, to its end: what follows need not decode, as where it is cut or wrapped.
  {
    id: "private-key-in-base64",
    service: "private-key",
    title: "Private key, its armour in base64",
    literals: ARMOURS_IN_BASE64,
    shape: `(?:${ARMOURS_IN_BASE64.join("|")})[0-9A-Za-z+/]{48,}={0,2}`,
    examples: [
      Buffer.from(armoured("RSA PRIVATE KEY", der)).toString("base64"),
      `key: ${Buffer.from(`${armoured("DSA PRIVATE KEY", der)}\n`).toString("base64")}`,
    ],
    counterExamples: [
      Buffer.from(armoured("PUBLIC KEY", der)).toString("base64"),
      Buffer.from(armoured("CERTIFICATE", der)).toString("base64"),
      Buffer.from("-----BEGIN PRIVATE KEY-----\n...").toString("base64"),
    ],
  },
  // RFC 4716 has public keys only; the private ones are SSH Tectia's.
  {
    id: "ssh2-private-key",
    service: "private-key",
    title: "SSH2 private key",
    literals: ["SSH2 ENCRYPTED PRIVATE KEY"],
    shape: `---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----${ARMOUR_BODY}(?:---- END SSH2 ENCRYPTED PRIVATE KEY ----|${LAST})`,
    examples: [
      `---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\n${lines(der, "\n")}\n---- END SSH2 ENCRYPTED PRIVATE KEY ----`,
    ],
    counterExamples: [`---- BEGIN SSH2 PUBLIC KEY ----\n${lines(der, "\n")}\n---- END SSH2 PUBLIC KEY ----`],
  },
  // https://the.earth.li/~sgtatham/putty/latest/htmldoc/AppendixC.html
  {
    id: "putty-private-key",
    service: "private-key",
    title: "PuTTY private key",
    literals: ["PuTTY-User-Key-File-"],
    shape:
      "PuTTY-User-Key-File-[123]: (?:-?[0-9A-Za-z+/=\\s\\\\:@_.,()]){60,}?Private-Lines: (?:\\s-|[0-9A-Za-z+/=\\s\\\\:]){20,}(?:-(?:MAC|Hash): [0-9a-f]{40,64})?",
    examples: [
      `PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: eddsa-key\nPublic-Lines: 2\n${lines(der.slice(0, 100), "\n")}\nPrivate-Lines: 1\n${der.slice(0, 48)}\nPrivate-MAC: ${sample("hex", 64)}\n`,
    ],
    counterExamples: ["PuTTY-User-Key-File-3: ssh-ed25519\nPublic-Lines: 2", "a PuTTY-User-Key-File- of version 2"],
  },
  // https://github.com/C2SP/C2SP/blob/main/age.md#the-x25519-recipient-type
  {
    id: "age-secret-key",
    service: "age",
    title: "age secret key",
    literals: ["AGE-SECRET-KEY-"],
    shape: "AGE-SECRET-KEY-(?:PQ-)?1[0-9A-Z]{58}",
    verify: isBech32,
    examples: [`AGE-SECRET-KEY-1${(bech32Body + bech32Checksum("age-secret-key-", bech32Body)).toUpperCase()}`],
    counterExamples: [`age1${bech32Body}`, `AGE-SECRET-KEY-1${bech32Body.toUpperCase()}`, "AGE-SECRET-KEY-1<key>"],
  },
  // https://jedisct1.github.io/minisign/#secret-key-format: base64 of "Ed", "Sc" and "B2".
  {
    id: "minisign-secret-key",
    service: "minisign",
    title: "minisign secret key",
    literals: ["RWRTY0Iy"],
    shape: "RWRTY0Iy[0-9A-Za-z+/]{200}[0-9A-Za-z+/=]{4}",
    examples: [`untrusted comment: minisign encrypted secret key\nRWRTY0Iy${sample("base64", 204)}`],
    counterExamples: [`RWRTY0Iy${sample("base64", 100)}`, `RWQf6LRCGA9i${sample("base64", 44)}`],
  },
  // RFC 7517: "d" is the private part of an RSA, EC or OKP key.
  {
    id: "json-web-key",
    service: "private-key",
    title: "Private part of a JSON Web Key",
    literals: ['"d"'],
    shape: '"d"\\s*:\\s*"(?P<token>[0-9A-Za-z_-]{42,700})"',
    context: { words: ['"kty"'], within: 1500 },
    minEntropyBits: 3.5,
    confidence: "high",
    examples: [`{"kty":"OKP","crv":"Ed25519","x":"${sample("base64url", 43)}","d":"${sample("base64url", 43)}"}`],
    counterExamples: [`{"kty":"OKP","x":"${sample("base64url", 43)}"}`, `{"d":"${sample("base64url", 43)}"}`],
  },
  // RFC 7518, section 6.4: "k" is all of a symmetric key.
  {
    id: "json-web-key-of-bytes",
    service: "private-key",
    title: "Symmetric JSON Web Key",
    literals: ['"k"'],
    shape: '"k"\\s*:\\s*"(?P<token>[0-9A-Za-z_-]{16,700})"',
    context: { words: ['"oct"'], within: 300 },
    minEntropyBits: 3,
    confidence: "high",
    examples: [`{"kty":"oct","alg":"HS256","k":"${sample("base64url", 43)}"}`],
    counterExamples: [`{"kty":"RSA","k":"${sample("base64url", 43)}"}`, '{"kty":"oct","kid":"1"}'],
  },
  // https://www.wireguard.com/quickstart/: 32 bytes in base64; the setting's name tells it.
  {
    id: "wireguard-private-key",
    service: "wireguard",
    title: "WireGuard private or preshared key",
    literals: ["PrivateKey", "PresharedKey"],
    shape: "(?i)\\b(?:PrivateKey|PresharedKey)\\s*=\\s*(?P<token>[0-9A-Za-z+/]{43}=)",
    minEntropyBits: 3.5,
    examples: [`[Interface]\nPrivateKey = ${sample("base64", 43)}=\n`],
    counterExamples: [`PublicKey = ${sample("base64", 43)}=`, "PrivateKey = <private key>"],
  },
  // https://github.com/bitcoin/bips/blob/master/bip-0032.mediawiki#serialization-format
  {
    id: "bitcoin-extended-private-key",
    service: "bitcoin",
    title: "Extended private key of a wallet (BIP 32)",
    literals: ["xprv", "tprv", "yprv", "zprv"],
    shape: "[xtyz]prv[1-9A-HJ-NP-Za-km-z]{107,108}",
    verify: isBase58Check,
    examples: [`wallet ${base58Check(extendedKey)}`],
    counterExamples: [`xpub${sample("base58", 107)}`, `xprv${sample("base58", 90)}`],
  },
  // https://ethereum.org/en/developers/docs/accounts/#account-creation: 32 bytes; a transaction's hash looks the same.
  {
    id: "ethereum-private-key",
    service: "ethereum",
    title: "Private key of an Ethereum account",
    literals: [],
    shape: "(?:0x)?[0-9A-Fa-f]{64}",
    context: {
      words: ["private_key", "private-key", "privatekey", "private key", "priv_key", "mnemonic", "wallet_key"],
      within: 32,
    },
    minEntropyBits: 3.2,
    examples: [`PRIVATE_KEY=0x${sample("hex", 64)}`, `"privateKey": "${sample("hex", 64)}"`],
    counterExamples: [`transaction 0x${sample("hex", 64)}`, `privateKey 0x${sample("hex", 63)}`],
  },
  // RFC 5208, 8017, 5915, 8410: the beginnings that DER gives to keys of every size, in base64 without armour.
  {
    id: "private-key-without-armour",
    service: "private-key",
    title: "Private key in base64, without armour",
    literals: [
      "IBADANBg",
      "IBAAKC",
      "IBAAKB",
      "IBAAJA",
      "MHcCAQEE",
      "MIGkAgEBBD",
      "MIHcAgEBBE",
      "MC4CAQAwBQYDK2V",
      "MFECAQEwBQYDK2V",
      "MIGHAgEAM",
      "MIG2AgEAM",
      "MIHuAgEAM",
      "MIGEAgEAM",
    ],
    shape:
      "M(?:II[0-9A-Za-z+/]{3}IBA(?:DANBg|AK[BC]|AJA)[0-9A-Za-z+/]{200,}|HcCAQEE[0-9A-Za-z+/]{80,}|I(?:GkAgEBBD|HcAgEBBE)[0-9A-Za-z+/]{100,}|I(?:G[H2E]|Hu)AgEAM[0-9A-Za-z+/]{100,}|(?:C4CAQAw|FECAQEw)BQYDK2V[0-9A-Za-z+/]{40,})={0,2}",
    minEntropyBits: 3.5,
    examples: [
      `key: MIIEvgIBADANBgkqhkiG9w0BAQEFAASC${sample("base64", 240)}`,
      `MHcCAQEE${sample("base64", 140)}==`,
      `MC4CAQAwBQYDK2VwBCIEI${sample("base64", 43)}`,
    ],
    counterExamples: [
      `MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A${sample("base64", 240)}`,
      `MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE${sample("base64", 86)}==`,
    ],
  },
];
