import { BudgetError } from "@dark-knowledge/teachers";
import { expect, test } from "vitest";
import { describeBudget } from "../../src/run/describe-budget.ts";

test("describeBudget says what there is and how to go on", () => {
  const spent = new BudgetError("httpTeacher: the budget is spent");
  expect(describeBudget(spent, { budget: 40 }, { done: 1280, total: 5000 }, "runs/a")).toEqual(
    new BudgetError(
      "the budget of 40 requests is spent; 1,280 of 5,000 answers are recorded; run the same command again to continue in runs/a",
    ),
  );
  expect((describeBudget(spent, { budget: 2.5, price: 0.1 }, { done: 0, total: 0 }, "b") as Error).message).toBe(
    "the budget of 2.5 is spent; run the same command again to continue in b",
  );
  const other = new Error("other");
  expect(describeBudget(other, {}, { done: 0, total: 0 }, "b")).toBe(other);
});
