export { ABOUT_COMPRESSION } from "./compression/about-compression.ts";
export type { CompressedNetSpec } from "./compression/compressed-net-spec.ts";
export { compression } from "./compression/compression.ts";
export type { CompressionSpec } from "./compression/compression-spec.ts";
export type { DataSource } from "./data/data-source.ts";
export type { ExperimentData } from "./data/experiment-data.ts";
export { remarksLine } from "./data/remarks-line.ts";
export { SOURCE_KINDS } from "./data/source-kinds.ts";
export { distill } from "./distill/distill.ts";
export { type DistillSpec, transferSpecOf } from "./distill/distill-spec.ts";
export type {
  AnswersEvent,
  Experiment,
  ExperimentFacts,
  ExperimentOutcome,
  ExperimentStage,
  PrepareContext,
  Prepared,
  SpecOption,
  SpecParts,
  SpecSchema,
} from "./experiment.ts";
export { EXPERIMENTS } from "./experiments.ts";
export { ABOUT_INTENTS } from "./intents/about-intents.ts";
export { intents } from "./intents/intents.ts";
export type { IntentsSpec } from "./intents/intents-spec.ts";
export { type EncoderName, openEncoder, type SentenceEncoder } from "./intents/sentence-encoder.ts";
export { ABOUT_MNIST } from "./mnist/about-mnist.ts";
export { mnist } from "./mnist/mnist.ts";
export type { MnistSpec } from "./mnist/mnist-spec.ts";
export { buildNet } from "./nets/build-net.ts";
export { describeNet } from "./nets/describe-net.ts";
export { type ExternalTeacherRecorder, openExternalTeacher, type TeacherAccess } from "./nets/external-teacher.ts";
export type { CnnSpec, EmbeddingSpec, FileSpec, MlpSpec, NetSpec, RecurrentSpec } from "./nets/net-spec.ts";
export { NET_EXAMPLES, parseNet } from "./nets/parse-net.ts";
export { showNet } from "./nets/show-net.ts";
export type { ExternalSpec, TeacherSpec } from "./nets/teacher-spec.ts";
export type { TrainingEvent } from "./nets/training-event.ts";
export { type TransferSetSpec, transferSetOf } from "./nets/transfer-set.ts";
export { type ReadRecord, readRecord } from "./read-record.ts";
export { ABOUT_REGULARISER } from "./regulariser/about-regulariser.ts";
export { regulariser } from "./regulariser/regulariser.ts";
export type { RegulariserSpec } from "./regulariser/regulariser-spec.ts";
export { type RunOptions, type RunResult, runExperiment } from "./run-experiment.ts";
export { descriptionAt, schemaAt } from "./spec/schema-at.ts";
export { SpecError } from "./spec/spec-error.ts";
export { ABOUT_SPECIALISTS } from "./specialists/about-specialists.ts";
export { specialists } from "./specialists/specialists.ts";
export type { SpecialistsSpec } from "./specialists/specialists-spec.ts";
export { ABOUT_SPEECH } from "./speech/about-speech.ts";
export { speech } from "./speech/speech.ts";
export type { SpeechSpec } from "./speech/speech-spec.ts";
export { type AnswerColumnsOptions, answerColumns } from "./students/answer-columns.ts";
export { type CompressOptions, compressStudent } from "./students/compress-student.ts";
export { type ExportedStudent, type ExportStudentOptions, exportStudent } from "./students/export-student.ts";
export type { ComparedFigure } from "./students/internal/compare-nets.ts";
export type { CompressionEvent } from "./students/internal/compression/compression-event.ts";
export type { CompressionResult } from "./students/internal/compression/compression-result.ts";
export type { FileSize } from "./students/internal/file-size.ts";
export { versions } from "./versions.ts";
