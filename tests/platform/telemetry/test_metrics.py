import pytest

from convosphere.platform.telemetry import Metrics


def rendered(metrics: Metrics) -> dict[str, float]:
    content, media_type = metrics.render()
    assert media_type.startswith("text/plain")
    lines = [line.rpartition(" ") for line in content.decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in lines}


def test_gauges_go_up_and_down() -> None:
    metrics = Metrics()
    with metrics.open_socket(), metrics.open_socket(), metrics.running_answer():
        inside = rendered(metrics)
    assert inside["convosphere_open_sockets"] == 2
    assert inside["convosphere_running_answers"] == 1
    with pytest.raises(ZeroDivisionError), metrics.open_socket():
        raise ZeroDivisionError
    outside = rendered(metrics)
    assert outside["convosphere_open_sockets"] == outside["convosphere_running_answers"] == 0


def test_everything_is_counted() -> None:
    metrics = Metrics()
    metrics.job("chat.answer", "done", 0.2)
    metrics.job("chat.answer", "failed", 0.2)
    metrics.llm_call("openai", "ok", 2.5, first_token_seconds=0.3, input_tokens=10, output_tokens=20)
    metrics.llm_call("openai", "rate_limit", 0.1)
    metrics.request("GET", "/x", 200, 0.01)
    found = rendered(metrics)
    assert found['convosphere_job_seconds_count{job="chat.answer",outcome="done"}'] == 1
    assert found['convosphere_job_seconds_count{job="chat.answer",outcome="failed"}'] == 1
    assert found['convosphere_llm_call_seconds_sum{outcome="ok",provider="openai"}'] == 2.5
    assert found['convosphere_llm_call_seconds_count{outcome="rate_limit",provider="openai"}'] == 1
    assert found['convosphere_llm_first_token_seconds_count{provider="openai"}'] == 1
    assert found['convosphere_llm_tokens_total{direction="input",provider="openai"}'] == 10
    assert found['convosphere_llm_tokens_total{direction="output",provider="openai"}'] == 20
    assert found['convosphere_http_request_seconds_bucket{le="0.01",method="GET",route="/x",status="200"}'] == 1
    assert not any("_created" in name for name in found)


def test_each_registry_counts_for_itself() -> None:
    one, two = Metrics(), Metrics()
    one.job("chat.answer", "done", 0.1)
    assert not any(name.startswith("convosphere_job_seconds_count") for name in rendered(two))
    assert rendered(one)["process_resident_memory_bytes"] > 0
