"""What was signed stays: the database refuses changes of signatures, signed cases and handovers, the score ledger, versions."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION dutyroster_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Test databases are emptied between tests; no other database ever is.
    IF TG_OP = 'TRUNCATE' AND current_database() LIKE 'test\\_%' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'rows of % are only added (% refused)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION dutyroster_signed_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'row % of % is signed: it is final', OLD.id, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER signed_case_is_final BEFORE UPDATE OR DELETE ON dutyroster_sheetcase
    FOR EACH ROW WHEN (OLD.signature_id IS NOT NULL) EXECUTE FUNCTION dutyroster_signed_is_final();

-- A signed handover takes the confirmation once, and nothing else.
CREATE FUNCTION dutyroster_handover_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.confirmed_at IS NULL
       AND (NEW.shift_id, NEW.signed_at, NEW.signed_by_id, NEW.signed_name, NEW.signed_rank, NEW.remarks, NEW.content,
            NEW.algorithm, NEW.hash)
         = (OLD.shift_id, OLD.signed_at, OLD.signed_by_id, OLD.signed_name, OLD.signed_rank, OLD.remarks, OLD.content,
            OLD.algorithm, OLD.hash) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'handover % is signed: it is final', OLD.id USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER handover_is_final BEFORE UPDATE OR DELETE ON dutyroster_handover
    FOR EACH ROW EXECUTE FUNCTION dutyroster_handover_is_final();
"""
TABLES = ("version", "sheetsignature", "score")
TABLE = """
CREATE TRIGGER {0}_no_change BEFORE UPDATE OR DELETE ON dutyroster_{0}
    FOR EACH ROW EXECUTE FUNCTION dutyroster_append_only();
CREATE TRIGGER {0}_no_truncate BEFORE TRUNCATE ON dutyroster_{0}
    FOR EACH STATEMENT EXECUTE FUNCTION dutyroster_append_only();
"""
BACKWARD = """
DROP FUNCTION dutyroster_handover_is_final() CASCADE;
DROP FUNCTION dutyroster_signed_is_final() CASCADE;
DROP FUNCTION dutyroster_append_only() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("dutyroster", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD + "".join(TABLE.format(name) for name in TABLES), BACKWARD)]
