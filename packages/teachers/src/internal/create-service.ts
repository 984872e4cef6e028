import { createRandom, deriveSeed } from "@dark-knowledge/core";
import PQueue from "p-queue";
import { BudgetError } from "../budget-error.ts";
import type { ServiceOptions, ServiceUsage } from "../service-options.ts";
import { createRedactor, type Redactor } from "./create-redactor.ts";
import { createSleeper, type Sleeper } from "./create-sleeper.ts";
import { FailedTry, fetchJson } from "./fetch-json.ts";

/** A service that answers JSON with JSON. */
export interface JsonService {
  usage(): ServiceUsage;
  /** Sends one request for each part, and reads the answers; what `read` throws is a try that failed. */
  sendAll<Part, Answer>(
    parts: readonly Part[],
    write: (part: Part) => unknown,
    read: (json: unknown, part: Part) => Answer,
    signal?: AbortSignal,
  ): Promise<Answer[]>;
}

/** How one try ended: with an answer, or with a wait before the next. */
type Outcome<Answer> = { readonly answer: Answer } | { readonly waitMs: number; readonly pausesAll: boolean };

/**
 * Keeps to the limits of a service, over all calls.
 *
 * @param accepts returns whether the body of an error 4xx is an answer
 */
export function createJsonService(
  functionName: string,
  options: ServiceOptions,
  accepts: (text: string) => boolean = () => false,
): JsonService {
  const random = options.random ?? createRandom(deriveSeed(0, "service waits")).uniform;
  const queue = new PQueue({ concurrency: options.concurrency ?? 4, ...rateOf(options.requestsPerSecond) });
  const redact = createRedactor(options.url);
  const usage = { requests: 0, retries: 0, cost: 0 };
  let pauses = 0;

  async function tryOnce<Answer>(body: string, read: (json: unknown) => Answer, signal?: AbortSignal): Promise<Answer> {
    assertBudget(functionName, options.budget, usage, 1);
    usage.requests++;
    const json = await fetchJson(options, body, { redact, accepts, signal });
    if (options.cost !== undefined) usage.cost += options.cost(json);
    return readAnswer(json, read, redact);
  }

  /** Whether and when to try again. Runs while the try still has its place in the queue, so that no other request slips out first. */
  function judge(error: unknown, attempt: number): Outcome<never> {
    if (!(error instanceof FailedTry)) throw error;
    const waitMs = waitAfter(error, attempt, options, random);
    if (typeof waitMs === "string") throw new Error(`${functionName}: ${redact.address} ${error.message}${waitMs}`);
    usage.retries++;
    const pausesAll = error.waitMs !== undefined;
    if (pausesAll) {
      pauses++;
      queue.pause();
    }
    return { waitMs, pausesAll };
  }

  async function send<Answer>(
    body: string,
    read: (json: unknown) => Answer,
    sleeper: Sleeper,
    signal?: AbortSignal,
  ): Promise<Answer> {
    for (let attempt = 0; ; attempt++) {
      const outcome: Outcome<Answer> = await queue.add(async () => {
        sleeper.signal.throwIfAborted();
        try {
          return { answer: await tryOnce(body, read, signal) };
        } catch (error) {
          try {
            return judge(error, attempt);
          } catch (final) {
            sleeper.end(final);
            throw final;
          }
        }
      });
      if ("answer" in outcome) return outcome.answer;
      await sleeper.sleep(outcome.waitMs);
      if (outcome.pausesAll && --pauses === 0) queue.start();
      sleeper.signal.throwIfAborted();
    }
  }

  return {
    usage: () => ({ ...usage }),
    async sendAll(parts, write, read, signal) {
      signal?.throwIfAborted();
      assertBudget(functionName, options.budget, usage, parts.length);
      // The first that fails for good ends those that wait; what is in flight is let come to its end, for it is paid.
      const sleeper = createSleeper(signal);
      try {
        const answers = parts.map((part) =>
          send(JSON.stringify(write(part)), (json) => read(json, part), sleeper, signal),
        );
        await Promise.race([Promise.allSettled(answers), sleeper.callerAborted]);
        sleeper.signal.throwIfAborted();
        return await Promise.all(answers);
      } finally {
        sleeper.close();
      }
    },
  };
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
function readAnswer<Answer>(json: unknown, read: (json: unknown) => Answer, redact: Redactor): Answer {
  try {
    return read(json);
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
