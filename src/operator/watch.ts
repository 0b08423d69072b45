import type { SupervisorDesk } from "../types.js";
import { type Report, toReport } from "./report.js";

/** What is pending: at once, and again after each change, until `signal` aborts. Oldest first. */
export async function* watchReports(
  desk: SupervisorDesk,
  signal: AbortSignal,
): AsyncGenerator<readonly Report[], void> {
  // Subscribed before the first look, so that nothing falls between the two.
  const changes = desk.changes(signal)[Symbol.asyncIterator]();
  let next = changes.next();
  // Awaited below; a rejection before that must not be an unhandled one.
  next.catch(() => {});
  while (!signal.aborted) {
    yield await listReports(desk);
    if ((await next).done === true) return;
    next = changes.next();
    next.catch(() => {});
  }
}

/** What is pending now, oldest first. */
export async function listReports(desk: SupervisorDesk): Promise<readonly Report[]> {
  const reports = (await desk.pending()).flatMap((proposal) => toReport(proposal) ?? []);
  return reports.sort((left, right) => left.createdAt - right.createdAt || (left.id < right.id ? -1 : 1));
}
