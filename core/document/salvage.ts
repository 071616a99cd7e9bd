/** What can still be used of a value that breaks its schema, so that one run reports everything. */
import { z } from "zod";

export interface Salvaged<T> {
  /** The properties that are as the schema wants them. */
  readonly value: Partial<T>;
  /** The properties that are not, and those that are missing. */
  readonly broken: ReadonlySet<string>;
}

export function salvage<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  raw: unknown,
): Salvaged<z.output<z.ZodObject<Shape>>> {
  const whole = schema.safeParse(raw);
  if (whole.success) return { value: whole.data, broken: new Set() };
  const properties = new Map(z.core.util.isPlainObject(raw) ? Object.entries(raw) : []);
  const value: Record<string, unknown> = {};
  const broken = new Set<string>();
  for (const [key, property] of Object.entries<z.core.$ZodType>(schema.shape)) {
    const result = z.safeParse(property, properties.get(key));
    if (!result.success) broken.add(key);
    else if (result.data !== undefined) value[key] = result.data;
  }
  // Each property has just passed its own schema.
  return { value: value as Partial<z.output<z.ZodObject<Shape>>>, broken };
}
