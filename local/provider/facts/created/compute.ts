import type { CreatedTable } from "./template";

export const compute: CreatedTable = {};
