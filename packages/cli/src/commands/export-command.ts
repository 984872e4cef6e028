import { exportStudent, remarksLine, SOURCE_KINDS } from "@dark-knowledge/paper";
import { loadExamples, loadStudent } from "@dark-knowledge/training/node";
import { Command } from "commander";
import type { CommandContext } from "../command-context.ts";
import { parseChoice, SHARED_OPTIONS, type SharedFlags } from "../options/shared-options.ts";
import { chooseBackend } from "../run/choose-backend.ts";
import { writeRows } from "../terminal/write-rows.ts";

type Flags = Pick<SharedFlags, "backend" | "json"> & {
  readonly to: string;
  readonly data: string;
  readonly weights: "float32" | "float16" | "int8";
  readonly overwrite?: boolean;
};

const HELP = `
Output:
  What was written, with its size as a server sends it, and then the student and the file side by side.

Examples:
  dark-knowledge export runs/letters/student --to letters.onnx --data letters.csv
  dark-knowledge export runs/letters/student --to letters-int8.onnx --weights int8 --data letters.csv
  dark-knowledge export runs/letters/student --to web/letters --weights int8 --data letters.csv`;

/** Makes the `export` command. */
export function exportCommand({ stdout, stderr, signal }: CommandContext): Command {
  const command = new Command("export")
    .description("write a student for another program, and compare what was written with it")
    .argument("<student>", "the directory of a student")
    .requiredOption("--to <place>", "a file .onnx or .safetensors (weights alone), or a directory for TensorFlow.js")
    .requiredOption("--data <data>", "raw examples, labelled or not, on which the two are compared")
    .option(
      "--weights <type>",
      "float32, float16 or int8",
      (text) => parseChoice(text, ["float32", "float16", "int8"]),
      "float32",
    )
    .option("--overwrite", "replace what is there already");
  SHARED_OPTIONS.backend(command);
  return SHARED_OPTIONS.json(command, "print JSON lines")
    .addHelpText("after", HELP)
    .action(async (directory: string, { to, data, weights, overwrite = false, backend, json = false }: Flags) => {
      await chooseBackend(backend);
      const student = await loadStudent(directory);
      try {
        const { dataset, remarks } = await loadExamples(student.description, data, { kinds: SOURCE_KINDS });
        stderr.write(remarksLine(remarks));
        const options = { weights, overwrite, signal, now: () => performance.now() };
        const { files, comparison = [] } = await exportStudent(student, to, dataset, options);
        writeRows(stdout, files, json);
        if (comparison.length === 0) return;
        if (!json) stdout.write("\n");
        writeRows(stdout, comparison, json);
      } finally {
        student.dispose();
      }
    });
}
