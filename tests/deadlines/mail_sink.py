"""A mail server that keeps what it is given, and can stop in the middle of a message: taken, and not yet confirmed."""

import socketserver
import threading
from email import message_from_bytes
from email.message import Message


class MailSink(socketserver.ThreadingTCPServer):
    """Speaks just enough SMTP. At the `hold_at`-th message it sets `middle` and confirms only after `go_on`."""

    daemon_threads = True

    def __init__(self, hold_at: int) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.messages: list[Message] = []
        self.hold_at, self.middle, self.go_on = hold_at, threading.Event(), threading.Event()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def take(self, raw: bytes) -> None:
        self.messages.append(message_from_bytes(raw))
        if len(self.messages) == self.hold_at:
            self.middle.set()
            self.go_on.wait(60)


class _Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self._say(b"220 sink")
        while line := self.rfile.readline():
            word = line[:4].upper().strip()
            if word == b"DATA":
                self._say(b"354 go on")
                self.server.take(b"".join(iter(self.rfile.readline, b".\r\n")))
            self._say(b"250 sink" if word != b"QUIT" else b"221 bye")

    def _say(self, line: bytes) -> None:
        try:
            self.wfile.write(line + b"\r\n")
        except OSError:
            self.rfile.close()  # whoever sent it is gone
            raise ConnectionAbortedError from None

    def finish(self) -> None:
        """Nothing is left to flush where the other side has died."""
