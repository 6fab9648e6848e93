"""The database itself keeps the journal: events are only added, and a filed ticket never changes (section 7)."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION tickets_event_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Test databases are emptied between tests; no other database ever is.
    IF TG_OP = 'TRUNCATE' AND current_database() LIKE 'test\\_%' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'events are only added, never changed or deleted (% refused)', TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER event_no_change BEFORE UPDATE OR DELETE ON tickets_event
    FOR EACH ROW EXECUTE FUNCTION tickets_event_append_only();
CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON tickets_event
    FOR EACH STATEMENT EXECUTE FUNCTION tickets_event_append_only();

CREATE FUNCTION tickets_filed_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'ticket % is filed: it is final', OLD.number USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER ticket_filed_is_final BEFORE UPDATE OR DELETE ON tickets_ticket
    FOR EACH ROW WHEN (OLD.filed_at IS NOT NULL) EXECUTE FUNCTION tickets_filed_is_final();

CREATE FUNCTION tickets_part_of_filed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched bigint[] := ARRAY[]::bigint[]; -- an update may take a row from one ticket to another: both count
BEGIN
    IF TG_OP <> 'INSERT' THEN touched := touched || OLD.ticket_id; END IF;
    IF TG_OP <> 'DELETE' THEN touched := touched || NEW.ticket_id; END IF;
    IF EXISTS (SELECT 1 FROM tickets_ticket WHERE id = ANY (touched) AND filed_at IS NOT NULL) THEN
        RAISE EXCEPTION '% of a filed ticket is final', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
-- The event of the filing itself comes after the ticket is marked as filed.
CREATE TRIGGER event_not_after_filing BEFORE INSERT ON tickets_event
    FOR EACH ROW WHEN (NEW.action <> 'file') EXECUTE FUNCTION tickets_part_of_filed();
"""
BACKWARD = """
DROP TRIGGER event_not_after_filing ON tickets_event;
DROP FUNCTION tickets_part_of_filed() CASCADE;
DROP TRIGGER ticket_filed_is_final ON tickets_ticket;
DROP FUNCTION tickets_filed_is_final();
DROP TRIGGER event_no_truncate ON tickets_event;
DROP TRIGGER event_no_change ON tickets_event;
DROP FUNCTION tickets_event_append_only();
"""
PARTS = (
    "caller", "assignment", "assignmentorder", "return", "extension", "reply", "supervisionorder", "callback",
    "instruction", "incident", "attachment",
)  # fmt: skip
PART = """CREATE TRIGGER {0}_of_filed_is_final BEFORE INSERT OR UPDATE OR DELETE ON tickets_{0}
    FOR EACH ROW EXECUTE FUNCTION tickets_part_of_filed();"""


class Migration(migrations.Migration):
    dependencies = [("tickets", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD + "\n".join(PART.format(name) for name in PARTS), BACKWARD)]
