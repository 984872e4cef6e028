import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { useDisk, useTemporaryDirectory } from "../../src/node/index.ts";

const inside = useTemporaryDirectory();
const disk = useDisk(() => inside("disk"), "8k");

test("useDisk(path) is a small file system of its own, which can be made larger and read-only", (context) => {
  if (!disk.isMounted) context.skip("this machine mounts nothing for tests");
  const write = (bytes: number) => () => writeFileSync(`${disk.path}/file`, new Uint8Array(bytes));
  expect(write(2 ** 16)).toThrow("ENOSPC");
  disk.remount("size=1m");
  expect(write(2 ** 16)).not.toThrow();
  disk.remount("ro");
  expect(write(1)).toThrow("EROFS");
  expect(() => disk.remount("size=nothing")).toThrow("remount size=nothing ended with code");
});
