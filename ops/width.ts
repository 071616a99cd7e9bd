/** How wide text for people is: 80 columns, and on a narrower terminal as wide as that, down to 60. */

const usual = 80;
const least = 60;

/** @param columns of the terminal; 0 or undefined where that is not known */
export function widthOf(
  { isTerminal }: { readonly isTerminal: boolean },
  columns: number | undefined = process.stdout.columns,
): number {
  const isKnown = isTerminal && columns !== undefined && columns > 0;
  return isKnown ? Math.min(usual, Math.max(least, columns)) : usual;
}
