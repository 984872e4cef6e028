import { createStage } from "@dark-knowledge/pipeline";
import type { ExperimentStage } from "../experiment.ts";
import { costOf } from "../nets/internal/cost-of.ts";
import type { NetNames } from "../nets/net-record-of.ts";
import { type TrainNetInput, trainNet } from "../nets/train-net.ts";
import type { RegulariserSpec } from "./regulariser-spec.ts";

/** Lists the trainings: the net on all labels, and for each share the rows of its table. All take equally many steps. */
export function regulariserNets(spec: RegulariserSpec): readonly { names: NetNames; input: TrainNetInput }[] {
  const { net, shares, seeds, temperature, hardWeight, smoothing, dropout, weightDecay, mixup } = spec;
  const soft = { loss: "distillation", temperature, hardWeight, targets: "live" } as const;
  return seeds.flatMap((seed) => {
    const teacher = { name: "all labels", seed, stage: `all-${seed}` };
    const rows = shares.flatMap((share) => {
      const longer = { ...net, epochs: Math.max(1, Math.round(net.epochs / share)) };
      const input = { net: longer, seed, transferSet: { share }, isKept: false };
      const row = (name: string, parts: Partial<TrainNetInput>) => {
        const stage = `${name.replaceAll(/[ ,]+/g, "-")}-${share}-${seed}`;
        const names = { role: "student", name, seed, stage, table: tableName(share), teacher };
        return { names: { ...names, baseline: name === "labels" }, input: { ...input, ...parts } };
      };
      return [
        row("labels", {}),
        row("label smoothing", { smoothing }),
        ...("dropout" in net ? [row("dropout", { net: { ...longer, dropout } as typeof net })] : []),
        row("weight decay", { net: { ...longer, weightDecay } }),
        ...(mixup > 0 ? [row("mixed examples", { mixup })] : []),
        row("soft targets", { soft }),
        ...(mixup > 0 ? [row("soft targets, mixed examples", { soft, mixup })] : []),
      ];
    });
    return [{ names: { ...teacher, role: "teacher" }, input: { net, seed, isKept: true } }, ...rows];
  });
}

/** The title of the table of a share. */
export function tableName(share: number): string {
  return `${Number((100 * share).toPrecision(3))} % of the training set`;
}

/** Makes a stage for each training. */
export function regulariserStages(spec: RegulariserSpec): readonly ExperimentStage[] {
  return regulariserNets(spec).map(({ names, input }) =>
    createStage(trainNet, {
      ...{ name: names.stage, input, cost: costOf(input) },
      needs: input.soft ? [names.teacher!.stage] : [],
    }),
  );
}
