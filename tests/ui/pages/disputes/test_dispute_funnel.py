"""What stands beside the bars of the disputes."""

import pytest

from gaotang_desktop.services.disputes import Summary
from gaotang_desktop.ui.pages.disputes.dispute_funnel import shares


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((6, 4, 1, 0), ["6", "4 · 66.7%", "1 · 16.7%", "0 · 0%"]),
        ((3, 3, 2, 1), ["3", "3 · 100%", "2 · 66.7%", "1 · 33.3%"]),
        ((0, 0, 0, 0), ["0", "0", "0", "0"]),
    ],
)
def test_the_share_beside_a_stage_is_the_one_that_papers_say(counts, said):
    found, handled, settled, revisited = counts
    told = Summary(found, handled, settled, revisited, open=0, overdue=0, near=0, categories={})
    assert shares(told) == said
