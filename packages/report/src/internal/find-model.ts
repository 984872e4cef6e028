import type { ModelRecord, ModelRole, RunRecord } from "../run-record.ts";
import { ROLES } from "./assert-record.ts";

/** The model of one role, where the record has it. */
export function findModel(record: RunRecord, role: ModelRole): ModelRecord | undefined {
  return record.models.find((model) => model.role === role);
}

/** The models in the order of the tables: teacher, hard, distilled. */
export function orderModels(record: RunRecord): readonly ModelRecord[] {
  return ROLES.flatMap((role) => findModel(record, role) ?? []);
}
