import type { NetRecord } from "@dark-knowledge/report";
import type { ExperimentOutcome } from "../../experiment.ts";
import type { SpeechData } from "../speech-data.ts";
import { leftOutNets } from "../speech-nets.ts";
import type { SpeechSpec } from "../speech-spec.ts";
import type { LeftOutFold } from "./recognise-left-out.ts";

/** Figures of nets on speakers of whom they have heard nothing. */
export interface LeftOutRecord {
  /** The speakers of each fold. */
  readonly folds: readonly (readonly string[])[];
  /** Figures are of all folds together. */
  readonly nets: readonly (Pick<NetRecord, "name" | "seed" | "figures"> & { readonly folds: readonly LeftOutFold[] })[];
}

/** Makes the record of nets that were measured on speakers whom they have not heard; undefined where there are none. */
export function leftOutRecord({
  spec,
  data,
  outcomes,
}: Pick<ExperimentOutcome<SpeechSpec>, "spec" | "data" | "outcomes">): LeftOutRecord | undefined {
  const nets = leftOutNets(spec).flatMap(({ name, seed, stage }) => {
    const folds = outcomes.get(stage)?.result as readonly LeftOutFold[] | undefined;
    if (folds === undefined) return [];
    const sum = (key: keyof LeftOutFold) => folds.reduce((total, fold) => total + fold[key], 0);
    const figures = { accuracy: 1 - sum("errors") / sum("frames"), wordErrorRate: sum("wordErrors") / sum("words") };
    return [{ name, seed, figures, folds }];
  });
  if (nets.length === 0) return undefined;
  const { speakerNames = [] } = data as SpeechData;
  return {
    folds: nets[0]!.folds.map((_, fold) => speakerNames.filter((__, place) => place % nets[0]!.folds.length === fold)),
    nets,
  };
}
