"""HTTP for httpx by way of urllib3 (I/O): what a node answers is large, and httpx's own way through a megabyte of it
takes eight times as long, nearly all of it in Python."""

from __future__ import annotations

import ssl

import httpx
import urllib3
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    LocationValueError,
    NewConnectionError,
    ReadTimeoutError,
    SSLError,
)

#: Connections at once to one server; who wants one more waits.
_CONNECTIONS = 100


class Transport(httpx.BaseTransport):
    """Sends requests and reads answers whole. Thread-safe. Raises httpx's errors.

    `tls` is what servers are verified by, for `https` addresses.
    """

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self._pools = urllib3.PoolManager(maxsize=_CONNECTIONS, block=True, retries=False, ssl_context=tls)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer as it came: httpx takes off its encoding, and follows where it leads elsewhere."""
        url, seconds = request.url, request.extensions.get("timeout", {})
        if url.scheme not in ("http", "https"):
            raise httpx.UnsupportedProtocol("not an address of http:// or https://")
        try:
            answer = self._pools.connection_from_host(url.raw_host.decode("ascii"), url.port, url.scheme).urlopen(
                request.method,
                url.raw_path.decode("ascii"),
                body=request.read(),
                headers=dict(request.headers),
                redirect=False,
                preload_content=False,
                decode_content=False,
                timeout=urllib3.Timeout(connect=seconds.get("connect"), read=seconds.get("read")),
            )
            content = answer.read()
        except LocationValueError as error:
            raise httpx.UnsupportedProtocol(str(error)) from error
        except (NewConnectionError, SSLError) as error:
            raise httpx.ConnectError(str(error.__cause__ or error)) from error
        except ConnectTimeoutError as error:
            raise httpx.ConnectTimeout("connecting timed out") from error
        except ReadTimeoutError as error:
            raise httpx.ReadTimeout("reading timed out") from error
        except HTTPError as error:
            raise httpx.RemoteProtocolError(str(error.__cause__ or error)) from error
        return httpx.Response(answer.status, headers=list(answer.headers.items()), stream=httpx.ByteStream(content))

    def close(self) -> None:
        """Close the connections."""
        self._pools.clear()
