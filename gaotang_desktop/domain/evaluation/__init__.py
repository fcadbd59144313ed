"""From records to a rank: facts, methods, points, totals (村级考评).

Source: the design of the evaluation; the plan's annex with the rules is missing, so rules are data.
"""
