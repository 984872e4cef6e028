import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Dataset } from "@dark-knowledge/datasets";
import { type ExternalTeacherRecorder, openExternalTeacher, type TeacherAccess } from "@dark-knowledge/paper";
import { teacherKindOf } from "@dark-knowledge/teachers/node";
import { loadModel, recordSoftTargets } from "@dark-knowledge/training/node";
import { UsageError } from "../usage-error.ts";

/** Opens a teacher to record what it says: one from elsewhere, or the directory of a saved model. */
export async function recordingOf(
  name: string,
  dataset: Dataset,
  access: TeacherAccess,
  signal: AbortSignal,
): Promise<ExternalTeacherRecorder> {
  if (teacherKindOf(name) !== undefined) return openExternalTeacher(name, dataset, access, signal);
  if (existsSync(join(name, "manifest.json")) && !existsSync(join(name, "model.json"))) {
    throw new UsageError(
      `--teacher ${name} holds soft targets: these are answers already, which distill --teacher takes`,
    );
  }
  const model = await loadModel(name);
  return {
    usage: () => undefined,
    record: (transfer, directory, options) => recordSoftTargets(model, transfer, directory, { ...options, signal }),
    close: async () => void model.dispose(),
  };
}
