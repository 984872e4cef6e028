import { z } from "zod";
import type { SpecParts } from "../experiment.ts";
import { createNetSchema, type NetSpec } from "../nets/net-spec.ts";
import { createSeedsSchema } from "../spec/internal/seeds-schema.ts";
import { resolveParts } from "../spec/resolve-parts.ts";

/** Everything that determines the result of `reproduce speech`. */
export interface SpeechSpec {
  /** `"made-up-small"` has fewer utterances and nets by default. */
  readonly dataset: "made-up" | "made-up-small";
  readonly utterances: { readonly training: number; readonly test: number };
  /** The frames before and after the one whose state is predicted. */
  readonly past: number;
  readonly future: number;
  readonly net: NetSpec;
  /** The seeds of the nets on labels, which are the members of the ensemble. */
  readonly members: number[];
  readonly mean: "arithmetic" | "geometric";
  readonly temperature: number;
  readonly hardWeight: number;
  /** The seeds of the distilled nets. */
  readonly seeds: number[];
}

const NET = { hidden: [64, 64], epochs: 20, batchSize: 64, learningRate: 0.03 } as const;

const DEFAULTS = {
  dataset: "made-up",
  utterances: { training: 200, test: 300 },
  ...{ past: 6, future: 5, net: NET, mean: "arithmetic", temperature: 2, hardWeight: 0.5 },
  ...{ members: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], seeds: [1, 2, 3, 4, 5] },
};

const SMALL = {
  ...DEFAULTS,
  dataset: "made-up-small",
  utterances: { training: 60, test: 40 },
  ...{ net: { ...NET, epochs: 10 }, members: [1, 2, 3], seeds: [1, 2] },
};

/** Resolves the full specification; throws a SpecError for the first field that is wrong. */
export function resolveSpeechSpec(...parts: readonly SpecParts[]): SpeechSpec {
  return resolveParts(createSpeechSchema(), parts, ({ dataset }) => (dataset === "made-up-small" ? SMALL : DEFAULTS));
}

/** Makes the schema of a {@link SpeechSpec}. */
export function createSpeechSchema(): z.ZodType<SpeechSpec> {
  const count = z.int().min(1).max(100_000);
  const frames = z.int().min(0).max(1000);
  return z.strictObject({
    dataset: z
      .enum(["made-up", "made-up-small"])
      .meta({ description: "a made-up language with known states; the small one has fewer utterances and nets" }),
    utterances: z.strictObject({
      training: count.meta({ description: "utterances to learn from" }),
      test: count.meta({ description: "utterances to measure on" }),
    }),
    past: frames.meta({ description: "frames that a net sees before the one whose state it predicts" }),
    future: frames.meta({ description: "frames that it sees after it" }),
    net: createNetSchema().meta({ description: "every net: the members of the ensemble, and the distilled one" }),
    members: createSeedsSchema().meta({ description: "one net on labels per seed; together they are the ensemble" }),
    mean: z.enum(["arithmetic", "geometric"]).meta({ description: "the mean of the members' probabilities" }),
    temperature: z.number().positive().min(1e-6).max(1e6).meta({ description: "temperature of the soft targets" }),
    hardWeight: z.number().min(0).max(1).meta({ description: "weight of the labels; the soft targets get the rest" }),
    seeds: createSeedsSchema().meta({ description: "one distilled net per seed" }),
  });
}
