import {
  type Difference,
  formatCount,
  formatSummary,
  summarise,
  type Table,
  type TableRow,
} from "@dark-knowledge/report";
import { intervalText, meanInterval } from "../internal/mean-interval.ts";
import type { AdaptedForm, NetAdaptation, TaskFigures } from "./internal/compression-extras.ts";
import { kilobytes } from "./internal/kilobytes.ts";

const NOTHING = "–";

/** A net compressed by several recipes, before and after it is adapted to a task. */
export function adaptationTable({ net, classes, sizes, generalist, specialist, forms }: NetAdaptation): Table {
  const rowOf = (form: string, order: string, figures: TaskFigures, more: readonly string[]): TableRow => ({
    cells: [form, order, kilobytes(summarise(figures.gzip).mean), errorsText(figures), ...more],
  });
  const uncompressed = [generalist, specialist].flatMap((figures, at) =>
    figures.seeds.length === 0
      ? []
      : [rowOf("uncompressed", at === 0 ? "not adapted" : "adapted", figures, [NOTHING, NOTHING, NOTHING])],
  );
  return {
    title: "Before or after adaptation",
    caption: `${net}, a net of all classes, adapted to ${classes.join(", ")}: ${formatCount(sizes.training)} training examples of these classes, ${formatCount(sizes.test)} test examples. Compressed before: with recovery on all classes, then adapted while training keeps zeros, values and bits. After: adapted, then compressed with recovery on the task. Both learn from the same soft targets for as many epochs; a pass over all classes has more updates. Of all epochs, the start included, the best one on the validation set is kept. Means ± one standard deviation over seeds; 95 % intervals of the differences seed by seed.`,
    columns: [
      { title: "form", isText: true },
      { title: "order", isText: true },
      ...["gzip", "errors", "before − after", "epochs", "updates"].map((title) => ({ title })),
    ],
    rows: [
      ...uncompressed,
      ...forms.flatMap((form) => [
        rowOf(form.label, "compressed, then adapted", form.before, [
          intervalText(differencesOf(form), 1),
          ...[String(form.epochs), formatCount(form.updates.before)],
        ]),
        rowOf(form.label, "adapted, then compressed", form.after, [
          ...[NOTHING, String(form.epochs), formatCount(form.updates.after)],
        ]),
      ]),
    ],
  };
}

/** The errors of nets that are compressed before their adaptation, minus those of nets that are compressed after it. */
export function adaptationDifferences({ forms }: NetAdaptation): readonly Difference[] {
  return forms.map((form) => {
    const { mean, margin } = meanInterval(differencesOf(form));
    return { label: form.label, mean, ...(margin === undefined ? {} : { low: mean - margin, high: mean + margin }) };
  });
}

function differencesOf({ before, after }: AdaptedForm): readonly number[] {
  return before.errors.map((errors, at) => errors - after.errors[at]!);
}

function errorsText({ errors }: TaskFigures): string {
  return formatSummary(summarise(errors), 1);
}
