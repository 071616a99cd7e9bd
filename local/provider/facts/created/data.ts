import type { CreatedTable } from "./template";

export const data: CreatedTable = {};
