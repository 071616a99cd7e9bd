import type { CreatedTable } from "./template";

export const network: CreatedTable = {};
