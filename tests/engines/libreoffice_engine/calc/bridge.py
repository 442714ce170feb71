"""Answers requests about LibreOffice on standard input and output: `python bridge.py PIPE`, started by `office.Office`.

A message is its length (4 bytes) and a pickle. A request is (object, 'get' | 'set' | 'call', name, arguments), an answer
('ok', value), ('refused', arguments of a `ComError`) or ('failed', a traceback). Objects that stay here travel as `Handle`.
"""

from __future__ import annotations

import os
import pickle
import struct
import sys
import traceback
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

LENGTH = struct.Struct(">I")


class Handle(NamedTuple):
    """An object on the other side: its number and what it is ('session', 'book', 'sheet')."""

    number: int
    kind: str


def send(stream: BinaryIO, message: object) -> None:
    """Writes one message."""
    packed = pickle.dumps(message, protocol=4)
    stream.write(LENGTH.pack(len(packed)) + packed)
    stream.flush()


def receive(stream: BinaryIO) -> Any:
    """Reads one message; EOFError when the other side has gone."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        raise EOFError
    return pickle.loads(stream.read(LENGTH.unpack(head)[0]))


class Objects:
    """The objects that have been handed out."""

    def __init__(self, session: object) -> None:
        self.known: list[object] = [session]

    def packed(self, value: Any) -> Any:
        """A value as it travels."""
        if isinstance(value, list):
            return [self.packed(one) for one in value]
        kind = getattr(type(value), "KIND", None)
        if kind is None:
            return value
        for number, known in enumerate(self.known):
            if known is value:
                return Handle(number, kind)
        self.known.append(value)
        return Handle(len(self.known) - 1, kind)

    def unpacked(self, value: Any) -> Any:
        """A value as it arrived."""
        return self.known[value.number] if isinstance(value, Handle) else value

    def answer(self, request: tuple[int, str, str, tuple[Any, ...]]) -> Any:
        """Does what a request asks for."""
        number, how, name, arguments = request
        thing = self.known[number]
        given = [self.unpacked(argument) for argument in arguments]
        if how == "get":
            return self.packed(getattr(thing, name))
        if how == "set":
            setattr(thing, name, given[0])
            return None
        return self.packed(getattr(thing, name)(*given))


def serve(pipe: str) -> None:
    """Until the office is ended or standard input ends."""
    from engines.com import ComError
    from engines.libreoffice_engine.calc.documents import Calc

    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    session = Calc(pipe)
    objects = Objects(session)
    send(answers, ("ok", None))
    while True:
        try:
            request = receive(requests)
        except EOFError:
            break
        try:
            answer = "ok", objects.answer(request)
        except ComError as error:
            answer = "refused", error.args
        except Exception:
            answer = "failed", traceback.format_exc()
        send(answers, answer)
        if request[2] == "terminate":
            return
    session.terminate()  # whoever asked has gone without a word: the office must not stay


if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).parents[3])
    from engines.libreoffice_engine.calc import bridge

    bridge.serve(sys.argv[1])
