export { defineDetector } from "./define.js";
export { createKnownSecrets, knownIndexOf } from "./known/known-secrets.js";
export { Lookout, limitWork } from "./lookout.js";
export { readOptions } from "./options.js";
export { scanOneText, scanRequest } from "./scan.js";
export { openScan } from "./stream.js";
