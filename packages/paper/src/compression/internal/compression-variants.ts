import type { NetRecord, RunRecord } from "@dark-knowledge/report";
import { UNCOMPRESSED } from "../compression-stages.ts";

/** A recipe and its nets, one for each seed. */
export interface Variant {
  /** The net that it belongs to. */
  readonly net: string;
  /** As in the specification. */
  readonly recipe: string;
  /** `90 % of weights removed, 16 values`. */
  readonly label: string;
  /** Those that learn from soft targets after each step. */
  readonly nets: readonly NetRecord[];
  /** Those that learn from labels; may be none. */
  readonly byLabels: readonly NetRecord[];
}

/** A net of the specification, as it is and compressed. */
export interface NetVariants {
  readonly name: string;
  /** The net as it is. */
  readonly original: Variant;
  /** In the order of the specification. */
  readonly variants: readonly Variant[];
}

/** The role of nets that learn from labels after each step. */
export const RIVAL = "rival";

/** Gathers the nets of a record. */
export function variantsOf({ nets }: Pick<RunRecord, "nets">): readonly NetVariants[] {
  const tables = [...new Set(nets.flatMap(({ table }) => table ?? []))];
  return tables.flatMap((name) => {
    const own = nets.filter(({ table }) => table === name);
    const all = [...new Set(own.map((net) => net.name))].map((recipe): Variant => {
      const same = own.filter((net) => net.name === recipe);
      const { label = recipe } = same[0]!;
      const [rivals, others] = [true, false].map((isRival) => same.filter(({ role }) => (role === RIVAL) === isRival));
      return { net: name, recipe, label, nets: others!, byLabels: rivals! };
    });
    const original = all.find(({ recipe }) => recipe === UNCOMPRESSED);
    if (original === undefined) return [];
    const variants = all.filter((one) => one !== original && one.nets.length > 0);
    return [{ name, original, variants }];
  });
}

/** The values of a figure. */
export function figuresAt(nets: readonly NetRecord[], key: string): readonly number[] {
  return nets.flatMap(({ figures }) => figures[key] ?? []);
}

/** The mean of a figure; undefined where no net has it. */
export function meanAt(nets: readonly NetRecord[], key: string): number | undefined {
  const values = figuresAt(nets, key);
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Chooses by the validation set: the smallest variant whose share of errors is at most so much above that of the net as it is. */
export function smallestWithin(
  { original, variants }: NetVariants,
  tolerance: number,
  { dataset }: Pick<RunRecord, "dataset">,
): Variant | undefined {
  const most = meanAt(original.nets, "validationErrors")! + tolerance * dataset.sizes.validation!;
  return smallest(variants.filter(({ nets }) => meanAt(nets, "validationErrors")! <= most));
}

/** Chooses by the validation set: the smallest of all variants whose share of errors is at most a limit. */
export function smallestBelow(
  all: readonly NetVariants[],
  errorRate: number,
  { dataset }: Pick<RunRecord, "dataset">,
): Variant | undefined {
  const every = all.flatMap(({ original, variants }) => [original, ...variants]);
  return smallest(
    every.filter(({ nets }) => meanAt(nets, "validationErrors")! <= errorRate * dataset.sizes.validation!),
  );
}

function smallest(variants: readonly Variant[]): Variant | undefined {
  return variants.toSorted((one, other) => meanAt(one.nets, "gzip")! - meanAt(other.nets, "gzip")!)[0];
}
