"""All of a distribution but models.py, by our templates. Decisions are made here; templates only write them down."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from keyword import iskeyword
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from codegen.errors import CodegenError
from codegen.ir import ErrorSpec, Method, Side, SpecIR
from codegen.names import package, snake
from codegen.summaries import Summaries, link

_TEMPLATES: Final = Path(__file__).with_name("templates") / "package"
_MODULES: Final = ("registry.py", "handlers.py", "calls.py", "errors.py", "__init__.py")
_FILES: Final = ("pyproject.toml", "README.md")
_SENDERS: Final[Mapping[tuple[str, ...], str]] = {
    (): "EMBEDDED",
    ("client",): "CLIENT",
    ("server",): "SERVER",
    ("client", "server"): "BOTH",
}


@dataclass(frozen=True, slots=True)
class _MethodView:
    """A method as the templates show it."""

    method: str
    constant: str
    handler: str
    call: str
    senders: str
    params_type: str
    params_value: str
    params_required: bool
    params_annotation: str
    params_argument: str
    result_type: str
    type_arguments: str
    alternative_value: str
    answer: str
    summary: str
    link: str

    def calls(self) -> list[str]:
        """The names of the methods that send it."""
        return [self.call, f"{self.call}_raw"] if self.alternative_value else [self.call]


def render(ir: SpecIR, summaries: Summaries, release: str) -> dict[str, str]:
    """The text of each file by its path in the distribution, not yet formatted.

    Raises:
        CodegenError: two things of one module would have the same name.
    """
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - Python source, not HTML
    )
    values = _values(ir, summaries, release)
    folder = f"mcprism_types/{package(ir.version)}"
    texts = {f"{folder}/{name}": environment.get_template(f"{name}.jinja2").render(values) for name in _MODULES}
    texts |= {name: environment.get_template(f"{name}.jinja2").render(values) for name in _FILES}
    texts[f"{folder}/py.typed"] = ""
    return texts


def _values(ir: SpecIR, summaries: Summaries, release: str) -> dict[str, Any]:
    views = {method: _view(method, summaries) for method in ir.methods}
    exports = [
        ("calls", ["ClientCalls", "ServerCalls"]),
        ("errors", [error.name for error in ir.errors]),
        ("handlers", ["ClientHandler", "ServerHandler"]),
        ("models", sorted(ir.types)),
        ("registry", ["PROTOCOL"]),
    ]
    _check_unique("the registry", ["PROTOCOL", *(view.constant for view in views.values())])
    _check_unique("the package", (name for _, names in exports for name in names))
    return {
        "version": ir.version,
        "package": package(ir.version),
        "release": release,
        "released": ir.released,
        "types": len(ir.types),
        "requests": [view for method, view in views.items() if method.kind == "request"],
        "notifications": [view for method, view in views.items() if method.kind == "notification"],
        "errors": [_error_values(error, summaries) for error in ir.errors],
        "exports": exports,
        "all": sorted(name for _, names in exports for name in names),
        "handlers": [
            _group("ServerHandler", "What a server answers and receives", views, "client"),
            _group("ClientHandler", "What a client answers and receives", views, "server", embedded=True),
        ],
        "callers": [
            _group("ClientCalls", "What a client sends", views, "client"),
            _group("ServerCalls", "What a server sends", views, "server"),
        ],
    }


def _group(
    name: str, summary: str, views: Mapping[Method, _MethodView], sender: Side, *, embedded: bool = False
) -> dict[str, Any]:
    """A class of the generated code, with what one side sends; `embedded`: and what it asks inside of results."""
    chosen = [method for method in views if sender in method.senders or (embedded and method.embedded)]
    _check_unique(name, ["protocol", *(views[method].handler for method in chosen)])
    _check_unique(name, (call for method in chosen for call in views[method].calls()))
    return {
        "name": name,
        "summary": summary,
        "requests": [views[method] for method in chosen if method.kind == "request"],
        "notifications": [views[method] for method in chosen if method.kind == "notification"],
    }


def _error_values(error: ErrorSpec, summaries: Summaries) -> dict[str, Any]:
    return {
        "name": error.name,
        "code": error.code,
        "data": error.data,
        "summary": summaries.type(error.type),
        "link": link(summaries.version, error.type),
    }


def _check_unique(place: str, names: Iterable[str]) -> None:
    if twice := [name for name, count in Counter(names).items() if count > 1]:
        raise CodegenError(
            f"{place} would have {', '.join(twice)} twice; rename a type in codegen/names.toml, [rename]"
        )


def _view(method: Method, summaries: Summaries) -> _MethodView:
    name = snake(method.type)
    is_request = method.kind == "request"
    request = f"{name}_" if iskeyword(name) else name
    params = f"m.{method.params}" if method.params else "None"
    optional = f"{params} | None" if method.params else "None"
    result = f"m.{method.result}" if method.result else "None"
    alternative = method.alternative
    condition = f', value="{alternative.value}"' if alternative and alternative.value else ""
    return _MethodView(
        method=method.method,
        constant=name.upper(),
        handler=request if is_request else f"on_{name}",
        call=request if is_request else f"notify_{name}",
        senders=_SENDERS[method.senders],
        params_type=params,
        params_value=params,
        params_required=method.params_required,
        params_annotation=params if method.params_required else optional,
        params_argument=params if method.params_required else f"{optional} = None",
        result_type=result,
        type_arguments=", ".join([params, result, *([f"m.{alternative.type}"] if alternative else [])]),
        alternative_value=f'Alternative(type=m.{alternative.type}, member="{alternative.member}"{condition})'
        if alternative
        else "",
        answer=f"{result} | m.{alternative.type}" if alternative else result,
        summary=summaries.method(method.method),
        link=link(summaries.version, f"{method.type}{method.kind.title()}"),
    )
