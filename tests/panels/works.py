"""Work for panels that want some."""


class Nothing:
    """Work that is done."""

    left = False

    def advance(self, view):
        raise AssertionError("there is nothing to do")

    def complete(self, view):
        pass


class Shares:
    """Work that takes so many steps, and counts those that were done."""

    def __init__(self, total):
        self.total = total
        self.done = 0

    @property
    def left(self):
        return self.done < self.total

    def advance(self, view):
        self.done += 1

    def complete(self, view):
        self.done = self.total
