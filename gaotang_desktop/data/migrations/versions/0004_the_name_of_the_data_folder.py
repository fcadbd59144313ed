"""A name of its own for each data folder, so that exported rows say whose they are."""

import json
import uuid

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the data forward."""
    settings = sa.table("settings", sa.column("key", sa.Text), sa.column("value", sa.Text))
    op.bulk_insert(settings, [{"key": "folder", "value": json.dumps(uuid.uuid4().hex)}])
