import type { TrainingEvent } from "@dark-knowledge/paper";
import type { PipelineEvent } from "@dark-knowledge/pipeline/node";
import type { Progress } from "../terminal/progress.ts";

const ALL = "all stages";

/** Shows the progress of a pipeline: a bar for all stages, and one for each running stage. */
export function watchPipeline(
  progress: Progress,
): (event: PipelineEvent<{ readonly name: string }, TrainingEvent>) => void {
  let [done, total] = [0, 0];
  const begun = new Set<string>();
  const finish = () => {
    done++;
    progress.update(ALL, done);
    if (done === total) progress.end(ALL);
  };
  return (event) => {
    switch (event.kind) {
      case "planned": {
        total = event.stages.length;
        progress.begin(ALL, total, "stages");
        const damaged = event.stages.filter(({ status }) => status === "damaged");
        for (const { name } of damaged) progress.warn(name, "its files are damaged; it runs again");
        return;
      }
      case "reported":
        show(event.stage.name, event.event);
        return;
      case "retried": {
        const { stage, error, retry, of } = event;
        progress.warn(stage.name, `crashed (${error.message}); begins again, retry ${retry} of ${of}`);
        return;
      }
      case "started":
        return;
      case "failed":
        progress.warn(event.stage.name, event.error.message);
        break;
      case "finished":
        if (begun.has(event.stage.name)) progress.end(event.stage.name);
    }
    finish();
  };

  function show(name: string, event: TrainingEvent): void {
    if (event.kind === "warning") progress.warn(name, event.text);
    else if (event.kind === "begin") {
      begun.add(name);
      progress.begin(name, event.total, "examples");
    } else {
      progress.update(name, event.done);
      if (event.kind === "epoch") {
        progress.note(name, `epoch ${event.epoch}/${event.epochs} · ${describeLogs(event.logs)}`);
      }
    }
  }
}

function describeLogs(logs: Readonly<Record<string, number>>): string {
  const loss = logs.kl === undefined ? `loss ${logs.loss!.toPrecision(3)}` : `T²·KL ${logs.kl.toPrecision(3)}`;
  if (logs.valErrors !== undefined) return `validation errors ${logs.valErrors} · ${loss}`;
  return logs.valRmse === undefined ? loss : `validation RMSE ${logs.valRmse.toPrecision(3)} · ${loss}`;
}
