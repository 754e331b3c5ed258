"""The legal forms a neighbourhood company may take, and the rights that each gives: the one table of them.

Sources: Dutch Civil Code, Book 2 (articles in the table's notes); Corporation Tax Act 1969 art. 6.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Rights:
    """What a legal form allows.

    ``members_vote``: the members' meeting decides on the surplus; elsewhere a board does, and members advise.
    ``shares``: members may hold share capital. ``dividend``: interest or dividend may be paid on it.
    ``surplus_to_members``: what an ended company has left goes to its members, where no asset lock forbids it.
    ``locked``: the asset lock that holds unless the scenario says otherwise; ``lock_optional``: whether it may.
    ``exempt_when_small``: corporation tax spares small profits.
    """

    members_vote: bool
    shares: bool
    dividend: bool
    surplus_to_members: bool
    locked: bool
    lock_optional: bool
    exempt_when_small: bool


class LegalForm(StrEnum):
    """The legal forms a neighbourhood company may take."""

    FOUNDATION = "foundation"
    ASSOCIATION = "association"
    COOPERATIVE = "cooperative"
    BV = "bv"

    @property
    def rights(self) -> Rights:
        """What the form allows."""
        return RIGHTS[self]

    @property
    def exempt_when_small(self) -> bool:
        """Whether corporation tax spares small profits: foundations and associations only."""
        return self.rights.exempt_when_small


RIGHTS: dict[LegalForm, Rights] = {
    # No members in law (art. 2:285 paragraph 1) and no distributions but with a social purport (paragraph 3).
    LegalForm.FOUNDATION: Rights(
        members_vote=False, shares=False, dividend=False, surplus_to_members=False, locked=True, lock_optional=False,
        exempt_when_small=True,
    ),
    # Members vote (art. 2:38); profit may not be shared out among them (art. 2:26 paragraph 3); what is left at
    # the end goes to them unless the statutes say otherwise (art. 2:23b).
    LegalForm.ASSOCIATION: Rights(
        members_vote=True, shares=False, dividend=False, surplus_to_members=True, locked=False, lock_optional=True,
        exempt_when_small=True,
    ),
    # As an association, but it may share out profit (art. 2:53a) and have share capital by its statutes.
    LegalForm.COOPERATIVE: Rights(
        members_vote=True, shares=True, dividend=True, surplus_to_members=True, locked=False, lock_optional=True,
        exempt_when_small=False,
    ),
    # A BV whose shares a foundation holds: the foundation's board votes, residents hold certificates without a
    # vote, and the foundation's purpose holds on to what is left.
    LegalForm.BV: Rights(
        members_vote=False, shares=True, dividend=True, surplus_to_members=False, locked=True, lock_optional=True,
        exempt_when_small=False,
    ),
}  # fmt: skip
"""Every form's rights; schema, model and tax read this table and no other."""
