/**
 * How often a thread looks for work, or for the end of it, before it sleeps: about a third of a millisecond. Waking one takes longer than a
 * product of a small step, and in training the next product is rarely further away.
 */
export const LOOKS: number = 300_000;

/**
 * The script of a thread in Node or in a browser: it waits for the number of the next product, computes its part of it with our own
 * kernel on the shared memory, and counts itself off. A browser starts threads late: it says that it is there.
 */
export const THREAD_SCRIPT: string = `
function compute({ binary, memory, control, index }) {
  const words = new Int32Array(control);
  const floats = new Float32Array(control);
  let kernels;
  for (let product = 0; ; ) {
    for (let look = 0; look < ${LOOKS} && Atomics.load(words, 0) === product; look++);
    Atomics.wait(words, 0, product);
    product = Atomics.load(words, 0);
    if (product < 0) break;
    try {
      const env = { memory, log: Math.log };
      kernels ??= new WebAssembly.Instance(new WebAssembly.Module(binary), { env }).exports;
      const [transposeA, transposeB, rows, columns, inner, a, strideA, b, strideB, , c, strideC, workspace] = words.subarray(4 + 16 * index);
      kernels.gemm(transposeA, transposeB, rows, columns, inner, a, strideA, b, strideB, floats[4 + 16 * index + 9], c, strideC, workspace);
    } catch {
      Atomics.store(words, 2, 1);
    }
    if (Atomics.sub(words, 1, 1) === 1) Atomics.notify(words, 1);
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
