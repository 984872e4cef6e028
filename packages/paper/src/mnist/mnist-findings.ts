import {
  formatCount,
  formatFixed,
  groupNets,
  type NetGroup,
  type NetRecord,
  type RunRecord,
  summarise,
} from "@dark-knowledge/report";
import { intervalText, meanInterval } from "../internal/mean-interval.ts";
import { errorsMoreThanPlain } from "./internal/errors-more-than-plain.ts";
import { plainOfTable } from "./mnist-tables.ts";

/**
 * Says in a sentence each what a run teaches, as far as it has the nets: whether soft targets need labels beside them, which later
 * losses differ, and how few examples suffice.
 */
export function mnistFindings(record: RunRecord): readonly string[] {
  return [tellUnlabelled(record), tellLosses(record), tellFewer(record)].flatMap((sentence) => sentence ?? []);
}

/** Soft targets alone, next to the plain student and the one on labels that was trained for as many epochs. */
function tellUnlabelled(record: RunRecord): string | undefined {
  const alone = record.nets.filter(({ name, table }) => name === "unlabelled" && table === "teachers");
  const differences = errorsMoreThanPlain(alone, plainOfTable(record, "teachers"));
  if (differences.length === 0) return undefined;
  const labels = record.nets.filter(({ name, table }) => name === "labels" && table === "controls");
  const more = labels.length === 0 ? "" : `; on labels alone it makes ${errorsText(labels)}`;
  return `Soft targets need no labels: on them alone a student makes ${errorsText(alone)} errors, ${intervalText(differences, 1)} more than the one that learns from labels as well${more}.`;
}

/** The losses whose difference from the paper's is beyond its interval. */
function tellLosses(record: RunRecord): string | undefined {
  const plain = plainOfTable(record, "losses");
  const rivals = groupNets(record.nets.filter((net) => net.table === "losses" && !plain.includes(net)));
  const judged = rivals.flatMap(({ label, nets }) => {
    const differences = errorsMoreThanPlain(nets, plain);
    const { mean, margin } = meanInterval(differences.length > 0 ? differences : [0]);
    return margin === undefined ? [] : [{ label, mean, margin }];
  });
  if (judged.length === 0) return undefined;
  const fewer = tellWhich(judged.filter(({ mean, margin }) => mean < -margin));
  const more = tellWhich(judged.filter(({ mean, margin }) => mean > margin));
  return `With the settings of this run, ${more} more errors than the paper’s loss beyond the 95 % interval of the difference, and ${fewer} fewer.`;
}

function tellWhich(groups: readonly { readonly label: string }[]): string {
  const labels = groups.map(({ label }) => label);
  if (labels.length < 2) return `${labels[0] ?? "no other"} leaves`;
  return `${labels.slice(0, -1).join(", ")} and ${labels.at(-1)} leave`;
}

/** The largest share on labels that soft targets beat with a smaller one. */
function tellFewer(record: RunRecord): string | undefined {
  const groups = groupNets(record.nets.filter(({ table }) => table === "transfer-size"));
  const [soft, labels] = [true, false].map((isSoft) =>
    groups.filter(({ nets }) => (nets[0]!.temperature !== undefined) === isSoft),
  ) as [NetGroup[], NetGroup[]];
  const pairs = soft.flatMap((one) =>
    labels
      .filter((other) => sizeOf(other) > sizeOf(one) && meanErrors(other.nets) > meanErrors(one.nets))
      .map((other) => ({ one, other, gain: sizeOf(other) / sizeOf(one) })),
  );
  if (pairs.length === 0) return undefined;
  const { one, other } = pairs.reduce((best, pair) => (pair.gain > best.gain ? pair : best));
  return `Few examples suffice: ${formatCount(sizeOf(one))} with soft targets leave ${errorsText(one.nets)} errors, ${formatCount(sizeOf(other))} with labels ${errorsText(other.nets)}.`;
}

function sizeOf({ nets }: NetGroup): number {
  return nets[0]!.transferSize ?? 0;
}

function meanErrors(nets: readonly NetRecord[]): number {
  return summarise(nets.map(({ figures }) => figures.errors!)).mean;
}

function errorsText(nets: readonly NetRecord[]): string {
  return formatFixed(meanErrors(nets), 1);
}
