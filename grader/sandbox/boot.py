"""The first file of a zygote: it makes our modules importable without the package around them.

It is started by its path in a fresh interpreter, which has neither `grader` nor anything else of an
installation on its path. The packages themselves are never run: what they import is not for here.
"""

import os
import sys
from importlib import import_module
from types import ModuleType

_HERE = os.path.dirname(os.path.abspath(__file__))


def _open_packages() -> None:
    for name, folder in (("grader", os.path.dirname(_HERE)), ("grader.sandbox", _HERE)):
        package = ModuleType(name)
        package.__path__ = [folder]
        sys.modules[name] = package


if __name__ == "__main__":
    _open_packages()
    kind, control = sys.argv[1:]
    sys.argv[:] = [""]
    import_module(f"grader.sandbox.{kind}").main(int(control))
