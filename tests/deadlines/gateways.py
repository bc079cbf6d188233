"""Small servers that stand for the world outside: one that answers, one that never does."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@contextmanager
def answering(*answers: tuple[int, dict]) -> Iterator[tuple[str, list]]:
    """A gateway that gives these answers in turn, the last for ever; yields its address and what it was sent."""
    received, left = [], list(answers)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            received.append((self.path, dict(self.headers), body))
            status, said = left.pop(0) if len(left) > 1 else left[0]
            self.send_response(status)
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.end_headers()
            self.wfile.write(json.dumps(said).encode())

        def log_message(self, *args):
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/send?key=secret-key-of-the-group", received
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def hanging() -> Iterator[tuple[str, int]]:
    """A server that takes every connection and never says a word; yields its host and port."""
    with socket.create_server(("127.0.0.1", 0), backlog=100) as server:
        yield "127.0.0.1", server.getsockname()[1]
