import type { TrainNetInput } from "../nets/train-net.ts";
import type { LeftOut } from "./internal/other-folds.ts";
import type { PlannedNet } from "./internal/planned-net.ts";
import { nameOf, type Softening, softenedNet, softenedParts } from "./internal/softening.ts";
import type { RecordedSettings } from "./recorded/recorded-settings.ts";
import { regularisedNets } from "./regularised-nets.ts";
import { isRecorded, type SpeechSpec, settingsOf } from "./speech-spec.ts";

/** The stage with the mean answers of all members. */
export const ENSEMBLE = "ensemble";
/** The stage with the mean answers of the members that learned from a part of the speakers. */
export const PARTIAL_ENSEMBLE = "ensemble-of-part";
/** The nets on labels that are as little regularised as the distilled ones. */
export const CONTROL = "single, no dropout";
/** The table of the candidates. */
export const CANDIDATES = "candidates";
/** The stage that chooses between candidates. */
export const CHOICE = "choice";

/** Lists the trainings: nets on labels, which differ by their first weights and the order of frames, distilled ones, and further tables. */
export function speechNets(spec: SpeechSpec): readonly PlannedNet[] {
  const settings = settingsOf(spec);
  const { tables = ["ensemble"] } = settings ?? {};
  const plans = [...ensembleNets(spec), ...(settings ? furtherNets(spec, settings) : [])];
  // Everything is compared with the members, or taught by them.
  return plans.filter(({ table, names }) => tables.includes(table) || names.name === "single");
}

/** Lists the candidates for the distilled nets, in the order of the specification; none where nothing is chosen, or folds decide. */
export function candidateNets(spec: SpeechSpec): readonly PlannedNet[] {
  const { net, seeds } = spec;
  if (settingsOf(spec)?.folds !== 0) return [];
  return wantedCandidates(spec).map((candidate) => {
    const stage = stageOf(candidate);
    const names = { ...{ role: "student", name: nameOf(candidate), seed: seeds[0]! }, table: CANDIDATES, stage };
    const input = softenedInput({ net, seed: seeds[0]!, isKept: true, measuresTraining: true }, candidate);
    return { names: { ...names, teacher: TEACHER }, input, needs: [ENSEMBLE], how: "as-given", table: "ensemble" };
  });
}

/** A net that is trained without the speakers of a fold. */
export interface FoldNet {
  readonly stage: string;
  readonly leftOut: LeftOut;
  readonly input: TrainNetInput;
  readonly needs: readonly string[];
}

/** The stage of the answers of the teacher of a fold. */
export const foldAnswersStage = ({ fold }: LeftOut): string => `fold-${fold}-answers`;

const foldsOf = (folds: number): readonly LeftOut[] => Array.from({ length: folds }, (_, fold) => ({ fold, folds }));

/**
 * Lists what is trained where folds decide: for each fold a teacher on labels that has not seen its speakers, then for each candidate a net in
 * each fold.
 */
export function foldNets(spec: SpeechSpec): {
  readonly teachers: readonly FoldNet[];
  readonly students: readonly FoldNet[];
} {
  const { net, members, seeds } = spec;
  const wanted = wantedCandidates(spec);
  const folds = wanted.length === 0 ? [] : foldsOf(settingsOf(spec)?.folds ?? 0);
  const student = (candidate: Softening, leftOut: LeftOut): FoldNet => ({
    ...{ stage: `fold-${leftOut.fold}-${stageOf(candidate)}`, leftOut, needs: [foldAnswersStage(leftOut)] },
    input: softenedInput({ net, seed: seeds[0]!, isKept: false }, candidate),
  });
  return {
    teachers: folds.map((leftOut) => ({
      ...{ stage: `fold-${leftOut.fold}-teacher`, leftOut, needs: [] },
      input: { net, seed: members[0]!, isKept: true },
    })),
    students: wanted.flatMap((candidate) => folds.map((leftOut) => student(candidate, leftOut))),
  };
}

/** A net, or an ensemble, of which each fold has one that has not heard the speakers of the fold. */
export interface LeftOutNet {
  readonly name: string;
  readonly seed: number;
  /** The stage that measures it. */
  readonly stage: string;
  /** In the order of the folds. Those of an ensemble need its members. */
  readonly folds: readonly (Omit<FoldNet, "input"> & { readonly input?: TrainNetInput })[];
}

/** Lists what is trained without the speakers on whom it is measured: nets on labels, their mean, and nets that it teaches. */
export function leftOutNets(spec: SpeechSpec): readonly LeftOutNet[] {
  const { leftOut, tables = [] } = settingsOf(spec) ?? {};
  if (leftOut === undefined || !tables.includes("speakers")) return [];
  const { net } = spec;
  const { members, seeds } = leftOut;
  const stageOf = (name: string, { fold }: LeftOut) => `left-${fold}-${name}`;
  const planned = (
    name: string,
    [kind, seed]: readonly [string, number],
    input?: TrainNetInput,
    needed: readonly string[] = [],
  ): LeftOutNet => {
    const folds = foldsOf(leftOut.folds).map((out) => ({
      ...{ stage: stageOf(`${kind}-${seed}`, out), leftOut: out, needs: needed.map((one) => stageOf(one, out)) },
      ...(input ? { input } : {}),
    }));
    return { name, seed, stage: `left-${kind}-${seed}`, folds };
  };
  const hasDropout = "dropout" in net && net.dropout > 0;
  return [
    ...members.map((seed) => planned("single", ["single", seed], { net, seed, isKept: true })),
    ...(hasDropout ? seeds : []).map((seed) =>
      planned(CONTROL, ["undropped", seed], { net: softenedNet(net, { dropout: 0 }), seed, isKept: false }),
    ),
    planned(
      ENSEMBLE,
      [ENSEMBLE, 1],
      undefined,
      members.map((seed) => `single-${seed}`),
    ),
    ...seeds.map((seed) => {
      const taught = softenedInput({ net, seed, isKept: false }, spec);
      return planned("distilled", ["distilled", seed], taught, [`${ENSEMBLE}-1`]);
    }),
  ];
}

/** The candidates, where nets that depend on the choice are trained. */
function wantedCandidates(spec: SpeechSpec): readonly Softening[] {
  const { candidates = [], tables = [] } = settingsOf(spec) ?? {};
  return (["ensemble", "unlabelled", "sizes"] as const).some((table) => tables.includes(table)) ? candidates : [];
}

const stageOf = ({ temperature, hardWeight, dropout }: Softening) =>
  `candidate-${temperature}-${hardWeight}${dropout === undefined ? "" : `-${dropout}`}`;

const TEACHER = { name: ENSEMBLE, seed: 1, stage: ENSEMBLE };

function ensembleNets(spec: SpeechSpec): readonly PlannedNet[] {
  const { net, members, seeds, controls } = spec;
  const measured = isRecorded(spec) ? { measuresTraining: true } : {};
  const single = (seed: number): PlannedNet => ({
    names: { role: "student", name: "single", seed, stage: `single-${seed}`, baseline: true, teacher: TEACHER },
    input: { net, seed, isKept: true, ...measured },
    ...{ needs: [], how: "as-given", table: "ensemble" },
  });
  const distilled = (seed: number): PlannedNet => ({
    names: { role: "student", name: "distilled", seed, stage: `distilled-${seed}`, teacher: TEACHER },
    ...softened(spec, { net, seed, isKept: true, ...measured }),
    ...{ how: "as-given", table: "ensemble" },
  });
  const control = (seed: number): PlannedNet => ({
    names: { role: "student", name: CONTROL, seed, stage: `undropped-${seed}`, baseline: true, teacher: TEACHER },
    input: { net: softenedNet(net, { dropout: 0 }), seed, isKept: false, ...measured },
    ...{ needs: [], how: "as-given", table: "ensemble" },
  });
  const hasDropout = "dropout" in net && net.dropout > 0;
  return [...members.map(single), ...(hasDropout ? controls.map(control) : []), ...seeds.map(distilled)];
}

/** A net that an ensemble teaches, with the softening that is chosen or given. */
function softened(
  spec: SpeechSpec,
  input: TrainNetInput,
  teacher: string = ENSEMBLE,
): Pick<PlannedNet, "input" | "strengths" | "needs"> {
  const strengths = wantedCandidates(spec).map((candidate) => softenedInput(input, candidate));
  if (strengths.length === 0) return { input: softenedInput(input, spec), needs: [teacher] };
  const isCandidate = teacher === ENSEMBLE && input.seed === spec.seeds[0] && input.net === spec.net;
  const tried = isCandidate ? candidateNets(spec).map(({ names }) => names.stage) : [];
  return { input: strengths[0]!, strengths, needs: [CHOICE, teacher, ...tried] };
}

/** A training on recorded answers, softened so. */
const softenedInput = (input: TrainNetInput, softening: Softening): TrainNetInput => ({
  ...input,
  ...softenedParts(input.net, softening),
});

function furtherNets(spec: SpeechSpec, settings: RecordedSettings): readonly PlannedNet[] {
  return [...regularisedNets(spec, settings), ...unlabelledNets(spec, settings), ...smallNets(spec, settings)];
}

/** The table of withheld labels. */
export const UNLABELLED = "withheld labels";

function unlabelledNets(spec: SpeechSpec, { unlabelled }: RecordedSettings): readonly PlannedNet[] {
  const { share, members, seeds } = unlabelled;
  const { net } = spec;
  // As many steps on the part as on all.
  const longer = { ...net, epochs: Math.round(net.epochs / share) };
  const teacher = { name: PARTIAL_ENSEMBLE, seed: 1, stage: PARTIAL_ENSEMBLE };
  const common = { role: "student", table: UNLABELLED, teacher } as const;
  const taught = (input: TrainNetInput) => softened(spec, input, PARTIAL_ENSEMBLE);
  return [
    ...members.map((seed): PlannedNet => {
      const names = { ...common, name: "part, labels", seed, stage: `part-${seed}`, baseline: true };
      const input = { net: longer, seed, isKept: true };
      return { names, input, needs: [], how: "part-alone", table: "unlabelled" };
    }),
    ...seeds.map((seed): PlannedNet => {
      const names = { ...common, name: "part, distilled", seed, stage: `part-distilled-${seed}` };
      return { names, ...taught({ net: longer, seed, isKept: false }), how: "part-alone", table: "unlabelled" };
    }),
    ...seeds.map((seed): PlannedNet => {
      const names = { ...common, name: "all frames, distilled", seed, stage: `part-and-unlabelled-${seed}` };
      return { names, ...taught({ net, seed, isKept: false }), how: "labels-of-part", table: "unlabelled" };
    }),
  ];
}

/** The table of smaller students. */
export const SIZES = "smaller students";

function smallNets(spec: SpeechSpec, { sizes }: RecordedSettings): readonly PlannedNet[] {
  if (spec.net.kind !== "mlp") return [];
  const { net } = spec;
  return sizes.hidden.flatMap((hidden) =>
    sizes.seeds.flatMap((seed): readonly PlannedNet[] => {
      const size = hidden.join("-");
      const common = { role: "student", seed, table: SIZES, teacher: TEACHER } as const;
      const input = { net: { ...net, hidden }, seed, isKept: true };
      return [
        {
          names: { ...common, name: `${size}, labels`, stage: `small-${size}-${seed}`, baseline: true },
          ...{ input, needs: [], how: "as-given", table: "sizes" },
        },
        {
          names: { ...common, name: `${size}, distilled`, stage: `small-distilled-${size}-${seed}` },
          ...{ ...softened(spec, input), how: "as-given", table: "sizes" },
        },
      ];
    }),
  );
}
