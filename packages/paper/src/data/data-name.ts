import { basename } from "node:path";
import type { DataSpec } from "./data-spec.ts";

/** Returns the name of the data: that of the dataset, or that of a file up to its first dot. */
export function dataName({ dataset, data }: Pick<DataSpec, "dataset" | "data">): string {
  return dataset ?? (basename(data!.path).replace(/(?!^)\..*$/, "") || "data");
}
