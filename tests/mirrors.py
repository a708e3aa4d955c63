"""Mirrors on loopback, good and bad, for whatever downloads."""

from __future__ import annotations

import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HANGING = ("silent", "trickling", "hanging")  # who waits for these should be impatient
PAGE = b"\n<!DOCTYPE html><html><body>Please log in to this network</body></html>"


class Mirror:
    """A real HTTP server; `behave` says how it answers, `asked` what it was asked for.

    What hangs does so until the mirror is closed.
    """

    def __init__(self, contents, behave="well"):
        self.contents, self.behave = contents, behave
        self.asked = []
        self.closing = threading.Event()
        mirror = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                mirror.asked.append(self.path)
                self.close_connection = True
                getattr(mirror, "_" + mirror.behave)(self, mirror.contents[self.path.rpartition("/")[2]])

            def log_message(self, *args):
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = False  # joined when it is closed: no socket stays open

            def handle_error(self, *args):
                pass  # the client went away: it may

        self._server = Server(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    @property
    def url(self):
        return f"http://127.0.0.1:{self._server.server_port}/mnist/"

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _head(self, handler, length, status=200, kind="application/octet-stream"):
        handler.send_response(status)
        if length is not None:
            handler.send_header("Content-Length", str(length))
        handler.send_header("Content-Type", kind)
        handler.end_headers()

    def _well(self, handler, content):
        self._head(handler, len(content))
        handler.wfile.write(content)

    def _without_length(self, handler, content):
        self._head(handler, None)
        handler.wfile.write(content)

    def _chunked(self, handler, content):
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        for start in range(0, len(content), 5000):
            piece = content[start : start + 5000]
            handler.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))
        handler.wfile.write(b"0\r\n\r\n")

    def _redirected(self, handler, content):
        if "/elsewhere/" in handler.path:
            return self._well(handler, content)
        handler.send_response(302)
        handler.send_header("Location", handler.path.replace("/mnist/", "/elsewhere/"))
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    def _page(self, handler, content):
        self._head(handler, len(PAGE), kind="text/html")
        handler.wfile.write(PAGE)

    def _long_page(self, handler, content):
        self._head(handler, None, kind="text/html")
        handler.wfile.write(PAGE + b"x" * 2 * len(content))

    def _truncated(self, handler, content):
        self._head(handler, len(content))
        handler.wfile.write(content[: len(content) // 2])

    def _truncated_without_length(self, handler, content):
        self._head(handler, None)
        handler.wfile.write(content[: len(content) // 2])

    def _truncated_chunks(self, handler, content):
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        handler.wfile.write(b"%x\r\n" % len(content) + content[: len(content) // 2])

    def _wrong(self, handler, content):
        self._head(handler, len(content))
        handler.wfile.write(bytes(len(content)))

    def _endless(self, handler, content):
        self._head(handler, None)
        while not self.closing.is_set():
            handler.wfile.write(bytes(2**16))

    def _trickling(self, handler, content):
        self._head(handler, len(content))
        for value in content:
            handler.wfile.write(bytes([value]))
            if self.closing.wait(0.02):
                return

    def _slow(self, handler, content):
        """Well, but in forty pieces with a pause after each."""
        self._head(handler, len(content))
        step = len(content) // 40 + 1
        for start in range(0, len(content), step):
            handler.wfile.write(content[start : start + step])
            time.sleep(0.01)

    def _hanging(self, handler, content):
        self._head(handler, len(content))
        handler.wfile.write(content[: len(content) // 2])
        self.closing.wait()

    def _silent(self, handler, content):
        self.closing.wait()

    def _closing_at_once(self, handler, content):
        handler.connection.shutdown(socket.SHUT_RDWR)

    def _babbling(self, handler, content):
        handler.wfile.write(b"this is no HTTP at all\r\n\r\n")

    def _missing(self, handler, content):
        self._head(handler, len(PAGE), 404, "text/html")
        handler.wfile.write(PAGE)

    def _busy(self, handler, content):
        self._head(handler, 0, 503)

    def _empty(self, handler, content):
        self._head(handler, None, 204)


def nobody():
    """Return the URL of a port on loopback where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}/mnist/"
