import { type JsonSchema, renderSchema, toJsonSchema, withDefaults } from "../document/json-schema";
import { builtIn } from "./built-in";
import { manifestSchema } from "./schema";

/** The text of `services.schema.json`: the zod schema, and the built-in defaults wherever a setting can be made. */
export function manifestJsonSchema(): string {
  const schema = toJsonSchema(manifestSchema, "SMART360 services");
  const withBuiltIn = (node: JsonSchema = {}) => withDefaults(node, builtIn);
  const { defaults, services = {} } = schema.properties ?? {};
  const service = withBuiltIn(services.items);
  const environments = service.properties?.["environments"];
  const override = environments?.additionalProperties === false ? {} : environments?.additionalProperties;
  return renderSchema({
    ...schema,
    properties: {
      ...schema.properties,
      defaults: withBuiltIn(defaults),
      services: {
        ...services,
        items: {
          ...service,
          properties: {
            ...service.properties,
            environments: { ...environments, additionalProperties: withBuiltIn(override) },
          },
        },
      },
    },
  });
}
