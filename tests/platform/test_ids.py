import os
import threading
import time
from uuid import RFC_4122, UUID

from convosphere.platform.ids import new_id


def milliseconds(of: UUID) -> int:
    return of.int >> 80


def test_ids_are_uuids_of_version_7() -> None:
    before = time.time_ns() // 1_000_000
    made = [new_id() for _ in range(1_000)]
    after = time.time_ns() // 1_000_000
    for each in made:
        assert each.version == 7
        assert each.variant == RFC_4122
        assert before <= milliseconds(each) <= after


def test_ids_ascend_within_a_process() -> None:
    made = [new_id() for _ in range(20_000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)
    # Text sorts as the number does, so it may serve as a cursor.
    assert [str(each) for each in made] == sorted(str(each) for each in made)


def test_threads_do_not_share_ids() -> None:
    made: list[list[UUID]] = [[] for _ in range(4)]

    def make(into: list[UUID]) -> None:
        into += [new_id() for _ in range(5_000)]

    threads = [threading.Thread(target=make, args=(into,)) for into in made]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(each == sorted(each) for each in made)
    assert len({each for into in made for each in into}) == 20_000


def test_the_random_part_differs() -> None:
    low = {new_id().int & 0xFFFF_FFFF for _ in range(1_000)}
    assert len(low) > 990


def test_a_forked_child_makes_other_ids() -> None:
    ours = [new_id() for _ in range(10)]
    receiving, sending = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(sending, b"".join(new_id().bytes for _ in range(10)))
        os._exit(0)
    os.close(sending)
    with os.fdopen(receiving, "rb") as pipe:
        content = pipe.read()
    os.waitpid(child, 0)
    theirs = {UUID(bytes=content[start : start + 16]) for start in range(0, 160, 16)}
    assert len(theirs) == 10
    assert theirs.isdisjoint(ours + [new_id() for _ in range(10)])
