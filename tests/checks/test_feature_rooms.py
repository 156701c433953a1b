from checks.rules.feature_rooms import check

from tests.checks.conftest import Repository

FEATURE = "src/convosphere/features/chat"


def _good_feature(repository: Repository) -> None:
    for name in ("__init__.py", "feature.py", "README.md", "access.py", "tables.py", "actions/__init__.py"):
        repository.write(f"{FEATURE}/{name}")
    repository.write("src/convosphere/features/__init__.py")


def test_the_rooms_of_the_plan_are_accepted_as_files_and_as_packages(repository: Repository) -> None:
    _good_feature(repository)
    repository.write(f"{FEATURE}/actions/send_message.py")
    repository.write(f"{FEATURE}/__pycache__/feature.cpython-311.pyc")
    assert check(repository.root) == []


def test_a_repository_without_features_is_fine(repository: Repository) -> None:
    assert check(repository.root) == []


def test_another_file_is_found(repository: Repository) -> None:
    _good_feature(repository)
    repository.write(f"{FEATURE}/service.py")
    (finding,) = check(repository.root)
    assert finding.path == f"{FEATURE}/service.py"


def test_another_folder_is_found(repository: Repository) -> None:
    _good_feature(repository)
    repository.write(f"{FEATURE}/services/deep/send.py")
    (finding,) = check(repository.root)
    assert finding.path == f"{FEATURE}/services"


def test_a_room_that_is_a_file_and_a_package_is_found(repository: Repository) -> None:
    _good_feature(repository)
    repository.write(f"{FEATURE}/actions.py")
    (finding,) = check(repository.root)
    assert finding.message == "actions is both a file and a package"


def test_a_feature_must_announce_and_explain_itself(repository: Repository) -> None:
    repository.write(f"{FEATURE}/actions.py")
    messages = [finding.message for finding in check(repository.root)]
    assert messages == [f"the feature has no {name}" for name in ("__init__.py", "feature.py", "README.md")]
