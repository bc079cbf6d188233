"""Many people allocate and pay from one document at once, and are cut off at random.

`python -m bench.writers --root 5 --by finance --log /tmp/w/1.log` is one of them: it writes down the key of what it is
about to do, does it, and notes the answer; cut off, it asks again with the same key, as a browser would. It goes on
until a file `stop` lies beside its notes.

`storm` lets many of them loose and cuts them off; whoever called it then compares their notes with the books.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from uuid import UUID, uuid4

MOST_ALLOTTED, MOST_PAID = 20_000_000, 5_000_000  # 分
CUT_OFF_EVERY = 0.4  # seconds
REASON = "示例：并发压力测试"


def main() -> None:
    asked = argparse.ArgumentParser(prog="bench.writers")
    asked.add_argument("--root", type=int, required=True)
    asked.add_argument("--by", required=True)
    asked.add_argument("--log", type=Path, required=True)
    asked.add_argument("--on", type=date.fromisoformat, required=True)
    options = asked.parse_args()
    import django

    django.setup()
    Writer(options.root, options.by, options.log, options.on).write()


class Writer:
    """One finance officer. A note is `try`, `done` or `refused`, the key, and of a try what was tried."""

    def __init__(self, root: int, by: str, log: Path, on: date) -> None:
        from accounts.models import User
        from funding.models import Allotment

        self.root = Allotment.objects.get(pk=root)
        self.by = User.objects.get(username=by)
        self.on, self.log = on, log
        self.chance = random.Random(log.name + str(time.time_ns()))

    def write(self) -> None:
        self.log.touch()
        if unanswered := unanswered_in(self.log):
            self._ask(*unanswered)
        while not stopped(self.log.parent).exists():
            self._ask(uuid4(), *self._wish())

    def _wish(self) -> tuple[str, int, int]:
        """What to do, with whom (the id of a project or a request), and how much, in 分."""
        from funding.models import PaymentRequest

        projects = list(self.root.children.values_list("project", flat=True))
        project, dice = self.chance.choice(projects), self.chance.random()
        if dice < 0.4:
            return "allocate", project, self.chance.randint(1, MOST_ALLOTTED)
        if dice < 0.55:
            return "take_back", project, self.chance.randint(1, MOST_ALLOTTED)
        if dice < 0.9:
            return "pay", self._request(project), 0
        paid = PaymentRequest.objects.filter(status="paid").values_list("pk", flat=True)[:50]
        return ("reverse", self.chance.choice(paid), 0) if paid else self._wish()

    def _request(self, project: int) -> int:
        """An approved request for money that may or may not be there."""
        from funding.models import Allotment, ContractPart, PaymentRequest

        pot = Allotment.objects.get(parent=self.root, project=project)
        amount = Decimal(self.chance.randint(1, MOST_PAID)) / 100
        key, part = uuid4(), ContractPart.objects.select_related("contract").get(project=project)
        made = PaymentRequest.objects.create(
            key=key,
            number=f"ZF{key.hex[:26]}",
            part=part,
            allotment=pot,
            project_id=project,
            division_id=pot.division_id,
            kind="settlement",
            use="building",
            amount=amount,
            granted=amount,
            status="approved",
            created_by_id=part.contract.created_by_id,  # nobody decides on her own request
            decided_by=self.by,
            decided_on=self.on,
        )
        return made.pk

    def _ask(self, key: UUID, act: str, whom: int, cents: int) -> None:
        """Ask until there is an answer, with the same key."""
        from django.db import InterfaceError, OperationalError, connection

        from core.errors import DomainError

        self._note("try", key, act, whom, cents)
        while True:
            try:
                getattr(self, act)(key, whom, Decimal(cents) / 100)
            except DomainError:
                if act == "pay":
                    self._give_up(whom)
                return self._note("refused", key)
            except (OperationalError, InterfaceError):
                connection.close()
            else:
                return self._note("done", key)

    def _give_up(self, request: int) -> None:
        """A request that is not paid must not speak for money for ever."""
        from funding.models import PaymentRequest

        PaymentRequest.objects.filter(pk=request, status="approved").update(status="cancelled")

    def _note(self, *words: object) -> None:
        with self.log.open("a") as notes:
            notes.write(" ".join(map(str, words)) + "\n")

    def allocate(self, key: UUID, project: int, amount: Decimal) -> None:
        from funding.services import allocations
        from projects.models import Project

        shares = [(Project.objects.get(pk=project), amount)]
        allocations.allocate(giver=self.root, shares=shares, key=key, on=self.on, by=self.by, today=self.on)

    def take_back(self, key: UUID, project: int, amount: Decimal) -> None:
        from funding.services import allocations

        pot = self.root.children.get(project=project)
        acting = {"key": key, "on": self.on, "by": self.by, "today": self.on, "reason": REASON}
        allocations.take_back(allotment=pot, amount=amount, **acting)

    def pay(self, key: UUID, request: int, amount: Decimal) -> None:
        from funding.models import PaymentRequest
        from funding.services import payments

        asked = PaymentRequest.objects.get(pk=request)
        payments.pay(request=asked, voucher=f"示例-{request}", key=key, on=self.on, by=self.by, today=self.on)

    def reverse(self, key: UUID, request: int, amount: Decimal) -> None:
        from funding.models import PaymentRequest
        from funding.services import payments

        asked = PaymentRequest.objects.get(pk=request)
        payments.reverse(request=asked, reason=REASON, key=key, on=self.on, by=self.by, today=self.on)


@dataclass(frozen=True)
class Storm:
    """What became of it: the keys by their answers, and how often somebody was cut off."""

    done: frozenset[UUID]
    refused: frozenset[UUID]
    cut_off: int


def storm(
    *,
    root: int,
    by: str,
    on: date,
    writers: int,
    seconds: float,
    folder: Path,
    environment: Mapping[str, str],
    cut_connection: Callable[[random.Random], None] | None = None,
) -> Storm:
    """Let so many write at once for `seconds`, once all of them are there. With `cut_connection` workers are killed and
    connections cut all the time; at the end everybody whose answer is still out asks once more."""
    logs = [folder / f"writer-{number}.log" for number in range(writers)]
    start, chance, cuts = _starter(root, by, on, environment), random.Random(writers), 0
    running = [start(log) for log in logs]
    try:
        while not all(log.exists() for log in logs):
            time.sleep(0.1)
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            time.sleep(min(left, CUT_OFF_EVERY))
            if cut_connection:
                _cut_off(running, logs, chance, cut_connection, start)
                cuts += 1
    finally:
        stopped(folder).touch()
        for process in running:
            process.wait()
    while unanswered := [log for log in logs if unanswered_in(log)]:
        for process in [start(log) for log in unanswered]:
            if process.wait() > 0:
                raise RuntimeError("a writer stopped by itself: see what it printed")
    return Storm(_answered(logs, "done"), _answered(logs, "refused"), cuts)


def stopped(folder: Path) -> Path:
    """The file that tells the writers to stop."""
    return folder / "stop"


def _starter(root: int, by: str, on: date, environment: Mapping[str, str]) -> Callable[[Path], subprocess.Popen]:
    def start(log: Path) -> subprocess.Popen:
        who = ["--root", str(root), "--by", by, "--on", on.isoformat()]
        command = [sys.executable, "-m", "bench.writers", *who, "--log", str(log)]
        return subprocess.Popen(command, env={**os.environ, **environment})

    return start


def _cut_off(
    running: list[subprocess.Popen],
    logs: Sequence[Path],
    chance: random.Random,
    cut_connection: Callable[[random.Random], None],
    start: Callable[[Path], subprocess.Popen],
) -> None:
    """One connection is cut; every third time a whole worker is killed and comes back to its notes."""
    if chance.random() < 2 / 3:
        cut_connection(chance)
        return
    place = chance.randrange(len(running))
    running[place].send_signal(signal.SIGKILL)
    running[place].wait()
    running[place] = start(logs[place])


def unanswered_in(log: Path) -> tuple[UUID, str, int, int] | None:
    """What the last note asks for, if it is a question; half a line is none, for nothing was asked yet."""
    lines = log.read_text().splitlines() if log.exists() else []
    words = lines[-1].split() if lines else []
    if len(words) != 5 or words[0] != "try":
        return None
    return UUID(words[1]), words[2], int(words[3]), int(words[4])


def _answered(logs: Sequence[Path], answer: str) -> frozenset[UUID]:
    words = [line.split() for log in logs for line in log.read_text().splitlines()]
    return frozenset(UUID(each[1]) for each in words if each[0] == answer)


if __name__ == "__main__":
    main()
