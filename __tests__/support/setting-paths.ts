import { z } from "zod";

/**
 * The paths of all settings that a schema knows, in its order: `network.cidr`. Lists, records and unions count as one
 * setting.
 */
export function settingPaths(schema: z.core.$ZodType, path: readonly string[] = []): string[] {
  if (schema instanceof z.ZodObject)
    return Object.entries<z.core.$ZodType>(schema.shape).flatMap(([key, member]) =>
      settingPaths(member, [...path, key]),
    );
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional)
    return settingPaths(schema.unwrap(), path);
  return [path.join(".")];
}

/** `("a.b", 1)` -> `{ a: { b: 1 } }` */
export function settingAt(path: string, value: unknown): Record<string, unknown> {
  return path.split(".").reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as Record<string, unknown>;
}
