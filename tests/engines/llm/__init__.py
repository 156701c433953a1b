import pytest

# The contract is no test module by name, but its assertions should explain themselves like all others.
pytest.register_assert_rewrite("tests.engines.llm.contract")
