#!/bin/sh
# Creates both databases of Temporal and brings their schemas up to the version of the admin-tools image.
# Safe on every start: each step does nothing where its work is already done.
# Where and as whom: SQL_PLUGIN, SQL_HOST, SQL_PORT, SQL_USER, SQL_PASSWORD, which temporal-sql-tool reads itself.
set -eu

schemas=${TEMPORAL_SCHEMA_DIR:-/etc/temporal/schema}/postgresql/v12

prepare() {
  echo "database $1: create, set up, update to the newest of $schemas/$2/versioned"
  temporal-sql-tool --database "$1" create-database
  temporal-sql-tool --database "$1" setup-schema --version 0.0
  temporal-sql-tool --database "$1" update-schema --schema-dir "$schemas/$2/versioned"
}

prepare temporal temporal
prepare temporal_visibility visibility
echo 'both schemas are ready'
