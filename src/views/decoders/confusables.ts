/**
 * Characters that are read as ASCII though they are not: full-width and mathematical forms, letters with marks, and the look-alikes of
 * other scripts. Sources: Unicode normalization form KD (UAX #15) for compatibility forms, and the confusables of UTS #39 for the rest,
 * as far as they look like an ASCII letter, digit or token punctuation.
 */

/** Look-alikes: each ASCII character and what is read as it. */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  A: "ΑАᎪᗅꓮ𐊠",
  B: "ΒВᏴᗷꓐ𐊂",
  C: "ϹСᏟꓚ𐊢Ⲥ",
  D: "Ꭰᗞꓓ",
  E: "ΕЕᎬꓰ⋿",
  F: "Ϝꓝ𐊇ᖴ",
  G: "ԌᏀꓖ",
  H: "ΗНᎻᕼꓧⲎ",
  I: "ΙІӀꓲⲒ",
  J: "ͿЈᎫꓙ",
  K: "ΚКᏦꓗⲔ",
  L: "ᏞᒪꓡԼ",
  M: "ΜМᎷꓟⲘ",
  N: "ΝꓠⲚ",
  O: "ΟОՕꓳⲞ",
  P: "ΡРᏢꓑⲢ",
  Q: "Ԛ",
  R: "ᎡᏒꓣ",
  S: "ЅՏᏕꓢ",
  T: "ΤТᎢꓔⲦ",
  U: "ՍሀꓴႮ",
  V: "ѴᏙꓦⅤ",
  W: "ԜᎳꓪ",
  X: "ΧХꓫⲬ",
  Y: "ΥҮᎩꓬⲨ",
  Z: "ΖᏃꓜ",
  a: "αаɑ⍺",
  b: "ЬƄᏏ",
  c: "ϲсᴄⲥ",
  d: "ԁᏧɗ",
  e: "еҽ℮ε",
  f: "ſꞙք",
  g: "ɡցᶃ",
  h: "һհᏂ",
  i: "ιіıɩᎥɪ",
  j: "јϳյ",
  k: "κкᴋ",
  l: "ӏǀ∣ḷ",
  m: "мᴍ",
  n: "ոռηп",
  o: "οоօσᴏⲟ",
  p: "ρрⲣᴘ",
  q: "ԛզգ",
  r: "гᴦⲅʀ",
  s: "ѕꜱ",
  t: "тτᴛ",
  u: "υսʋᴜ",
  v: "νѵᴠ",
  w: "ԝѡᴡω",
  x: "хᕁ×",
  y: "уγүʏ",
  z: "ᴢ",
  "0": "০୦੦०",
  "3": "ЗƷӠᏭ",
  "4": "Ꮞ",
  "5": "Ƽ",
  "6": "бᏮ",
  "8": "Ȣ৪",
  "9": "৭",
  "-": "‐‑‒–−﹘⁃",
  _: "ߺ﹍﹎﹏",
  "/": "⁄∕╱⧸",
  ".": "․۰",
  ":": "։꞉ː∶",
  "=": "゠⹀",
  "+": "᛭",
};

/** Latin small capitals in the order of the alphabet; "." where there is none. */
const SMALL_CAPITALS = "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘ.ʀꜱᴛᴜᴠᴡ.ʏᴢ";

/** Letters of Latin script with a stroke or hook, which have no decomposition. */
const STROKED = "đdħhłløoŧtĐDĦHŁLØOŦTƀbɓbƁBƈcƇCƙkƘKƥpƤPƭtƬTƴyƳYȥzȤZɍrɇeɈJɉjɎYɏyɨiɫlɱmɳnɾrʂsʈtʉuʐz";

/** First code points of the blocks of ten decimal digits in other scripts. */
const DIGIT_ZEROS = [
  0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0xf20, 0x1040,
  0x17e0, 0x1810, 0xa620, 0xa8d0, 0xa900, 0xaa50,
];

/** Ranges whose compatibility decomposition can be ASCII. */
const COMPATIBILITY: readonly (readonly [number, number])[] = [
  [0xaa, 0xaa],
  [0xb2, 0xb3],
  [0xb9, 0xba],
  [0xc0, 0x24f],
  [0x2b0, 0x2b8],
  [0x2e1, 0x2e3],
  [0x1d2c, 0x1d6a],
  [0x1d78, 0x1dbf],
  [0x1e00, 0x1eff],
  [0x2070, 0x209c],
  [0x2100, 0x214f],
  [0x2160, 0x217f],
  [0x2460, 0x24ea],
  [0x2c7c, 0x2c7d],
  [0xa7f8, 0xa7f9],
  [0xfb00, 0xfb06],
  [0xfe4d, 0xfe6b],
  [0xff01, 0xff5e],
  [0x1d400, 0x1d7ff],
  [0x1ccd6, 0x1ccf9],
  [0x1f100, 0x1f16c],
];

/** Blocks of 26 letters without a decomposition: first code point, and the ASCII letter it stands for. */
const LETTER_BLOCKS: readonly (readonly [number, string])[] = [
  [0x1f150, "A"],
  [0x1f170, "A"],
  [0x1f1e6, "A"],
];

/** Printable ASCII as tags (Unicode chapter 23.9), which no reader shows. */
const TAG_BASE = 0xe0000;

let table: ReadonlyMap<number, string> | undefined;

/** What each code point is read as: one or more ASCII characters. Built when first needed. */
export function confusables(): ReadonlyMap<number, string> {
  table ??= build();
  return table;
}

function build(): ReadonlyMap<number, string> {
  const map = new Map<number, string>();
  for (const [ascii, alike] of Object.entries(LOOK_ALIKES))
    for (const character of alike) map.set(character.codePointAt(0)!, ascii);
  for (const [first, last] of COMPATIBILITY) for (let code = first; code <= last; code++) addDecomposition(map, code);
  for (let i = 0; i < STROKED.length; i += 2) map.set(STROKED.charCodeAt(i), STROKED[i + 1]!);
  for (let i = 0; i < 26; i++) map.set(SMALL_CAPITALS.charCodeAt(i), String.fromCharCode(0x61 + i));
  for (const zero of DIGIT_ZEROS) for (let digit = 0; digit < 10; digit++) map.set(zero + digit, String(digit));
  for (const [first, letter] of LETTER_BLOCKS) {
    for (let i = 0; i < 26; i++) map.set(first + i, String.fromCharCode(letter.charCodeAt(0) + i));
  }
  for (let code = 0x20; code < 0x7f; code++) map.set(TAG_BASE + code, String.fromCharCode(code));
  map.delete(".".charCodeAt(0));
  return map;
}

function addDecomposition(map: Map<number, string>, code: number): void {
  const decomposed = String.fromCodePoint(code)
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "");
  let ascii = "";
  for (const character of decomposed) {
    const greek = map.get(character.codePointAt(0)!) ?? character;
    if (greek.charCodeAt(0) > 0x7e) return;
    ascii += greek;
  }
  if (ascii.trim() !== "" && ascii.length <= 4) map.set(code, ascii);
}
