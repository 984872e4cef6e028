import type { ExperimentOutcome } from "../../experiment.ts";
import { describeNet } from "../../nets/describe-net.ts";
import type { NetResult } from "../../nets/net-result.ts";
import { lookaheadOf } from "../front-end.ts";
import type { SpeechData } from "../speech-data.ts";
import { SIZES, speechNets } from "../speech-nets.ts";
import type { SpeechSpec } from "../speech-spec.ts";
import { type FrameLatency, frameLatency } from "./frame-latency.ts";
import { readNet } from "./read-net.ts";

/** How long a net takes for a frame. */
interface TimedNet extends FrameLatency {
  readonly name: string;
  readonly architecture: string;
  readonly parameters: number;
}

/** The times of a run. */
export interface SpeechTimes {
  readonly nets: readonly TimedNet[];
  /** How long after the middle of a frame a net has all that it sees of it, in milliseconds. */
  readonly lookahead: number;
}

/** Times one net on labels, and one distilled net of each smaller size, frame by frame. */
export async function timeFrames(
  { spec, data, outcomes, directoryOf }: ExperimentOutcome<SpeechSpec>,
  now: () => number,
): Promise<SpeechTimes> {
  const { frontEnd } = data as SpeechData;
  const nets: TimedNet[] = [];
  for (const { names, input } of speechNets(spec)) {
    const isWanted = names.table === SIZES ? names.name.endsWith(", distilled") : names.name === "single";
    if (!isWanted || !outcomes.has(names.stage) || nets.some(({ name }) => name === names.name)) continue;
    const stored = await readNet(directoryOf(names.stage));
    if (stored === undefined) continue;
    const latency = frameLatency(stored.net, frontEnd, now);
    stored.net.dispose();
    const { parameters } = outcomes.get(names.stage)!.result as NetResult;
    nets.push({ name: names.name, architecture: describeNet(input.net, data.test), parameters, ...latency });
  }
  return { nets, lookahead: lookaheadOf(frontEnd) };
}
