import type { ExternalTeacher } from "./external-teacher.ts";

/** Options of reaching a service. */
export interface ServiceOptions {
  /** http or https; its query is kept out of errors. */
  readonly url: string;
  /**
   * Headers of each request, or a function that returns them, for tokens that expire. Their values are kept out of
   * errors.
   */
  readonly headers?: Readonly<Record<string, string>> | (() => ServiceHeaders | Promise<ServiceHeaders>);
  /** Identifies the teacher: the model's name and version. */
  readonly fingerprint?: string;
  /** Requests at the same time. Default: 4. */
  readonly concurrency?: number;
  /** At most so many requests a second, retries included. Default: no limit. */
  readonly requestsPerSecond?: number;
  /** How often a request is tried again. Default: 5. */
  readonly retries?: number;
  /** The wait before the first retry, which doubles each time. Default: 500. */
  readonly backoffMs?: number;
  /**
   * The longest wait, that of `Retry-After` included. A server that asks for more ends the run. Default: 10 minutes.
   */
  readonly longestWaitMs?: number;
  /** How long one try may take. Default: a minute. */
  readonly timeoutMs?: number;
  /** The budget: no batch is started that would exceed it. */
  readonly budget?: ServiceBudget;
  /** Reads the cost of an answer from its JSON, in the unit of `budget.cost`. */
  readonly cost?: (json: unknown) => number;
  /**
   * Numbers from 0 to 1 that spread the waits. Pass `Math.random` if many processes use one service. Default: always
   * the same numbers.
   */
  readonly random?: () => number;
  /** Replaces the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch;
}

/** The values of some headers by name. */
export type ServiceHeaders = Readonly<Record<string, string>>;

/** The most that may be spent. Default of each: unlimited. */
export interface ServiceBudget {
  /** Requests, retries included. */
  readonly requests?: number;
  readonly cost?: number;
}

/** The use of a service so far. */
export interface ServiceUsage {
  /** Requests that were sent, retries included. */
  readonly requests: number;
  readonly retries: number;
  /** The sum of the costs. */
  readonly cost: number;
  /** The most examples of a request now, where their number adapts. */
  readonly rowsPerRequest?: number;
}

/** Bounds of a number of examples that adapts to a service. */
export interface AdaptiveRows {
  /** Default: 1. */
  readonly min?: number;
  /** Default: 1024. */
  readonly max?: number;
  /** The examples of the first request. Default: 32. */
  readonly start?: number;
  /** A clock in milliseconds, such as `() => performance.now()`, that shows whether larger requests are worth it. */
  readonly now: () => number;
}

/** A teacher behind a service. */
export interface ServiceTeacher extends ExternalTeacher {
  /** The use of the service so far. */
  readonly usage: ServiceUsage;
}
