/** Terraform's CLI configuration on the embedded default: the user's own has no part in it. */
import type { ProviderMode } from "../../local/daemon/record";
import type { Variables } from "./environment";

/** Folder that holds the real provider as a filesystem mirror. */
export const mirrorVariable = "SMART360_PROVIDER_MIRROR";

/**
 * The offline provider is reached by TF_REATTACH_PROVIDERS and needs no installation. The real one comes from the mirror
 * that `SMART360_PROVIDER_MIRROR` names, or from its registry.
 */
export function cliConfiguration(mode: ProviderMode, variables: Variables): string {
  const mirror = variables[mirrorVariable];
  if (mode === "offline" || mirror === undefined || mirror === "") return "disable_checkpoint = true\n";
  return `disable_checkpoint = true
provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(mirror)}
    include = ["registry.terraform.io/hashicorp/aws"]
  }
  direct {
    exclude = ["registry.terraform.io/hashicorp/aws"]
  }
}
`;
}
