import { BudgetError } from "../budget-error.ts";
import type { ServiceBudget, ServiceUsage } from "../service-options.ts";

/** Throws where so many more requests, at the mean price so far, go beyond the budget. */
export function assertBudget(functionName: string, budget: ServiceBudget, usage: ServiceUsage, more: number): void {
  const price = usage.requests === 0 ? 0 : usage.cost / usage.requests;
  const stop = (what: "requests" | "cost", spent: number) => {
    const budgeted = `the budget of ${budget[what]} (${what}) is spent up to ${spent}`;
    throw new BudgetError(`${functionName}: ${budgeted}, which leaves no room for ${more} more requests`);
  };
  const { requests = Infinity, cost: limit = Infinity } = budget;
  if (usage.requests + more > requests) stop("requests", usage.requests);
  if (more > 0 && (usage.cost >= limit || usage.cost + more * price > limit)) stop("cost", usage.cost);
}
