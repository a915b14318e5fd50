-- The role that Grafana reads with. Run it as the owner of the archive vault's database (the user of the server's db.url; it must
-- be allowed to create roles), after the server has started once. It may be run any number of times, for example
--   psql -h db.example -U vault -d vault -f read-only-role.sql
-- and then give the role its password: psql … -c '\password vault_grafana'
--
-- The role sees the views of schema report and nothing else: no table, no person, no pack (docs/how-to/see-it-in-grafana.md).
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'vault_grafana') THEN
        CREATE ROLE vault_grafana LOGIN;
    END IF;
END $$;

GRANT USAGE ON SCHEMA report TO vault_grafana;
GRANT SELECT ON ALL TABLES IN SCHEMA report TO vault_grafana;
-- Also the views that a later version adds.
ALTER DEFAULT PRIVILEGES IN SCHEMA report GRANT SELECT ON TABLES TO vault_grafana;

ALTER ROLE vault_grafana SET search_path = report;
ALTER ROLE vault_grafana SET default_transaction_read_only = on;
-- A dashboard over ten years must not hold the database up.
ALTER ROLE vault_grafana SET statement_timeout = '30s';
ALTER ROLE vault_grafana CONNECTION LIMIT 10;
