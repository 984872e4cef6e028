import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { describe, expect, test } from "vitest";
import { writeDurably } from "../../src/node/index.ts";

const inside = useTemporaryDirectory();
const bytes = (text: string) => new TextEncoder().encode(text);

describe("writeDurably(directory, name, parts)", () => {
  test("writes the parts one after another in place of what was there", async () => {
    writeFileSync(inside("file"), "something longer than the new");
    await writeDurably(inside(), "file", [bytes("one "), bytes(""), bytes("two")]);
    expect(readFileSync(inside("file"), "utf8")).toBe("one two");
    expect(readdirSync(inside())).toEqual(["file"]);
  });

  test("has everything in the neighbour before it takes the name, and leaves the old file when told so", async () => {
    writeFileSync(inside("file"), "old");
    const refused = writeDurably(inside(), "file", [bytes("new")], async () => {
      expect(readFileSync(inside(".file.part"), "utf8")).toBe("new");
      throw new Error("not now");
    });
    await expect(refused).rejects.toThrow("not now");
    expect(readFileSync(inside("file"), "utf8")).toBe("old");
    expect(readdirSync(inside())).toEqual(["file"]);
  });

  test.runIf(existsSync("/dev/full"))("keeps the old file on a full disk, and leaves no half file", async () => {
    writeFileSync(inside("file"), "old");
    symlinkSync("/dev/full", inside(".file.part"));
    await expect(writeDurably(inside(), "file", [bytes("new")])).rejects.toThrow(
      `cannot write ${inside("file")} (ENOSPC); make room on its disk and try again`,
    );
    expect(readFileSync(inside("file"), "utf8")).toBe("old");
    expect(readdirSync(inside())).toEqual(["file"]);
  });
});
