export { defineDetector } from "./define.js";
export { compilePattern } from "./engine.js";
export { createKnownSecrets, knownIndexOf } from "./known/known-secrets.js";
export { Lookout, limitWork } from "./lookout.js";
export { readOptions } from "./options.js";
export { scanOneText, scanRequest } from "./scan.js";
export { parseShape } from "./shape/parse.js";
export { alphabetOf, widthOf } from "./shape/syntax.js";
export { openScan } from "./stream.js";
