import { assertMixable } from "../data/assert-mixable.ts";
import type { DataSource } from "../data/data-source.ts";
import type { ExperimentData } from "../data/experiment-data.ts";
import { loadData } from "../data/load-data.ts";
import { rawRows } from "../data/raw-rows.ts";
import { assertNetFits } from "../nets/assert-net-fits.ts";
import { isExternal } from "../nets/teacher-spec.ts";
import { transferSetOf } from "../nets/transfer-set.ts";
import { SpecError } from "../spec/spec-error.ts";
import { type DistillSpec, transferSpecOf } from "./distill-spec.ts";

/**
 * Reads, loads or generates the data of a distillation and cuts it to the sizes in the specification.
 *
 * @throws SpecError when there is less data than it asks for, it names classes that do not exist, or a net cannot take
 * such examples
 */
export async function loadDistillData(spec: DistillSpec, source: DataSource): Promise<ExperimentData> {
  const data = await loadData(isExternal(spec.teacher) ? inMemory(spec) : spec, source);
  // Checked before anything is trained.
  transferSetOf(data.training, transferSpecOf(spec));
  const { targets } = data.training;
  if (isExternal(spec.teacher) && targets.kind === "numbers" && targets.variances) {
    const expected = "must be left out where the teacher is from elsewhere, which gives numbers alone";
    throw new SpecError("data.variances", expected, "true");
  }
  if (spec.folds !== undefined && rawRows(data.training) === undefined) {
    throw new SpecError("folds", "must be left out where the data is not your own", String(spec.folds));
  }
  if (!isExternal(spec.teacher)) assertNetFits("teacher", spec.teacher, data.training);
  assertNetFits("student", spec.student, data.training);
  assertMixable(data.training, spec.mixup);
  return data;
}

/** The rows themselves are shown to a teacher from elsewhere. */
function inMemory(spec: DistillSpec): DistillSpec {
  const { data } = spec;
  if (data?.storage === "files") {
    throw new SpecError("data.storage", "must be memory where the teacher is from elsewhere", "files");
  }
  return data === undefined ? spec : { ...spec, data: { ...data, storage: "memory" } };
}
