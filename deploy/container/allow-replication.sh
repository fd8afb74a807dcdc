#!/bin/sh
# Run once by the postgres image when it makes the database.
set -e
echo "host replication $POSTGRES_USER all scram-sha-256" >> "$PGDATA/pg_hba.conf"
