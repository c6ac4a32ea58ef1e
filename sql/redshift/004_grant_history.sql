-- Which migrations ran, and when: for those who run the warehouse.
GRANT USAGE ON SCHEMA ops TO ROLE engineer;
GRANT SELECT ON TABLE ops.migrations TO ROLE engineer;
