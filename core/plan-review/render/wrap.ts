/**
 * Lines of at most `width` characters, broken between words; a word that is longer stands on a line of its own, so that
 * an address can be copied whole. The first line begins with `first`, the others with `rest`.
 */
export function wrap(text: string, width: number, first = "", rest = first): string[] {
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of text.split(" ")) {
    if (!isEmpty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = rest;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line];
}

/**
 * As `wrap`, with words broken that are longer than a line: for values, which nobody copies from a terminal. ARNs and paths
 * are broken behind one of their parts.
 */
export function wrapTight(text: string, width: number, first = "", rest = first): string[] {
  const longest = width - rest.length;
  const words = text.split(" ").flatMap((word) => pieces([...word], longest));
  return wrap(words.join(" "), width, first, rest);
}

/** @param word by characters, so that none is cut in two */
function pieces(word: readonly string[], longest: number): readonly string[] {
  if (word.length <= longest) return [word.join("")];
  const part = word.slice(0, longest).findLastIndex((character) => "/:,-_".includes(character)) + 1;
  // A part near the beginning would leave most of the line empty.
  const cut = part > longest / 2 ? part : longest;
  return [word.slice(0, cut).join(""), ...pieces(word.slice(cut), longest)];
}
