/** Those of our own kernels that compute batch normalisation and the steps of recurrent layers. */
export interface TrainingKernels {
  sumSquaredDeviations(x: number, mean: number, to: number, rows: number, columns: number, totals: number): void;
  normaliseColumns(
    x: number,
    y: number,
    rows: number,
    columns: number,
    mean: number,
    scale: number,
    shift: number,
  ): void;
  sumWithDeviations(
    x: number,
    dy: number,
    rows: number,
    columns: number,
    mean: number,
    sums: number,
    products: number,
    totals: number,
  ): void;
  normalisationGradient(
    x: number,
    dy: number,
    dx: number,
    rows: number,
    columns: number,
    mean: number,
    scale: number,
    shift: number,
    slope: number,
  ): void;
  activateAll(h: number, count: number, activation: number): void;
  activationGradient(dh: number, h: number, dz: number, count: number, activation: number): void;
  addFloats(from: number, to: number, count: number): void;
  lstmStep(
    gates: number,
    before: number,
    cells: number,
    h: number,
    rows: number,
    units: number,
    activation: number,
    gateActivation: number,
  ): void;
  lstmStepGradient(
    gates: number,
    before: number,
    cells: number,
    dh: number,
    dCells: number,
    dz: number,
    rows: number,
    units: number,
    activation: number,
    gateActivation: number,
  ): void;
  gruGates(gates: number, before: number, reset: number, rows: number, units: number, gateActivation: number): void;
  gruStep(
    gates: number,
    before: number,
    candidate: number,
    h: number,
    rows: number,
    units: number,
    activation: number,
  ): void;
  gruStepGradient(
    gates: number,
    before: number,
    candidate: number,
    dh: number,
    dGates: number,
    dCandidate: number,
    rows: number,
    units: number,
    activation: number,
    gateActivation: number,
  ): void;
  gruGatesGradient(
    gates: number,
    before: number,
    dReset: number,
    dh: number,
    dGates: number,
    rows: number,
    units: number,
    gateActivation: number,
  ): void;
}
