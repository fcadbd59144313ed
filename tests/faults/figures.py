"""What random kills came to, by the use case in which they fell."""

import signal
from collections import Counter


class Figures:
    """What came of the kills, by the use case in which they fell."""

    def __init__(self):
        self.kills, self.lost, self.half, self.damage = Counter(), Counter(), Counter(), Counter()
        self.wrong = []

    def add(self, other):
        for name in ("kills", "lost", "half", "damage", "wrong"):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def told(self):
        names = ("kills", "lost", "half", "damage")
        whole = {name: getattr(self, name).total() for name in names}
        bad = {name: [self.lost[name], self.half[name], self.damage[name]] for name in self.kills}
        bad = {name: each for name, each in bad.items() if any(each)}
        return whole | {"in": dict(sorted(self.kills.items())), "lost, half, damage in": bad}

    def take(self, name, where, ended, stood, states):
        """``stood``: how it stands and what is wrong; ``states``: those before, and those that may be now."""
        (state, found), (before, may_be) = stood, states
        self.kills[name] += 1
        if ended not in (0, -signal.SIGKILL):
            self.wrong.append(f"{where}: ended with {ended}")
        if found:
            self.damage[name] += 1
            self.wrong += [f"{where}: {each}" for each in found]
        elif state not in may_be:
            is_lost = state in before
            (self.lost if is_lost else self.half)[name] += 1
            self.wrong.append(f"{where}: {'lost' if is_lost else 'half'} {state[-200:]}")
