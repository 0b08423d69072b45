import type { Denial, DenyCause, ScanResult } from "../types.js";

/** What a client is told: what happened and what to do. Fixed texts, so that nothing of a request can stand in one. */
const MESSAGES: Readonly<Record<DenyCause, string>> = {
  rejected: "A supervisor rejected what was found in this request. Remove it before sending the request again.",
  timeout:
    "No supervisor decided in time about what was found in this request. Remove it, or send the request again later.",
  "malformed-answer":
    "The supervisor's answer about this request could not be read, so it counts as no. Send the request again to ask anew.",
  unsupervised:
    "This request carries something that needs approval, and no supervisor is configured here. Remove it before sending the request again.",
  "queue-failed":
    "The approval queue failed, so nobody could decide about this request. Tell the operator of this proxy, and send the request again later.",
  overloaded:
    "Too many requests are waiting for an approval, or too much is arriving at once, so this one was not sent. Send it again later.",
  "denied-before":
    "A supervisor rejected what was found in this request a short while ago. Remove it; sending the request again does not help.",
  uninspectable:
    "This request could not be inspected in full, or too much was found in it, so nobody can approve it. Send it complete, smaller and without unusual encodings.",
  cancelled: "The client gave up before a supervisor decided about this request.",
  "scan-failed":
    "This request could not be scanned, so it was not sent. Tell the operator of this proxy if it happens again.",
  closed: "This proxy is shutting down, so the request was not sent. Send it again when the proxy is back.",
};

/** The verdict of a request that is not forwarded. */
export function deny(because: DenyCause, result?: ScanResult): Denial {
  return Object.freeze({ action: "deny", because, message: MESSAGES[because], result });
}
