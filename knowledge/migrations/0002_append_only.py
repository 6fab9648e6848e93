"""The database itself keeps answers, reviews and versions: they are only added."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION knowledge_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Test databases are emptied between tests; no other database ever is.
    IF TG_OP = 'TRUNCATE' AND current_database() LIKE 'test\\_%' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '% is only added to, never changed or deleted (% refused)', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;
"""
TABLES = ("knowledge_knowledgeanswer", "knowledge_knowledgereview", "knowledge_knowledgeversion")
TRIGGERS = """
CREATE TRIGGER {0}_no_change BEFORE UPDATE OR DELETE ON {0} FOR EACH ROW EXECUTE FUNCTION knowledge_append_only();
CREATE TRIGGER {0}_no_truncate BEFORE TRUNCATE ON {0} FOR EACH STATEMENT EXECUTE FUNCTION knowledge_append_only();
"""
BACKWARD = "DROP FUNCTION knowledge_append_only() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD + "".join(TRIGGERS.format(name) for name in TABLES), BACKWARD)]
