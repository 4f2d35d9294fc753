"""The labour-market regions."""

from datetime import date

from sqlalchemy import orm

from leerloket import db


class Region(db.Base):
    """A labour-market region. Regions merge and are renamed: an old one keeps its row and gets an end."""

    __tablename__ = "regions"

    code: orm.Mapped[str] = orm.mapped_column(primary_key=True)
    name: orm.Mapped[str]
    valid_from: orm.Mapped[date]
    valid_until: orm.Mapped[date | None]
