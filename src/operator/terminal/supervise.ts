import { emitKeypressEvents } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import type { ReadStream, WriteStream } from "node:tty";
import { OutboundDlpError, QueueError } from "../../errors.js";
import type { Proposal, Revocation, SupervisorAnswer, SupervisorDesk } from "../../types.js";
import { listApproved, revokeApproved } from "../approved.js";
import type { Report } from "../report.js";
import { watchReports } from "../watch.js";
import { type Keypress, KeyReader, STATUS_REPLY } from "./keys.js";
import { Screen } from "./screen.js";
import { step } from "./session.js";
import { type SessionEvent, type SessionState, startSession, type WaitingReport } from "./state.js";
import { view } from "./view.js";

/** How long a decision that is on its way when the session ends is waited for, in milliseconds. */
const LAST_DECISION_MILLISECONDS = 5_000;

const UNKNOWN_OUTCOME = "Whether the last answer was recorded is not known: see outbound-dlp pending, and the audit.";

/** How often the time left is looked at, in milliseconds. */
const TICK_MILLISECONDS = 100;

/** What the terminal session needs. */
export interface SuperviseOptions {
  readonly desk: SupervisorDesk;
  /** Who decides: goes into every answer. */
  readonly operator: string;
  readonly stdin: ReadStream;
  readonly stdout: WriteStream;
  /** Ends the session. */
  readonly signal: AbortSignal;
}

/**
 * Lets a person decide on a terminal until they quit, the terminal goes or `signal` aborts. Resolves with what was decided, a
 * line for each.
 *
 * @throws QueueError When the desk fails. The terminal is given back first.
 */
export async function superviseOnTerminal(options: SuperviseOptions): Promise<readonly string[]> {
  const session = new TerminalSession(options);
  const restore = () => session.close();
  // The last resort when the process ends in another way, such as an uncaught error.
  process.once("exit", restore);
  try {
    await session.run();
  } finally {
    process.off("exit", restore);
    session.close();
  }
  return session.closingWords();
}

/** The thin shell round the state machine: keys, clock, desk and screen. */
class TerminalSession {
  private readonly screen: Screen;
  private readonly keys = new KeyReader();
  private readonly ended = new AbortController();
  private readonly signal: AbortSignal;
  private state: SessionState;
  /** What the desk was asked for last. */
  private asked: Promise<void> = Promise.resolve();

  constructor(private readonly options: SuperviseOptions) {
    this.screen = new Screen(options.stdout);
    this.signal = AbortSignal.any([options.signal, this.ended.signal]);
    this.state = startSession(options.operator, options.stdout.columns, options.stdout.rows);
  }

  async run(): Promise<void> {
    const { stdin, stdout } = this.options;
    const ticking = setInterval(() => this.tick(), TICK_MILLISECONDS);
    emitKeypressEvents(stdin);
    stdin.on("keypress", this.onKeypress).on("end", this.end).on("error", this.end);
    stdout.on("resize", this.onResize);
    stdin.setRawMode(true);
    stdin.resume();
    this.screen.open();
    this.paint(false);
    try {
      await this.watch();
    } finally {
      clearInterval(ticking);
      stdin.off("keypress", this.onKeypress).off("end", this.end).off("error", this.end);
      stdout.off("resize", this.onResize);
    }
  }

  /** What was decided, a line for each; of an answer that was on its way when the session ended, what became of it. */
  async closingWords(): Promise<readonly string[]> {
    if (!isAtDesk(this.state)) return this.state.log;
    const before = this.state.log.length;
    const told = new AbortController();
    const patience = sleep(LAST_DECISION_MILLISECONDS, undefined, { signal: told.signal }).catch(() => {});
    await Promise.race([this.asked, patience]);
    told.abort();
    const { log, notice } = this.state;
    if (isAtDesk(this.state)) return [...log, UNKNOWN_OUTCOME];
    return log.length > before ? log : [...log, notice];
  }

  close(): void {
    this.ended.abort();
    this.screen.close();
    this.options.stdin.setRawMode(false);
    this.options.stdin.pause();
  }

  private async watch(): Promise<void> {
    for await (const reports of watchReports(this.options.desk, this.signal)) this.onReports(reports);
    if (!this.signal.aborted) throw new QueueError("The queue stopped telling what waits. Start supervise again.");
  }

  private onReports(reports: readonly Report[]): void {
    const now = performance.now();
    const wall = Date.now();
    const waiting = reports.filter(({ decidable }) => decidable);
    this.dispatch({
      type: "pending",
      waiting: waiting.map((report): WaitingReport => ({ ...report, deadline: now + report.expiresAt - wall })),
      others: reports.filter(({ decidable }) => !decidable),
      now,
    });
  }

  private dispatch(event: SessionEvent): void {
    const isOver = this.signal.aborted;
    if (isOver && !FROM_DESK.has(event.type)) return;
    const { state, effects } = step(this.state, event);
    this.state = state;
    if (isOver) return;
    this.paint(effects.some(({ type }) => type === "ask-terminal"));
    for (const effect of effects) {
      if (effect.type === "decide") this.asked = this.decide(effect.answer, effect.shown);
      if (effect.type === "list") void this.list();
      if (effect.type === "revoke") this.asked = this.revoke(effect.revocation);
      if (effect.type === "quit") this.ended.abort();
    }
  }

  private async decide(answer: SupervisorAnswer, shown: Proposal): Promise<void> {
    try {
      const outcome = await this.options.desk.decide(answer, shown);
      this.dispatch({ type: "decided", outcome, now: performance.now() });
    } catch (error) {
      this.dispatch({ type: "refused", message: `Not recorded. ${reasonOf(error)}`, now: performance.now() });
    }
  }

  private async list(): Promise<void> {
    try {
      const values = await listApproved(this.options.desk);
      this.dispatch({ type: "listed", values, now: performance.now() });
    } catch (error) {
      this.dispatch({ type: "list-failed", message: reasonOf(error), now: performance.now() });
    }
  }

  private async revoke(revocation: Revocation): Promise<void> {
    try {
      const outcome = await revokeApproved(this.options.desk, revocation);
      this.dispatch({ type: "revoked", outcome, now: performance.now() });
    } catch (error) {
      this.dispatch({ type: "list-failed", message: reasonOf(error), now: performance.now() });
    }
  }

  /** Behind the next look for input, so that keys pressed before the tick are dealt with before it. */
  private tick(): void {
    setImmediate(() => this.dispatch({ type: "tick", now: performance.now() }));
  }

  private paint(ask: boolean): void {
    this.screen.paint(view(this.state, performance.now()), ask);
  }

  private readonly onKeypress = (text: string | undefined, press: Keypress): void => {
    const now = performance.now();
    if (press.sequence === STATUS_REPLY) {
      this.dispatch({ type: "terminal-answered", now });
      return;
    }
    const key = this.keys.read(text, press);
    if (key !== undefined) this.dispatch({ type: "key", key, now });
  };

  private readonly onResize = (): void => {
    const { columns, rows } = this.options.stdout;
    this.dispatch({ type: "resize", columns, rows, now: performance.now() });
  };

  private readonly end = (): void => this.ended.abort();
}

/** What is told of an answer, also after the session's end. */
const FROM_DESK: ReadonlySet<SessionEvent["type"]> = new Set(["decided", "refused", "revoked", "list-failed"]);

/** Whether an answer or a revocation is on its way. */
function isAtDesk({ stage }: SessionState): boolean {
  return stage.name === "recording" || (stage.name === "listing" && stage.at === "revoking");
}

function reasonOf(error: unknown): string {
  return error instanceof OutboundDlpError ? error.message : "The queue failed.";
}
