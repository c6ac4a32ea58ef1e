-- Published tables as they lie in the lake: a query reads what the catalog points at when it starts.
-- A query over them needs temporary tables of its own.
CREATE EXTERNAL SCHEMA gold FROM DATA CATALOG DATABASE 'gold' IAM_ROLE '${reader_role}';
GRANT USAGE ON SCHEMA gold TO ROLE analyst;
GRANT USAGE ON SCHEMA gold TO ROLE engineer;
GRANT USAGE ON SCHEMA gold TO ROLE loader;
GRANT TEMPORARY ON DATABASE ${database} TO ROLE analyst;
GRANT TEMPORARY ON DATABASE ${database} TO ROLE engineer;
GRANT TEMPORARY ON DATABASE ${database} TO ROLE loader;
