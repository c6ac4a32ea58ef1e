-- Redshift divides whole numbers without a rest, and puts NULL last.
SET GLOBAL integer_division = true;
SET GLOBAL TimeZone = 'UTC';
SET GLOBAL default_null_order = 'NULLS_LAST_ON_ASC_FIRST_ON_DESC';
CREATE SCHEMA IF NOT EXISTS laptop;
-- Schemas that show a database of the catalogue.
CREATE TABLE IF NOT EXISTS laptop.external_schemas (schema_name VARCHAR, database_name VARCHAR, role VARCHAR);
-- Statements that have no effect here: roles, and what they may do.
CREATE TABLE IF NOT EXISTS laptop.noted (what VARCHAR, statement VARCHAR);
CREATE OR REPLACE MACRO getdate() AS CAST(now() AS TIMESTAMP);
CREATE OR REPLACE MACRO nvl(a, b) AS coalesce(a, b);
