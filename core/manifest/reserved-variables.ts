/** Environment variables that the platform sets itself; a name that ends in `*` stands for all that start so. */
const reservedVariables: readonly { readonly name: string; readonly purpose: string }[] = [
  { name: "DATABASE_URL", purpose: "from uses: database" },
  { name: "REDIS_URL", purpose: "from uses: cache" },
  { name: "FILES_BUCKET", purpose: "from uses: files" },
  { name: "FILES_PREFIX", purpose: "from uses: files" },
  { name: "OTEL_*", purpose: "the collector on the task's instance" },
  { name: "UWSGI_HARAKIRI", purpose: "from requestTimeoutSeconds" },
  { name: "UWSGI_WORKER_RELOAD_MERCY", purpose: "from requestTimeoutSeconds" },
  { name: "SMART360_*", purpose: "the environment's name" },
  { name: "VIEWER_DOMAIN", purpose: "the environment's domain" },
  { name: "AWS_REGION", purpose: "the environment's region" },
  { name: "AWS_DEFAULT_REGION", purpose: "the environment's region" },
  { name: "AWS_ACCESS_KEY_ID", purpose: "credentials come from the task's role" },
  { name: "AWS_SECRET_ACCESS_KEY", purpose: "credentials come from the task's role" },
  { name: "AWS_SESSION_TOKEN", purpose: "credentials come from the task's role" },
  { name: "AWS_CONTAINER_*", purpose: "the ECS agent" },
  { name: "ECS_*", purpose: "the ECS agent" },
];

/** What the platform uses a variable for; undefined if it leaves it to the service. */
export function purposeOfReserved(variable: string): string | undefined {
  const isNamed = (name: string) => (name.endsWith("*") ? variable.startsWith(name.slice(0, -1)) : variable === name);
  return reservedVariables.find(({ name }) => isNamed(name))?.purpose;
}
