/** What signs in the picture mean: below it, only those that are in it. */
import { element, escaped } from "../document/xml";
import { changeActions, type BoxChanges, type Tally, worst } from "./changes";
import type { Layout } from "./layout";
import { canvas, font } from "./metrics";
import type { Diagram } from "./model";
import { badgeAt, badgeWidth, drawnIcon, tallyText } from "./svg-parts";
import { textWidth } from "./text";
import { changeMarks, toneOf } from "./theme";

interface Entry {
  readonly text: string;
  readonly signWidth: number;
  /** Draws the sign with its middle at `y`. */
  readonly sign: (x: number, y: number) => string;
}

type Line = readonly Entry[];

export function legendLines(diagram: Diagram, changes: BoxChanges | undefined): Line[] {
  return [changeLine(changes), ...elsewhereLines(changes), signLine(diagram)].filter((line) => line.length > 0);
}

export function renderLegend(diagram: Diagram, { legendY }: Layout, changes: BoxChanges | undefined): string[] {
  return legendLines(diagram, changes).flatMap((line, index) => {
    const middle = legendY + index * canvas.legendLine + canvas.legendLine / 2;
    let x: number = canvas.left;
    return line.map(({ text, sign, signWidth }) => {
      const drawn = sign(x, middle);
      const textX = x + signWidth + 7;
      x = textX + textWidth(text, font.small, "normal") + 22;
      return drawn + element("text", { class: "detail", x: textX, y: middle + 4.5 }, escaped(text));
    });
  });
}

/** Where nothing changes, that is said too. */
function changeLine(changes: BoxChanges | undefined): Line {
  if (changes === undefined) return [];
  const entries = changeActions.flatMap((action): Line => {
    const count = changes.total[action];
    if (count === 0) return [];
    const { symbol, word } = changeMarks[action];
    const text = `${symbol}${count}`;
    const signWidth = badgeWidth(text);
    return [{ text: word, signWidth, sign: (x, y) => badgeAt(text, action, x + signWidth, y - 9.5) }];
  });
  return entries.length > 0 ? entries : [{ text: "The plan changes nothing.", signWidth: 0, sign: () => "" }];
}

/** Stacks that the picture does not have: taken out, or of another environment. */
function elsewhereLines(changes: BoxChanges | undefined): Line[] {
  return [...(changes?.elsewhere ?? [])].flatMap(([stack, tally]: [string, Tally]): Line[] => {
    const action = worst(tally);
    if (action === undefined) return [];
    const signWidth = badgeWidth(tallyText(tally));
    const sign = (x: number, y: number) => badgeAt(tallyText(tally), action, x + signWidth, y - 9.5);
    return [[{ text: `${stack}, not in the picture`, signWidth, sign }]];
  });
}

function signLine({ nodes, legend }: Diagram): Line {
  const marks = legend.map(({ kind, text }): Entry => {
    const size = 16;
    return {
      text,
      signWidth: size,
      sign: (x, y) => drawnIcon(kind, { x, y: y - size / 2 }, size, `icon mark ${toneOf(kind)}`),
    };
  });
  const outside: Entry = {
    text: "outside these stacks",
    signWidth: 24,
    sign: (x, y) => element("rect", { class: "card outside", x, y: y - 7, width: 24, height: 14, rx: 4 }),
  };
  return nodes.some(({ isOutside }) => isOutside === true) ? [...marks, outside] : marks;
}
