import type { SpecParts } from "../experiment.ts";
import { isRecurrent } from "../nets/net-spec.ts";
import type { DataSpec } from "./data-spec.ts";

/** Returns how texts are read by default: word by word where a net reads sequences. */
export function textDefaults({ data, ...given }: SpecParts & DataSpec): SpecParts {
  const nets = [given.student, given.teacher, given.net] as readonly ({ readonly kind?: unknown } | undefined)[];
  return data?.text !== undefined && nets.some((net) => isRecurrent(net)) ? { data: { textAs: "words" } } : {};
}
