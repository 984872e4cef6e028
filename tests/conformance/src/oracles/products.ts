import { at, broadcastShape, build, type Dense } from "../dense.ts";

/** Which operands of a product are transposed. */
export interface Transposes {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
}

/** The product of the last two axes, for each pair of matrices that the leading axes broadcast to. */
export function matMulOracle(a: Dense, b: Dense, { transposeA = false, transposeB = false }: Transposes = {}): Dense {
  const [rowsOfA, columnsOfA] = a.shape.slice(-2) as [number, number];
  const [rowsOfB, columnsOfB] = b.shape.slice(-2) as [number, number];
  const inner = transposeA ? rowsOfA : columnsOfA;
  const batch = broadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const shape = [...batch, transposeA ? columnsOfA : rowsOfA, transposeB ? rowsOfB : columnsOfB];
  return build(shape, (index) => {
    const pair = index.slice(0, -2);
    const [row, column] = index.slice(-2) as [number, number];
    const [inA, inB] = [
      [...pair, 0, 0],
      [...pair, 0, 0],
    ];
    let sum = 0;
    for (let k = 0; k < inner; k++) {
      inA[pair.length] = transposeA ? k : row;
      inA[pair.length + 1] = transposeA ? row : k;
      inB[pair.length] = transposeB ? column : k;
      inB[pair.length + 1] = transposeB ? k : column;
      sum += at(a, inA) * at(b, inB);
    }
    return sum;
  });
}

/** The gradients of a product of two matrices, from the gradient with respect to it. */
export function matMulGradientOracle(
  a: Dense,
  b: Dense,
  outgoing: Dense,
  { transposeA = false, transposeB = false }: Transposes = {},
): { a: Dense; b: Dense } {
  return {
    a: transposeA
      ? matMulOracle(b, outgoing, { transposeA: transposeB, transposeB: true })
      : matMulOracle(outgoing, b, { transposeB: !transposeB }),
    b: transposeB
      ? matMulOracle(outgoing, a, { transposeA: true, transposeB: transposeA })
      : matMulOracle(a, outgoing, { transposeA: !transposeA }),
  };
}
