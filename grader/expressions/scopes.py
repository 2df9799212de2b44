"""Variables, and what formulas over them have come to so far.

The rules, the key and the misconceptions of an exercise contain one another: a wrong method is the
reference with one part of it changed. Within a scope every part is computed once.
"""

from collections.abc import Mapping

from grader.expressions.arrays import Runtime

_NOTHING: frozenset[str] = frozenset()


class Scope(dict[str, Runtime]):
    """Variables by name. One may be added, and none replaced: `changed` makes another scope.

    Parameters
    ----------
    values
        The variables.
    outer
        The scope that this one differs from.
    replaced
        The names by which it differs. What reads none of them comes to the same in both.
    alone
        Of a function that is called, its arguments without anything around them.
    """

    __slots__ = ("_alone", "_inner", "_outer", "_replaced", "computed")

    def __init__(
        self,
        values: Mapping[str, Runtime],
        *,
        outer: "Scope | None" = None,
        replaced: frozenset[str] = _NOTHING,
        alone: "Scope | None" = None,
    ) -> None:
        super().__init__(values)
        self.computed: dict[int, tuple[Runtime, int]] = {}
        """Number of a part → what it came to, and the work that this took."""
        self._outer = outer
        self._alone = alone
        self._replaced = replaced
        self._inner: dict[int, tuple[Mapping[str, Runtime], Scope]] = {}

    @classmethod
    def of(cls, values: Mapping[str, Runtime]) -> "Scope":
        """Return a scope of these variables: themselves, if they are one."""
        return values if type(values) is cls else cls(values)

    def __setitem__(self, name: str, value: Runtime) -> None:
        """Add a variable; what was computed with another value of it would be wrong."""
        if name in self:
            raise ValueError(f"`{name}` has a value here already")
        super().__setitem__(name, value)
        self._replaced = self._replaced.union((name,))

    def changed(self, new: Mapping[str, Runtime], *, stale: frozenset[str] = _NOTHING) -> "Scope":
        """Return a scope with `new` values, and without those that are `stale`."""
        kept = {name: value for name, value in self.items() if name not in stale} if stale else self
        return Scope({**kept, **new}, outer=self, replaced=stale.union(new))

    def having(self, name: str, value: Runtime) -> "Scope":
        """Return this scope with one more variable, or another where it has a value already."""
        if name in self:
            return self.changed({name: value})
        self[name] = value
        return self

    def within(self, arguments: Mapping[str, Runtime]) -> "Scope":
        """Return the scope of a function that is called here; of the same call the same one.

        Where the arguments are a scope, what reads nothing else is computed in it, and so once for
        all who make this call.
        """
        found = self._inner.get(id(arguments))
        if found is None:
            inner = Scope(
                {**self, **arguments},
                outer=self,
                replaced=frozenset(arguments),
                alone=arguments if type(arguments) is Scope else None,
            )
            # The arguments are kept, so that nothing else can come to have their identity.
            found = self._inner[id(arguments)] = (arguments, inner)
        return found[1]

    def home(self, names: frozenset[str]) -> "Scope":
        """Return the outermost scope in which all these variables have the same values as here."""
        scope: Scope = self
        while True:
            if scope._alone is not None and names <= scope._alone.keys():
                return scope._alone
            if scope._outer is None or not scope._replaced.isdisjoint(names):
                return scope
            scope = scope._outer
