import type { ExternalTeacher } from "./external-teacher.ts";

/** How a service is reached and how patiently. */
export interface ServiceOptions {
  /** http or https; its query is kept out of errors. */
  readonly url: string;
  /** Headers of each request, or a function that gives them, for tokens that expire. Their values are kept out of errors. */
  readonly headers?: Readonly<Record<string, string>> | (() => ServiceHeaders | Promise<ServiceHeaders>);
  /** Tells this teacher from others: the model's name and version. */
  readonly fingerprint?: string;
  /** Requests at the same time; 4 when left out. */
  readonly concurrency?: number;
  /** At most so many requests a second, retries included; no limit when left out. */
  readonly requestsPerSecond?: number;
  /** How often a request is tried again; 5 when left out. */
  readonly retries?: number;
  /** The wait before the first retry, which doubles each time; 500 when left out. */
  readonly backoffMs?: number;
  /** The longest wait, that of `Retry-After` included; 10 minutes when left out. A server that asks for more ends the run. */
  readonly longestWaitMs?: number;
  /** How long one try may take; a minute when left out. */
  readonly timeoutMs?: number;
  /** Where to stop: no batch is begun that would go beyond. */
  readonly budget?: ServiceBudget;
  /** What an answer has cost, in the unit of `budget.cost`, read from its JSON. */
  readonly cost?: (json: unknown) => number;
  /**
   * Numbers from 0 to 1 that spread the waits. Always the same ones when left out; give `Math.random` where many processes ask one
   * service.
   */
  readonly random?: () => number;
  /** Used in place of the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch;
}

/** The values of some headers by name. */
export type ServiceHeaders = Readonly<Record<string, string>>;

/** The most that may be spent; each is unlimited when left out. */
export interface ServiceBudget {
  /** Requests, retries included. */
  readonly requests?: number;
  readonly cost?: number;
}

/** What has been spent on a service. */
export interface ServiceUsage {
  /** Requests that were sent, retries included. */
  readonly requests: number;
  readonly retries: number;
  /** The sum of what `cost` said. */
  readonly cost: number;
}

/** A teacher behind a service. */
export interface ServiceTeacher extends ExternalTeacher {
  /** What has been spent so far. */
  readonly usage: ServiceUsage;
}
