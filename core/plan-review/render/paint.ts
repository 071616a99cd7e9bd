/** How a rendering for terminals is coloured: given by the caller, who knows whether anybody sees colours. */
export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  yellow(text: string): string;
  green(text: string): string;
}

const asItIs = (text: string) => text;

export const noPaint: Paint = { bold: asItIs, dim: asItIs, red: asItIs, yellow: asItIs, green: asItIs };
