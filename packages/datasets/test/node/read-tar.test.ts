import { writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { createTar } from "nanotar";
import { expect, test } from "vitest";
import { readTar } from "../../src/node/read-tar.ts";

const inside = useTemporaryDirectory();
const archive = createTar([
  { name: "./a", attrs: {} },
  { name: "./a/one.bin", data: Uint8Array.of(1, 2) },
  { name: "two.txt", data: "text" },
]);

test("readTar(path) has the bytes of each file by its name, plain or as gzip", async () => {
  writeFileSync(inside("plain.tar"), archive);
  writeFileSync(inside("packed.tar.gz"), gzipSync(archive));
  for (const name of ["plain.tar", "packed.tar.gz"]) {
    const files = await readTar(inside(name));
    expect([...files.keys()]).toEqual(["a/one.bin", "two.txt"]);
    expect([...files.get("a/one.bin")!]).toEqual([1, 2]);
    expect(new TextDecoder().decode(files.get("two.txt"))).toBe("text");
  }
});

test("readTar(path) names what it cannot read", async () => {
  writeFileSync(inside("cut.tar.gz"), gzipSync(archive).subarray(0, 40));
  for (const name of ["cut.tar.gz", "none.tar"]) {
    await expect(readTar(inside(name))).rejects.toThrow(
      new RegExp(`^readTar: \\S+/${name} is no tar archive that can be read \\(.+\\)$`),
    );
  }
});
