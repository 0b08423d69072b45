export {
  approvalQueueContract,
  type MakeQueue,
  type QueueContractOptions,
  type QueueLaw,
  type QueueUnderTest,
} from "./approval-queue-contract.js";
export { type TokenSample, tokenOf } from "./arbitraries.js";
