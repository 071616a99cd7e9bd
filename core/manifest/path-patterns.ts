/**
 * Path patterns of the load balancer: `*` stands for any characters, none included, `?` for exactly one; everything else
 * for itself, case-sensitive.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html#path-conditions
 */

/** A character that no pattern can hold: only a wildcard matches it. */
const fresh = "\u0000";

/**
 * True if every path that `pattern` matches is matched by one of `others`.
 *
 * It is enough to try paths in which the wildcards of `pattern` stand for the fresh character: whatever matches that one
 * there matches any other. So this walks `pattern` and, beside it, the set of places that `others` may have reached; a
 * `*` of `pattern` may be repeated or left. It is covered if no walk ends where none of `others` could end.
 */
export function covers(others: readonly string[], pattern: string): boolean {
  const start = others.map((other) => advance(other, new Set([0]), undefined));
  const seen = new Set<string>();
  const open: [number, Set<number>[]][] = [[0, start]];
  for (let walk = open.pop(); walk !== undefined; walk = open.pop()) {
    const [index, places] = walk;
    const key = `${index}|${places.map((set) => [...set].join()).join("|")}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const character = pattern[index];
    if (character === undefined) {
      if (!others.some((other, at) => places[at]?.has(other.length))) return false;
      continue;
    }
    const letter = character === "*" || character === "?" ? fresh : character;
    const next = others.map((other, at) => advance(other, places[at] ?? new Set(), letter));
    if (character === "*") open.push([index, next], [index + 1, places]);
    else open.push([index + 1, next]);
  }
  return true;
}

/** The places in `pattern` reached from `places` by one letter (or by none), ready for the next letter. */
function advance(pattern: string, places: ReadonlySet<number>, letter: string | undefined): Set<number> {
  const reached = new Set<number>();
  const reach = (place: number): void => {
    reached.add(place);
    if (pattern[place] === "*") reach(place + 1);
  };
  for (const place of places) {
    if (letter === undefined) reach(place);
    else if (pattern[place] === "*") reach(place);
    else if (pattern[place] === "?" || pattern[place] === letter) reach(place + 1);
  }
  // Once a `*` is reached, places before it can match nothing that it cannot: dropping them keeps the sets small.
  const lastStar = Math.max(-1, ...[...reached].filter((place) => pattern[place] === "*"));
  return new Set([...reached].filter((place) => place >= lastStar).sort((a, b) => a - b));
}

/** A shortest path that both patterns match, or undefined if there is none. */
export function commonPath(a: string, b: string): string | undefined {
  const seen = new Set<string>();
  let walks: [number, number, string][] = [[0, 0, ""]];
  while (walks.length > 0) {
    const longer: [number, number, string][] = [];
    // Walks of the same length; leaving a `*` lengthens nothing, so those join the same round.
    for (let walk = walks.pop(); walk !== undefined; walk = walks.pop()) {
      const [i, j, path] = walk;
      const key = `${i},${j}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const [x, y] = [a[i], b[j]];
      if (x === undefined && y === undefined) return path;
      if (x === "*") walks.push([i + 1, j, path]);
      if (y === "*") walks.push([i, j + 1, path]);
      if (x === undefined || y === undefined) continue;
      const letter = isWildcard(x) ? (isWildcard(y) ? "x" : y) : x;
      if (!isWildcard(x) && !isWildcard(y) && x !== y) continue;
      longer.push([x === "*" ? i : i + 1, y === "*" ? j : j + 1, path + letter]);
    }
    walks = longer;
  }
  return undefined;
}

function isWildcard(character: string): boolean {
  return character === "*" || character === "?";
}

/** What a pattern starts with, up to its first wildcard: patterns that differ there have nothing in common. */
export function literalPrefix(pattern: string): string {
  return /^[^*?]*/.exec(pattern)?.[0] ?? "";
}
