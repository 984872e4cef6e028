/** Explains `reproduce compression` to people who are about to run it. */
export const ABOUT_COMPRESSION: string = `
What it does:
  Trains nets, and makes them small by several recipes: pruned weights and units, factors, codebooks, few bits, int8. After each
  step a net learns for a few epochs from the soft targets of a teacher, and for comparison from labels. Sizes are those of
  packed files with gzip. The smallest forms are chosen on a validation set, and all are measured on the test set. What is int8 is
  also exported as .onnx and compared with the net, which takes onnxruntime-node or onnxruntime-web.
  With --adapt-to one net is also compressed before and after it is adapted to some classes, with equal epochs and soft targets.

Recipes (in a specification):
  prune:0.9,share:4    a share of the weights by magnitude, then 2^4 values for each layer
  fisher, movement     the same by Fisher information, or by how far weights moved away from 0; gradual: while training
  units, factorise     a share of the units or filters; a rank, or a share of the energy
  tucker, layers       the same for convolutions, by channels and filters; equal layers as one
  quantise:4, int8     weights of 2 to 8 bits; weights and activations of 8 bits, without training
  round:4              weights of 2 to 8 bits, the rounding learned from examples, without training
  longer               no compression, the same training: a control

Examples:
  $ dark-knowledge reproduce compression --smoke
        generated digits and small nets, in seconds
  $ dark-knowledge reproduce compression --data-dir mnist --only 784-300-100-10
        one of the nets, on MNIST; more of them in the same directory reuse what is there
  $ dark-knowledge reproduce compression --data-dir mnist --only 784-300-100-10 --adapt-to 0,1,2,3,4
        the same, and the net adapted to five digits
  $ dark-knowledge reproduce compression --data letters.csv --label letter --seeds 3
        a table of your own`;
