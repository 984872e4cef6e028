import {
  ABOUT_COMPRESSION,
  ABOUT_INTENTS,
  ABOUT_MNIST,
  ABOUT_REGULARISER,
  ABOUT_SPECIALISTS,
  ABOUT_SPEECH,
} from "@dark-knowledge/paper";

const SHARED = `
The run directory:
  Every net is a stage of it. After Ctrl-C, a crash or a power cut, run the same command again: finished nets are kept, and the
  others resume from their last checkpoint. spec.json is the specification of the run, record.jsonl the result for programs,
  table.md and report.html the result for people.

Exit codes:
  0  done        1  something failed        2  usage error        3  budget spent        130  interrupted`;

const FILES = `
MNIST and Fashion-MNIST are looked for in --data-dir, then in $DARK_KNOWLEDGE_DATA/<dataset>, then in the cache
(~/.cache/dark-knowledge), and are downloaded into the cache otherwise.`;

/** The text after the options in `distill --help`. */
export const DISTILL_HELP: string = `
Nets:
  800,800 (or mlp:800,800)   a multilayer perceptron with these hidden layers
  cnn:16,32 or cnn:16,32:64  convolutions with these filters, then dense layers
  embedding:32 (or :32:64)   for texts: the sum of a vector for each word and n-gram, then dense layers
  gru:32 or lstm:32 (:64)    for texts, word by word, and recordings: recurrent layers, then dense layers
  model.json                 a tfjs model that ends in logits; a teacher from a file is used as it is

Teachers from elsewhere (--teacher only):
  FILE.onnx                  runs in onnxruntime-node or onnxruntime-web, whichever is installed
  http://…, https://…        a service; $DARK_KNOWLEDGE_TEACHER_TOKEN is sent as its bearer token
  "cmd: python3 teacher.py"  a process, such as a Python program
  DIRECTORY                  soft targets with an answer to each row of the table, such as soft-targets import writes
  They answer each example of the transfer set and the test set once. The answers are kept in answers/ in the run directory as
  they come. Rows of a table, and texts, are sent as they stand in it too, and a process is told the paths of files. With --task
  numbers they answer in the unit of the table, with --task several-classes with a probability for each class.

What it does:
  Trains a teacher, trains a small net on the hard labels, and distils the teacher into the same small net: the small net
  learns to reproduce the teacher's probabilities, softened by a temperature. Then it counts errors on a test set that was used
  for no choice. The teacher and the best distilled student are copied to teacher/ and student/ in the run directory.
${SHARED}

Examples:
  $ dark-knowledge distill
        ten classes of generated digits, three seeds, a minute or two on two cores
  $ dark-knowledge distill --dataset mnist --teacher 1200,1200 --student 800,800 --temperature 20
        the nets of the paper; MNIST is downloaded once, or read from --data-dir
  $ dark-knowledge distill --dataset mnist --teacher cnn:32,64:256 --student 100,100
        a convolutional teacher and a perceptron
  $ dark-knowledge distill --dataset mnist --omit 3
        the student never sees a 3 and must learn it from the teacher's soft targets
  $ dark-knowledge distill --spec runs/digits-1f0c9a/spec.json --out runs/again
        repeats an earlier run; other options change parts of it
  $ dark-knowledge distill --data letters.csv --label letter
        a table of your own: types and sizes are printed, and a fifth of its rows is the test set
  $ dark-knowledge distill --data train.parquet --test test.parquet --label kind --student 32 --temperature 2
        a separate test set, and another student
  $ dark-knowledge distill --data questions.csv --text question --label intent --student embedding:16
        sentences: the student takes raw ones; --student gru:32 reads them word by word
  $ dark-knowledge distill --data clips
        recordings (.wav) in class-named folders: the student is gru:32
  $ dark-knowledge distill --data letters.csv --label letter --teacher "cmd: python3 teacher.py"
        a forest of scikit-learn, for example, is the teacher
  $ dark-knowledge distill --data images --teacher https://example.org/predict --budget 500
        stops after 500 requests; the same command continues
  $ dark-knowledge distill --data houses.csv --label price --task numbers
        regression; --task several-classes is for rows that have any number of classes
${FILES}`;

/** The texts after the options in `reproduce … --help`, by experiment. */
export const REPRODUCE_HELP: Readonly<
  Record<"mnist" | "specialists" | "speech" | "regulariser" | "intents" | "compression", string>
> = {
  mnist: `${ABOUT_MNIST}\n${SHARED}\n${FILES}`,
  specialists: `${ABOUT_SPECIALISTS}\n${SHARED}`,
  speech: `${ABOUT_SPEECH}\n${SHARED}`,
  regulariser: `${ABOUT_REGULARISER}\n${SHARED}\n${FILES}`,
  intents: `${ABOUT_INTENTS}\n${SHARED}`,
  compression: `${ABOUT_COMPRESSION}\n${SHARED}\n${FILES}`,
};
