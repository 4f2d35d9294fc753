"""Find the skills and occupations that somebody means, from their own words."""

import uuid
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from leerloket import clock, db
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.skills import rules
from leerloket.courses.skills.models import SkillText

AT_ONCE = 200
MEANT = sa.text("""
    SELECT term_id, max(score) AS score FROM (
        SELECT term_id, word,
               CASE WHEN word = :asked THEN 3
                    ELSE similarity(word, :asked) + word_similarity(word, :asked) END AS score
          FROM term_words
         WHERE kind = :kind
           AND (word = :asked OR word % :asked OR word LIKE :beginning OR stems @@ to_tsquery('dutch', :any_word))
    ) AS hit
    GROUP BY term_id ORDER BY max(score) DESC, min(length(word)), term_id LIMIT :most
""")
"""By whole name, likeness, beginning, or any word in any inflection; a name that stands in the question scores high."""

NEAREST = sa.text("""
    SELECT term_id, word, similarity(word, :asked) AS likeness
      FROM term_words
     WHERE kind = 'skill' AND (word = :asked OR word % :asked OR stems @@ plainto_tsquery('dutch', :asked))
     ORDER BY word = :asked DESC, likeness DESC, term_id LIMIT 1
""")


def meant(kind: str, text: str, limit: int) -> list[uuid.UUID]:
    """The ids of the terms that are most likely meant, the likeliest first."""
    asked = rules.question(text)
    if not asked:
        return []
    facts = {
        "kind": kind,
        "asked": asked,
        "beginning": rules.beginning(asked),
        "any_word": rules.any_word(asked),
        "most": limit,
    }
    return [term_id for term_id, _score in db.session.execute(MEANT, facts)]


def nearest(text: str) -> uuid.UUID | None:
    """The skill that a text of a module names, or None when none is like it."""
    asked = rules.question(text)
    if not asked:
        return None
    row = db.session.execute(NEAREST, {"asked": asked}).first()
    return row.term_id if row and rules.is_alike(asked, row.word, row.likeness) else None


def match_texts() -> int:
    """Find a skill for every text of the catalogue that was not matched yet; answers how many were looked at."""
    module = catalogue.Module
    told = sa.select(sa.func.unnest(module.skills).label("text")).distinct().subquery()
    new = list(
        db.session.scalars(
            sa.select(told.c.text)
            .where(told.c.text.not_in(sa.select(SkillText.text)))
            .order_by(told.c.text)
            .limit(AT_ONCE)
        )
    )
    _keep(new)
    return len(new)


def forget_matches() -> None:
    """Match every text anew, because the names of skills changed."""
    db.session.execute(sa.delete(SkillText))


def _keep(texts: Sequence[str]) -> None:
    if not texts:
        return
    now = clock.now()
    rows = [{"text": text, "skill_id": nearest(text), "matched_at": now} for text in texts]
    db.session.execute(postgresql.insert(SkillText).on_conflict_do_nothing(), rows)


def skills_of(texts: Sequence[str]) -> dict[str, uuid.UUID]:
    """The skill that each text of a module names, as far as one was found."""
    if not texts:
        return {}
    rows = db.session.execute(
        sa.select(SkillText.text, SkillText.skill_id).where(SkillText.text.in_(texts), SkillText.skill_id.is_not(None))
    )
    return {text: skill_id for text, skill_id in rows if skill_id}


def texts_of(skill_ids: Sequence[uuid.UUID]) -> dict[str, uuid.UUID]:
    """What providers call these skills."""
    rows = db.session.execute(sa.select(SkillText.text, SkillText.skill_id).where(SkillText.skill_id.in_(skill_ids)))
    return {text: skill_id for text, skill_id in rows if skill_id}
