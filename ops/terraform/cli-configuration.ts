/** Terraform's CLI configuration on the embedded default: the user's own has no part in it. */

/**
 * The offline provider is reached by TF_REATTACH_PROVIDERS and needs no installation. The real one comes from a mirror,
 * or from its registry.
 *
 * @param mirror folder that holds the real provider as a filesystem mirror
 */
export function cliConfiguration(mirror: string | undefined): string {
  if (mirror === undefined) return "disable_checkpoint = true\n";
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
