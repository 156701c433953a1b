"""What the API must say when it refuses."""

from tests.acceptance.harness.people import Reply


def refused(reply: Reply, status: int, field: str | None = None) -> None:
    """Asserts a problem (RFC 9457) that is precise."""
    assert (reply.status, reply.headers.get("content-type")) == (status, "application/problem+json"), reply
    problem = reply.body
    assert problem["status"] == status
    assert problem["code"] != "internal_error"
    assert problem["title"]
    assert problem["detail"]
    assert problem["request_id"] == reply.headers["x-request-id"]
    if field is not None:
        assert field in {error["field"] for error in problem["errors"]}, problem
