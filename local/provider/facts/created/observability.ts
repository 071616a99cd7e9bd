import type { CreatedTable } from "./template";

export const observability: CreatedTable = {};
