import inspect

import mcprism
from mcprism import McprismError


def show(kind: type[object], depth: int = 0) -> None:
    print("    " * depth + kind.__name__)
    for name in mcprism.__all__:
        found = getattr(mcprism, name)
        if inspect.isclass(found) and found.__base__ is kind:
            show(found, depth + 1)


if __name__ == "__main__":
    show(McprismError)
