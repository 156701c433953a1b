"""Documents change their base: both bases' counts follow."""

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _count_documents()
    _count_bytes()


def _count_documents() -> None:
    op.execute(
        """
        CREATE OR REPLACE FUNCTION count_documents() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
            documents integer := 0;
            chunks integer := 0;
            before boolean := TG_OP <> 'INSERT' AND OLD.deleted_at IS NULL;
            after boolean := TG_OP <> 'DELETE' AND NEW.deleted_at IS NULL;
        BEGIN
            IF TG_OP = 'UPDATE' AND NEW.base_id <> OLD.base_id THEN
                IF before THEN
                    UPDATE knowledge_bases
                       SET document_count = document_count - 1, chunk_count = chunk_count - OLD.chunk_count
                     WHERE id = OLD.base_id;
                END IF;
                before := false;
            END IF;
            IF before THEN
                documents := documents - 1;
                chunks := chunks - OLD.chunk_count;
            END IF;
            IF after THEN
                documents := documents + 1;
                chunks := chunks + NEW.chunk_count;
            END IF;
            IF documents <> 0 OR chunks <> 0 THEN
                UPDATE knowledge_bases
                   SET document_count = document_count + documents, chunk_count = chunk_count + chunks
                 WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.base_id ELSE NEW.base_id END;
            END IF;
            RETURN NULL;
        END $$;
        CREATE OR REPLACE TRIGGER count_documents
            AFTER INSERT OR DELETE OR UPDATE OF deleted_at, chunk_count, base_id ON documents
            FOR EACH ROW EXECUTE FUNCTION count_documents()
        """
    )


def _count_bytes() -> None:
    op.execute(
        """
        CREATE OR REPLACE FUNCTION count_knowledge_bytes() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
            change bigint := CASE WHEN TG_OP = 'DELETE' THEN 0 ELSE NEW.size END;
        BEGIN
            IF TG_OP = 'UPDATE' AND NEW.base_id <> OLD.base_id THEN
                UPDATE knowledge_bases SET bytes = bytes - OLD.size WHERE id = OLD.base_id;
            ELSIF TG_OP <> 'INSERT' THEN
                change := change - OLD.size;
            END IF;
            IF change <> 0 THEN
                UPDATE knowledge_bases SET bytes = bytes + change
                 WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.base_id ELSE NEW.base_id END;
            END IF;
            RETURN NULL;
        END $$;
        CREATE OR REPLACE TRIGGER count_knowledge_bytes
            AFTER INSERT OR DELETE OR UPDATE OF size, base_id ON document_versions
            FOR EACH ROW EXECUTE FUNCTION count_knowledge_bytes()
        """
    )
