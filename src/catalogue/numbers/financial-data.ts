import { isBase58Check } from "../../checksums.js";
import type { Detector } from "../../types.js";
import { hasLuhnDigit, isIban, locateCards, locateIbans } from "./payment-numbers.js";
import { isSeedPhrase, locateSeedPhrases } from "./seed-phrase.js";
import { SEED_WORDS } from "./seed-words.js";
import { locateBitcoinAddresses, locateWifKeys, sampleAddress, sampleWif } from "./wallet-numbers.js";

const wif = sampleWif("k");
const address = sampleAddress("a");
const zeroPhrase = `${"abandon ".repeat(11)}about`;

/** What pays, or says who is paid: no mark of its own, but a checksum. */
export const financialData: readonly Detector[] = [
  // https://github.com/bitcoin/bips/blob/master/bip-0039.mediawiki
  {
    id: "wallet-seed-phrase",
    service: "bitcoin",
    title: "Seed phrase of a wallet (BIP 39)",
    literals: [],
    shape: "[A-Za-z]{3,8}(?:(?:[^A-Za-z\\\\]|\\\\[bfnrt]?){1,8}[A-Za-z]{3,8}){11,23}",
    locate: (bytes, _runs, hints) => locateSeedPhrases(bytes, hints),
    locatesIn: [{ rowsOf: SEED_WORDS }],
    verify: isSeedPhrase,
    examples: [zeroPhrase, `{"words":["${zeroPhrase.replaceAll(" ", '","')}"]}`],
    counterExamples: [
      "abandon ".repeat(12),
      "abandon ability able about above absent absorb abstract absurd abuse access accident account accuse",
    ],
  },
  // https://en.bitcoin.it/wiki/Wallet_import_format
  {
    id: "bitcoin-private-key",
    service: "bitcoin",
    title: "Private key of a Bitcoin address (wallet import format)",
    literals: [],
    shape: "[5KL9c][1-9A-HJ-NP-Za-km-z]{50,51}",
    locate: locateWifKeys,
    locatesIn: ["value-runs"],
    verify: isBase58Check,
    examples: [`key=${wif}`],
    counterExamples: [`key=${wif.slice(0, -1)}`, `key=${wif.slice(0, -1)}${wif.endsWith("2") ? "3" : "2"}`],
  },
  // https://en.bitcoin.it/wiki/Invoice_address, BIP 173. It opens nothing, but tells whose money is where, or where it should go.
  {
    id: "bitcoin-address",
    service: "bitcoin",
    title: "Bitcoin address",
    literals: [],
    shape: "[13][1-9A-HJ-NP-Za-km-z]{25,34}|(?i:bc1q[02-9ac-hj-np-z]{38,58})",
    locate: locateBitcoinAddresses,
    locatesIn: ["value-runs"],
    confidence: "medium",
    examples: [`wallet=${address}`],
    counterExamples: [`wallet=${address.slice(0, -1)}`, "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5"],
  },
  {
    id: "payment-card-number",
    service: "payment-card",
    title: "Payment card number",
    literals: [],
    shape: "[2-6][0-9]{3}[0-9 -]{11,15}",
    locate: (bytes, _runs, { digitGroups }) => locateCards(bytes, digitGroups),
    locatesIn: ["digit-groups"],
    verify: hasLuhnDigit,
    examples: ["card,4111111111111111,12/28", "pay with 5500-0000-0000-0004", "3782 822463 10005"],
    counterExamples: [
      "card,4111111111111112,12/28",
      "94111111111111111",
      '{"trace_id":4111111111111111}',
      "0.4111111111111111",
      "1111111111111117",
    ],
  },
  {
    id: "iban",
    service: "bank",
    title: "International bank account number (IBAN)",
    literals: [],
    shape: "[A-Za-z]{2}[0-9]{2}[0-9A-Za-z ]{11,38}",
    locate: (bytes, runs, { digitGroups }) => locateIbans(bytes, runs, digitGroups),
    locatesIn: ["digit-groups", "value-runs"],
    verify: isIban,
    examples: ["iban=GB82WEST12345698765432", "IBAN DE89 3704 0044 0532 0130 00 of the account", "NO9386011117947"],
    counterExamples: ["iban=GB82WEST12345698765433", "iban=GB82WEST1234569876543", "xGB82WEST12345698765432"],
  },
];
