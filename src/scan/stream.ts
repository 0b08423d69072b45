import { OutboundDlpError } from "../errors.js";
import { KeptBody, takeHead } from "../request/index.js";
import type {
  BodyEnd,
  OutboundRequest,
  RequestHead,
  SafeTokens,
  SafeTokensLike,
  Scan,
  ScanOptions,
  ScanResult,
} from "../types.js";
import { Lookout, type LookoutSettings, limitWork } from "./lookout.js";
import { readOptions } from "./options.js";
import { type ScanCall, scanRequest } from "./scan.js";

/**
 * Scans a request whose body arrives in pieces; see `createScan` in the package's index. What counts is the scan of the whole at the end:
 * before that, a lookout tells what stands already.
 */
export function openScan(request: RequestHead, call: ScanCall): Scan {
  const head = takeHead(request);
  const once: ScanCall = { ...call, safeTokens: takeTokens(call.safeTokens), options: takeOptions(call.options) };
  const { bodyBytes, detectors } = readOptions(once.options, once.detectors);
  const scan = (outbound: OutboundRequest, workBytes?: number): ScanResult =>
    scanRequest(outbound, { ...once, options: limitWork(once.options, workBytes) });
  const body = new KeptBody(bodyBytes);
  const lookout = new Lookout({ head, scan, detectors, ...readTokens(once.safeTokens) });
  let isWhole = head.bodyComplete !== false;
  let isFinished = false;
  return Object.freeze({
    push(chunk: Uint8Array): boolean {
      if (isFinished) throw finished();
      if (ArrayBuffer.isView(chunk)) body.push(chunk);
      else isWhole = false;
      return lookout.look(body, isWhole);
    },
    finish({ trailers, bodyComplete }: BodyEnd = {}): ScanResult {
      if (isFinished) throw finished();
      isFinished = true;
      return scan({
        ...head,
        body: body.body(),
        bodyComplete: isWhole && bodyComplete !== false,
        ...(trailers === undefined ? {} : { trailers }),
      });
    },
  });
}

function finished(): OutboundDlpError {
  return new OutboundDlpError(
    "SCAN_FINISHED",
    "This scan is finished: what comes now is not in its result. Make one scan for each request.",
  );
}

/** An iterable may give its values only once, and a scan reads them several times. */
function takeTokens(safeTokens: SafeTokensLike | undefined): SafeTokensLike | undefined {
  if (typeof safeTokens === "string") return [safeTokens];
  return safeTokens !== undefined && Symbol.iterator in safeTokens ? [...safeTokens] : safeTokens;
}

function takeOptions(options: ScanOptions | undefined): ScanOptions | undefined {
  return options && { ...options, ...(options.limits === undefined ? {} : { limits: { ...options.limits } }) };
}

/** What may be approved; of a store nobody can tell. */
function readTokens(
  safeTokens: SafeTokensLike | undefined,
): Pick<LookoutSettings, "hasApprovals" | "mayApproveDigests"> {
  const values: unknown = safeTokens ?? [];
  if (!Array.isArray(values))
    return { hasApprovals: () => (safeTokens as SafeTokens).size > 0, mayApproveDigests: true };
  return {
    hasApprovals: () => values.length > 0,
    mayApproveDigests: values.some((value) => String(value).startsWith("sha256:")),
  };
}
