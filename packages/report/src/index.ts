export type {
  DatasetRecord,
  EpochRecord,
  EvaluationRecord,
  FidelityRecord,
  ModelRecord,
  ModelRole,
  ModelRun,
  RunRecord,
  SoftTargetExample,
  ValidationRecord,
} from "./run-record.ts";
