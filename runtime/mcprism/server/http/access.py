"""Who was authenticated, as whatever stands before the server has found out.

Spec: basic/authorization ("Access Token Usage"), basic/security_best_practices ("Session Hijacking")
"""

from typing import Final

from mcprism.exchange import ANONYMOUS, Access, Principal
from mcprism.transports.http_server import Scope

PRINCIPAL: Final = "mcprism.principal"
"""Where ASGI middleware that authenticates requests puts the `Principal` in the scope of the request."""


def access_in(scope: Scope) -> Access:
    """What is known of who sent the request of this scope.

    Raises:
        TypeError: what middleware put there is no principal.
    """
    principal = scope.get(PRINCIPAL)
    if principal is None:
        return ANONYMOUS
    if not isinstance(principal, Principal):
        raise TypeError(f"scope[{PRINCIPAL!r}] must be a mcprism.Principal or None, not {principal!r:.100}")
    return Access(principal, principal.scopes)
