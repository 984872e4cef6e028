/**
 * The error with which a service's answers reject when its budget does not allow the next batch. Nothing of that batch
 * was sent, and earlier answers are complete.
 *
 * @see {@link httpTeacher}
 */
export class BudgetError extends Error {
  override readonly name: string = "BudgetError";
}
