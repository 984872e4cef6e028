export { assertRecord, type RecordNames } from "./assert-record.ts";
export { compareStudents } from "./compare-students.ts";
export { describeRun } from "./describe-run.ts";
export { findComparison, findStudents } from "./find-comparison.ts";
export { formatAmount, formatMetric, formatReference } from "./format-metric.ts";
export {
  formatCount,
  formatFixed,
  formatPercent,
  formatPlural,
  formatShortest,
  formatSigned,
  formatSummary,
} from "./format-number.ts";
export { gapClosed } from "./gap-closed.ts";
export { groupNets } from "./group-nets.ts";
export { type HtmlReportOptions, htmlReport } from "./html-report.ts";
export type { Comparison } from "./internal/comparison.ts";
export type { NetGroup } from "./internal/group.ts";
export type { Measured } from "./internal/measured.ts";
export { type Mark, markOf } from "./mark-of.ts";
export { type MarkdownTableOptions, markdownTable } from "./markdown-table.ts";
export { markdownTables } from "./markdown-tables.ts";
export type { MetricRecord } from "./metric-record.ts";
export { metricsOf, metricValue } from "./metric-value.ts";
export { METRICS } from "./metrics.ts";
export type {
  Confusion,
  CorrectedFigures,
  CorrectedRecord,
  EpochRecord,
  Figures,
  NetRecord,
  NetRole,
  TeacherReference,
  ValidationRecord,
} from "./net-record.ts";
export { type NetTableOptions, netTable } from "./net-table.ts";
export type { Answer, AnsweredExample } from "./page/answered-example.ts";
export type { ConfusionMatrix } from "./page/confusion-matrix.ts";
export type { CoverCounts } from "./page/cover-counts.ts";
export type { Difference } from "./page/difference.ts";
export type { DotRow } from "./page/dot-row.ts";
export type { FilterPicture } from "./page/filter-picture.ts";
export type { FrontPoint } from "./page/front-point.ts";
export { Html, type HtmlPart, html } from "./page/html.ts";
export type { SensitivityLine } from "./page/sensitivity-line.ts";
export { showAnswers } from "./page/show-answers.ts";
export { type ShowComparisonOptions, showComparison } from "./page/show-comparison.ts";
export { showConfusions } from "./page/show-confusions.ts";
export { showCoverGain } from "./page/show-cover-gain.ts";
export { showDifferences } from "./page/show-differences.ts";
export { dotRows, type ShowDotsOptions, showDots } from "./page/show-dots.ts";
export { showFilters } from "./page/show-filters.ts";
export { showFront } from "./page/show-front.ts";
export { showGlossary, type Word } from "./page/show-glossary.ts";
export { showHistograms } from "./page/show-histograms.ts";
export { showLearningCurves } from "./page/show-learning-curves.ts";
export { showMatrices } from "./page/show-matrices.ts";
export { type PageParts, showPage } from "./page/show-page.ts";
export { showRerun } from "./page/show-rerun.ts";
export { type ShowResultOptions, showResult } from "./page/show-result.ts";
export { showSection } from "./page/show-section.ts";
export { showSeeds } from "./page/show-seeds.ts";
export { showSensitivity } from "./page/show-sensitivity.ts";
export type { ShowSensitivityOptions } from "./page/show-sensitivity-options.ts";
export { showSimilarity } from "./page/show-similarity.ts";
export { showSoftTargets } from "./page/show-soft-targets.ts";
export { type ShowSweepOptions, showSweep } from "./page/show-sweep.ts";
export { type ShowTableOptions, showTable } from "./page/show-table.ts";
export type { SimilarityPicture } from "./page/similarity-picture.ts";
export type { SweepCurve } from "./page/sweep-curve.ts";
export type { BinnedWeights, WeightsHistogram } from "./page/weights-histogram.ts";
export { parseRecord } from "./parse-record.ts";
export { recordLines } from "./record-lines.ts";
export { runFacts } from "./run-facts.ts";
export type {
  DatasetRecord,
  EnvironmentRecord,
  ExampleRecord,
  FailureRecord,
  PictureRecord,
  ReferenceRecord,
  RunRecord,
} from "./run-record.ts";
export { seedTable } from "./seed-table.ts";
export { type Summary, summarise } from "./summarise.ts";
export { mainMetric, summariseMetric, valuesBySeed } from "./summarise-metric.ts";
export type { Table, TableCell, TableColumn, TableRow } from "./table.ts";
