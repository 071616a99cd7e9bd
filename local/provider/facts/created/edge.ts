import type { CreatedTable } from "./template";

export const edge: CreatedTable = {};
