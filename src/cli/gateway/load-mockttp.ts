import { UnableError } from "../errors.js";

const MISSING =
  "The gateway needs mockttp, an optional dependency that is not installed. Install it beside outbound-dlp: npm install mockttp@4";

/** @throws UnableError when mockttp is not installed. */
export async function loadMockttp(): Promise<typeof import("mockttp")> {
  return orUnable(import("mockttp"));
}

/** The adapter on top of it. */
export async function loadAdapter(): Promise<typeof import("../../adapters/mockttp.js")> {
  await loadMockttp();
  return import("../../adapters/mockttp.js");
}

async function orUnable<Module>(loading: Promise<Module>): Promise<Module> {
  try {
    return await loading;
  } catch (error) {
    if ((error as { readonly code?: unknown }).code === "ERR_MODULE_NOT_FOUND") throw new UnableError(MISSING);
    throw error;
  }
}
