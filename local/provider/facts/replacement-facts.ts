import type { TypeName } from "../schema/model";

export const replacementFacts: Readonly<Record<TypeName, readonly string[]>> = {};
