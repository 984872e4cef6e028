import { createRandom, deriveSeed } from "@dark-knowledge/core";
import PQueue from "p-queue";
import { BudgetError } from "../budget-error.ts";
import type { ServiceOptions, ServiceUsage } from "../service-options.ts";
import { createRedactor, type Redactor } from "./create-redactor.ts";
import { createSleeper, type Sleeper } from "./create-sleeper.ts";
import { FailedTry, fetchBody } from "./fetch-body.ts";

/** How parts of a question are sent. */
export interface Exchange<Part, Answer> {
  readonly contentType: string;
  /** The body of a request. */
  write(part: Part): string | Uint8Array<ArrayBuffer>;
  /** Reads a body; what it throws says, as in "no JSON", what the service answered with. */
  decode(bytes: Uint8Array<ArrayBuffer>): unknown;
  /** Reads an answer; what it throws is a try that failed. */
  read(value: unknown, part: Part): Answer;
  /** Cuts a part that is too much for one request now; undefined where it is not. */
  split?(part: Part): readonly Part[] | undefined;
  /** Called with each answer. */
  answered?(part: Part, ms: number): void;
  /** Called when a try failed. Whether the part was too large, so that smaller ones may be sent at once. */
  failed?(part: Part, error: FailedTry): boolean;
}

/** A service and its limits. */
export interface Service {
  usage(): ServiceUsage;
  /** Sends one request for each part, and reads the answers. */
  sendAll<Part, Answer>(
    parts: readonly Part[],
    exchange: Exchange<Part, Answer>,
    signal?: AbortSignal,
  ): Promise<Answer[]>;
}

/** The parts of a service that kinds of it differ in. */
export interface ServiceHooks {
  /** Returns whether the body of an error 4xx is an answer. Default: never. */
  readonly accepts?: (text: string) => boolean;
  /** A clock in milliseconds, for exchanges that time their answers. */
  readonly now?: () => number;
}

/** A part, and the body of its request. */
interface Written<Part> {
  readonly part: Part;
  readonly body: string | Uint8Array<ArrayBuffer>;
}

/** How one try ended: with an answer, with a wait before the next, or with smaller parts in its place. */
type Outcome<Part, Answer> =
  | { readonly answer: Answer }
  | { readonly waitMs: number; readonly pausesAll: boolean }
  | { readonly parts: readonly Part[] };

/** The state of a service over all calls. */
interface State {
  readonly functionName: string;
  readonly options: ServiceOptions;
  readonly hooks: ServiceHooks;
  readonly redact: Redactor;
  readonly random: () => number;
  readonly usage: { requests: number; retries: number; cost: number };
}

/** Keeps to the limits of a service, over all calls. */
export function createService(functionName: string, options: ServiceOptions, hooks: ServiceHooks = {}): Service {
  const random = options.random ?? createRandom(deriveSeed(0, "service waits")).uniform;
  const queue = new PQueue({ concurrency: options.concurrency ?? 4, ...rateOf(options.requestsPerSecond) });
  const usage = { requests: 0, retries: 0, cost: 0 };
  const state: State = { functionName, options, hooks, redact: createRedactor(options.url), random, usage };
  let pauses = 0;

  /** Pauses while the try still has its place in the queue, so that no other request slips out first. */
  function pauseFor<Part>(outcome: Outcome<Part, never>): Outcome<Part, never> {
    if ("pausesAll" in outcome && outcome.pausesAll) {
      pauses++;
      queue.pause();
    }
    return outcome;
  }

  /** Sends one part, in parts of its own where it is too much. The tries of these count from `attempt` on. */
  async function send<Part, Answer>(
    { part, body }: Written<Part>,
    exchange: Exchange<Part, Answer>,
    sleeper: Sleeper,
    signal?: AbortSignal,
    first = 0,
  ): Promise<Answer[]> {
    for (let attempt = first; ; attempt++) {
      const outcome: Outcome<Part, Answer> = await queue.add(async () => {
        sleeper.signal.throwIfAborted();
        const parts = exchange.split?.(part);
        if (parts !== undefined) return { parts };
        try {
          return { answer: await tryOnce(state, { part, body }, exchange, signal) };
        } catch (error) {
          try {
            return pauseFor(judge(state, error, attempt, { part, exchange }));
          } catch (final) {
            sleeper.end(final);
            throw final;
          }
        }
      });
      if ("answer" in outcome) return [outcome.answer];
      if ("parts" in outcome) {
        const answers = outcome.parts.map((smaller) =>
          send({ part: smaller, body: exchange.write(smaller) }, exchange, sleeper, signal, attempt),
        );
        await Promise.allSettled(answers);
        return (await Promise.all(answers)).flat();
      }
      await sleeper.sleep(outcome.waitMs);
      if (outcome.pausesAll && --pauses === 0) queue.start();
      sleeper.signal.throwIfAborted();
    }
  }

  return {
    usage: () => ({ ...usage }),
    async sendAll(parts, exchange, signal) {
      signal?.throwIfAborted();
      const written = parts.map((part) => ({ part, body: exchange.write(part) }));
      assertBudget(functionName, options.budget, usage, parts.length);
      // The first that fails for good ends those that wait; what is in flight is let come to its end, for it is paid.
      const sleeper = createSleeper(signal);
      try {
        const answers = written.map((request) => send(request, exchange, sleeper, signal));
        await Promise.race([Promise.allSettled(answers), sleeper.callerAborted]);
        sleeper.signal.throwIfAborted();
        return (await Promise.all(answers)).flat();
      } finally {
        sleeper.close();
      }
    },
  };
}

async function tryOnce<Part, Answer>(
  { functionName, options, hooks, redact, usage }: State,
  { part, body }: Written<Part>,
  { contentType, decode, read, answered }: Exchange<Part, Answer>,
  signal?: AbortSignal,
): Promise<Answer> {
  const { accepts = () => false, now = () => 0 } = hooks;
  assertBudget(functionName, options.budget, usage, 1);
  usage.requests++;
  const began = now();
  const value = await fetchBody(options, body, { contentType, decode, redact, accepts, signal });
  if (options.cost !== undefined) usage.cost += options.cost(value);
  const answer = readAnswer(() => read(value, part), redact);
  answered?.(part, now() - began);
  return answer;
}

/** Decides whether and when to try again. */
function judge<Part>(
  { functionName, options, redact, random, usage }: State,
  error: unknown,
  attempt: number,
  { part, exchange }: { readonly part: Part; readonly exchange: Exchange<Part, unknown> },
): Outcome<Part, never> {
  if (!(error instanceof FailedTry)) throw error;
  const parts = exchange.failed?.(part, error) ? exchange.split?.(part) : undefined;
  if (parts === undefined) {
    const waitMs = waitAfter(error, attempt, options, random);
    if (typeof waitMs === "string") throw new Error(`${functionName}: ${redact.address} ${error.message}${waitMs}`);
    usage.retries++;
    return { waitMs, pausesAll: error.waitMs !== undefined };
  }
  usage.retries++;
  return { parts };
}

/** The wait before the next try; a text, for the error, where there is none. */
function waitAfter(
  error: FailedTry,
  attempt: number,
  { retries = 5, backoffMs = 500, longestWaitMs = 600_000 }: ServiceOptions,
  random: () => number,
): number | string {
  const waitMs = error.waitMs ?? Math.min(longestWaitMs, backoffMs * 2 ** attempt) * (0.5 + random() / 2);
  if (!error.isFinal && attempt < retries && waitMs <= longestWaitMs) return waitMs;
  const patience = waitMs > longestWaitMs ? `, and asks to wait ${waitMs / 1000} s` : "";
  return `${patience}${attempt === 0 ? "" : ` (tried ${attempt + 1} times)`}`;
}

/** Throws where so many more requests, at the mean price so far, go beyond the budget. */
function assertBudget(
  functionName: string,
  budget: ServiceOptions["budget"] = {},
  usage: ServiceUsage,
  more: number,
): void {
  const price = usage.requests === 0 ? 0 : usage.cost / usage.requests;
  const stop = (what: "requests" | "cost", spent: number) => {
    const budgeted = `the budget of ${budget[what]} (${what}) is spent up to ${spent}`;
    throw new BudgetError(`${functionName}: ${budgeted}, which leaves no room for ${more} more requests`);
  };
  const { requests = Infinity, cost: limit = Infinity } = budget;
  if (usage.requests + more > requests) stop("requests", usage.requests);
  if (more > 0 && (usage.cost >= limit || usage.cost + more * price > limit)) stop("cost", usage.cost);
}

/** Reads an answer; one that cannot be read is a try that failed. */
function readAnswer<Answer>(read: () => Answer, redact: Redactor): Answer {
  try {
    return read();
  } catch (error) {
    throw new FailedTry(`gave a wrong answer: ${redact((error as Error).message, 200)}`);
  }
}

/** As p-queue has it: a number of requests in a number of milliseconds. */
function rateOf(requestsPerSecond: number | undefined): { interval?: number; intervalCap?: number } {
  if (requestsPerSecond === undefined) return {};
  const intervalCap = Math.max(1, Math.floor(requestsPerSecond));
  return { interval: Math.ceil((1000 * intervalCap) / requestsPerSecond), intervalCap };
}
