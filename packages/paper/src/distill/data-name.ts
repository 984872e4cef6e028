import { basename } from "node:path";
import type { DistillSpec } from "./distill-spec.ts";

/** What the data is called: the name of the data set, or of a file without what follows its first dot. */
export function dataName({ dataset, data }: Pick<DistillSpec, "dataset" | "data">): string {
  return dataset ?? (basename(data!.path).replace(/(?!^)\..*$/, "") || "data");
}
