import { openParquet } from "../../parquet/internal/open-parquet.ts";
import type { GroupedFile } from "./grouped-file.ts";
import { openRandomAccess } from "./random-access-file.ts";

/** Opens a Parquet file to be read by row groups: reads its description. */
export async function openParquetGroups(functionName: string, path: string): Promise<GroupedFile> {
  const file = await openRandomAccess(functionName, path);
  const { names, groups, readGroup } = await openParquet(functionName, path, file);
  return {
    place: file.place,
    names,
    groups,
    async readGroup(caller, group, wanted) {
      await file.assertUnchanged(caller, `row group ${group + 1} of ${groups.length}`);
      return readGroup(caller, group, wanted);
    },
  };
}
