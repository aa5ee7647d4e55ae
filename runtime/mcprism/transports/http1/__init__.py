"""HTTP/1.1 for one client: connections that are kept, one request at a time on each. A transport of httpx.

httpx stays what requests are made with; this is what is under it where nobody asks for another one. `head` knows what
requests and answers look like, `wire` moves bytes in each event loop, `transport` joins them and keeps connections.
Errors are those of httpx.

Spec: https://www.rfc-editor.org/rfc/rfc9112
"""
