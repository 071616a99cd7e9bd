/** How wide text can get: the fonts of readers differ, so the widest of the usual ones counts. */

/** Characters of the tables below, in their order. */
const characters =
  " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~·–—×…→±−";

/**
 * Advance widths in thousandths of the font size: for each character the wider of DejaVu Sans and Liberation Sans
 * (which has Arial's metrics), measured in Chromium. DejaVu is about the widest font that a system shows pages in.
 */
const advances = {
  normal: [
    318, 401, 460, 838, 637, 951, 780, 275, 391, 391, 500, 838, 318, 361, 318, 337, 637, 637, 637, 637, 637, 637, 637,
    637, 637, 637, 337, 337, 838, 838, 838, 557, 1016, 685, 687, 723, 771, 667, 611, 778, 752, 295, 500, 667, 558, 863,
    749, 788, 667, 788, 723, 667, 611, 732, 685, 989, 686, 667, 686, 391, 337, 391, 838, 557, 500, 613, 635, 550, 635,
    616, 353, 635, 634, 278, 278, 580, 278, 975, 634, 612, 635, 635, 412, 521, 393, 634, 592, 818, 592, 592, 525, 637,
    337, 637, 838, 318, 557, 1000, 838, 1000, 1000, 838, 838,
  ],
  bold: [
    349, 457, 521, 838, 696, 1002, 873, 307, 458, 458, 523, 838, 380, 416, 380, 366, 696, 696, 696, 696, 696, 696, 696,
    696, 696, 696, 400, 400, 838, 838, 838, 611, 1000, 774, 763, 734, 831, 684, 684, 821, 837, 373, 557, 775, 638, 996,
    837, 851, 733, 851, 771, 721, 683, 813, 774, 1104, 771, 725, 726, 458, 366, 458, 838, 557, 500, 675, 716, 593, 716,
    679, 436, 716, 712, 343, 343, 666, 343, 1042, 712, 688, 716, 716, 494, 596, 479, 712, 652, 924, 646, 652, 583, 712,
    366, 712, 838, 380, 557, 1000, 838, 1000, 1000, 838, 838,
  ],
} as const;

/** For what is in no table: ideographs are as wide as the font is high, emoji somewhat wider. */
const unknownAdvance = 1_300;

export type Weight = keyof typeof advances;

/** Widest that a line of text gets, in the unit of `size`, the font size. */
export function textWidth(text: string, size: number, weight: Weight): number {
  const thousandths = [...text].reduce((sum, character) => {
    const index = characters.indexOf(character);
    return sum + (advances[weight][index] ?? unknownAdvance);
  }, 0);
  return Math.ceil((thousandths * size) / 1_000);
}
