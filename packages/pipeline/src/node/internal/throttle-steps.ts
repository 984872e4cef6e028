import type { TaskEvent } from "../../task.ts";

/** Forwards events in order, but at most one `"step"` event per interval, and always the last one before a pause. */
export function throttleSteps(
  post: (event: TaskEvent) => void,
  interval: number,
): { readonly emit: (event: TaskEvent) => void; readonly flush: () => void } {
  let latest: TaskEvent | undefined;
  let timer: NodeJS.Timeout | undefined;
  const postLatest = () => {
    if (latest !== undefined) post(latest);
    latest = undefined;
  };
  const onInterval = () => {
    timer = latest === undefined ? undefined : setTimeout(onInterval, interval);
    postLatest();
  };
  return {
    emit(event) {
      if (event.kind === "step") {
        latest = event;
        if (timer !== undefined) return;
        timer = setTimeout(onInterval, interval);
      }
      postLatest();
      if (event.kind !== "step") post(event);
    },
    flush() {
      clearTimeout(timer);
      timer = undefined;
      postLatest();
    },
  };
}
