export { defineDetector } from "./define.js";
export { type ScanCall, scanOneText, scanRequest } from "./scan.js";
