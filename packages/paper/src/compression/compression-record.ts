import type { NetRecord, RunRecord } from "@dark-knowledge/report";
import { dataRecordOf } from "../data/data-record-of.ts";
import type { ExperimentOutcome } from "../experiment.ts";
import { failuresOf } from "../internal/failures-of.ts";
import { describeNet } from "../nets/describe-net.ts";
import { netRecordOf } from "../nets/net-record-of.ts";
import { adaptationRecord } from "./adaptation-record.ts";
import type { CompressedResult } from "./compress-net.ts";
import { type CompressionSpec, stepsOf } from "./compression-spec.ts";
import {
  LEFT_SHARES,
  type PlannedNet,
  type PlannedVariant,
  planCompression,
  UNCOMPRESSED,
} from "./compression-stages.ts";
import type { CompressionExtras, NetPictures, NetSensitivity } from "./internal/compression-extras.ts";
import { COMPRESSION_METRICS } from "./internal/compression-metrics.ts";
import { RIVAL, smallestWithin, variantsOf } from "./internal/compression-variants.ts";
import { nameOfRecipe } from "./internal/recipe.ts";
import type { ProbedLayers } from "./probe-layers.ts";

type Outcome = ExperimentOutcome<CompressionSpec>;

/** Makes the record of a run. Nets whose stages failed, or were not reached, are left out. */
export async function compressionRecord(outcome: Outcome): Promise<RunRecord> {
  const { spec, data, versions, backend } = outcome;
  const dataset = dataRecordOf(spec, data);
  const { teachers, nets: planned } = planCompression(spec);
  const teaching = await Promise.all(
    teachers.map(({ stage, seed, input }) =>
      netRecordOf({ role: "teacher", name: "teacher", seed, stage }, input, outcome),
    ),
  );
  const compressed = spec.nets.flatMap(({ name }) => {
    const own = planned.filter((one) => one.spec.name === name);
    return own[0]!.variants.flatMap((_, at) => own.flatMap((one) => variantRecord(one, one.variants[at]!, outcome)));
  });
  // What no reader looks at takes most of a record.
  const nets = [...teaching.flat().map(({ confusion: _, exampleLogits: __, ...rest }) => rest), ...compressed];
  const found: Pick<RunRecord, "nets" | "dataset"> = { nets, dataset };
  const adaptation = adaptationRecord(
    planned.flatMap((one) => one.adaptation ?? []),
    outcome,
  );
  const extras: CompressionExtras = {
    sensitivity: spec.nets.flatMap(({ name }) => sensitivityOf(name, planned, outcome)),
    pictures: picturesOf(found, planned, outcome),
    ...(adaptation === undefined ? {} : { adaptation }),
  };
  return {
    experiment: "compression",
    title: `Compressed nets: ${dataset.name}`,
    ...{ spec: { ...spec }, versions, backend, dataset, metrics: COMPRESSION_METRICS, examples: [] },
    ...failuresOf(outcome.failures),
    extras: { ...extras },
    nets,
  };
}

function resultOf(stage: string, { outcomes }: Outcome): CompressedResult | undefined {
  return outcomes.get(stage)?.result as CompressedResult | undefined;
}

function variantRecord(
  { spec: net, seed, trained: { teacher } }: PlannedNet,
  { stage, recipe, learnsFrom }: PlannedVariant,
  outcome: Outcome,
): readonly NetRecord[] {
  const result = resultOf(stage, outcome);
  if (result === undefined) return [];
  const isOriginal = recipe === UNCOMPRESSED;
  const isTaught = isOriginal ? net.learnsFrom === "teacher" : learnsFrom === "teacher";
  return [
    {
      ...{ role: learnsFrom === "labels" ? RIVAL : "student", name: recipe, seed, table: net.name },
      label: isOriginal ? UNCOMPRESSED : nameOfRecipe(stepsOf(recipe)),
      ...(isOriginal ? { baseline: true, architecture: describeNet(net, outcome.data.test) } : {}),
      ...(isTaught
        ? {
            temperature: isOriginal ? outcome.spec.temperature : net.recoveryTemperature,
            teacher:
              isOriginal || net.recoversFrom === "teacher"
                ? { name: "teacher", seed: teacher.seed }
                : { name: net.recoversFrom === "both" ? "teacher and net" : UNCOMPRESSED, seed },
          }
        : {}),
      ...{ parameters: result.parameters, figures: result.figures },
    },
  ];
}

/** The layers of a net as far as all its seeds are probed. */
function sensitivityOf(net: string, planned: readonly PlannedNet[], { outcomes }: Outcome): readonly NetSensitivity[] {
  const probed = planned
    .filter(({ spec }) => spec.name === net)
    .flatMap(({ probe }) => (outcomes.get(probe)?.result as ProbedLayers | undefined) ?? []);
  if (probed.length === 0) return [];
  const layers = probed[0]!.layers.map(({ shape }, at) => ({
    shape,
    errors: probed.map((one) => one.layers[at]!.errors),
  }));
  return [{ net, left: LEFT_SHARES, layers }];
}

/** Of the first seed each net before and after, in the form that the validation set chooses. */
function picturesOf(
  found: Pick<RunRecord, "nets" | "dataset">,
  planned: readonly PlannedNet[],
  outcome: Outcome,
): readonly NetPictures[] {
  return variantsOf(found).flatMap((net) => {
    const first = planned.find(({ spec }) => spec.name === net.name)!;
    const chosen = smallestWithin(net, outcome.spec.tolerance, found);
    const stageOf = (recipe: string | undefined) =>
      first.variants.find((one) => one.recipe === recipe && one.learnsFrom === "teacher")?.stage ?? "";
    const [before, after] = [UNCOMPRESSED, chosen?.recipe].map((recipe) => resultOf(stageOf(recipe), outcome)?.picture);
    if (chosen === undefined || before === undefined || after === undefined) return [];
    return [{ net: net.name, seed: first.seed, recipe: chosen.label, before, after }];
  });
}
