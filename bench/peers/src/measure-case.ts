import { type Case, hasStore } from "./cases.ts";
import type { Lane } from "./lanes.ts";
import { PYTORCH_PEERS } from "./peer-names.ts";
import type { PeerProcess } from "./peer-process.ts";
import type { CountAnswer, PreparedAnswer, RunAnswer } from "./protocol.ts";
import { relativeDifference, spreadOf } from "./statistics.ts";

/** What one lane did in a case: its times per step by round, or why there are none. */
export type LaneResult = Lane &
  ({ readonly rounds: readonly (readonly number[])[]; readonly kernels?: number } | { readonly failure: string });

export interface CaseResult {
  readonly id: string;
  readonly title: string;
  readonly lanes: readonly LaneResult[];
  /** The largest relative difference between the losses of two lanes in the first steps. */
  readonly disagreement: number;
}

/** How long to measure. */
export interface MeasurePlan {
  readonly rounds: number;
  /** How long a lane has its turn in a round. */
  readonly milliseconds: number;
  readonly warmUpMilliseconds: number;
}

const TOLERANCE = 1e-3;
/** Threads of a BLAS or of OpenMP keep spinning for a moment after their work. */
const PAUSE_MILLISECONDS = 40;
/** A step that takes longer than this has no cold start worth leaving out. */
const SETTLED_MILLISECONDS = 100;

/**
 * Lets all lanes of a case take turns, and returns their times.
 *
 * @throws Error when the losses of the first steps, from the same weights and without dropout, do not agree
 */
export async function measureCase(
  one: Case,
  lanes: readonly Lane[],
  peers: ReadonlyMap<string, PeerProcess>,
  plan: MeasurePlan,
  onTurn: () => void,
): Promise<CaseResult> {
  const failures = new Map<Lane, string>();
  const checks = new Map<Lane, readonly number[]>();
  for (const lane of lanes) {
    try {
      const request = { do: "prepare", caseId: one.id, variant: lane.variant } as const;
      checks.set(lane, (await peers.get(lane.peer)!.ask<PreparedAnswer>(request)).check);
    } catch (error) {
      failures.set(lane, (error as Error).message);
    }
    onTurn();
  }
  for (const [lane, difference] of wrongStock(checks)) {
    checks.delete(lane);
    failures.set(lane, `the losses of the first steps differ by ${difference.toExponential(1)} from everyone else's`);
  }
  const disagreement = assertAgreement(one, comparable(one, checks));

  const running = lanes.filter((lane) => checks.has(lane));
  const rounds = new Map<Lane, number[][]>(running.map((lane) => [lane, []]));
  const takeTurn = async ({ peer, variant }: Lane, milliseconds: number, settle: number) => {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLISECONDS));
    const request = { do: "run", caseId: one.id, variant, milliseconds, settle } as const;
    const { samples } = await peers.get(peer)!.ask<RunAnswer>(request);
    onTurn();
    return samples;
  };
  const settle = new Map<Lane, number>();
  for (const lane of running) {
    const warmUp = await takeTurn(lane, plan.warmUpMilliseconds, 0);
    settle.set(lane, spreadOf(warmUp).median < SETTLED_MILLISECONDS ? 1 : 0);
  }
  for (let round = 0; round < plan.rounds; round++) {
    for (const lane of turnsOf(running, round)) {
      rounds.get(lane)!.push([...(await takeTurn(lane, plan.milliseconds, settle.get(lane)!))]);
    }
  }

  const results: LaneResult[] = [];
  for (const lane of lanes) {
    const failure = failures.get(lane);
    if (failure !== undefined) {
      results.push({ ...lane, failure });
    } else if (one.kind === "step" || hasStore(one)) {
      results.push({ ...lane, rounds: rounds.get(lane)! });
    } else {
      const request = { do: "count", caseId: one.id, variant: lane.variant } as const;
      const { kernels } = await peers.get(lane.peer)!.ask<CountAnswer>(request);
      results.push({ ...lane, rounds: rounds.get(lane)!, kernels });
    }
  }
  for (const peer of new Set(running.map((lane) => lane.peer))) await peers.get(peer)!.ask({ do: "clear" });
  return { id: one.id, title: one.title, lanes: results, disagreement };
}

/** Everyone once, each round beginning with another one, every other round the other way around. */
export function turnsOf<T>(lanes: readonly T[], round: number): readonly T[] {
  const first = round % Math.max(1, lanes.length);
  const turned = [...lanes.slice(first), ...lanes.slice(0, first)];
  return round % 2 === 0 ? turned : turned.reverse();
}

/** Leaves out PyTorch where its layer is another one. */
function comparable(one: Case, checks: ReadonlyMap<Lane, readonly number[]>): ReadonlyMap<Lane, readonly number[]> {
  if (one.kind !== "step" || !one.differsInPytorch) return checks;
  return new Map([...checks].filter(([{ peer }]) => !(PYTORCH_PEERS as readonly string[]).includes(peer)));
}

/** The peers with nothing but TensorFlow.js whose first steps are other ones than ours, and by how much: some of its layers compute something else on some backends. */
function wrongStock(checks: ReadonlyMap<Lane, readonly number[]>): readonly (readonly [Lane, number])[] {
  const lanes = [...checks].filter(([, check]) => check.length > 0);
  const ours = lanes.filter(([{ peer }]) => !isStock(peer) && !(PYTORCH_PEERS as readonly string[]).includes(peer));
  return lanes
    .filter(([{ peer }]) => isStock(peer) && ours.length > 0)
    .map(([lane, check]) => [lane, relativeDifference([check, ...ours.map(([, own]) => own)])] as const)
    .filter(([, difference]) => difference > TOLERANCE);
}

const isStock = (peer: string) => peer.startsWith("stock-");

function assertAgreement(one: Case, checks: ReadonlyMap<Lane, readonly number[]>): number {
  const disagreement = relativeDifference([...checks.values()].filter((check) => check.length > 0));
  if (disagreement <= TOLERANCE) return disagreement;
  const said = [...checks].map(
    ([{ label }, values]) => `${label} ${values.map((value) => value.toPrecision(6)).join(" ")}`,
  );
  throw new Error(
    `case ${one.id}: the first steps must agree to ${TOLERANCE}, but differ by ${disagreement.toExponential(1)}: ${said.join("; ")}`,
  );
}
