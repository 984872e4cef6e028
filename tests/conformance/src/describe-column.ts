import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { CASES } from "./cases/index.ts";
import { type ColumnName, MISSING_KERNELS } from "./columns.ts";
import { nameOf } from "./conformance-case.ts";
import type { Verdicts } from "./judge.ts";
import { missingKernels, surprises } from "./surprises.ts";
import { cellsOf, resultsFile } from "./table.ts";

/** What a column is tested with: the verdicts of a run, or why there was none. */
export type ColumnRun = { readonly verdicts: readonly Verdicts[] } | { readonly skipped: string };

/** Whether a column must be right but for what is listed, or is only compared with the published table. */
export interface ColumnOptions {
  readonly isHeldToBeRight?: boolean;
}

/** The tests of one column. */
export function describeColumn(
  column: ColumnName,
  run: ColumnRun,
  { isHeldToBeRight = true }: ColumnOptions = {},
): void {
  describe(column, () => {
    if ("skipped" in run) {
      it.skip(`is not run here: ${run.skipped}`);
      return;
    }
    const { verdicts } = run;
    if (isHeldToBeRight) {
      it.each(CASES.map((one, index) => [nameOf(one), one, verdicts[index]!] as const))("%s", (_, one, verdict) => {
        expect(surprises(one, column, verdict)).toEqual([]);
      });

      it("lacks the kernels that are listed as missing, and no others", () => {
        expect(missingKernels(verdicts)).toEqual(MISSING_KERNELS[column] ?? []);
      });
    }

    it('gives what is published; "pnpm conformance:table" publishes anew', async () => {
      const file = fileURLToPath(new URL(`../results/${resultsFile(column)}`, import.meta.url));
      await expect(`${JSON.stringify(cellsOf(CASES, verdicts), null, 2)}\n`).toMatchFileSnapshot(file);
    });
  });
}
