import { ALNUM, DIGITS, LOWER, type Random, UPPER } from "./random.js";

const WORDS =
  "summer winter dragon coffee purple monkey falcon orange silver castle thunder marble rocket garden pepper copper violet hunter shadow tiger forest river island planet candle bridge".split(
    " ",
  );
const NAMES = "anna peter maria johan lukas emma oliver sophie marco elena".split(" ");
const MARKS = "!#%*+-=?^_~.";
const LEET: Readonly<Record<string, string>> = { a: "4", e: "3", i: "1", o: "0", s: "5" };

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** Passwords as people choose them and as managers make them. */
export const PASSWORDS: Readonly<Record<string, (random: Random) => string>> = {
  "word, digits, mark": (random) =>
    `${random.pick(WORDS)}${random.between(1, 99)}${random.pick([..."!#*?"])}${random.alnum(1)}`,
  "capital, digits, mark": (random) =>
    `${capital(random.pick(WORDS))}${random.between(1900, 2030)}${random.pick([..."!#*?."])}`,
  "leet word": (random) =>
    `${capital(random.pick(WORDS).replace(/[aeios]/g, (letter) => LEET[letter] ?? letter))}${random.pick([..."!#*?-"])}${random.between(10, 99)}`,
  "two words and a number": (random) =>
    `${capital(random.pick(WORDS))}${capital(random.pick(WORDS))}${random.between(1, 999)}`,
  "name and year": (random) => `${random.pick(NAMES)}${random.between(1960, 2015)}`,
  "words with hyphens": (random) =>
    `${random.pick(WORDS)}-${random.pick(WORDS)}-${random.pick(WORDS)}-${random.between(1, 99)}`,
  "12 letters, digits, marks": (random) => random.text(ALNUM + MARKS, 12),
  "16 letters and digits": (random) => `${random.alnum(14)}${random.text(DIGITS, 1)}${random.text(UPPER, 1)}`,
  "24 letters, digits, marks": (random) => `${random.alnum(1)}${random.text(ALNUM + MARKS, 22)}${random.alnum(1)}`,
  "20 small letters and digits": (random) => `${random.text(LOWER + DIGITS, 19)}7`,
  "14 letters": (random) => random.text(LOWER + UPPER, 14),
  "32 hex": (random) => random.hex(32),
};

export function password(random: Random): string {
  return random.pick(Object.values(PASSWORDS))(random);
}
