/** Shortens blocks of text until they fit together, the least important first. */

export interface Block {
  /** As the reader is told what was left out. */
  readonly name: string;
  /** The lowest is shortened first; of equals, the last. */
  readonly rank: number;
  /** The same thing said ever shorter; what may be left out ends with an empty one. */
  readonly forms: readonly string[];
}

export interface Fitted {
  /** A text a block, in their order. */
  readonly texts: readonly string[];
  /** Names of the blocks that say less than they could, each once. */
  readonly shortened: readonly string[];
}

/** @param limit characters, with two between blocks; exceeded only where nothing can be shortened further */
export function fit(blocks: readonly Block[], limit: number): Fitted {
  const chosen = blocks.map(() => 0);
  const textOf = (index: number) => blocks[index]?.forms[chosen[index] ?? 0] ?? "";
  let total = blocks.reduce((sum, _, index) => sum + textOf(index).length + 2, 0);
  // Every block of a rank loses its detail before one of them is left out.
  const ranks = [...new Set(blocks.map(({ rank }) => rank))].sort((a, b) => a - b);
  for (const rank of ranks) {
    const here = blocks.flatMap((block, index) => (block.rank === rank ? [index] : [])).reverse();
    const deepest = Math.max(...here.map((index) => (blocks[index]?.forms.length ?? 1) - 1));
    for (let depth = 1; depth <= deepest; depth += 1) {
      for (const index of here) {
        if (total <= limit) return result(blocks, textOf);
        if (depth >= (blocks[index]?.forms.length ?? 0)) continue;
        total -= textOf(index).length;
        chosen[index] = depth;
        total += textOf(index).length;
      }
    }
  }
  return result(blocks, textOf);
}

function result(blocks: readonly Block[], textOf: (index: number) => string): Fitted {
  const texts = blocks.map((_, index) => textOf(index));
  const shortened = blocks.filter(({ forms }, index) => texts[index] !== (forms[0] ?? "")).map(({ name }) => name);
  return { texts, shortened: [...new Set(shortened)] };
}
