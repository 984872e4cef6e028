/**
 * What the answers of a service reject with when its budget has no room for the next batch. Nothing was sent of that batch, and
 * what was answered before it is whole.
 *
 * @see {@link httpTeacher}
 */
export class BudgetError extends Error {
  override readonly name: string = "BudgetError";
}
