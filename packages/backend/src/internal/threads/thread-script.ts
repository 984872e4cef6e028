/**
 * How often a thread looks for work, or for the end of it, before it sleeps: about a third of a millisecond. Waking one takes longer than a
 * product of a small step, and in training the next product is rarely further away.
 */
export const LOOKS: number = 300_000;

/** The kernels that threads compute parts of. */
export const SHARED_KERNELS = [
  "gemm",
  "gradientStep",
  "momentumStep",
  "adamStep",
  "distillationHead",
  "maxPool",
  "maxPoolGradient",
  "reluGradient",
] as const;

/** The words of the control block: number of the task, threads at work, whether one has failed. */
export const NUMBER = 0;
export const AT_WORK = 1;
export const HAS_FAILED = 2;
const WORDS = 4;

/** Behind them the task of each thread: which kernel, how many arguments, and these. */
export const TASK_NUMBERS: number = 24;

/** A control block for so many threads, its words, and the tasks. Numbers of float64 hold every argument as it is. */
export function createControl(threads: number): {
  readonly control: SharedArrayBuffer;
  readonly words: Int32Array;
  readonly tasks: Float64Array;
} {
  const control = new SharedArrayBuffer(4 * WORDS + 8 * TASK_NUMBERS * threads);
  return { control, words: new Int32Array(control, 0, WORDS), tasks: new Float64Array(control, 4 * WORDS) };
}

/**
 * The script of a thread in Node or in a browser: it waits for the number of the next task, computes its part of it with our own
 * kernels on the shared memory, and counts itself off. A browser starts threads late: it says that it is there.
 */
export const THREAD_SCRIPT: string = `
function compute({ binaries, memory, control, index, looks }) {
  const words = new Int32Array(control, 0, ${WORDS});
  const own = new Float64Array(control, ${4 * WORDS}).subarray(${TASK_NUMBERS} * index);
  const names = ${JSON.stringify(SHARED_KERNELS)};
  let kernels;
  for (let task = 0; ; ) {
    for (let look = 0; look < looks && Atomics.load(words, ${NUMBER}) === task; look++);
    Atomics.wait(words, ${NUMBER}, task);
    task = Atomics.load(words, ${NUMBER});
    if (task < 0) break;
    try {
      const env = { memory, log: Math.log };
      kernels ??= Object.assign(
        {},
        ...binaries.map((binary) => new WebAssembly.Instance(new WebAssembly.Module(binary), { env }).exports),
      );
      const [kernel, count] = own;
      kernels[names[kernel]](...own.subarray(2, 2 + count));
    } catch {
      Atomics.store(words, ${HAS_FAILED}, 1);
    }
    if (Atomics.sub(words, ${AT_WORK}, 1) === 1) Atomics.notify(words, ${AT_WORK});
  }
}
if (typeof WorkerGlobalScope === "undefined") compute(require("node:worker_threads").workerData);
else {
  onmessage = ({ data }) => {
    postMessage("ready");
    compute(data);
    close();
  };
}
`;
