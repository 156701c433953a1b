from ipaddress import ip_address

import pytest

from convosphere.platform.http import AddressPolicy
from convosphere.platform.http.addresses import is_public

_NOT_PUBLIC_TEXT = """
127.0.0.1 127.255.255.254 0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.255 192.168.0.1
169.254.0.1 169.254.169.254 169.254.170.2 100.64.0.1 100.100.100.200 100.127.255.255 192.0.0.1 192.0.0.192
192.0.2.1 198.51.100.1 203.0.113.1 198.18.0.1 198.19.255.255 192.88.99.1 168.63.129.16 224.0.0.1
239.255.255.255 240.0.0.1 255.255.255.255 :: ::1 ::127.0.0.1 ::8.8.8.8 ::ffff:127.0.0.1 ::ffff:10.0.0.1
::ffff:169.254.169.254 ::ffff:0:127.0.0.1 64:ff9b::7f00:1 64:ff9b::a00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::1
2002:7f00:1:: 2002:a00:1::1 2002:a9fe:a9fe:: 2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:db8::1
2001:10::1 3fff::1 5f00::1 100::1 fc00::1 fd00:ec2::254 fd12:3456::1 fe80::1 fec0::1 ff02::1 ff0e::1 4000::1
e000::1
"""

_PUBLIC_TEXT = """
1.1.1.1 8.8.8.8 93.184.216.34 100.63.255.255 100.128.0.1 172.15.255.255 172.32.0.1 192.167.255.255
2606:4700::1111 2a00:1450:4001::1 ::ffff:8.8.8.8 64:ff9b::808:808 2002:808:808::1
"""


@pytest.mark.parametrize("text", _NOT_PUBLIC_TEXT.split())
def test_addresses_inside_are_not_public(text: str) -> None:
    assert not is_public(ip_address(text))
    assert not AddressPolicy().allows(ip_address(text))


@pytest.mark.parametrize("text", _PUBLIC_TEXT.split())
def test_addresses_of_the_internet_are_public(text: str) -> None:
    assert is_public(ip_address(text))
    assert AddressPolicy().allows(ip_address(text))


def test_allowed_networks_open_exactly_themselves() -> None:
    policy = AddressPolicy(["10.1.0.0/16", "fd00:1::/32", "192.168.7.9", " Ollama.internal. "])
    assert policy.allows(ip_address("10.1.2.3"))
    assert policy.allows(ip_address("::ffff:10.1.2.3"))
    assert policy.allows(ip_address("fd00:1::5"))
    assert policy.allows(ip_address("192.168.7.9"))
    assert not policy.allows(ip_address("10.2.0.1"))
    assert not policy.allows(ip_address("192.168.7.10"))
    assert not policy.allows(ip_address("::ffff:10.2.0.1"))
    assert policy.allows_host("ollama.internal")
    assert policy.allows_host("OLLAMA.internal.")
    assert not policy.allows_host("not-ollama.internal")


def test_metadata_services_must_be_named_one_by_one() -> None:
    address = ip_address("169.254.169.254")
    assert not AddressPolicy(["169.254.0.0/16", "0.0.0.0/0", "::/0"]).allows(address)
    assert not AddressPolicy(["0.0.0.0/0"]).allows(ip_address("::ffff:169.254.169.254"))
    assert AddressPolicy(["169.254.169.254"]).allows(address)
