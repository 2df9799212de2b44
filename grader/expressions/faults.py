"""What can be wrong with a formula."""


class ExpressionFault(Exception):  # noqa: N818 - it is reported as one fault among others
    """A formula that cannot be read or computed: where in its source, what, and what to do."""

    def __init__(self, fault: str, *, fix: str = "", column: int = 0) -> None:
        super().__init__(fault, fix, column)
        self.fault = fault
        self.fix = fix
        self.column = column

    def __str__(self) -> str:
        return self.fault
