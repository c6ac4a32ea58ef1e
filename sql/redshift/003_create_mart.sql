-- Copies of gold inside the warehouse. The grants hold for tables that are made later, too.
CREATE SCHEMA mart;
GRANT USAGE ON SCHEMA mart TO ROLE analyst;
GRANT USAGE ON SCHEMA mart TO ROLE engineer;
GRANT USAGE, CREATE ON SCHEMA mart TO ROLE loader;
GRANT SELECT FOR TABLES IN SCHEMA mart DATABASE ${database} TO ROLE analyst;
GRANT SELECT FOR TABLES IN SCHEMA mart DATABASE ${database} TO ROLE engineer;
GRANT SELECT, INSERT, DELETE FOR TABLES IN SCHEMA mart DATABASE ${database} TO ROLE loader;
