/** A point of a pen's path: x to the right and y down, both from 0 to 1 within the digit's box. */
export interface SkeletonPoint {
  readonly x: number;
  readonly y: number;
  /** Whether the pen turns sharply here, rather than in a curve. */
  readonly isCorner: boolean;
}

/** The path of the pen between two lifts. */
export type Stroke = readonly SkeletonPoint[];

/** One way to write a digit. */
export type Skeleton = readonly Stroke[];

/** "x,y" in hundredths of the box, with a "!" after corners, separated by blanks. */
function stroke(path: string): Stroke {
  return path.split(" ").map((point) => {
    const [x, y] = point.replace("!", "").split(",").map(Number);
    return { x: x! / 100, y: y! / 100, isCorner: point.endsWith("!") };
  });
}

const ZERO: readonly Skeleton[] = [
  [stroke("50,0 15,18 0,50 15,83 50,100 85,82 100,50 84,17 48,0")],
  [stroke("72,8 40,1 6,30 2,66 30,100 74,92 98,52 84,16 52,4")],
  [stroke("60,2 22,20 2,55 16,90 52,100 86,84 97,50 80,18 42,14")],
];

const ONE: readonly Skeleton[] = [
  [stroke("50,0 50,50 50,100")],
  [stroke("28,20 55,0! 54,50 54,100")],
  [stroke("8,32 58,0! 57,50 58,100")],
  [stroke("26,20 54,0! 54,50 54,100"), stroke("18,100 86,99")],
];

const TWO: readonly Skeleton[] = [
  [stroke("5,25 30,2 70,2 92,27 70,58 4,100! 100,99")],
  [stroke("8,22 45,0 88,22 68,60 26,96 4,86 24,74 60,93 100,92")],
  [stroke("6,8 50,0 88,14 62,50 2,98! 96,95")],
  [stroke("12,12 55,0 92,24 76,60 36,92! 12,98 50,90 98,100")],
];

const THREE: readonly Skeleton[] = [
  [stroke("8,12 45,0 85,19 68,42 34,48! 82,56 96,78 60,100 5,90")],
  [stroke("6,3 86,2! 42,42! 84,54 92,82 50,100 2,88")],
  [stroke("12,10 52,0 82,20 60,44 46,47 62,50 90,72 58,100 8,92")],
];

const FOUR: readonly Skeleton[] = [
  [stroke("22,0 5,56! 96,54"), stroke("75,6 70,100")],
  [stroke("70,0 0,66! 100,64"), stroke("70,0 68,100")],
  [stroke("10,5 8,40 34,55 78,46"), stroke("86,0 74,100")],
  [stroke("76,2 30,30 8,60! 92,58"), stroke("80,4 74,50 66,100")],
];

const FIVE: readonly Skeleton[] = [
  [stroke("92,0 22,1! 14,42! 58,37 95,66 64,98 4,92")],
  [stroke("25,5 17,45! 55,38 95,66 60,100 2,88"), stroke("24,4 94,1")],
  [stroke("90,5 46,2 15,22 42,45 80,60 82,86 42,100 4,88")],
];

const SIX: readonly Skeleton[] = [
  [stroke("70,0 26,26 4,66 26,98 66,97 90,72 64,50 28,59 8,76")],
  [stroke("58,0 26,30 8,66 22,95 60,100 85,76 56,55 14,74")],
  [stroke("62,2 16,24 0,62 30,100 80,93 96,60 70,36 30,45 8,62")],
];

const SEVEN: readonly Skeleton[] = [
  [stroke("0,5 96,4! 66,46 40,100")],
  [stroke("0,5 96,4! 66,46 40,100"), stroke("28,52 88,48")],
  [stroke("2,22 5,4! 96,3! 62,50 44,100")],
  [stroke("4,12 40,2 88,6 72,46 52,100")],
];

const EIGHT: readonly Skeleton[] = [
  [stroke("82,12 46,0 12,19 40,45 86,68 80,93 44,100 10,86 20,62 60,42 88,20 72,4")],
  [stroke("50,0 16,12 22,38 50,47 80,37 84,12 50,0"), stroke("50,47 12,64 14,90 50,100 87,90 88,64 50,47")],
  [stroke("86,12 46,0 12,20 46,46 86,74 50,100 12,80 48,48 92,6")],
];

const NINE: readonly Skeleton[] = [
  [stroke("86,14 46,0 8,24 34,50 74,38 88,10! 82,100")],
  [stroke("84,12 44,0 8,24 34,50 76,40 88,10! 90,52 62,95 18,94")],
  [stroke("82,10 42,8 10,30 34,53 80,40"), stroke("86,2 76,100")],
];

/** The ways to write each digit from 0 to 9. */
export const DIGIT_SKELETONS: readonly (readonly Skeleton[])[] = [
  ZERO,
  ONE,
  TWO,
  THREE,
  FOUR,
  FIVE,
  SIX,
  SEVEN,
  EIGHT,
  NINE,
];
