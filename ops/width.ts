/** How wide text for people is: 80 columns, and on a narrower terminal as wide as that, down to 60. */

const usual = 80;
const usualLeast = 60;

/**
 * @param columns of the terminal; 0 or undefined where that is not known
 * @param least what can be drawn on less may give a smaller one
 */
export function widthOf(
  { isTerminal }: { readonly isTerminal: boolean },
  columns: number | undefined = process.stdout.columns,
  least = usualLeast,
): number {
  const isKnown = isTerminal && columns !== undefined && columns > 0;
  return isKnown ? Math.min(usual, Math.max(least, columns)) : usual;
}
