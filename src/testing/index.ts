export {
  approvalQueueContract,
  type MakeQueue,
  type QueueContractOptions,
  type QueueLaw,
  type QueueUnderTest,
} from "./approval-queue-contract.js";
export {
  type CarriedText,
  type EncodedText,
  encodingsOf,
  nearMissOf,
  requestsWith,
  type TokenSample,
  textWithToken,
  tokenOf,
} from "./arbitraries.js";
export { type DetectorLaw, type DetectorLawOptions, detectorLaws } from "./detector-laws.js";
export { ordinaryText } from "./ordinary-text.js";
