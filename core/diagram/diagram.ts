/** Pictures of the platform: what the rest of the program uses of this folder. */
export { architecture, type ArchitectureContext } from "./architecture";
export { planChanges, type ChangeAction, type Changes } from "./changes";
export { renderDrawio } from "./drawio";
export type { StackDocuments } from "./landscape";
export type { Diagram } from "./model";
export { stacksDiagram } from "./stacks";
export { renderSvg as architectureSvg, type SvgOptions } from "./svg";
export type { SvgTheme } from "./svg-style";
