/** `C ← op(A)·op(B) + beta·C` on float32 matrices in the linear memory, row-major. */
export interface Product {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  /** Rows and columns of C, and the size of the axis that is summed over. */
  readonly rows: number;
  readonly columns: number;
  readonly inner: number;
  /** Byte offsets of the three matrices. */
  readonly a: number;
  readonly b: number;
  readonly c: number;
  /** Default: 0, C is overwritten. */
  readonly beta?: number;
  /** From one row to the next, where a matrix is a part of a wider one. Default: without gaps. */
  readonly strideA?: number;
  readonly strideB?: number;
  readonly strideC?: number;
}

/** A native library that multiplies in place of our own kernel. */
export interface NativeBlas {
  multiply(memory: ArrayBufferLike, product: Product): void;
}
