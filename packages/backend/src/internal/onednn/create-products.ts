import type { NativeBlas, Product } from "../products/product.ts";
import { type CompiledLayer, compileLayer } from "./compile-layer.ts";
import { keepCompiled } from "./keep-compiled.ts";
import type { OneDnn } from "./one-dnn.ts";
import { takePlan } from "./take-plan.ts";

/** Below so many multiplications the calls of a compiled product cost more than it saves. */
const LEAST = 2_000_000;

/**
 * Products by oneDNN. `A·Bᵀ`, as for the gradient of a dense layer's input, is compiled for its sizes when it is first needed: with 64 to
 * 2,000 rows and sums of 10 to 10,000 terms, the library's general function takes 1.1 to 2 times as long. Other products it
 * multiplies by that function, which is the faster one for them.
 *
 * @param threadsFor how many threads a computation may take, which they take from then on
 */
export function createProducts(library: OneDnn, threadsFor: (multiplications: number) => number): NativeBlas {
  const find = keepCompiled<CompiledLayer>();
  return {
    multiply(memory, product) {
      const { transposeA, transposeB, rows, columns, inner, beta = 0 } = product;
      const multiplications = rows * columns * inner;
      const threads = threadsFor(multiplications);
      const isCompiled = !transposeA && transposeB && beta === 0 && multiplications >= LEAST;
      const key = [rows, columns, inner, threads].join();
      const compiled = isCompiled ? find(key, () => compileProduct(library, product)) : undefined;
      if (compiled === undefined) library.multiply(memory, product);
      else compiled.run({ memory, x: product.a, filter: product.b, y: product.c });
    },
  };
}

/** Compiles `A·Bᵀ`. */
function compileProduct(library: OneDnn, { rows, columns, inner }: Product): CompiledLayer {
  const x = library.describeTensor([rows, inner], [inner, 1]);
  const filter = library.describeTensor([inner, columns], [1, inner]);
  const y = library.describeTensor([rows, columns], [columns, 1]);
  const operation = library.describeOperation((functions, desc) =>
    functions.dnnl_matmul_desc_init(desc, x, filter, null, y),
  );
  const plan = takePlan(library, library.listPlans(operation, false, 1));
  return compileLayer(library, { plan, descs: { x, filter, y } }, undefined);
}
