/** Parameters of databases that keep clients from connecting unencrypted, by type of group, with the values that do. */
export const encryptingParameters: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html and
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/mysql-ssl-connections.html
  aws_db_parameter_group: { "rds.force_ssl": ["1"], require_secure_transport: ["1", "ON"] },
  aws_rds_cluster_parameter_group: { "rds.force_ssl": ["1"], require_secure_transport: ["1", "ON"] },
  // https://docs.aws.amazon.com/documentdb/latest/developerguide/security.encryption.ssl.html
  aws_docdb_cluster_parameter_group: { tls: ["enabled", "fips-140-3", "tls1.2+", "tls1.3+"] },
  // https://docs.aws.amazon.com/neptune/latest/userguide/security-ssl.html
  aws_neptune_cluster_parameter_group: { neptune_enforce_ssl: ["1"] },
  // https://docs.aws.amazon.com/redshift/latest/mgmt/connecting-ssl-support.html
  aws_redshift_parameter_group: { require_ssl: ["true"] },
};
