import { z } from "zod";
import { checkData, createDataFields, type DataSpec, dataDefaults } from "../data/data-spec.ts";
import { textDefaults } from "../data/text-defaults.ts";
import type { SpecParts } from "../experiment.ts";
import { defaultNets } from "../nets/default-nets.ts";
import { createNetSchema, isRecurrent, type NetSpec, type PartialNet } from "../nets/net-spec.ts";
import { createSeedsSchema } from "../spec/internal/seeds-schema.ts";
import { resolveParts } from "../spec/resolve-parts.ts";

/** Everything that determines the result of a comparison of regularisers. */
export interface RegulariserSpec extends DataSpec {
  readonly net: NetSpec;
  readonly shares: number[];
  readonly temperature: number;
  readonly hardWeight: number;
  readonly smoothing: number;
  readonly dropout: number;
  readonly weightDecay: number;
  /** Examples are mixed with shares from Beta(mixup, mixup) in two further rows; 0 for no such rows. */
  readonly mixup: number;
  readonly seeds: number[];
}

/** Makes the schema of a {@link RegulariserSpec}. */
export function createRegulariserSchema(): z.ZodType<RegulariserSpec> {
  const share = z.number().gt(0).lt(1);
  return checkData(
    z.strictObject({
      ...createDataFields(),
      net: createNetSchema().meta({
        description: "the net that every row trains; its epochs are those on all examples",
      }),
      shares: z.array(share).min(1).meta({ description: "shares of the training set, each with a table" }),
      temperature: z
        .number()
        .positive()
        .min(1e-6)
        .max(1e6)
        .meta({ description: "softens the targets of the net that saw all" }),
      hardWeight: z.number().min(0).max(1).meta({ description: "weight of the labels; the soft targets get the rest" }),
      smoothing: share.meta({ description: "the share of each label that label smoothing spreads over all classes" }),
      dropout: share.meta({ description: "the share of hidden units that the row with dropout drops" }),
      weightDecay: z.number().gt(0).max(1).meta({ description: "the weight decay of the row with weight decay" }),
      mixup: z.number().min(0).max(100).meta({
        description: "mixes examples in two further rows, with shares from Beta(mixup, mixup); 0 for no such rows",
      }),
      seeds: createSeedsSchema().meta({ description: "every row once for each seed" }),
    }),
  );
}

/** Resolves the full specification; throws a SpecError for the first field that is wrong. */
export function resolveRegulariserSpec(...parts: readonly SpecParts[]): RegulariserSpec {
  return resolveParts(createRegulariserSchema(), parts, (given: SpecParts & DataSpec) => {
    const net: PartialNet = { ...defaultNets({ ...given, student: given.net }).student, epochs: 10 };
    return {
      ...dataDefaults(given),
      ...textDefaults(given),
      ...{ shares: [0.03], temperature: 2, hardWeight: 0, smoothing: 0.1, dropout: 0.5, weightDecay: 1e-3 },
      // Words and sequences cannot be mixed.
      ...{ mixup: net.kind === "embedding" || isRecurrent(net) ? 0 : 1, seeds: [1, 2, 3], net },
    };
  });
}
