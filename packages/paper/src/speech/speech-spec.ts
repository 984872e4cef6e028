import { z } from "zod";
import type { SpecParts } from "../experiment.ts";
import { createNetSchema, type NetSpec } from "../nets/net-spec.ts";
import { createSeedsSchema } from "../spec/internal/seeds-schema.ts";
import { createTemperatureSchema } from "../spec/internal/temperature-schema.ts";
import { resolveParts } from "../spec/resolve-parts.ts";
import { AN4_SETTINGS, type An4Settings, createAn4Schema } from "./an4/an4-spec.ts";
import { createDigitsSchema, DIGITS_SETTINGS, type DigitsSettings } from "./digits/digits-spec.ts";
import type { StatesSpec } from "./internal/tie-to.ts";
import type { RecordedSettings } from "./recorded/recorded-settings.ts";

/** Everything that determines the result of `reproduce speech`. */
export interface SpeechSpec {
  /** `"made-up-small"` has fewer utterances and nets by default; `"an4"` and `"digits"` need `data`. */
  readonly dataset: "made-up" | "made-up-small" | "an4" | "digits";
  /** The files of AN4, or recordings of digits. */
  readonly data?: { readonly path: string; readonly fingerprint?: string | undefined } | undefined;
  /** Left out for recordings. */
  readonly utterances?: { readonly training: number; readonly test: number } | undefined;
  /** Left out but for AN4. */
  readonly an4?: An4Settings | undefined;
  /** Left out but for digits. */
  readonly digits?: DigitsSettings | undefined;
  readonly states: StatesSpec;
  /** The frames before and after the one whose state is predicted. */
  readonly past: number;
  readonly future: number;
  readonly net: NetSpec;
  /** The seeds of the nets on labels, which are the members of the ensemble. */
  readonly members: number[];
  readonly mean: "arithmetic" | "geometric";
  readonly temperature: number;
  readonly hardWeight: number;
  /** The dropout of distilled nets. Default: that of the nets on labels. */
  readonly dropout?: number | undefined;
  /** The seeds of the distilled nets. */
  readonly seeds: number[];
  /** The seeds of nets on labels without dropout. There are none where the others have no dropout either. */
  readonly controls: number[];
}

/** The specification of a run on recordings. */
export type RecordedSpec = SpeechSpec & {
  readonly data: { readonly path: string; readonly fingerprint?: string | undefined };
};
/** The specification of a run on AN4. */
export type An4Spec = RecordedSpec & { readonly an4: An4Settings };
/** The specification of a run on spoken digits. */
export type DigitsSpec = RecordedSpec & { readonly digits: DigitsSettings };
/** The specification of a run on a made-up language. */
export type MadeUpSpec = SpeechSpec & { readonly utterances: { readonly training: number; readonly test: number } };

/** Whether a run is on recordings. */
export function isRecorded(spec: SpeechSpec): spec is RecordedSpec {
  return spec.data !== undefined;
}

/** Returns the settings of a run on recordings, whichever they are. */
export function settingsOf(spec: RecordedSpec): RecordedSettings;
export function settingsOf(spec: SpeechSpec): RecordedSettings | undefined;
export function settingsOf({ an4, digits }: SpeechSpec): RecordedSettings | undefined {
  return an4 ?? digits;
}

const NET = { hidden: [64, 64], epochs: 20, batchSize: 64, learningRate: 0.03, dropout: 0.1 } as const;

const DEFAULTS = {
  ...{ dataset: "made-up", states: "monophones" },
  utterances: { training: 200, test: 300 },
  ...{ past: 6, future: 5, net: NET, mean: "arithmetic", temperature: 2, hardWeight: 0.5, dropout: 0 },
  ...{ members: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], seeds: [1, 2, 3, 4, 5], controls: [1, 2, 3, 4, 5] },
};

const SMALL = {
  ...DEFAULTS,
  dataset: "made-up-small",
  utterances: { training: 60, test: 40 },
  ...{ net: { ...NET, epochs: 10 }, members: [1, 2, 3], seeds: [1, 2], controls: [1, 2] },
};

const AN4 = {
  ...DEFAULTS,
  dataset: "an4",
  // The validation set chooses.
  ...{ utterances: undefined, dropout: undefined },
  an4: AN4_SETTINGS,
  // As in the paper: 20 frames before and 5 after the one in question.
  ...{ past: 20, future: 5 },
  net: { hidden: [256, 256, 256], epochs: 6, batchSize: 256, learningRate: 0.1, dropout: 0.2 },
};

const DIGITS = {
  ...AN4,
  dataset: "digits",
  // For the speakers that no net has heard, whose nets nothing is chosen for; the validation set may choose otherwise.
  ...{ an4: undefined, digits: DIGITS_SETTINGS, dropout: 0 },
};

/** Resolves the full specification; throws a SpecError for the first field that is wrong. */
export function resolveSpeechSpec(...parts: readonly SpecParts[]): SpeechSpec {
  return resolveParts(createSpeechSchema(), parts, ({ dataset, data }) => {
    if (dataset === "digits") return DIGITS;
    if (dataset === "an4" || (dataset === undefined && data !== undefined)) return AN4;
    return dataset === "made-up-small" ? SMALL : DEFAULTS;
  });
}

/** Makes the schema of a {@link SpeechSpec}. */
export function createSpeechSchema(): z.ZodType<SpeechSpec> {
  const count = z.int().min(1).max(100_000);
  const frames = z.int().min(0).max(1000);
  return z
    .strictObject({
      dataset: z.enum(["made-up", "made-up-small", "an4", "digits"]).meta({
        description:
          "a made-up language with known states, of which the small one has fewer utterances and nets; or, with data, AN4 or spoken digits",
      }),
      data: z
        .strictObject({
          path: z.string().min(1).meta({
            description:
              "the files of the CMU AN4 database with .mfc features, or WAV files of digits: a directory, or an archive (.tar.gz)",
          }),
          fingerprint: z.string().optional().meta({ description: "SHA-256 of the files; any others are refused" }),
        })
        .optional(),
      utterances: z
        .strictObject({
          training: count.meta({ description: "utterances to learn from" }),
          test: count.meta({ description: "utterances to measure on" }),
        })
        .optional(),
      an4: createAn4Schema().optional(),
      digits: createDigitsSchema().optional(),
      states: z.union([z.literal("monophones"), z.strictObject({ tied: count })]).meta({
        description:
          "what a net predicts: three states for each phone, or at most so many that depend on the phones beside it in the word",
      }),
      past: frames.meta({ description: "frames that a net sees before the one whose state it predicts" }),
      future: frames.meta({ description: "frames that it sees after it" }),
      net: createNetSchema().meta({ description: "every net: the members of the ensemble, and the distilled one" }),
      members: createSeedsSchema().meta({ description: "one net on labels per seed; together they are the ensemble" }),
      mean: z.enum(["arithmetic", "geometric"]).meta({ description: "the mean of the members' probabilities" }),
      temperature: createTemperatureSchema().meta({ description: "temperature of the soft targets" }),
      hardWeight: z.number().min(0).max(1).meta({ description: "weight of the labels; the soft targets get the rest" }),
      dropout: z
        .number()
        .min(0)
        .lt(1)
        .optional()
        .meta({ description: "dropout of distilled nets (default: as on labels)" }),
      seeds: createSeedsSchema().meta({ description: "one distilled net per seed" }),
      controls: createSeedsSchema().meta({
        description: "one net on labels without dropout per seed, where the others have some",
      }),
    })
    .superRefine(({ dataset, data, utterances, an4, digits }, context) => {
      const needed: readonly string[] = NEEDED[dataset];
      const fields = { data, utterances, an4, digits };
      const refuse = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
      for (const [field, value] of Object.entries(fields)) {
        const isNeeded = needed.includes(field);
        if (isNeeded && value === undefined) refuse(field, `must be given for ${dataset}`);
        if (!isNeeded && value !== undefined) refuse(field, `must be left out for ${dataset}`);
      }
    });
}

/** The fields that each dataset needs, of those that not all have. */
const NEEDED = {
  ...{ "made-up": ["utterances"], "made-up-small": ["utterances"] },
  ...{ an4: ["data", "an4"], digits: ["data", "digits"] },
} as const;
