import pytest
from checks.rules.lock_files import check

from tests.checks.conftest import Repository

PINNED = "redis==8.1.0 \\\n    --hash=sha256:0f\n    # via convosphere\n"


def test_locks_with_hashes_and_without_hosts_are_accepted(repository: Repository) -> None:
    repository.write("deploy/requirements/run.txt", PINNED)
    repository.write("web/package-lock.json", '{"packages": {"a": {"version": "1.0.0", "integrity": "sha512-x"}}}\n')
    repository.write("web/.npmrc", "omit-lockfile-registry-resolved=true\n")
    assert check(repository.root) == []


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("deploy/requirements/run.txt", "--index-url https://packages.example.org/simple"),
        ("deploy/requirements/run.txt", "--extra-index-url=https://packages.example.org/simple"),
        ("deploy/requirements/run.txt", "redis @ https://packages.example.org/redis.whl"),
        ("deploy/requirements/run.txt", "redis==8.1.0"),
        ("web/package-lock.json", '"resolved": "https://packages.example.org/a/-/a-1.0.0.tgz",'),
        ("web/.npmrc", "registry=https://packages.example.org/"),
        ("web/.npmrc", "@scope:registry = https://packages.example.org/"),
    ],
)
def test_hosts_and_missing_hashes_are_found(repository: Repository, path: str, line: str) -> None:
    repository.write(path, f"\n{line}\n")
    (finding,) = check(repository.root)
    assert (finding.path, finding.line) == (path, 2)
