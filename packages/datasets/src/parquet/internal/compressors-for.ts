import type { Compressors, FileMetaData } from "hyparquet";
import { importPeer } from "../../internal/import-peer.ts";

/** The codecs that hyparquet decompresses by itself. */
const BUILT_IN = ["UNCOMPRESSED", "SNAPPY"];

/**
 * Loads what decompresses the pages of a file, each into exactly as many bytes as its description says: what is longer does not fill
 * the memory.
 */
export async function compressorsFor(
  functionName: string,
  { snappyUncompress }: Pick<typeof import("hyparquet"), "snappyUncompress">,
  { row_groups }: FileMetaData,
): Promise<Compressors> {
  const snappy: Compressors = {
    SNAPPY(input, length) {
      const output = new Uint8Array(length);
      snappyUncompress(input, output);
      return output;
    },
  };
  const codecs = row_groups.flatMap(({ columns }) =>
    columns.map(({ meta_data }) => meta_data?.codec ?? "UNCOMPRESSED"),
  );
  if (codecs.every((codec) => BUILT_IN.includes(codec))) return snappy;
  const { compressors, decompressZstd } = await importPeer(
    functionName,
    "hyparquet-compressors",
    () => import("hyparquet-compressors"),
  );
  return { ...compressors, ...snappy, ZSTD: (input, length) => decompressZstd(input, new Uint8Array(length)) };
}
