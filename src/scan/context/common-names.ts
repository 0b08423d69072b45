/**
 * Names of header fields that most requests have (RFC 9110, RFC 9111, the Fetch standard, W3C Trace Context), and some that SDKs send. What
 * is known of them when the package is built need not be found out by the first scan.
 */
export const COMMON_NAMES: readonly string[] = [
  "accept accept-encoding accept-language access-control-request-headers access-control-request-method",
  "anthropic-beta anthropic-version baggage cache-control connection content-disposition content-encoding content-length",
  "content-md5 content-type cookie date dnt expect forwarded from host idempotency-key if-match if-modified-since",
  "if-none-match if-range if-unmodified-since keep-alive openai-organization openai-project origin pragma priority",
  "proxy-connection range referer sec-ch-ua sec-ch-ua-mobile sec-ch-ua-platform sec-fetch-dest sec-fetch-mode",
  "sec-fetch-site sec-fetch-user sec-gpc te traceparent tracestate trailer transfer-encoding upgrade",
  "upgrade-insecure-requests user-agent via x-amz-date x-amz-target x-forwarded-for x-forwarded-host x-forwarded-proto",
  "x-goog-api-client x-real-ip x-request-id x-requested-with x-stainless-arch x-stainless-lang x-stainless-os",
  "x-stainless-package-version x-stainless-retry-count x-stainless-runtime x-stainless-runtime-version x-stainless-timeout",
].flatMap((names) => names.split(" "));
