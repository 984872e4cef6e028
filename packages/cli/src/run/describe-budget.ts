import { formatCount as count } from "@dark-knowledge/report";
import { BudgetError } from "@dark-knowledge/teachers";
import type { SharedFlags } from "../options/shared-options.ts";

/** Rewords the error of a budget that is spent: what there is, and how to continue. Other errors stay as they are. */
export function describeBudget(
  error: unknown,
  { budget, price }: Pick<SharedFlags, "budget" | "price">,
  { done, total }: { readonly done: number; readonly total: number },
  directory: string,
): unknown {
  if (!(error instanceof BudgetError)) return error;
  const answers = total === 0 ? "" : `; ${count(done)} of ${count(total)} answers are recorded`;
  return new BudgetError(
    `the budget of ${budget}${price === undefined ? " requests" : ""} is spent${answers}; run the same command again to continue in ${directory}`,
  );
}
