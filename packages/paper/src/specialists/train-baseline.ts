import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { createMatrix, deriveSeed, type Matrix } from "@dark-knowledge/core";
import { classNamesOf, inputShape } from "@dark-knowledge/datasets";
import { defineTask, type Task, type TaskContext } from "@dark-knowledge/pipeline";
import { type Classifier, trainClassifier } from "@dark-knowledge/training";
import { buildNet } from "../nets/build-net.ts";
import { readMatrix, writeMatrix } from "../nets/internal/matrix-file.ts";
import { selectTaskBackend } from "../nets/internal/select-task-backend.ts";
import { trainWithCheckpoints } from "../nets/internal/train-with-checkpoints.ts";
import type { MlpSpec, NetSpec } from "../nets/net-spec.ts";
import type { StageShared } from "../nets/stage-shared.ts";
import type { TrainingEvent } from "../nets/training-event.ts";
import { answer } from "./internal/answer.ts";
import { createMixtureOfExperts } from "./mixture-of-experts.ts";

/**
 * Input of a baseline that costs as much as generalist and specialists. It needs their stages, the generalist's first.
 */
export interface BaselineInput {
  /**
   * `"longer"`: one net of the generalist's size, trained for as many passes; `"ensemble"`: nets of the same total
   * cost, including the generalist; `"mixture"`: experts with a learned gate.
   */
  readonly kind: "longer" | "ensemble" | "mixture";
  readonly net: NetSpec;
  /** The seed of the run. */
  readonly seed: number;
  /** The number of experts of a mixture. */
  readonly experts: number;
}

/** Result of a baseline. Its folder has its probabilities for the test set. */
export interface BaselineResult {
  readonly passes: number;
}

type Context = TaskContext<StageShared, TrainingEvent>;

/** Trains one of the baselines and records its answers. */
export const trainBaseline: Task<BaselineInput, BaselineResult, StageShared, TrainingEvent> = defineTask(
  import.meta.url,
  { id: "specialists/baseline", version: 1 },
  async (input: BaselineInput, context: Context): Promise<BaselineResult> => {
    await selectTaskBackend(context.shared);
    const results = Object.values(context.needs).map(({ result }) => result as { readonly passes: number });
    const passes = results.reduce((sum, one) => sum + one.passes, 0);
    const { probs, cost } = await TRAIN[input.kind](input, passes, context);
    await writeMatrix(context.directory, "test", probs);
    return { passes: cost };
  },
);

interface Baseline {
  readonly probs: Matrix<Float32Array>;
  /** The cost as passes of one net over the training set. */
  readonly cost: number;
}

const TRAIN: Readonly<
  Record<BaselineInput["kind"], (input: BaselineInput, passes: number, context: Context) => Promise<Baseline>>
> = {
  longer({ net, seed }, passes, context) {
    const epochs = Math.max(1, Math.round(passes));
    return trainAndAnswer({ ...net, epochs }, deriveSeed(seed, "longer training"), context);
  },
  async ensemble({ net, seed }, passes, context) {
    const { needs, shared, scratch } = context;
    await mkdir(scratch, { recursive: true });
    const [generalist] = Object.values(needs);
    const classes = classNamesOf(shared.test).length;
    const members = Math.max(2, Math.round(passes / net.epochs));
    const { rows, columns, data } = await readMatrix(generalist!.directory, "test", classes);
    const sum = Float64Array.from(data);
    for (let member = 1; member < members; member++) {
      const name = `member-${member}`;
      // Members finished before an interruption have left their answers.
      const known = await readMatrix(scratch, name, classes).catch(() => undefined);
      const probs = known ?? (await trainMember());
      for (let at = 0; at < sum.length; at++) sum[at]! += probs.data[at]!;

      async function trainMember(): Promise<Matrix<Float32Array>> {
        const place = { ...context, scratch: join(scratch, name) };
        const trained = await trainAndAnswer(net, deriveSeed(seed, "baseline member", member), place);
        await writeMatrix(scratch, name, trained.probs);
        return trained.probs;
      }
    }
    const probs = createMatrix(
      rows,
      columns,
      Float32Array.from(sum, (value) => value / members),
    );
    return { probs, cost: members * net.epochs };
  },
  async mixture({ net, seed, experts }, passes, context) {
    const { training, test } = context.shared;
    const stream = deriveSeed(seed, "mixture");
    const epochs = Math.max(1, Math.round(passes / experts));
    const mixture = createMixtureOfExperts({
      inputs: inputShape(training).reduce((product, length) => product * length, 1),
      hidden: (net as MlpSpec).hidden[0]!,
      ...{ classCount: classNamesOf(training).length, experts, seed: stream },
    });
    try {
      const { logits, variables } = mixture;
      await trainWithCheckpoints(
        { ...net, epochs, centred: false },
        stream,
        { ...context, net: undefined, training },
        (options) => trainClassifier(logits, training, { ...options, variables }),
      );
      // A pass of all experts costs as much as one of as many nets.
      return { probs: await answer(logits, test, context.signal), cost: epochs * experts };
    } finally {
      mixture.dispose();
    }
  },
};

async function trainAndAnswer(spec: NetSpec, seed: number, context: Context): Promise<Baseline> {
  const { training, test } = context.shared;
  const net = await buildNet(spec, training, seed);
  try {
    await trainWithCheckpoints(spec, seed, { ...context, net, training }, (options) =>
      trainClassifier(net as Classifier, training, options),
    );
    return { probs: await answer(net, test, context.signal), cost: spec.epochs };
  } finally {
    net.dispose();
  }
}
