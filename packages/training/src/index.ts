export { type AdagradOptions, adagrad } from "./adagrad.ts";
export { type AdamOptions, type AdamWOptions, adam, adamw } from "./adam.ts";
export { answeredExamples } from "./answered-examples.ts";
export { applyMaxNorm, type MaxNormOptions } from "./apply-max-norm.ts";
export { bestClassShift, type ClassShift } from "./best-class-shift.ts";
export type { Logs, TrainingCallbacks } from "./callbacks.ts";
export { type CentredLayer, centreInputs } from "./centre-inputs.ts";
export type { BestWeights, Checkpoints, SavedWeight, TermSums, TrainingState } from "./checkpoints.ts";
export type { ClassWeights } from "./class-weights.ts";
export type {
  Classifier,
  ForwardContext,
  LogitsFunction,
  Teacher,
  TeacherContext,
  TeacherFunction,
} from "./classifier.ts";
export { confusionMatrix } from "./confusion-matrix.ts";
export { type CnnOptions, createCnn } from "./create-cnn.ts";
export { createMlp, type MlpOptions } from "./create-mlp.ts";
export { createRnn, type RnnOptions } from "./create-rnn.ts";
export { createSlots, type Slots } from "./create-slots.ts";
export { createStudent, type Student } from "./create-student.ts";
export { type DistillationHistory, type DistillOptions, distill } from "./distill.ts";
export { type DistillRegressorOptions, distillRegressor } from "./distill-regressor.ts";
export { evaluate } from "./evaluate.ts";
export { evaluateLogits } from "./evaluate-logits.ts";
export { evaluateMultiLabel, evaluateMultiLabelLogits } from "./evaluate-multi-label.ts";
export { evaluateNumbers, evaluateRegressor, regressorFidelity } from "./evaluate-regressor.ts";
export type { Calibration, CalibrationBin, ConfusionCounts, Evaluation } from "./evaluation.ts";
export type { FeatureLoss, FeatureTerm } from "./feature-term.ts";
export { type Fidelity, fidelity, fidelityOfLogits } from "./fidelity.ts";
export { fingerprintDataset } from "./fingerprint-dataset.ts";
export { fingerprintWeights } from "./fingerprint-weights.ts";
export type { HardLoss } from "./hard-loss.ts";
export type { LazyEnsemble } from "./lazy-ensemble.ts";
export { loadStudent } from "./load-student.ts";
export { type ClassShares, type MatchClassSharesOptions, matchClassShares } from "./match-class-shares.ts";
export type { EarlyStopping, Metric } from "./metric.ts";
export type { LabelEvaluation, MultiLabelEvaluation } from "./multi-label-evaluation.ts";
export type { NumberLoss } from "./number-loss.ts";
export type {
  IntervalCoverage,
  NumbersEvaluation,
  OutputEvaluation,
  VarianceEvaluation,
} from "./numbers-evaluation.ts";
export type { Optimizer, VariableGradient, VariableMemory } from "./optimizer.ts";
export { predictLogits } from "./predict-logits.ts";
export type { PredictOptions } from "./predict-options.ts";
export { predictSpecialistProbs } from "./predict-specialist-probs.ts";
export { recordedLogits } from "./recorded-logits.ts";
export { type ReduceOnPlateauOptions, reduceOnPlateau } from "./reduce-on-plateau.ts";
export {
  type CosineDecayOptions,
  cosineDecay,
  exponentialDecay,
  type LinearRampOptions,
  linearRamp,
  type Schedule,
  type SchedulePoint,
  scheduleValue,
} from "./schedule.ts";
export { type SgdOptions, sgd } from "./sgd.ts";
export type { SoftLoss, SoftLossContext } from "./soft-loss.ts";
export type { SpecialistModel, SpecialistSoftmaxName } from "./specialist-model.ts";
export type {
  GaussianPrediction,
  GaussiansPrediction,
  LabelsPrediction,
  NumbersPrediction,
  Prediction,
  RawExamples,
  StudentAnswers,
} from "./student-answers.ts";
export type { OutputsDescription, StudentDescription } from "./student-description.ts";
export type { TargetWeights } from "./target-weights.ts";
export { taskFigures } from "./task-figures.ts";
export { type TrainClassifierOptions, trainClassifier } from "./train-classifier.ts";
export { type TrainedMember, type TrainMembersOptions, trainMembers } from "./train-members.ts";
export { type TrainRegressorOptions, trainRegressor } from "./train-regressor.ts";
export { type TrainedSpecialist, type TrainSpecialistOptions, trainSpecialist } from "./train-specialist.ts";
export type { EpochSummary, NumberFigures, TrainingHistory, ValidationFigures } from "./training-history.ts";
export type { TrainingOptions } from "./training-options.ts";
export type { PlannedWeight, WeightPlan } from "./weight-plan.ts";
