-- What people and loads may do here is granted to roles; who holds a role is said by the tag
-- RedshiftDbRoles of the IAM role they come with.
CREATE ROLE analyst;
CREATE ROLE engineer;
CREATE ROLE loader;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
