/** Names of machines as EC2, RDS and ElastiCache give them: a family and a size. */
import type { z } from "zod";
import { checked, patterned } from "../document/schema-kit";
import { nearest } from "../document/text";
import { environmentProblems as problems } from "../errors";

/** https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html: any number of xlarge, metal of a size. */
const size = "(nano|micro|small|medium|large|([2-9]|[1-9]\\d{1,2})?xlarge|metal(-\\d{1,3}xl)?)";

const multiples = [2, 3, 4, 6, 8, 9, 10, 12, 16, 18, 24, 32, 48].map((count) => `${count}xlarge`);
const usualSizes = ["nano", "micro", "small", "medium", "large", "xlarge", ...multiples, "metal"];

/**
 * Which families have which sizes is for AWS to say; a size that none has is a typo.
 *
 * @param family pattern of what stands before the size and its dot
 */
export function machineType(family: string, rule: string, example: string): z.ZodString {
  const name = patterned(new RegExp(`^${family}\\.[a-z0-9-]+$`), rule, example);
  // Editors know patterns only: theirs holds the sizes.
  return checked(name, sizeProblem).meta({ pattern: `^${family}\\.${size}$` });
}

function sizeProblem(name: string): string | undefined {
  const given = name.slice(name.lastIndexOf(".") + 1);
  if (new RegExp(`^${size}$`).test(given)) return undefined;
  const meant = nearest(given, usualSizes);
  return problems.unknownSize(given, meant === undefined ? undefined : name.slice(0, -given.length) + meant);
}
