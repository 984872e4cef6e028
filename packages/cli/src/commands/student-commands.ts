import { answerColumns, remarksLine, SOURCE_KINDS } from "@dark-knowledge/paper";
import { taskFigures } from "@dark-knowledge/training";
import { loadExamples, loadStudent } from "@dark-knowledge/training/node";
import { Command } from "commander";
import type { CommandContext } from "../command-context.ts";
import { SHARED_OPTIONS, type SharedFlags } from "../options/shared-options.ts";
import { chooseBackend } from "../run/choose-backend.ts";
import { writeRows } from "../terminal/write-rows.ts";

type Flags = Pick<SharedFlags, "backend" | "json">;

const OUTPUT = `
Output:
  A table on a terminal, comma-separated values in a pipe, JSON lines with --json.

A student is a directory with model.json and student.json, as distill writes it: runs/letters-1f0c9a/student`;

/** Makes the `predict` command. */
export function predictCommand(context: CommandContext): Command {
  return studentCommand("predict", "print a student's answers to raw examples", OUTPUT)
    .argument(
      "<input...>",
      "tables of rows or texts, .txt files of a text per line, pictures, recordings (.wav) or directories of them",
    )
    .action(async (directory: string, inputs: readonly string[], { backend, json = false }: Flags) => {
      const { signal, stdout, stderr } = context;
      await chooseBackend(backend);
      const student = await loadStudent(directory);
      try {
        const rows: Record<string, unknown>[] = [];
        for (const input of inputs) {
          const { dataset, names, remarks } = await loadExamples(student.description, input, { kinds: SOURCE_KINDS });
          stderr.write(remarksLine(remarks));
          const answers = await answerColumns(student, dataset, { json, signal });
          answers.forEach((answer, id) => {
            rows.push({ input, example: names[id], ...answer });
          });
        }
        writeRows(stdout, rows, json);
      } finally {
        student.dispose();
      }
    });
}

/** Makes the `evaluate` command. */
export function evaluateCommand(context: CommandContext): Command {
  return studentCommand("evaluate", "measure a student on raw examples that have labels", OUTPUT)
    .argument(
      "<data>",
      "a table with the label's column, or a directory of pictures or recordings in class-named folders",
    )
    .action(async (directory: string, data: string, { backend, json = false }: Flags) => {
      await chooseBackend(backend);
      const student = await loadStudent(directory);
      try {
        const { dataset, remarks } = await loadExamples(student.description, data, { kinds: SOURCE_KINDS });
        context.stderr.write(remarksLine(remarks));
        const figures = await taskFigures(student.model, dataset, { signal: context.signal });
        if (json) writeRows(context.stdout, [figures], true);
        else {
          const { examples, errors } = figures;
          const rows = Object.entries(
            errors === undefined ? figures : { ...figures, errorRate: errors / (examples ?? figures.labels!) },
          );
          writeRows(
            context.stdout,
            rows.map(([figure, value]) => ({ figure, value })),
          );
        }
      } finally {
        student.dispose();
      }
    });
}

function studentCommand(name: string, description: string, help: string): Command {
  const command = new Command(name).description(description).argument("<student>", "the directory of a student");
  SHARED_OPTIONS.backend(command);
  return SHARED_OPTIONS.json(command, "print JSON lines").addHelpText("after", help);
}
