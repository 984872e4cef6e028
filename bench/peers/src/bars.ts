import { epochLabel, FAST_PEERS, KEPT, MAPPED, PLACED, stockLabel } from "./lanes.ts";
import type { CaseResult, LaneResult } from "./measure-case.ts";
import { OWN_PEERS } from "./peer-names.ts";
import { type Spread, speedRatio } from "./statistics.ts";

/** What has to be reached: how many times as fast, or how many times fewer kernels. */
export interface Bar {
  readonly caseId: string;
  readonly subject: string;
  readonly against: string;
  readonly counts: "time" | "kernels";
  readonly atLeast: number;
}

export interface Judgement extends Bar {
  readonly verdict: "reached" | "missed" | "not measured";
  /** Median and quartiles over the rounds; a number of kernels has no spread. */
  readonly ratio?: Spread;
  /** Why there is no ratio. */
  readonly reason?: string;
}

const stepBar = (caseId: string, subject: string, against: string, atLeast: number): Bar => ({
  caseId,
  subject,
  against,
  counts: "time",
  atLeast,
});

const STEP_BARS: readonly Bar[] = [
  stepBar("a", "wasm-blas", "stock-wasm", 15),
  stepBar("a", "wasm", "stock-wasm", 6),
  stepBar("a", "wasm-blas", "pytorch", 1),
  stepBar("b", "wasm-blas", "pytorch", 1.3),
  stepBar("c", "wasm-blas", "pytorch", 0.9),
  stepBar("d", "wasm-blas", "pytorch", 0.95),
  // Of nets this small the backend that needs no other library may be the faster one.
  ...["wasm-blas", "wasm"].flatMap((subject) => [
    stepBar("i1", subject, "pytorch", 0.8),
    stepBar("i2", subject, "pytorch", 0.5),
    stepBar("i3", subject, "pytorch", 0.5),
    stepBar("i4", subject, "pytorch", 0.7),
    stepBar("i5", subject, "pytorch", 0.7),
  ]),
];

/** On TensorFlow there are no kernels of ours: there a loss or an update must not be slower than tfjs's own. */
const WITHOUT_OWN_KERNELS = 1;

/** An epoch from the store takes less than 1.1 times as long. */
const EPOCH_RATIO = 1 / 1.1;

/** Ours against pyarrow on the same files, and an epoch from the store against one on labels, and one with the logits in memory. */
function storeBars(asked: readonly string[], backends: readonly string[]): readonly Bar[] {
  const bothRead = asked.includes("soft-targets") && asked.includes("pyarrow");
  return [
    ...(bothRead ? ["h1", "h2"].flatMap((id) => [KEPT, PLACED].map((subject) => stepBar(id, subject, MAPPED, 1))) : []),
    ...backends
      .filter((peer) => FAST_PEERS.includes(peer))
      .flatMap((peer) =>
        (["kept", "placed"] as const).flatMap((way) =>
          (["memory", "labels"] as const).map((against) =>
            stepBar("h3", epochLabel(peer, way), epochLabel(peer, against), EPOCH_RATIO),
          ),
        ),
      ),
  ];
}

/**
 * The bars for some cases.
 *
 * @param asked the peers that were to run: a bar between others is left out
 * @param running those of them that could: a backend is held against tfjs's own way only where it runs
 */
export function barsOf(
  caseIds: readonly string[],
  asked: readonly string[],
  running: readonly string[],
): readonly Bar[] {
  const backends = OWN_PEERS.filter((peer) => running.includes(peer));
  const ownWay = (caseId: string, counts: Bar["counts"], fused: number) =>
    backends.map((subject): Bar => {
      const atLeast = subject.startsWith("tfjs-node") ? WITHOUT_OWN_KERNELS : fused;
      return { caseId, subject, against: stockLabel(subject), counts, atLeast };
    });
  const bars = [
    ...STEP_BARS.filter(({ subject, against }) => asked.includes(subject) && asked.includes(against)),
    ...["e1", "e2"].flatMap((id) => [...ownWay(id, "kernels", 3), ...ownWay(id, "time", 2)]),
    ...["f1", "f2"].flatMap((id) => ownWay(id, "time", 3)),
    ...storeBars(asked, backends),
  ];
  return bars.filter(({ caseId }) => caseIds.includes(caseId));
}

/** Holds what was measured against a bar. */
export function judge(bar: Bar, cases: readonly CaseResult[]): Judgement {
  const lanes = cases.find(({ id }) => id === bar.caseId)?.lanes ?? [];
  const find = (label: string) => lanes.find((lane) => lane.label === label) ?? { label, failure: "did not run" };
  const [subject, against] = [find(bar.subject), find(bar.against)];
  for (const lane of [subject, against]) {
    if ("failure" in lane) return { ...bar, verdict: "not measured", reason: `${lane.label}: ${lane.failure}` };
  }
  const ratio = ratioOf(bar, subject as Measured, against as Measured);
  return { ...bar, ratio, verdict: ratio.median >= bar.atLeast ? "reached" : "missed" };
}

type Measured = Extract<LaneResult, { rounds: unknown }>;

function ratioOf({ counts }: Bar, subject: Measured, against: Measured): Spread {
  if (counts === "time") return speedRatio(subject.rounds, against.rounds);
  const ratio = against.kernels! / subject.kernels!;
  return { median: ratio, lower: ratio, upper: ratio };
}
