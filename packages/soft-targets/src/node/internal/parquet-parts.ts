import type { FullRows } from "./full-rows.ts";

/** Makes a Parquet file part by part: the column `id` and one for each class, and a row group for each block. */
export async function* parquetParts(
  blocks: AsyncIterable<FullRows>,
  classNames: readonly string[],
): AsyncGenerator<Uint8Array> {
  const { ByteWriter, ParquetWriter } = await import("hyparquet-writer").catch((cause) => {
    throw new Error("exportSoftTargets: a .parquet file needs hyparquet-writer; run npm install hyparquet-writer", {
      cause,
    });
  });
  const writer = new ByteWriter();
  const field = (name: string, type: "INT64" | "FLOAT") => ({ name, type, repetition_type: "REQUIRED" }) as const;
  const schema = [
    { name: "root", num_children: 1 + classNames.length },
    field("id", "INT64"),
    ...classNames.map((name) => field(name, "FLOAT")),
  ];
  const parquet = new ParquetWriter({ writer, schema });
  // Its offsets go on counting.
  const take = () => {
    const bytes = new Uint8Array(writer.buffer, 0, writer.index).slice();
    writer.index = 0;
    return bytes;
  };
  for await (const { ids, logits } of blocks) {
    const column = (index: number) => Float32Array.from(ids, (_, row) => logits[row * classNames.length + index]!);
    await parquet.write({
      columnData: [
        { name: "id", data: BigInt64Array.from(ids, BigInt), type: "INT64" },
        ...classNames.map((name, index) => ({ name, data: column(index), type: "FLOAT" as const })),
      ],
      rowGroupSize: ids.length,
    });
    yield take();
  }
  parquet.finish();
  yield take();
}
