import { existsSync, writeFileSync } from "node:fs";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { tinyConvolutions, tinyStudent } from "../../../paper/test/fixtures/tiny-student.ts";
import { runCommand } from "../fixtures/run-command.ts";

const inside = useTemporaryDirectory();
const run = (args: readonly string[]) => runCommand([...args, "--backend", "cpu"]);

test("compress prints the front, and writes a student that predict and evaluate take", async () => {
  const { data, student } = await tinyStudent(inside(), "classes", { rows: 200, epochs: 10 });
  const small = inside("small");
  const words = ["compress", student, "--data", data, "--test", data, "--epochs", "1", "--methods", "quantise:8:4"];
  const { code, stdout, stderr } = await run([...words, "--target", "drop<20", "--to", small]);
  expect([code, stderr.includes("survey")]).toEqual([0, true]);
  const [header, chosen, ...others] = stdout.split("\n");
  expect(header).toBe("candidate,gzip,errors,error rate,drop,chosen");
  expect(chosen).toMatch(/^4 bits,\d\.\d kB,\d+,\d+\.\d\d %,-?\d+\.\d\d,\*$/);
  expect(others.slice(-5).join("\n")).toMatch(
    new RegExp(
      `^test {5}errors \\d+, .*\\nstudent {2}${small}\\npacked {3}${small}/model\\.packed\\.gz, \\d\\.\\d kB\\npage {5}.*\\n$`,
    ),
  );
  const evaluated = await run(["evaluate", small, data, "--json"]);
  expect(stdout).toContain(`test     errors ${JSON.parse(evaluated.stdout).errors},`);
  // The same command again prints the same, from what is kept.
  const again = await run([...words, "--target", "drop<20", "--to", small, "--json", "--quiet"]);
  expect([again.code, again.stderr]).toEqual([0, ""]);
  const rows = again.stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(rows[0]).toMatchObject({ candidate: "4 bits", isChosen: true });

  const unmet = await run([...words, "--target", "size<900B", "--to", inside("none"), "--quiet"]);
  expect(unmet).toMatchObject({
    ...{ code: 1, stdout: expect.stringContaining("uncompressed") },
    stderr: "error: no candidate meets size<900B: no candidate is trained; nothing was written\n",
  });
  expect(existsSync(inside("none"))).toBe(false);
});

test("compress makes one layer of equal ones, and smaller convolutions, and predict takes the result", async () => {
  const { data, student } = await tinyStudent(inside(), "classes", { rows: 100, epochs: 2, net: tinyConvolutions });
  const words = ["compress", student, "--data", data, "--epochs", "1", "--target", "drop<90", "--quiet"];
  for (const [methods, name] of [
    ["layers", "equal layers as one"],
    ["tucker:4", "Tucker rank 4"],
  ] as const) {
    const small = inside(methods.slice(0, 6));
    const { code, stdout, stderr } = await run([...words, "--methods", methods, "--to", small]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(new RegExp(`^${name},\\d\\.\\d kB,.*,\\*$`, "m"));
    const answered = await run(["predict", small, data, "--json"]);
    expect([answered.code, answered.stdout.trimEnd().split("\n").length]).toEqual([0, 100]);
  }
  expect(await run([...words, "--methods", "layers:2", "--to", inside("none")])).toMatchObject({
    ...{ code: 2, stderr: "error: --methods must give layers no strength, as in layers, got layers:2\n" },
  });
});

test("compress names the option that is wrong", async () => {
  writeFileSync(inside("rows.csv"), "label\n");
  const lineOf = async (...words: string[]) => {
    const { code, stderr } = await run([
      "compress",
      inside("student"),
      "--data",
      "rows.csv",
      "--to",
      inside("to"),
      ...words,
    ]);
    return [code, stderr];
  };
  expect(await lineOf("--methods", "shrink")).toEqual([
    2,
    "error: --methods must be some of units, factorise, tucker, layers, prune, share, quantise, round, got shrink\n",
  ]);
  expect(await lineOf("--target", "small")).toEqual([
    2,
    expect.stringMatching(/^error: --target must be a size such as .*, got small\n$/),
  ]);
  expect(await lineOf("--budget", "soon")).toEqual([
    2,
    "error: --budget must be a time such as 90s, 10m or 2h, got soon\n",
  ]);
  expect(await lineOf()).toEqual([
    1,
    expect.stringMatching(/^error: loadStudent: cannot read .*student\.json \(ENOENT\)\n$/),
  ]);
});
