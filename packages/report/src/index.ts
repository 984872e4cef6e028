export { compareStudents } from "./compare-students.ts";
export { gapClosed } from "./gap-closed.ts";
export { htmlReport } from "./html-report.ts";
export { markdownTable } from "./markdown-table.ts";
export type { MnistDatasetRecord, MnistExample, MnistFigures, MnistNetRecord, MnistRecord } from "./mnist-record.ts";
export { mnistReport } from "./mnist-report.ts";
export { describeMnistRun, type MnistTable, mnistMarkdown, mnistTables } from "./mnist-tables.ts";
export { parseMnistRecord } from "./parse-mnist-record.ts";
export { type ResultRow, resultTable } from "./result-table.ts";
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
export {
  type CoverCounts,
  type ReportTable,
  type SpecialistsReport,
  specialistsReport,
} from "./specialists-report.ts";
export { type Summary, summarise } from "./summarise.ts";
