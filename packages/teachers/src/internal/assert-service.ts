import { ArgumentError, assertAddress, assertInteger, assertNumber, assertOptions } from "@dark-knowledge/core";
import type { ServiceBudget, ServiceOptions } from "../service-options.ts";

/** The names of {@link ServiceOptions}. */
export const SERVICE_OPTIONS = {
  url: true,
  headers: true,
  fingerprint: true,
  concurrency: true,
  requestsPerSecond: true,
  retries: true,
  backoffMs: true,
  longestWaitMs: true,
  timeoutMs: true,
  budget: true,
  cost: true,
  random: true,
  fetch: true,
} as const;

/** Throws an ArgumentError where a service cannot be asked like this. */
export function assertService(functionName: string, options: ServiceOptions): void {
  const { url, concurrency = 4, requestsPerSecond, retries = 5, budget = {} } = options;
  assertAddress(functionName, "url", url);
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    const expected = "must be an http or https address";
    throw new ArgumentError({ functionName, argument: "url", expected, received: "another text", code: "range" });
  }
  assertInteger(functionName, "concurrency", concurrency, { min: 1 });
  assertInteger(functionName, "retries", retries, { min: 0 });
  if (requestsPerSecond !== undefined) assertNumber(functionName, "requestsPerSecond", requestsPerSecond, { above: 0 });
  for (const name of ["backoffMs", "longestWaitMs", "timeoutMs"] as const) {
    if (options[name] !== undefined) assertInteger(functionName, name, options[name], { min: 1 });
  }
  assertOptions<ServiceBudget>(functionName, budget, { requests: true, cost: true }, {}, "budget");
  if (budget.requests !== undefined) assertInteger(functionName, "budget.requests", budget.requests, { min: 0 });
  if (budget.cost !== undefined) assertNumber(functionName, "budget.cost", budget.cost, { min: 0 });
  if (budget.cost !== undefined && options.cost === undefined) {
    const expected = "must be given with budget.cost, to read what an answer has cost";
    throw new ArgumentError({ functionName, argument: "cost", expected, received: "undefined", code: "state" });
  }
}
