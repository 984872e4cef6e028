/** Thrown by a loader that knows what stands in its way and how it goes away. */
export class BackendObstacle extends Error {
  /** How to enable the backend, worded to follow "to enable it,". */
  readonly cure: string;

  /** @param reason the words after the backend's name: `found no BLAS library` */
  constructor(reason: string, cure: string) {
    super(reason);
    this.name = "BackendObstacle";
    this.cure = cure;
  }
}
