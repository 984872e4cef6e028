import type { Matrix } from "@dark-knowledge/core";
import { classNamesOf, datasetSize, labelsOf } from "@dark-knowledge/datasets";
import type { NetRecord, RunRecord } from "@dark-knowledge/report";
import type { ExperimentOutcome } from "../experiment.ts";
import { failuresOf } from "../internal/failures-of.ts";
import { describeNet } from "../nets/describe-net.ts";
import { readMatrix } from "../nets/internal/matrix-file.ts";
import { TEST_LOGITS } from "../nets/internal/stage-files.ts";
import { answerFigures } from "./answer-figures.ts";
import type { Combination, CombineResult } from "./combine-specialists.ts";
import { probsOf } from "./internal/answer.ts";
import { planSpecialists, type SeedPlan, studentInput } from "./plan-specialists.ts";
import type { SpecialistsModel, SpecialistsSeed } from "./specialists-extras.ts";
import type { SpecialistsSpec } from "./specialists-spec.ts";
import type { GeneralistResult } from "./train-generalist.ts";
import type { SpecialistResult } from "./train-specialist-net.ts";

/** The compared models, in the order of the table: labels and roles. */
const MODELS: Readonly<Record<SpecialistsModel, Pick<NetRecord, "label" | "role" | "baseline">>> = {
  generalist: { label: "generalist", role: "generalist", baseline: true },
  specialists: { label: "generalist + specialists, equation 5", role: "combination" },
  fullSoftmax: { label: "generalist + specialists, full softmax (section 6.1)", role: "combination" },
  averaging: { label: "generalist + specialists, naive averaging", role: "combination" },
  longer: { label: "generalist, trained as long as all together", role: "rival" },
  ensemble: { label: "ensemble of the same total cost", role: "rival" },
  mixture: { label: "mixture of experts of the same total cost", role: "rival" },
  distilled: { label: "one net, distilled from equation 5", role: "student" },
  control: { label: "one net, distilled from the generalist alone", role: "student" },
};

/** The models that consist of several nets. */
const SEVERAL: readonly SpecialistsModel[] = ["specialists", "fullSoftmax", "averaging", "ensemble", "mixture"];

type Outcome = ExperimentOutcome<SpecialistsSpec>;

/** Makes the record of a run. Seeds with a failed stage are left out. */
export async function specialistsRecord(outcome: Outcome): Promise<RunRecord> {
  const { spec, data, backend, versions, outcomes } = outcome;
  const { training, validation, test } = data;
  const plans = planSpecialists(spec).filter(({ stages }) => stages.every(({ name }) => outcomes.has(name)));
  const nets: NetRecord[] = [];
  for (const plan of plans) nets.push(...(await netsOf(plan, outcome)));
  return {
    experiment: "specialists",
    title: `Specialists on ${spec.dataset}`,
    ...{ spec: { ...spec }, versions, backend },
    dataset: {
      name: spec.dataset,
      sizes: { training: datasetSize(training), validation: datasetSize(validation!), test: datasetSize(test) },
      classNames: classNamesOf(test),
    },
    examples: [],
    ...failuresOf(outcome.failures),
    extras: { seeds: plans.map((plan) => seedOf(plan, outcome)) },
    // The seeds of each model together, in the order of the models.
    nets: (Object.keys(MODELS) as SpecialistsModel[]).flatMap((name) => nets.filter((net) => net.name === name)),
  };
}

async function netsOf(plan: SeedPlan, { spec, data, outcomes, directoryOf }: Outcome): Promise<readonly NetRecord[]> {
  const { seed, generalist, specialists, combination, baselines, students } = plan;
  const { test } = data;
  const classes = classNamesOf(test).length;
  const result = <Result>(stage: string) => outcomes.get(stage)!.result as Result;
  const passesOf = (...stages: readonly string[]) =>
    stages.reduce((sum, stage) => sum + result<{ readonly passes: number }>(stage).passes, 0);
  const { sets, parameters } = result<GeneralistResult>(generalist);
  const labels = labelsOf(test);
  const architecture = describeNet(spec.generalist, test);

  const net = (name: SpecialistsModel, probs: Matrix<Float32Array>, passes: number): NetRecord => {
    const isOne = !SEVERAL.includes(name);
    const { accuracy, conditionalAccuracy, nll } = answerFigures(probs, labels, sets);
    return {
      ...{ ...MODELS[name], name, seed, ...(isOne ? { architecture, parameters } : {}) },
      ...(name === "distilled" || name === "control"
        ? { teacher: { name: name === "distilled" ? "specialists" : "generalist", seed } }
        : {}),
      ...{ figures: { accuracy, conditionalAccuracy, nll }, passes },
    };
  };
  const stored = async (name: SpecialistsModel, stage: string, file: string, passes: number) =>
    net(name, await readMatrix(directoryOf(stage), file, classes), passes);
  const alone = passesOf(generalist);
  const combined: Readonly<Record<Combination, number>> = {
    specialists: passesOf(generalist, ...specialists.dustbin),
    fullSoftmax: passesOf(generalist, ...specialists.full),
    averaging: passesOf(generalist, ...specialists.dustbin),
  };
  const { epochs } = studentInput(spec, seed).net;
  return Promise.all([
    stored("generalist", generalist, "test", alone),
    ...Object.entries(combined).map(([name, passes]) => stored(name as Combination, combination, name, passes)),
    ...Object.entries(baselines).map(([kind, stage]) => stored(kind as "longer", stage, "test", passesOf(stage))),
    ...Object.entries(students).map(async ([name, stage]) => {
      const logits = await readMatrix(directoryOf(stage), TEST_LOGITS, classes);
      return net(name as "distilled", probsOf(logits), epochs);
    }),
  ]);
}

function seedOf(
  { seed, generalist, specialists, combination }: SeedPlan,
  { outcomes, data }: Outcome,
): SpecialistsSeed {
  const classNames = classNamesOf(data.test);
  const { sets, covered, coveredAtRandom, similarity } = outcomes.get(generalist)!.result as GeneralistResult;
  const { validation, topClasses, cover } = outcomes.get(combination)!.result as CombineResult;
  return {
    seed,
    specialists: specialists.dustbin.map((stage, index) => {
      const { oversampling, epochs, bestEpoch } = outcomes.get(stage)!.result as SpecialistResult;
      return { classes: sets[index]!.map((label) => classNames[label]!), oversampling, epochs, bestEpoch };
    }),
    ...{ covered, coveredAtRandom, similarity, validation, topClasses, cover },
  };
}
